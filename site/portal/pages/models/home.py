"""首页: what is on."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from ..frame import HOME, NOTICES, RESULTS, SHOWCASE, Link
from ..rows import CaseCard, NoticeRow, ResultRow
from .base import SitePage
from .campaigns import STAGES, CampaignPage
from .notices import NoticePage
from .results import ResultsPage
from .showcase import ShowcasePage

NOTICES_SHOWN, CASES_SHOWN, RESULTS_SHOWN = 3, 3, 3


class HomePage(SitePage):
    """The running campaign with its phases, three newest papers, three 典型 with pictures, results and 公示."""

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    roads = frozenset({"edit", "add"})
    section = HOME

    intro = models.CharField(_("一句话介绍"), max_length=120, blank=True)
    campaign = models.ForeignKey(
        CampaignPage,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("首页专项行动"),
        help_text=_("不选时，显示正在进行的最新一项"),
    )

    content_panels: ClassVar[list[Any]] = [FieldPanel("title"), FieldPanel("intro"), FieldPanel("campaign")]

    class Meta:
        verbose_name = _("首页")

    def crumbs(self) -> tuple[Link, ...]:
        """None: this is where every way begins."""
        return ()

    def featured(self) -> CampaignPage | None:
        """The chosen campaign, else the newest that runs today, else one to come, else the last."""
        today = timezone.localdate()
        pages = list(
            CampaignPage.objects.live().select_related("campaign", "campaign__organ").order_by("-campaign__starts")
        )
        if chosen := next((page for page in pages if page.pk == self.campaign_id), None):
            return chosen
        for stage in STAGES:
            fitting = [page for page in pages if page.campaign.stage(today) == stage]
            if fitting:
                return fitting[0]
        return None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What is on."""
        featured = self.featured()
        return {
            **super().get_context(request, *args, **kwargs),
            "campaign": featured.brief(timezone.localdate()) if featured else None,
            "phases": featured.timeline() if featured else [],
            "notices": [NoticeRow.of(page) for page in NoticePage.objects.live().newest()[:NOTICES_SHOWN]],
            "cases": [CaseCard.of(page) for page in ShowcasePage.objects.live().newest()[:CASES_SHOWN]],
            "results": [ResultRow.of(page) for page in ResultsPage.objects.live().newest()[:RESULTS_SHOWN]],
            "notices_url": f"/{NOTICES}/",
            "showcase_url": f"/{SHOWCASE}/",
            "results_url": f"/{RESULTS}/",
        }
