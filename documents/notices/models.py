"""公文: the paper, its parts, the numbers it is given, and the prints made of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.fields import StreamField
from wagtail.locks import BaseLock
from wagtail.models import LockableMixin, PreviewableMixin, RevisionMixin

from documents.campaigns.models import Campaign
from documents.files.models import Upload
from workflows.database import laid, update
from workflows.organisations.models import Organisation

from .blocks import BodyBlock
from .kinds import Direction, Kind, Layout, Openness, Validity, direction, usual_layout
from .reading import attendance

OFFICIAL = (
    "organ_id", "organisation_id", "author_id", "number", "signer", "signed_on", "printed_on", "copies", "declared", "validity",
    "void_on", "corrects_id", "parent_id", "original_id", "reading", "checked_content", "created_at"
)  # fmt: skip
"""What a paper is given on its way: no earlier wording brings it back or takes it away."""


def private_storage() -> Any:
    """Where prints lie: outside the media folder, served only after a check of the reader's rights."""
    return storages["private"]


class Notice(PreviewableMixin, LockableMixin, RevisionMixin, ClusterableModel):
    """One official paper, from the first draft to the archive.

    The texts 主送, 抄送 freeze at 签发; number, 份数 and 分送范围 at 登记; receipts arise at 核发 (practice.md §3.6).
    """

    organ = models.ForeignKey(Organisation, models.PROTECT, related_name="notices", verbose_name=_("发文机关"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="drafted_notices", verbose_name=_("拟稿单位")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices", verbose_name=_("拟稿人"), editable=False
    )
    kind = models.CharField(_("文种"), max_length=4, choices=Kind, default=Kind.NOTICE)
    layout = models.CharField(
        _("格式"),
        max_length=2,
        blank=True,
        choices=Layout,
        help_text=_("不选按文种：函用信函格式，纪要用纪要格式，其余用文件格式"),
    )
    title = models.CharField(_("标题"), max_length=200, help_text=_("需要指定换行处时，用竖线“|”隔开"))
    head = models.TextField(
        _("发文机关标志"),
        blank=True,
        help_text=_("红头上的机关名称，每个机关一行；联合发文主办机关在前。不填按发文机关全称"),
    )
    mark = models.CharField(_("机关代字"), max_length=20, blank=True, help_text=_("如“团曦发”“团曦联”"))
    urgency = models.CharField(
        _("紧急程度"), max_length=2, blank=True, choices=[("加急", _("加急")), ("特急", _("特急"))]
    )
    recipients = models.TextField(_("主送"), blank=True, help_text=_("同类机关用顿号，不同类用逗号，不写冒号"))
    cc = models.TextField(_("抄送"), blank=True, help_text=_("同类机关用顿号，不同类用逗号，末尾不写句号"))
    body = StreamField(BodyBlock(), verbose_name=_("正文"), blank=True)
    attendance = models.TextField(
        _("出席人员"), blank=True, help_text=_("纪要用，出席、请假、列席各一行，如“列席：青年发展部唐小禾”")
    )
    contact = models.TextField(_("联系人"), blank=True, help_text=_("联系人、电话、邮箱；印在正文之后"))
    signature = models.TextField(_("署名"), blank=True, help_text=_("落款，每个机关一行。不填按发文机关"))
    note = models.CharField(
        _("附注"), max_length=120, blank=True, help_text=_("印在成文日期下一行的括号内，如“此件公开发布”")
    )
    signer = models.CharField(_("签发人"), max_length=40, blank=True, help_text=_("上行文印在红头下方，签发时自动填写"))
    signed_on = models.DateField(
        _("成文日期"), null=True, blank=True, help_text=_("签发之日，联合发文为最后一家签发之日")
    )
    printing_organ = models.CharField(_("印发机关"), max_length=120, blank=True, help_text=_("一般为办公室"))
    printed_on = models.DateField(_("印发日期"), null=True, blank=True)
    copies = models.PositiveIntegerField(_("份数"), null=True, blank=True)
    outside = models.TextField(
        _("系统外单位"), blank=True, editable=False, help_text=_("不在系统里、由本机关另送纸质件的单位，每行一个")
    )
    openness = models.CharField(_("公开属性"), max_length=12, choices=Openness, default=Openness.OPEN)
    important = models.BooleanField(
        _("重要公文"), default=False, help_text=_("重要公文和上行文由主要负责人签发（条例第22条）")
    )
    declared = models.TextField(_("申报的实质修改"), blank=True, editable=False)
    validity = models.CharField(_("效力"), max_length=8, blank=True, choices=Validity, editable=False)
    void_on = models.DateField(_("失效日期"), null=True, blank=True, editable=False)
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("更正的公文"),
        editable=False,
    )
    number = models.CharField(_("发文字号"), max_length=40, blank=True, editable=False)
    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, null=True, blank=True, related_name="notices", verbose_name=_("专项行动")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("依据（上级来文）")
    )
    original = models.ForeignKey(
        Upload, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("导入原件"), editable=False
    )
    reading = models.JSONField(_("导入结果"), null=True, blank=True, editable=False)
    checked_content = models.CharField(_("已核内容"), max_length=64, blank=True, editable=False)
    objected_now = False  # for the length of one act; see ``consulting.objected``
    peers: Sequence[Notice] = ()  # the papers that were read together with this one, itself included
    created_at = models.DateTimeField(_("拟稿时间"), auto_now_add=True)
    changed_at = models.DateTimeField(_("修改时间"), auto_now=True)

    class Meta:
        verbose_name = _("公文")
        verbose_name_plural = _("公文")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["organ", "-signed_on"], name="notice_register")]
        constraints = [
            models.UniqueConstraint(fields=["organ", "number"], condition=~Q(number=""), name="notice_number_once")
        ]

    def __str__(self) -> str:
        return self.plain_title

    @property
    def plain_title(self) -> str:
        """The title without the marks for line breaks."""
        return self.title.replace("|", "")

    @property
    def direction(self) -> Direction:
        """Upward, downward or sideways."""
        return direction(self.kind)

    @property
    def form(self) -> Layout:
        """The layout that was chosen, else the usual one of the kind."""
        return Layout(self.layout) if self.layout else usual_layout(self.kind)

    def get_absolute_url(self) -> str:
        """The reading view on the desk."""
        return reverse("desk:notice", args=[self.pk])

    def set_down(self, **fields: Any) -> None:
        """Write what is no part of the substance (number, dates, signer): that row alone, no children, no index."""
        for name, value in fields.items():
            setattr(self, name, value)
        update(self, tuple(fields))

    def co_organs(self) -> list[Organisation]:
        """联合发文机关, in the order of the head."""
        return [row.organisation for row in laid(self, "co_issuers")]

    def head_lines(self) -> list[str]:
        """The organs named on the red head: the host alone on a letter; what met, on minutes."""
        own = lines(self.head)
        if self.form == Layout.MINUTES:
            return own or [_("%s会议") % self.organ.name]
        if self.form == Layout.LETTER:
            return own[:1] or [self.organ.name]
        return own or [self.organ.name, *(organ.name for organ in self.co_organs())]

    def attendance_rows(self) -> list[tuple[str, str]]:
        """出席、请假、列席: label and names of every line."""
        return attendance.rows(self.attendance)

    def signature_lines(self) -> list[str]:
        """The organs that sign."""
        return lines(self.signature) or [
            self.organ.name,
            *(organ.name for organ in self.co_organs()),
        ]

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """An earlier wording, in which everything stays as it is now that no draft says: number, dates, signer, where it comes from."""
        earlier = super().with_content_json(content)
        for name in OFFICIAL:
            setattr(earlier, name, getattr(self, name))
        return earlier

    def get_lock(self) -> BaseLock | None:
        """Wagtail's editor asks here whether a person may save; the engine answers."""
        from .locks import StageLock

        return super().get_lock() or StageLock(self)

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """The paper as a page, as the reading view shows it."""
        return "notices/preview.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """The same view model that desk and public pages use."""
        from .showing import paper_view

        return {**super().get_preview_context(request, mode_name), "paper": paper_view(self, sample=True)}


def lines(text: str) -> list[str]:
    """The non-empty lines of a field."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class CoIssuerManager(models.Manager["CoIssuer"]):
    """Co-issuers always come with their organs."""

    def get_queryset(self) -> models.QuerySet[CoIssuer]:
        """With the organ of each."""
        return super().get_queryset().select_related("organisation")


