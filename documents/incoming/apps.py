"""The app's entry in Django's registry."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncomingConfig(AppConfig):
    """收文."""

    name = "documents.incoming"
    label = "incoming"
    verbose_name = _("收文")

    def ready(self) -> None:
        """Introduce received papers and what happens to them to the engine."""
        from workflows.engine import register_document_type

        from . import (  # noqa: F401 - register effects, erasers, readers of files, what is searched
            afterwards,
            erasing,
            reading,
            receiving,
            searching,
        )
        from .handling import IncomingType

        register_document_type(IncomingType())
