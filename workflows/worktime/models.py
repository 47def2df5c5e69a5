"""Days that differ from the published calendar: the State Council's arrangement before the library knows it, or a local one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DayOverride(models.Model):
    """One day set by hand. It wins over everything else, and its year counts as published for that day."""

    day = models.DateField(_("日期"), unique=True)
    working = models.BooleanField(_("上班"), help_text=_("勾选为上班（含调休补班），不勾为放假"))
    note = models.CharField(_("依据"), max_length=100, blank=True, help_text=_("如“国办发明电〔2026〕×号”"))

    class Meta:
        verbose_name = _("工作日调整")
        verbose_name_plural = _("工作日调整")
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {_('上班') if self.working else _('放假')}"
