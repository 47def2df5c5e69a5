"""The app's entry in Django's registry."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def write_roles(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Keep the shipped roles in the database; titles follow ``roles.py``."""
    from .models import Role
    from .roles import ROLES

    for spec in ROLES:
        Role.objects.using(using).update_or_create(key=spec.key, defaults={"title": spec.title, "kind": spec.kind})


class OrganisationsConfig(AppConfig):
    """组织与岗位."""

    name = "workflows.organisations"
    label = "organisations"
    verbose_name = _("组织与岗位")

    def ready(self) -> None:
        """Write the roles after every migration."""
        post_migrate.connect(write_roles, sender=self)
