"""收文: what reached an organisation, that it signed for it, and how it was dealt with there."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.notices.models import Notice, NoticeRecipient
from workflows.organisations.models import Membership, Organisation

REQUEST, LETTER = "请示", "函"
"""文种 that want an answer (条例第8条)."""
_ANSWERS = ("复函", "答复", "回复", "答复函", "回复函")


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
    due_at = models.DateTimeField(_("签收时限"), null=True, blank=True, help_text=_("按紧急程度，从送达起算工作日"))
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
        verbose_name = _("签收")
        verbose_name_plural = _("签收")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["notice", "organisation"], name="receipt_once")]
        indexes = [
            models.Index(fields=["organisation", "status", "-id"], name="receipt_inbox"),
            models.Index(fields=["notice", "status"], name="receipt_progress"),
        ]

    def __str__(self) -> str:
        return f"{self.notice}（{self.organisation}）"


class NumberRow(models.Model):
    """收文号: one gapless row per organ and year."""

    organ = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("收文单位"))
    year = models.PositiveSmallIntegerField(_("年份"))
    next = models.PositiveIntegerField(_("下一个号"), default=1)

    class Meta:
        verbose_name = _("收文号")
        verbose_name_plural = _("收文号")
        constraints = [models.UniqueConstraint(fields=["organ", "year"], name="incoming_row_once")]

    def __str__(self) -> str:
        return f"{self.organ} {self.year}"


class Incoming(models.Model):
    """来文: one paper at one organ, from inside the system (with its :class:`Receipt`) or entered by the clerk.

    What stands on the paper is copied when it arrives: the register keeps what was received, whatever becomes of the paper.
    """

    class Status(models.TextChoices):
        """Whether it is being dealt with. 已签收: an organ that does not deal with papers here only signed for it."""

        OPEN = "open", _("在办")
        CLOSED = "closed", _("已办结")
        RETURNED = "returned", _("已退文")
        NOTED = "noted", _("已签收")

    organ = models.ForeignKey(Organisation, models.PROTECT, related_name="incoming", verbose_name=_("收文单位"))
    receipt = models.ForeignKey(
        Receipt, models.PROTECT, null=True, blank=True, related_name="incoming", verbose_name=_("签收")
    )
    year = models.PositiveSmallIntegerField(_("收文年份"))
    n = models.PositiveIntegerField(_("收文序号"), null=True, blank=True, editable=False)
    sender = models.CharField(_("来文单位"), max_length=120)
    number = models.CharField(_("来文字号"), max_length=60, blank=True)
    title = models.CharField(_("标题"), max_length=200)
    kind = models.CharField(_("文种"), max_length=10, blank=True)
    dated = models.DateField(_("成文日期"), null=True, blank=True)
    urgency = models.CharField(
        _("紧急程度"), max_length=2, blank=True, choices=[("加急", _("加急")), ("特急", _("特急"))]
    )
    copies = models.PositiveIntegerField(_("份数"), default=1)
    note = models.CharField(_("备注"), max_length=200, blank=True)
    received_at = models.DateTimeField(_("收到时间"))
    due_on = models.DateField(_("办理时限"), null=True, blank=True)
    status = models.CharField(_("状态"), max_length=8, choices=Status, default=Status.OPEN)
    reply = models.TextField(_("答复"), blank=True)
    answer = models.ForeignKey(
        Notice, models.SET_NULL, null=True, blank=True, related_name="answers", verbose_name=_("答复的公文")
    )
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )

    objects: ClassVar[models.Manager["Incoming"]] = models.Manager()

    class Meta:
        verbose_name = _("收文")
        verbose_name_plural = _("收文")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "year", "n"], condition=Q(n__isnull=False), name="incoming_number_once"
            ),
            # What was sent back may come again (补发): both stand in the book.
            models.UniqueConstraint(
                fields=["receipt"], condition=Q(status__in=["open", "closed", "noted"]), name="incoming_of_receipt_once"
            ),
        ]
        indexes = [
            models.Index(fields=["organ", "status", "-id"], name="incoming_list"),
            models.Index(fields=["organ", "year", "-n"], name="incoming_register"),
            models.Index(fields=["organ", "sender", "number"], name="incoming_same"),
            models.Index(fields=["organ", "due_on"], condition=Q(status="open"), name="incoming_due"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page on the desk."""
        return reverse("desk:received", args=[self.pk])

    @property
    def registered_number(self) -> str:
        """收文号 as written, such as 收〔2026〕12号; empty before 登记."""
        return f"收〔{self.year}〕{self.n}号" if self.n else ""

    @property
    def wants_answer(self) -> bool:
        """请示, and 函 that are no answer themselves."""
        return self.kind == REQUEST or (self.kind == LETTER and not self.title.rstrip("》").endswith(_ANSWERS))

    @property
    def notice(self) -> Notice | None:
        """The paper itself, when it came through the system."""
        return self.receipt.notice if self.receipt is not None else None

    @property
    def is_recalled(self) -> bool:
        """Whether the sender took the paper back: it is read here no more, and what is being done with it ends."""
        return self.receipt is not None and self.receipt.status == Receipt.Status.RECALLED

    def is_late(self, today: date | None = None) -> bool:
        """Whether its term is over and it is still being dealt with."""
        day = today or timezone.localdate()
        return self.status == self.Status.OPEN and self.due_on is not None and self.due_on < day


class AssignmentManager(models.Manager["Assignment"]):
    """Assignments always come with those whom they name."""

    def get_queryset(self) -> models.QuerySet["Assignment"]:
        """With department, post and person of each."""
        return super().get_queryset().select_related("organisation", "post__organisation", "post__user")


class Assignment(models.Model):
    """传阅, 主办, 协办: a department, or a person by one of their posts, who is asked about a paper."""

    class Part(models.TextChoices):
        """In which part."""

        LEAD = "lead", _("主办")
        SUPPORT = "support", _("协办")
        READER = "reader", _("传阅")

    incoming = models.ForeignKey(Incoming, models.CASCADE, related_name="assignments", verbose_name=_("收文"))
    part = models.CharField(_("方式"), max_length=7, choices=Part)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("部门")
    )
    post = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("岗位")
    )

    objects = AssignmentManager()

    class Meta:
        verbose_name = _("承办和传阅")
        verbose_name_plural = _("承办和传阅")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["incoming", "part", "organisation"],
                condition=Q(organisation__isnull=False),
                name="assignment_department_once",
            ),
            models.UniqueConstraint(
                fields=["incoming", "part", "post"], condition=Q(post__isnull=False), name="assignment_person_once"
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True, post__isnull=False)
                | Q(organisation__isnull=False, post__isnull=True),
                name="assignment_one_kind",
            ),
        ]

    def __str__(self) -> str:
        return str(self.post.user if self.post is not None else self.organisation)
