"""Calls (征集): who may answer what until when, and how it is decided; with the units that are asked."""

from datetime import date, datetime, time
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.campaigns.models import Campaign
from documents.forms.models import FormVersion
from workflows.organisations.models import Level, Organisation

CLOSING_TIME = time(17, 30)
"""Terms are a date plus 17:30, that day included (practice.md §3.14)."""


def closing(day: date) -> datetime:
    """The moment at which a term on *day* ends."""
    return timezone.make_aware(datetime.combine(day, CLOSING_TIME))


class CallQuerySet(models.QuerySet["Call"]):
    """Calls by state."""

    def opened(self) -> "CallQuerySet":
        """Those that units can see."""
        return self.filter(opened_at__isnull=False)


class Call(models.Model):
    """A call of an organ for answers of other units."""

    class Kind(models.TextChoices):
        """What is asked for (a 试点 is not a 典型, practice.md §3.1)."""

        PILOT = "pilot", _("试点申报")
        TYPICAL = "typical", _("典型案例")
        SUMMARY = "summary", _("活动总结")

    class Mode(models.TextChoices):
        """The two ways upward."""

        RECOMMEND = "recommend", _("逐级推荐")
        COMPILE = "compile", _("逐级汇总")

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="calls", verbose_name=_("专项行动")
    )
    organ = models.ForeignKey(Organisation, models.PROTECT, related_name="calls", verbose_name=_("发起单位"))
    title = models.CharField(_("标题"), max_length=100)
    kind = models.CharField(_("类别"), max_length=10, choices=Kind)
    mode = models.CharField(_("上报方式"), max_length=10, choices=Mode, default=Mode.RECOMMEND)
    form_version = models.ForeignKey(FormVersion, models.PROTECT, related_name="calls", verbose_name=_("表单"))
    process = models.SlugField(_("流程"), max_length=40)
    levels = models.JSONField(_("报送层级"), default=list, help_text=_("辖区内这些层级的单位都要报"))
    organs = models.ManyToManyField(
        Organisation, blank=True, related_name="+", verbose_name=_("指定单位"), help_text=_("填了就只由这些单位报")
    )
    self_entry = models.BooleanField(_("自主申报"), default=True)
    designated_entry = models.BooleanField(_("上级指定"), default=False)
    quota_per_city = models.PositiveSmallIntegerField(_("每市名额"), null=True, blank=True, help_text=_("不填为不限"))
    per_unit = models.PositiveSmallIntegerField(_("每单位份数"), default=1)
    until = models.DateField(_("截止日期"), help_text=_("当日17:30止"))
    lead_days = models.PositiveSmallIntegerField(
        _("每级汇总用时"), default=0, help_text=_("逐级汇总时，下级比上级早这么多个工作日截止")
    )
    period = models.CharField(_("总结时段"), max_length=40, blank=True, help_text=_("如“11月上半月”，带进各单位的表"))
    instructions = models.TextField(_("填报说明"), blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("编制人")
    )
    opened_at = models.DateTimeField(_("下达时间"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("结束时间"), null=True, blank=True, editable=False)

    objects: ClassVar[CallQuerySet] = CallQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("征集")
        verbose_name_plural = _("征集")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["organ", "opened_at"], name="call_organ")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page on the desk."""
        return reverse("desk:call", args=[self.pk])

    @property
    def due_at(self) -> datetime:
        """When the general term ends."""
        return closing(self.until)

    @property
    def is_open(self) -> bool:
        """Whether answers are taken; a passed term makes them late, only closing ends them."""
        return self.opened_at is not None and self.closed_at is None

    @property
    def compiles(self) -> bool:
        """Whether each level writes its own report from those below (逐级汇总), instead of passing papers on."""
        return self.mode == self.Mode.COMPILE

    @property
    def series(self) -> str:
        """The name under which the engine lists what belongs together."""
        return f"call:{self.pk}"

    def clean(self) -> None:
        """Levels must be levels, and at least one way in must be open."""
        unknown = [level for level in self.levels if level not in Level.values]
        if unknown:
            raise ValidationError({"levels": _("没有“%(level)s”这个层级。") % {"level": unknown[0]}})
        if not self.self_entry and not self.designated_entry:
            raise ValidationError({"self_entry": _("自主申报和上级指定至少要选一项。")})


class Addressee(models.Model):
    """A unit that is asked, written when the call is opened; carries its own term where it differs from the call's, an
    exemption (免报) and a designation (上级指定).
    """

    call = models.ForeignKey(Call, models.CASCADE, related_name="addressees", verbose_name=_("征集"))
    organ = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("单位"))
    own_until = models.DateField(_("本单位截止"), null=True, blank=True, help_text=_("早于上级时才有"))
    exempt_reason = models.CharField(_("免报原因"), max_length=200, blank=True)
    exempted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("批准人")
    )
    exempted_at = models.DateTimeField(_("免报时间"), null=True, blank=True)
    designated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("指定人")
    )
    designated_at = models.DateTimeField(_("指定时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("应报单位")
        verbose_name_plural = _("应报单位")
        ordering = ["organ__path"]
        constraints = [models.UniqueConstraint(fields=["call", "organ"], name="addressee_once")]

    def __str__(self) -> str:
        return f"{self.call}：{self.organ}"

    @property
    def is_exempt(self) -> bool:
        """Whether the unit need not answer."""
        return self.exempted_at is not None

    @property
    def is_designated(self) -> bool:
        """Whether the host named the unit itself."""
        return self.designated_at is not None

    @property
    def until(self) -> date:
        """The unit's own last day: the usual one, or the latest extension. Uses the prefetched extensions."""
        return max([self.usual_until, *(extension.until for extension in self.extensions.all())])

    @property
    def usual_until(self) -> date:
        """The unit's last day without extensions."""
        return self.own_until or self.call.until

    @property
    def is_extended(self) -> bool:
        """Whether the unit has longer than the others."""
        return self.until > self.usual_until

    @property
    def due_at(self) -> datetime:
        """When the unit's own term ends."""
        return closing(self.until)


class Extension(models.Model):
    """延期: one more term for one unit, with who granted it and why. Rows are only added."""

    addressee = models.ForeignKey(Addressee, models.CASCADE, related_name="extensions", verbose_name=_("应报单位"))
    until = models.DateField(_("延至"))
    reason = models.CharField(_("原因"), max_length=200)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("批准人"))
    granted_at = models.DateTimeField(_("批准时间"), default=timezone.now)

    class Meta:
        verbose_name = _("延期")
        verbose_name_plural = _("延期")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.addressee}：{self.until}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Rows are only added."""
        if self.pk:
            raise ValidationError(_("延期记录不能改，请再加一条。"))
        super().save(*args, **kwargs)
