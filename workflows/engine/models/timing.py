"""What the clock has done: reminders made, and the last time that all terms were computed anew."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .cases import WorkItem


class Reminder(models.Model):
    """That an item was to be reminded of, once for each distance from each term.

    *offset* counts working days from the term (negative before it), *escalate* says that the leaders are told too. *round*
    is the day (``date.toordinal``) on whose merged reminders it was told, NULL until then.
    """

    item = models.ForeignKey(WorkItem, models.PROTECT, related_name="reminders", verbose_name=_("待办"))
    due_day = models.DateField(_("到期日"))
    offset = models.SmallIntegerField(_("距到期工作日"))
    escalate = models.BooleanField(_("告诉负责人"), default=False)
    made_at = models.DateTimeField(_("时间"))
    round = models.IntegerField(null=True)

    class Meta:
        verbose_name = _("到期提醒")
        verbose_name_plural = _("到期提醒")
        constraints = [models.UniqueConstraint(fields=["item", "due_day", "offset"], name="reminder_once")]
        indexes = [
            models.Index(fields=["id"], condition=Q(round__isnull=True), name="reminder_untold"),
            models.Index(fields=["round"], name="reminder_round"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.due_day} {self.offset:+d}"


class CalendarPass(models.Model):
    """The calendar with which all terms were last computed; a single row."""

    fingerprint = models.CharField(max_length=64)
    seen_at = models.DateTimeField()
    passed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("期限重算")
        verbose_name_plural = _("期限重算")

    def __str__(self) -> str:
        return f"{self.fingerprint[:12]} {self.passed_at}"
