"""收文: what an organisation received, and that it signed for it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.notices.models import Notice, NoticeRecipient
from workflows.organisations.models import Membership, Organisation


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    """Receipts by state."""

    def waiting(self) -> "ReceiptQuerySet":
        """Arrived and not yet signed for."""
        return self.filter(status=Receipt.Status.WAITING)


class Receipt(models.Model):
    """One paper for one organisation: arises at 核发, ends with 签收 or 退文."""

    class Status(models.TextChoices):
        """Where the obligation stands."""

        WAITING = "waiting", _("待签收")
        SIGNED = "signed", _("已签收")
        RETURNED = "returned", _("已退文")
        RECALLED = "recalled", _("已撤回")

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="receipts", verbose_name=_("公文"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="receipts", verbose_name=_("收文单位"))
    part = models.CharField(_("方式"), max_length=4, choices=NoticeRecipient.Part)
    status = models.CharField(_("状态"), max_length=8, choices=Status, default=Status.WAITING)
    arrived_at = models.DateTimeField(_("送达时间"))
    opened_at = models.DateTimeField(_("首次打开"), null=True, blank=True)
    signed_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("签收人")
    )
    post = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("签收岗位")
    )
    reason = models.CharField(_("退文原因"), max_length=200, blank=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("收文")
        verbose_name_plural = _("收文")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["notice", "organisation"], name="receipt_once")]
        indexes = [
            models.Index(fields=["organisation", "status", "-id"], name="receipt_inbox"),
            models.Index(fields=["notice", "status"], name="receipt_progress"),
        ]

    def __str__(self) -> str:
        return f"{self.notice}（{self.organisation}）"
