"""The app's entry in Django's registry."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncomingConfig(AppConfig):
    """收文."""

    name = "documents.incoming"
    label = "incoming"
    verbose_name = _("收文")

    def ready(self) -> None:
        """Introduce the effect of 核发 to the engine."""
        from . import afterwards, receiving  # noqa: F401 - register their effects
