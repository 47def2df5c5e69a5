"""Campaigns with their phases, and the wordings they had."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workflows.organisations.models import Organisation


class Stage(models.TextChoices):
    """Where a campaign stands on a day."""

    AHEAD = "ahead", _("未开始")
    RUNNING = "running", _("进行中")
    ENDED = "ended", _("已结束")


class Campaign(models.Model):
    """A campaign (专项行动) of an organ: what it is for and from when to when."""

    title = models.CharField(_("名称"), max_length=100)
    theme = models.CharField(_("主题"), max_length=100, blank=True, help_text=_("一句话，如“灯火相伴”"))
    summary = models.TextField(_("简介"), blank=True, help_text=_("公开页面上的一段话"))
    organ = models.ForeignKey(Organisation, models.PROTECT, related_name="campaigns", verbose_name=_("主办单位"))
    starts = models.DateField(_("开始"))
    ends = models.DateField(_("结束"), help_text=_("含当日"))
    brands = models.JSONField(_("品牌标签"), default=list, blank=True, help_text=_("如“七彩假期”"))
    version = models.PositiveIntegerField(_("版本"), default=0, editable=False)

    objects: ClassVar[models.Manager["Campaign"]] = models.Manager()

    class Meta:
        verbose_name = _("专项行动")
        verbose_name_plural = _("专项行动")
        ordering = ["-starts", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="campaign_order",
                violation_error_message=_("结束日期不能早于开始日期。"),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Brand tags are short words."""
        if not isinstance(self.brands, list) or not all(isinstance(brand, str) and brand for brand in self.brands):
            raise ValidationError({"brands": _("品牌标签要写成几个词。")})

    def stage(self, today: date | None = None) -> Stage:
        """Ahead, running or ended on the day (today when not given); both ends belong to it."""
        day = today or timezone.localdate()
        if day < self.starts:
            return Stage.AHEAD
        return Stage.RUNNING if day <= self.ends else Stage.ENDED

    def status(self, today: date | None = None) -> str:
        """The stage in words: 未开始, 进行中, 已结束."""
        return str(self.stage(today).label)

    def current_phases(self, today: date | None = None) -> "Sequence[Phase]":
        """The phases under way on the day, in order; they may overlap or leave gaps."""
        day = today or timezone.localdate()
        return [phase for phase in self.phases.all() if phase.starts <= day <= phase.ends]


class Phase(models.Model):
    """A stretch of a campaign: 部署, 集中开展, 试点申报, 自查, 总结. Both days belong to it."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="phases", verbose_name=_("专项行动"))
    title = models.CharField(_("名称"), max_length=40)
    starts = models.DateField(_("开始"))
    ends = models.DateField(_("结束"))
    summary = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("阶段")
        verbose_name_plural = _("阶段")
        ordering = ["starts", "ends", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="phase_order",
                violation_error_message=_("阶段的结束日期不能早于开始日期。"),
            )
        ]

    def __str__(self) -> str:
        return self.title


class CampaignVersion(models.Model):
    """What a campaign said at a time; written by :func:`documents.campaigns.revising.revise`, never changed."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="versions", verbose_name=_("专项行动"))
    number = models.PositiveIntegerField(_("版本"))
    content = models.JSONField(_("内容"))
    digest = models.CharField(_("摘要"), max_length=64)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("修改人")
    )
    made_at = models.DateTimeField(_("修改时间"), default=timezone.now)

    class Meta:
        verbose_name = _("专项行动版本")
        verbose_name_plural = _("专项行动版本")
        ordering = ["campaign", "-number"]
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="campaign_version_once")]

    def __str__(self) -> str:
        return f"{self.campaign}（第{self.number}版）"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Once written it stays."""
        if self.pk:
            raise ValidationError(_("已存的版本不能改。"))
        super().save(*args, **kwargs)
