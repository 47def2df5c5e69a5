"""抹去 and the public site: what the public can still read is taken down by the engine first; what was taken down is blanked."""

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from documents.files.erasing import views
from documents.files.models import Upload
from documents.notices.models import Notice
from documents.submissions.models import Submission
from workflows import engine
from workflows.engine import BLANK

from .models import NoticePage, NoticePageFile, ShowcasePage
from .pictures import WIDTHS, place

_EVERY_PAGE = {"title": BLANK, "draft_title": BLANK, "seo_title": "", "search_description": "", "text": ""}


def _pages(thing: Any) -> "QuerySet[Any] | None":
    """The page that follows from a document, public or not."""
    if isinstance(thing, Notice):
        return NoticePage.objects.filter(notice=thing)
    return ShowcasePage.objects.filter(submission=thing) if isinstance(thing, Submission) else None


@engine.obstacle
def still_public(thing: Any) -> str | None:
    """A document that the public can read is not erased behind its back."""
    found = _pages(thing)
    public = found is not None and found.filter(live=True).exists()
    return _("它还在公众站上公开。先撤下，再抹去。") if public else None


@engine.eraser("公众站")
def erase_page(thing: Any) -> int:
    """Blank the page of a document that was taken down; how many rows."""
    found = _pages(thing)
    page = found.first() if found is not None else None
    if found is None or page is None:
        return 0
    own: dict[str, Any] = (
        {"summary": "", "paper": {}} if isinstance(page, NoticePage) else {"summary": "", "story": [], "takeaways": ""}
    )
    if isinstance(page, ShowcasePage):
        own |= {"picture_alt": "", "picture": None}
    found.update(**_EVERY_PAGE, **own)
    traces = engine.blank_traces(ContentType.objects.get_for_model(page), [page.pk])
    return 1 + sum(traces.values()) + NoticePageFile.objects.filter(page=page.pk).update(title=BLANK)


@engine.holdings
def kept_on_site(thing: Any) -> dict[str, int]:
    """The page that was taken down, and the files on it."""
    found = _pages(thing)
    if found is None:
        return {}
    keys = list(found.values_list("pk", flat=True))
    return {"撤下的公开页": len(keys), "公开页的文件": NoticePageFile.objects.filter(page__in=keys).count()}


@views
def public_pictures(upload: Upload) -> Iterator[str]:
    """Where the widths lie that pages show."""
    return (place(upload, width) for width in WIDTHS)
