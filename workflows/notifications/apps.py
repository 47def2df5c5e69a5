"""The app's entry in Django's registry."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """提醒."""

    name = "workflows.notifications"
    label = "notifications"
    verbose_name = _("提醒")
