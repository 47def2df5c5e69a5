"""专项行动 before the public: its phases as a line, its papers, results and 典型."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from documents.campaigns.models import Campaign, Stage

from ..blocks import ProseBlock, plain_text
from ..frame import CAMPAIGNS, Link
from ..rows import CaseCard, NoticeRow, ResultRow
from ..timeline import Step, span, timeline
from .base import SectionPage, SitePage

STAGES = (Stage.RUNNING, Stage.AHEAD, Stage.ENDED)
"""The order in which campaigns are listed."""
SHOWN = 6
"""How many papers, results and stories of a campaign stand on its page before “更多”."""


@dataclass(frozen=True)
class CampaignBrief:
    """A campaign as lists and the home page show it."""

    title: str
    url: str
    theme: str
    summary: str
    stage: Stage
    span: str
    organisers: list[str]


class CampaignIndexPage(SectionPage):
    """All campaigns, the running ones first."""

    subpage_types: ClassVar[list[str]] = ["pages.CampaignPage"]
    roads = frozenset({"edit", "add"})
    section = CAMPAIGNS

    class Meta:
        verbose_name = _("专项行动栏目")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Running first, then those to come, then those that ended."""
        today = timezone.localdate()
        pages = CampaignPage.objects.child_of(self).live().select_related("campaign", "campaign__organ")
        rows = [page.brief(today) for page in pages.order_by("-campaign__starts", "pk")]
        groups = [(stage.label, [row for row in rows if row.stage == stage]) for stage in STAGES]
        return {
            **super().get_context(request, *args, **kwargs),
            "groups": [(title, found) for title, found in groups if found],
        }


class CampaignPage(SitePage):
    """One campaign; what it is called and when its phases are, the campaign itself says."""

    parent_page_types: ClassVar[list[str]] = ["pages.CampaignIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("一项专项行动的公开页面")
    called = _("专项行动")
    roads = frozenset({"edit", "unpublish", "delete"})
    section = CAMPAIGNS

    campaign = models.OneToOneField(Campaign, models.PROTECT, related_name="page", verbose_name=_("专项行动"))
    body = StreamField(ProseBlock(), verbose_name=_("介绍"), blank=True)
    text = models.TextField(editable=False, blank=True)

    content_panels: ClassVar[list[Any]] = [FieldPanel("title"), FieldPanel("campaign"), FieldPanel("body")]

    class Meta:
        verbose_name = _("专项行动页")

    @classmethod
    def whole(cls) -> Any:
        """With the campaign and its organ."""
        return cls.objects.select_related("campaign", "campaign__organ")

    def clean(self) -> None:
        """The address is the campaign's year and key: never pinyin, and it does not change with the title."""
        if not self.campaign_id:
            raise ValidationError({"campaign": _("请选择专项行动。")})
        self._name()
        super().clean()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the words for search."""
        self._name()
        self.text = "\n".join(filter(None, (self.campaign.theme, self.campaign.summary, plain_text(self.body))))
        super().save(*args, **kwargs)

    def _name(self) -> None:
        page: Any = self
        if self.campaign_id and not page.slug:
            page.slug = f"{self.campaign.starts.year}-{self.campaign_id}"

    def brief(self, today: date) -> "CampaignBrief":
        """What lists and the home page show of it."""
        campaign = self.campaign
        return CampaignBrief(
            title=campaign.title,
            url=self.url,
            theme=campaign.theme,
            summary=campaign.summary,
            stage=campaign.stage(today),
            span=span(campaign.starts, campaign.ends),
            organisers=self.organisers(),
        )

    def organisers(self) -> list[str]:
        """Who runs it."""
        return [self.campaign.organ.name]

    def timeline(self, today: date | None = None) -> list[Step]:
        """The phases with today marked; one query."""
        return timeline(self.campaign.phases.all(), today or timezone.localdate())

    def above(self) -> tuple[Link, ...]:
        """Below the list of campaigns."""
        return (Link(_("专项行动"), f"/{CAMPAIGNS}/"),)

    def notices(self) -> QuerySet[Any]:
        """Its public papers, newest first."""
        from .notices import NoticePage

        return NoticePage.objects.live().filter(notice__campaign=self.campaign_id).newest()

    def stories(self) -> QuerySet[Any]:
        """Its public 典型, newest first."""
        from .showcase import ShowcasePage

        return ShowcasePage.objects.live().filter(campaign=self.campaign_id).newest()

    def results(self) -> QuerySet[Any]:
        """Its public lists, newest first."""
        from .results import ResultsPage

        return ResultsPage.objects.live().filter(call__campaign=self.campaign_id).newest()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Phases, papers, results and stories."""
        return {
            **super().get_context(request, *args, **kwargs),
            "campaign": self.brief(timezone.localdate()),
            "phases": self.timeline(),
            "body": self.body,
            "notices": [NoticeRow.of(page) for page in self.notices()[:SHOWN]],
            "cases": [CaseCard.of(page) for page in self.stories()[:SHOWN]],
            "results": [ResultRow.of(page) for page in self.results()[:SHOWN]],
        }