class CoIssuer(models.Model):
    """联合发文机关: signs along, in the order of the head (条例第16条: organs of the same level)."""

    notice = ParentalKey(Notice, related_name="co_issuers")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("单位"))
    order = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = CoIssuerManager()

    class Meta:
        verbose_name = _("联合发文机关")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["notice", "organisation"], name="co_issuer_once")]

    def __str__(self) -> str:
        return str(self.organisation)


class AttachmentManager(models.Manager["NoticeAttachment"]):
    """Attachments always come with their files."""

    def get_queryset(self) -> models.QuerySet[NoticeAttachment]:
        """With the file of each."""
        return super().get_queryset().select_related("upload")


class NoticeAttachment(models.Model):
    """附件: named under the text (附件说明); its text is printed after the paper (7.3.7), its file is sent along.

    What a cover issues or passes on is no attachment: it follows the cover without a label and is not named under the text.
    """

    class Place(models.TextChoices):
        """How it comes with the paper."""

        LISTED = "listed", _("附件")
        CARRIED = "carried", _("印发、转发的文件")
        APART = "apart", _("附件，与正文分开装订")

    notice = ParentalKey(Notice, related_name="attachments")
    title = models.CharField(_("附件名称"), max_length=120)
    place = models.CharField(
        _("方式"),
        max_length=8,
        choices=Place,
        default=Place.LISTED,
        help_text=_("被印发、转发的文件本身不是附件，不写进附件说明，另起一页排在正文之后"),
    )
    body = StreamField(BodyBlock(required=False), verbose_name=_("附件正文"), blank=True)
    upload = models.ForeignKey(
        Upload, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("文件"), editable=False
    )
    order = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = AttachmentManager()

    class Meta:
        verbose_name = _("附件")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title


