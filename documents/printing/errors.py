"""What can keep a paper from being set. Every message is meant for the person at the desk: what, where, what to do."""


class PrintingError(Exception):
    """A paper or a sheet cannot be set; `str(error)` is a complete Chinese sentence for the user."""


class FontsMissingError(PrintingError):
    """The fonts of the family stacks are not installed (`.setup/fonts.sh` has not run)."""


class InvalidPaperError(PrintingError):
    """The paper lacks what no page can be set without: body text, a title, a head."""


class TableTooWideError(PrintingError):
    """A table fits neither upright nor sideways at the smallest legible size."""
