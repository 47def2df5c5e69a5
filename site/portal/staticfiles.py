"""Static files: plain names before collectstatic has run, hashed and compressed ones after."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Hashed names where a manifest exists; a file that the manifest does not know keeps its plain name."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """The hashed name; the plain one while nothing has been collected."""
        return super().stored_name(name) if self.hashed_files else name
