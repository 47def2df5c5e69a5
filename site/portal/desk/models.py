"""What the desk itself keeps for a person."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class OwnPhrase(models.Model):
    """One of a person's own 常用语, shown before the given ones in the opinion box; *place* orders them."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="phrases")
    text = models.CharField(_("常用语"), max_length=60)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("常用语")
        verbose_name_plural = _("常用语")
        ordering = ["place", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "text"], name="phrase_once")]

    def __str__(self) -> str:
        return self.text
