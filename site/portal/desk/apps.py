"""The app's entry in Django's registry."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """工作台."""

    name = "portal.desk"
    label = "desk"
    verbose_name = _("工作台")

    def ready(self) -> None:
        """Say who may read the files that are taken in here."""
        from . import attaching, enclosures, erasing, phrases  # noqa: F401 - each registers a rule
