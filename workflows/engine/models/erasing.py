"""抹去: who asked for whose words to be blanked, who agreed, and how much was blanked."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Erasure(models.Model):
    """A person's name and words, or the words and contents of one document, to be blanked: one proposes, another confirms.

    The row stays; the history names it, so that a blank that nobody decided is told from one that was.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("人员")
    )
    subject_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+", verbose_name=_("类别"))
    subject_id = models.BigIntegerField(_("文书编号"), null=True)
    reason = models.CharField(_("理由"), max_length=200)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提出人")
    )
    proposed_at = models.DateTimeField(_("提出时间"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("确认人")
    )
    confirmed_at = models.DateTimeField(_("确认时间"), null=True)
    blanked = models.JSONField(_("抹去多少"), default=dict)

    class Meta:
        verbose_name = _("抹去")
        verbose_name_plural = _("抹去")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, subject_id__isnull=True)
                | Q(person__isnull=True, subject_id__isnull=False, subject_type__isnull=False),
                name="erasure_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="erasure_by_two_persons",
            ),
        ]

    def __str__(self) -> str:
        return f"抹去 {self.pk}"
