"""What every page of the public site has in common."""

from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageViewRestriction

from ..frame import Link, frame
from ..rights import RoadTester


class SitePage(Page):
    """A page of the public site.

    ``roads`` names what an editor may do to it in Wagtail: ``edit add unpublish delete``. Nothing else is open to anybody,
    superusers included. ``section`` is the entry of the main menu that it belongs to.
    """

    roads: ClassVar[frozenset[str]] = frozenset()
    section: ClassVar[str] = ""
    called: ClassVar[Any] = _("页面")
    """What sort of page a reader is told that it is."""
    made_by_engine: ClassVar[bool] = False

    # Titles, slugs and menus are fixed; the tab's Chinese name 推荐 would collide with 推荐上报.
    promote_panels: ClassVar[list[Any]] = []
    settings_panels: ClassVar[list[Any]] = []

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A live page has a day on which it went public."""
        page: Any = self
        if page.live and page.first_published_at is None:
            page.first_published_at = timezone.now()
        super().save(*args, **kwargs)

    @classmethod
    def whole(cls) -> Any:
        """The rows with everything that a single page shows."""
        return cls.objects.all()

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Where only one kind of page can follow, look it up at once: one query instead of two."""
        kinds = self.allowed_subpage_models()
        if not path_components or len(kinds) != 1:
            return super().route(request, path_components)
        slug, *rest = path_components
        page = kinds[0].whole().child_of(self).filter(slug=slug).first()
        if page is None:
            raise Http404
        return page.route(request, rest)

    def get_view_restrictions(self) -> Any:
        """None, without a query: what is on the public site is public (``guarding`` refuses restrictions)."""
        return PageViewRestriction.objects.none()

    def permissions_for_user(self, user: Any) -> RoadTester:
        """What Wagtail asks before everything it offers."""
        return RoadTester(user, self)

    def above(self) -> tuple[Link, ...]:
        """The pages between the home page and this one."""
        return ()

    def crumbs(self) -> tuple[Link, ...]:
        """The way from the home page to here, the page itself last and without an address."""
        return (Link(_("首页"), "/"), *self.above(), Link(self.title, ""))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page with what stands around it."""
        return {
            **super().get_context(request, *args, **kwargs),
            **frame(request, self.section, self.crumbs()),
            "site_page": self,
        }


class SectionPage(SitePage):
    """The list page of a section. Title and address are fixed; an editor may write what stands under the title."""

    intro = models.CharField(_("栏目说明"), max_length=120, blank=True)

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["pages.HomePage"]
    roads = frozenset({"edit"})
    called = _("栏目")
    content_panels: ClassVar[list[Any]] = [FieldPanel("intro")]

    class Meta:
        abstract = True
