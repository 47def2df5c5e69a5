"""典型: the list, and the public page of one story."""

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from documents.campaigns.models import Campaign
from documents.files.models import Upload
from documents.submissions.models import Submission
from workflows.organisations.models import Organisation

from ..frame import SHOWCASE, Link
from ..pictures import STORY_WIDTH
from ..rows import Adoption, CaseCard, PictureRow, Story
from .base import SectionPage, SitePage

PER_PAGE = 12
OTHERS = 2
DRAWN = ("lamp", "ferry", "windows")
"""Drawn pictures for stories without a photograph."""


class ShowcaseQuerySet(PageQuerySet):
    """Public stories by date."""

    def newest(self) -> "ShowcaseQuerySet":
        """Newest publication first, with what a card shows; no column that is long."""
        return self.select_related("picture").defer("story", "text").order_by("-first_published_at", "-pk")


class ShowcaseIndexPage(SectionPage):
    """All public stories, newest first."""

    subpage_types: ClassVar[list[str]] = ["pages.ShowcasePage"]
    section = SHOWCASE

    class Meta:
        verbose_name = _("典型栏目")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """One page of cards."""
        found = ShowcasePage.objects.child_of(self).live().newest()
        page_obj = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        return {
            **super().get_context(request, *args, **kwargs),
            "cases": [CaseCard.of(page) for page in page_obj],
            "page_obj": page_obj,
            "feed_url": reverse("public:showcase_feed"),
        }


class ShowcasePage(SitePage):
    """One public story: a key to the submission, and the words exactly as they were approved."""

    is_creatable = False
    made_by_engine = True
    parent_page_types: ClassVar[list[str]] = ["pages.ShowcaseIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    section = SHOWCASE
    called = _("典型")
    content_panels: ClassVar[list[Any]] = []

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="page", verbose_name=_("报送件"))
    content = models.CharField(_("内容摘要"), max_length=64)
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("专项行动")
    )
    unit = models.CharField(_("单位称呼"), max_length=40)
    year = models.PositiveSmallIntegerField(_("年份"))
    summary = models.CharField(_("摘要"), max_length=200)
    story = models.JSONField(_("做法"))
    takeaways = models.TextField(_("可推广之处"), blank=True)
    picture = models.ForeignKey(Upload, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("图片"))
    picture_alt = models.CharField(_("图片说明"), max_length=100, blank=True)
    with_consent = models.BooleanField(_("已取得监护人同意"), default=False)
    adopted_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("采用单位")
    )
    adopted_on = models.DateField(_("采用日期"), null=True, blank=True)
    text = models.TextField(editable=False)

    objects = PageManager.from_queryset(ShowcaseQuerySet)()

    class Meta:
        verbose_name = _("典型公开页")

    @classmethod
    def whole(cls) -> Any:
        """With the picture and who adopted it."""
        return cls.objects.select_related("picture", "adopted_by")

    @property
    def drawn(self) -> str:
        """The drawn picture that stands in for a photograph; always the same one."""
        return DRAWN[self.submission_id % len(DRAWN)]

    @property
    def note(self) -> str:
        """What was done for those who appear in it."""
        return _text("已取得监护人同意，已作匿名处理") if self.with_consent else _text("已作匿名处理")

    def above(self) -> tuple[Link, ...]:
        """Below the list."""
        return (Link(_("典型"), f"/{SHOWCASE}/"),)

    def as_story(self) -> Story:
        """The story as the page tells it."""
        picture = PictureRow.of(self.slug, self.picture, self.picture_alt, STORY_WIDTH) if self.picture else None
        return Story(
            title=self.title,
            lead=self.summary,
            organ=self.unit,
            year=self.year,
            picture=picture,
            drawn=self.drawn,
            paragraphs=list(self.story),
            takeaways=[line.strip() for line in self.takeaways.splitlines() if line.strip()],
            note=self.note,
        )

    def adopted(self) -> list[Adoption]:
        """Where it was taken up."""
        return [Adoption(self.adopted_by.name, self.adopted_on)] if self.adopted_by else []

    def campaign_link(self) -> Link | None:
        """The public page of its campaign."""
        from .campaigns import CampaignPage

        page = CampaignPage.objects.live().filter(campaign=self.campaign_id).first() if self.campaign_id else None
        return Link(page.title, page.url) if page else None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The story with what belongs to it."""
        others = ShowcasePage.objects.live().newest().exclude(pk=self.pk)[:OTHERS]
        return {
            **super().get_context(request, *args, **kwargs),
            "case": self.as_story(),
            "adopted": self.adopted(),
            "campaign": self.campaign_link(),
            "others": [CaseCard.of(page) for page in others],
            "published_on": timezone.localtime(self.first_published_at).date(),
        }
