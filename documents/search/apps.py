"""The app's entry in Django's registry."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """检索."""

    name = "documents.search"
    label = "search"
    verbose_name = _("检索")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Index and triggers come after every migration."""
        from .storing import install_after_migration

        post_migrate.connect(install_after_migration, sender=self)
