"""What the clock has done: reminders made, and the last time that all terms were computed anew."""

from datetime import datetime, timedelta

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


class Pass(models.Model):
    """When the whole table was last gone through, and of what state of the world that took account; a single row.

    *seen_at* is when that state was first met: once more after a while, for what was opened meanwhile by the state before.
    """

    fingerprint = models.CharField(max_length=80)
    seen_at = models.DateTimeField()
    passed_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.fingerprint[:12]} {self.passed_at}"

    @classmethod
    def is_due(cls, fingerprint: str, now: datetime, settling: timedelta) -> bool:
        """Whether to go through the table: the world is another, or *settling* has gone by since it became so."""
        last = cls._default_manager.first()
        if last is None or last.fingerprint != fingerprint:
            return True
        return last.passed_at < last.seen_at + settling <= now

    @classmethod
    def done(cls, fingerprint: str, now: datetime) -> None:
        """Note that the table was gone through."""
        last = cls._default_manager.first()
        seen_at = last.seen_at if last is not None and last.fingerprint == fingerprint else now
        marks = {"fingerprint": fingerprint, "seen_at": seen_at, "passed_at": now}
        cls._default_manager.update_or_create(pk=1, defaults=marks)


class CalendarPass(Pass):
    """The calendar with which all terms were last computed."""

    class Meta:
        verbose_name = _("期限重算")
        verbose_name_plural = _("期限重算")


class PostsPass(Pass):
    """The posts, people and organs with which all open items were last looked through for what strands."""

    class Meta:
        verbose_name = _("滞留清理")
        verbose_name_plural = _("滞留清理")
