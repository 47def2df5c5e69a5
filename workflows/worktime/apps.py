"""The app's entry in Django's registry."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorktimeConfig(AppConfig):
    """工作日历."""

    name = "workflows.worktime"
    label = "worktime"
    verbose_name = _("工作日历")
