"""The app's entry in Django's registry."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """公文."""

    name = "documents.notices"
    label = "notices"
    verbose_name = _("公文")

    def ready(self) -> None:
        """Introduce notices, their guards and their effects to the engine."""
        from workflows.engine import register_document_type

        from . import erasing, issuing, originals, searching  # noqa: F401 - each registers what it brings
        from .adapter import NoticeType

        register_document_type(NoticeType())
