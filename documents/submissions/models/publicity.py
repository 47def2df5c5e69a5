"""公示: what is shown to the public before it is settled, from when to when, and what was objected."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workflows.organisations.models import Organisation

from .calls import Call
from .submissions import Submission


class Publicity(models.Model):
    """公示 of one day's list of a call: prepared by whoever keeps it, begun by the act 开始公示, which sets both dates."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="publicities", verbose_name=_("征集"))
    organ = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("公示单位"))
    title = models.CharField(_("公示标题"), max_length=100)
    lead = models.TextField(_("说明"), max_length=500, help_text=_("名单之前的一段话：经过什么程序，拟确定什么"))
    contact = models.TextField(
        _("意见反映渠道"), max_length=300, help_text=_("受理部门、办公电话、信箱；写办公电话，不写个人手机")
    )
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("经办人")
    )
    prepared_at = models.DateTimeField(_("准备时间"), default=timezone.now)
    since = models.DateField(_("公示开始"), null=True, blank=True)
    until = models.DateField(_("公示截止"), null=True, blank=True, help_text=_("含当日"))
    submissions: Any = models.ManyToManyField(Submission, through="Listed", related_name="publicities")

    objects: ClassVar[models.Manager["Publicity"]] = models.Manager()

    class Meta:
        verbose_name = _("公示")
        verbose_name_plural = _("公示")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["call"], condition=Q(since=None), name="publicity_prepared_once"),
            models.UniqueConstraint(fields=["call", "since"], name="publicity_of_a_day_once"),
            models.CheckConstraint(
                condition=Q(since=None, until=None) | Q(until__gte=models.F("since")), name="publicity_dates_together"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where it is kept, on the desk."""
        return reverse("desk:call_publicity", args=[self.call_id])

    def is_open(self, day: date) -> bool:
        """Whether the list hangs out on *day*."""
        return self.since is not None and self.until is not None and self.since <= day <= self.until


class Listed(models.Model):
    """One unit's place in a list that is shown; what is taken off again stays with its day."""

    publicity = models.ForeignKey(Publicity, models.PROTECT, related_name="listed", verbose_name=_("公示"))
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="listed", verbose_name=_("报送件"))
    removed_on = models.DateField(_("撤下日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("公示对象")
        verbose_name_plural = _("公示对象")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["publicity", "submission"], name="listed_once")]

    def __str__(self) -> str:
        return f"{self.publicity}：{self.submission}"


class Objection(models.Model):
    """异议: who objected to what, when and how, and what was made of it. Words are added, never changed."""

    class Channel(models.TextChoices):
        """How it came."""

        PHONE = "phone", _("电话")
        LETTER = "letter", _("来信")
        VISIT = "visit", _("来访")
        MAIL = "mail", _("电子邮件")
        OTHER = "other", _("其他")

    publicity = models.ForeignKey(Publicity, models.PROTECT, related_name="objections", verbose_name=_("公示"))
    submission = models.ForeignKey(
        Submission, models.PROTECT, null=True, blank=True, related_name="objections", verbose_name=_("对谁")
    )
    received_on = models.DateField(_("收到日期"))
    channel = models.CharField(_("反映方式"), max_length=10, choices=Channel)
    objector = models.CharField(_("反映人"), max_length=60, help_text=_("不愿具名的写“匿名”；只供核实，不公开"))
    text = models.TextField(_("反映的问题"), max_length=2000)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    recorded_at = models.DateTimeField(_("登记时间"), default=timezone.now)
    upheld = models.BooleanField(_("异议成立"), null=True)
    handling = models.TextField(_("核实和处理情况"), max_length=2000, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("处理人")
    )
    handled_at = models.DateTimeField(_("处理时间"), null=True)

    class Meta:
        verbose_name = _("异议")
        verbose_name_plural = _("异议")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(upheld=None, handled_by=None, handled_at=None)
                | Q(upheld__isnull=False, handled_by__isnull=False, handled_at__isnull=False),
                name="objection_handled_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.publicity}：{self.received_on}"

    @property
    def about(self) -> str:
        """Whom it concerns, in words."""
        return str(self.submission.organ) if self.submission is not None else str(_("整份名单"))
