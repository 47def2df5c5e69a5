"""Days that differ from the published calendar: the State Council's arrangement before the library knows it, or a local one."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DayOverride(models.Model):
    """One day set by hand. It wins over everything else, and is certain.

    *completes_year* on any day of a year says that all days of the year that differ from Monday to Friday are entered: the
    year counts as published then, although the library does not know it yet. Changed by ``overriding`` only.
    """

    day = models.DateField(_("日期"), unique=True)
    working = models.BooleanField(_("上班"), default=False, help_text=_("勾选为上班（含调休补班），不勾为放假"))
    note = models.CharField(_("依据"), max_length=100, help_text=_("如“国办发明电〔2026〕×号”"))
    completes_year = models.BooleanField(
        _("全年安排已登记齐全"),
        default=False,
        help_text=_("国务院公布的全年放假和调休都登记以后，在其中一天上勾选，这一年的期限就不再是暂计"),
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("登记人")
    )
    changed_at = models.DateTimeField(_("登记时间"), null=True, editable=False)

    class Meta:
        verbose_name = _("节假日")
        verbose_name_plural = _("节假日")
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {_('上班') if self.working else _('放假')}"


class DayChange(models.Model):
    """Who set or removed which day, when, on which ground. Added to, never changed."""

    class Kind(models.TextChoices):
        """What was done."""

        SET = "set", _("登记")
        REMOVED = "removed", _("删除")

    day = models.DateField(_("日期"))
    kind = models.CharField(_("操作"), max_length=7, choices=Kind)
    working = models.BooleanField(_("上班"))
    note = models.CharField(_("依据"), max_length=100, blank=True)
    completes_year = models.BooleanField(_("全年安排已登记齐全"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("登记人")
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("节假日变动")
        verbose_name_plural = _("节假日变动")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.get_kind_display()}"
