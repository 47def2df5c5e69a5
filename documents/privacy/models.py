"""Consents (同意书): who agreed to what, for whom to see, until when; withdrawn in one step (个保法第14—16条).

The row names no child: ``person`` is what the showcase calls them (小谢), the true name stands on the scanned paper only.
"""

from datetime import date, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.files.models import Upload
from workflows.organisations.models import Organisation


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Consents by day."""

    def valid(self, on: date | None = None) -> "ConsentQuerySet":
        """Given, not withdrawn, not expired on the day."""
        day = on or timezone.localdate()
        return self.filter(
            Q(expires_on__isnull=True) | Q(expires_on__gt=day), given_on__lte=day, withdrawn_at__isnull=True
        )


class Consent(models.Model):
    """One person's agreement to named items, for a named circle of readers; a guardian's for a child."""

    class Audience(models.TextChoices):
        """Who may see what was agreed to."""

        INTERNAL = "internal", _("团组织内部")
        PUBLIC = "public", _("向社会公开")

    class Item(models.TextChoices):
        """What may be used."""

        IMAGE = "image", _("影像")
        STORY = "story", _("事迹")
        NAME = "name", _("姓名")
        WORK = "work", _("作品")

    organ = models.ForeignKey(Organisation, models.PROTECT, related_name="consents", verbose_name=_("取得单位"))
    person = models.CharField(_("本人"), max_length=40, help_text=_("只写文中的化名，不写真名"))
    is_minor = models.BooleanField(_("未成年人"), default=True)
    guardian = models.CharField(
        _("监护人"), max_length=40, blank=True, help_text=_("未成年人必填；与同意书上的签名一致")
    )
    relation = models.CharField(_("与本人关系"), max_length=20, blank=True)
    purpose = models.CharField(_("用途"), max_length=200)
    items = models.JSONField(_("同意事项"), default=list)
    audience = models.CharField(_("公开范围"), max_length=10, choices=Audience, default=Audience.PUBLIC)
    scan = models.ForeignKey(Upload, models.PROTECT, related_name="+", verbose_name=_("同意书扫描件"))
    given_on = models.DateField(_("签署日期"))
    expires_on = models.DateField(_("有效期至"), null=True, blank=True, help_text=_("当日起失效；不填为长期"))
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField(_("撤回原因"), max_length=200, blank=True, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    recorded_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)

    objects: ClassVar[models.Manager["Consent"]] = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("同意书")
        verbose_name_plural = _("同意书")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_minor=False) | ~Q(guardian=""),
                name="consent_guardian_of_minor",
                violation_error_message=_("未成年人的同意书要由监护人签，请填监护人。"),
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gt=F("given_on")),
                name="consent_order",
                violation_error_message=_("有效期要晚于签署日期。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}：{self.get_audience_display()}"

    def is_valid(self, on: date | None = None) -> bool:
        """Whether it may be relied on that day."""
        day = on or timezone.localdate()
        return self.withdrawn_at is None and self.given_on <= day and (self.expires_on is None or day < self.expires_on)

    def covers(self, *items: str) -> bool:
        """Whether every one of the items was agreed to."""
        return set(items) <= set(self.items)


def withdraw(consent: Consent, *, reason: str = "", now: datetime | None = None) -> Consent:
    """Take a consent back. No approval stands before it, and doing it twice keeps the first moment."""
    changes: dict[str, Any] = {"withdrawn_at": now or timezone.now(), "withdrawn_reason": reason}
    Consent.objects.filter(pk=consent.pk, withdrawn_at__isnull=True).update(**changes)
    consent.refresh_from_db(fields=["withdrawn_at", "withdrawn_reason"])
    return consent