class NoticeRecipient(models.Model):
    """分送范围: an organisation that will have to sign for the paper."""

    class Part(models.TextChoices):
        """Addressed or informed."""

        MAIN = "main", _("主送")
        CC = "cc", _("抄送")

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="distribution")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("单位"))
    part = models.CharField(_("方式"), max_length=4, choices=Part, default=Part.MAIN)
    group = models.ForeignKey(
        "notices.GroupVersion", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("主送组")
    )

    class Meta:
        verbose_name = _("分送单位")
        ordering = ["part", "organisation__path"]
        constraints = [models.UniqueConstraint(fields=["notice", "organisation"], name="notice_recipient_once")]

    def __str__(self) -> str:
        return str(self.organisation)


class NumberPool(models.Model):
    """文号: one gapless row of numbers per organ, 代字 and year."""

    organ = models.ForeignKey(Organisation, models.PROTECT, related_name="number_pools", verbose_name=_("机关"))
    mark = models.CharField(_("机关代字"), max_length=20)
    year = models.PositiveSmallIntegerField(_("年份"))
    next = models.PositiveIntegerField(_("下一个号"), default=1)

    class Meta:
        verbose_name = _("文号")
        verbose_name_plural = _("文号")
        ordering = ["-year", "organ__path", "mark"]
        constraints = [models.UniqueConstraint(fields=["organ", "mark", "year"], name="number_pool_once")]

    def __str__(self) -> str:
        return f"{self.mark}〔{self.year}〕"


class IssuedNumber(models.Model):
    """A number that was given out. A voided one stays in the register with its reason."""

    class Status(models.TextChoices):
        """In use, or void."""

        ISSUED = "issued", _("已用")
        VOIDED = "voided", _("作废")

    pool = models.ForeignKey(NumberPool, models.PROTECT, related_name="issued", verbose_name=_("文号"))
    n = models.PositiveIntegerField(_("序号"))
    status = models.CharField(_("状态"), max_length=6, choices=Status, default=Status.ISSUED)
    reason = models.CharField(_("作废原因"), max_length=200, blank=True)
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="issued_numbers", verbose_name=_("公文"))
    at = models.DateTimeField(_("编号时间"))

    class Meta:
        verbose_name = _("已编文号")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["pool", "n"], name="issued_number_once")]

    def __str__(self) -> str:
        return f"{self.pool}{self.n}号"


class Artifact(models.Model):
    """A print: rendered and measured before the transaction that relies on it, stored once, never changed."""

    class Kind(models.TextChoices):
        """What the print is good for."""

        SAMPLE = "sample", _("样稿")
        ISSUED = "issued", _("正式件")
        SEALED_SCAN = "sealed_scan", _("盖章扫描件")

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="artifacts", verbose_name=_("公文"))
    kind = models.CharField(_("种类"), max_length=12, choices=Kind)
    content = models.CharField(_("内容摘要"), max_length=64)
    number = models.CharField(_("发文字号"), max_length=40, blank=True)
    sha256 = models.CharField(_("文件摘要"), max_length=64)
    pages = models.PositiveIntegerField(_("页数"), default=0)
    report = models.JSONField(_("版式检查"), default=dict)
    code = models.CharField(_("核验码"), max_length=16, blank=True)
    file = models.FileField(_("文件"), upload_to="prints/%Y/", storage=private_storage, max_length=200)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("制作人"))
    made_at = models.DateTimeField(_("制作时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("印件")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["notice", "kind"], name="artifact_of_notice"),
            models.Index(fields=["code"], condition=~Q(code=""), name="artifact_code"),
        ]

    def __str__(self) -> str:
        return f"{self.notice}（{self.get_kind_display()}）"


# Models with rules of their own live beside them; Django finds them through this module.
from .aside import NoticeTemplate, Remark  # noqa: E402, F401
from .authority import SigningAuthority  # noqa: E402, F401
from .consulting import Consultation, OpinionAnswer  # noqa: E402, F401
from .groups import GroupMember, GroupVersion, RecipientGroup  # noqa: E402, F401
from .sequels import Sequel, SequelOrgan  # noqa: E402, F401
