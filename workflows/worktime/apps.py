"""The app's entry in Django's registry."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class WorktimeConfig(AppConfig):
    """工作日历."""

    name = "workflows.worktime"
    label = "worktime"
    verbose_name = _("工作日历")

    def ready(self) -> None:
        """Let a changed day be seen at once by what keeps the calendar in memory."""
        from .calendar import forget
        from .models import DayOverride

        post_save.connect(forget, sender=DayOverride)
        post_delete.connect(forget, sender=DayOverride)
