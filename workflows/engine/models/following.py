"""关注: who wants to hear how a matter ends, beside those whom it concerns anyway."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .cases import Instance


class Follow(models.Model):
    """One person follows one case. It gives no right: who may not see the case any more neither finds it nor is told."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows", verbose_name=_("人员"))
    instance = models.ForeignKey(Instance, models.CASCADE, related_name="followers", verbose_name=_("事项"))
    since = models.DateTimeField(_("关注时间"))

    class Meta:
        verbose_name = _("关注")
        verbose_name_plural = _("关注")
        constraints = [models.UniqueConstraint(fields=["user", "instance"], name="follow_once")]

    def __str__(self) -> str:
        return f"{self.user} → {self.instance}"
