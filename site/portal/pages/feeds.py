"""Atom feeds of what is newly public."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _

from .frame import NOTICES, SHOWCASE
from .models import NoticePage, ShowcasePage

ENTRIES = 30


class _PageFeed(Feed):
    """Newest pages of one kind."""

    feed_type = Atom1Feed
    language = "zh-CN"
    request: HttpRequest

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Remember the request: addresses of pages are written with its host."""
        self.request = request

    def item_title(self, item: Any) -> str:
        """The title as it stands on the page."""
        return str(item.title)

    def item_description(self, item: Any) -> str:
        """The summary that stands in lists."""
        return str(item.summary)

    def item_link(self, item: Any) -> str:
        """The page."""
        return str(item.get_url(self.request))

    def item_pubdate(self, item: Any) -> datetime:
        """When it went public."""
        return item.first_published_at

    def item_updateddate(self, item: Any) -> datetime:
        """When its public text last changed."""
        return item.last_published_at or item.first_published_at


class NoticeFeed(_PageFeed):
    """通知公告."""

    title = _("通知公告")
    link = f"/{NOTICES}/"
    feed_url = reverse_lazy("public:notice_feed")

    def items(self) -> Any:
        """The newest papers."""
        return NoticePage.objects.live().newest()[:ENTRIES]

    def item_author_name(self, item: NoticePage) -> str:
        """The issuing organ."""
        return str(item.organ.name)


class ShowcaseFeed(_PageFeed):
    """典型."""

    title = _("典型")
    link = f"/{SHOWCASE}/"
    feed_url = reverse_lazy("public:showcase_feed")

    def items(self) -> Any:
        """The newest stories."""
        return ShowcasePage.objects.live().newest()[:ENTRIES]
