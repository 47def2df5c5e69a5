"""What django-guardian's rows do not tell: who shared something, since when, and until when."""

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ShareTerm(models.Model):
    """One grant, beside the row of django-guardian that makes it count. *until* is the first day on which it counts no more."""

    permission = models.ForeignKey(Permission, models.CASCADE, related_name="+")
    object_pk = models.CharField(max_length=255)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", verbose_name=_("共享给")
    )
    group = models.ForeignKey(Group, models.CASCADE, null=True, related_name="+")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("共享人"))
    given_at = models.DateTimeField(_("共享时间"))
    until = models.DateField(_("有效至"), null=True)
    ended_at = models.DateTimeField(_("收回时间"), null=True)

    class Meta:
        verbose_name = _("共享")
        verbose_name_plural = _("共享")
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=True, group__isnull=False) | Q(user__isnull=False, group__isnull=True),
                name="share_to_somebody",
            ),
            models.UniqueConstraint(
                fields=["permission", "object_pk", "user"],
                condition=Q(ended_at__isnull=True, user__isnull=False),
                name="share_person_once",
            ),
            models.UniqueConstraint(
                fields=["permission", "object_pk", "group"],
                condition=Q(ended_at__isnull=True, group__isnull=False),
                name="share_group_once",
            ),
        ]
        indexes = [models.Index(fields=["giver"], condition=Q(ended_at__isnull=True), name="share_given")]

    def __str__(self) -> str:
        return f"{self.giver} → {self.user or self.group}"
