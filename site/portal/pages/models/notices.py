"""通知公告: the list, and the public page of one paper."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from documents.files.models import Upload
from documents.notices.kinds import Kind
from documents.notices.models import Artifact, Notice
from documents.notices.showing import PaperView
from workflows.organisations.models import Organisation

from ..editions import restore
from ..filters import NoticeFilter
from ..frame import NOTICES, Link
from ..rows import FileRow, NoticeRow, notice_facts
from ..timeline import long_day
from .base import SectionPage, SitePage

PER_PAGE = 20


class NoticeQuerySet(PageQuerySet):
    """Public papers by date."""

    def newest(self) -> "NoticeQuerySet":
        """Newest publication first, with what a row of the list shows; no column that is long."""
        return self.told().select_related("organ").defer("paper", "text").order_by("-published_on", "-pk")

    def told(self) -> "NoticeQuerySet":
        """With what became of each paper (``validity``): a list does not offer what is repealed as if it were in force."""
        return self.annotate(validity=F("notice__validity"))


class NoticeIndexPage(SectionPage):
    """All public papers, by year, organ and kind."""

    subpage_types: ClassVar[list[str]] = ["pages.NoticePage"]
    section = NOTICES

    class Meta:
        verbose_name = _("通知公告栏目")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """One page of the list, filtered."""
        pages = NoticePage.objects.child_of(self).live()
        filters = NoticeFilter(request.GET, pages=pages)
        page_obj = Paginator(filters.apply(pages.newest()), PER_PAGE).get_page(request.GET.get("page"))
        return {
            **super().get_context(request, *args, **kwargs),
            "filters": filters,
            "notices": [NoticeRow.of(page) for page in page_obj],
            "page_obj": page_obj,
            "feed_url": reverse("public:notice_feed"),
        }


class NoticePage(SitePage):
    """One public paper: a key to the frozen issue (content digest and print) and the public reading of exactly that.

    What is shown is kept here as it was when it was published; later changes of the notice's row do not reach it.
    """

    is_creatable = False
    made_by_engine = True
    parent_page_types: ClassVar[list[str]] = ["pages.NoticeIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    section = NOTICES
    called = _("公文")
    content_panels: ClassVar[list[Any]] = []

    notice = models.OneToOneField(Notice, models.PROTECT, related_name="page", verbose_name=_("公文"))
    artifact = models.ForeignKey(Artifact, models.PROTECT, related_name="+", verbose_name=_("正式件"))
    content = models.CharField(_("内容摘要"), max_length=64)
    organ = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("发文机关"))
    kind = models.CharField(_("文种"), max_length=4, choices=Kind)
    number = models.CharField(_("发文字号"), max_length=40)
    index_number = models.CharField(_("索引号"), max_length=40, unique=True)
    signed_on = models.DateField(_("成文日期"))
    published_on = models.DateField(_("发布日期"), db_index=True)
    summary = models.CharField(_("摘要"), max_length=200, blank=True)
    paper = models.JSONField(_("公开文本"))
    text = models.TextField(editable=False)
    masked = models.BooleanField(_("已遮盖个人信息"), default=False)

    objects = PageManager.from_queryset(NoticeQuerySet)()

    class Meta:
        verbose_name = _("公文公开页")

    @classmethod
    def whole(cls) -> Any:
        """With the notice and its print."""
        return cls.objects.select_related("notice", "artifact")

    @cached_property
    def view(self) -> PaperView:
        """The paper as it is read."""
        return restore(self.paper)

    def pdf(self) -> FileRow | None:
        """The print; None while it would show more than the page does."""
        if self.masked:
            return None
        file = self.artifact.file
        size = file.size if file.storage.exists(file.name) else 0
        return FileRow(self.pdf_name, reverse("public:notice_print", args=[self.slug, self.pdf_name]), size)

    @property
    def pdf_name(self) -> str:
        """字号_标题.pdf, under which a reader keeps the file."""
        return f"{self.number}_{self.title}.pdf".replace("/", "／")

    def above(self) -> tuple[Link, ...]:
        """Below the list."""
        return (Link(_("通知公告"), f"/{NOTICES}/"),)

    def standing(self) -> str:
        """“自2026年11月30日起废止”; empty while the paper is in force."""
        notice = self.notice
        if not notice.validity or notice.void_on is None:
            return ""
        words = {"day": long_day(notice.void_on), "validity": notice.get_validity_display()}
        return gettext("本文自%(day)s起废止。") % words if notice.validity == "repealed" else words["validity"]

    def source(self) -> "NoticePage | None":
        """The public page of the paper on which this one rests."""
        parent = self.notice.parent_id
        return NoticePage.objects.live().newest().filter(notice=parent).first() if parent else None

    def children(self) -> QuerySet["NoticePage"]:
        """Public papers that pass this one on."""
        return NoticePage.objects.live().newest().filter(notice__parent=self.notice_id)

    def examined(self) -> list["NoticePageFile"]:
        """The attachments, each with its verdict; those that were left waiting (a crash after the commit) are read now."""
        from ..examining import examine

        return [
            examine(row) if row.verdict == NoticePageFile.Verdict.WAITING else row
            for row in self.attached.select_related("upload")
        ]

    def files(self, rows: Iterable["NoticePageFile"]) -> list[FileRow]:
        """Those of the attachments that may be downloaded."""
        return [
            FileRow.of(row.title, row.upload, reverse("public:notice_file", args=[self.slug, row.pk]))
            for row in rows
            if row.verdict == NoticePageFile.Verdict.OPEN
        ]

    def campaign_link(self) -> Link | None:
        """The public page of the campaign to which the paper belongs."""
        from .campaigns import CampaignPage

        campaign = self.notice.campaign_id
        page = CampaignPage.objects.live().filter(campaign=campaign).first() if campaign else None
        return Link(page.title, page.url) if page else None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The paper with everything around it."""
        source = self.source()
        attached = self.examined()
        return {
            **super().get_context(request, *args, **kwargs),
            "paper": self.view,
            "standing": self.standing(),
            "corrections": NoticePage.objects.live().filter(notice__corrects=self.notice_id).order_by("pk"),
            "facts": notice_facts(self),
            "pdf": self.pdf(),
            "withheld": self.masked,
            "files": self.files(attached),
            "held_back": [row.title for row in attached if row.verdict == NoticePageFile.Verdict.HELD_BACK],
            "source": NoticeRow.of(source) if source else None,
            "children": [NoticeRow.of(page) for page in self.children()],
            "campaign": self.campaign_link(),
        }


class NoticePageFile(models.Model):
    """An attachment of a public paper. It goes out when it was read and nothing in it gives a person away."""

    class Verdict(models.TextChoices):
        """What reading it showed."""

        WAITING = "waiting", _("待查看")
        OPEN = "open", _("公开")
        HELD_BACK = "held_back", _("不公开")

    page = models.ForeignKey(NoticePage, models.CASCADE, related_name="attached")
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="+", verbose_name=_("文件"))
    title = models.CharField(_("附件名称"), max_length=120)
    order = models.PositiveSmallIntegerField(default=0)
    verdict = models.CharField(_("结论"), max_length=10, choices=Verdict, default=Verdict.WAITING)

    made_by_engine = True

    class Meta:
        verbose_name = _("公开附件")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title
