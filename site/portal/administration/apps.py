"""The app's entry in Django's registry."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdministrationConfig(AppConfig):
    """管理后台: Wagtail's admin, cut down to what this house needs."""

    name = "portal.administration"
    label = "administration"
    verbose_name = _("管理后台")
