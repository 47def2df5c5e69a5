"""The app's entry in Django's registry."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubmissionsConfig(AppConfig):
    """征集报送."""

    name = "documents.submissions"
    label = "submissions"
    verbose_name = _("征集报送")

    def ready(self) -> None:
        """Tell the engine about submissions."""
        from workflows import engine

        from . import effects, erasing, guards, publicising, searching, succeeding  # noqa: F401 registers
        from .adapter import SubmissionType

        engine.register_document_type(SubmissionType())
