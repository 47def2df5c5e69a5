"""检索 on the desk: the hits that the reader may see, as lines with the place where the words stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from documents.incoming import reading
from documents.incoming import searching as incoming
from documents.incoming.models import Incoming, Receipt
from documents.incoming.receiving import inbox
from documents.notices import searching as notices
from documents.notices.models import Notice
from documents.search import finding
from documents.search.tokens import excerpt
from documents.submissions.models import Submission
from workflows import engine


@dataclass(frozen=True)
class Hit:
    """A line of the result; *organ_name* is whose paper it is, *found* the place: before, the word, after; *void* says that it
    was revoked or repealed."""

    title: str
    url: str
    organ_name: str
    number: str
    found: tuple[str, str, str] | None
    void: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind of document that is searched."""

    title: Any
    model: type[Any]
    visible: Callable[[Any, list[int]], Iterable[int]]
    received: Callable[[Any, int], set[int] | None]
    rows: Callable[[list[int]], Any]
    texts: Callable[[Any], Iterable[str]]


def _reached(user: Any) -> Any:
    """What reached an organ of the reader's and was not taken back."""
    return inbox(user).exclude(status=Receipt.Status.RECALLED).order_by()


def _seen_notices(user: Any, keys: list[int]) -> set[int]:
    """Those of the papers that the engine shows the reader, that reached an organ of the reader's, or that the reader deals with
    in a department of it."""
    shown = engine.visible(user, "notice").filter(subject_id__in=keys).order_by()
    arms = [_reached(user).filter(notice__in=keys).values_list("notice_id", flat=True)]
    if reading.is_only_dealing(user):
        asked = reading.dealt_with(user).filter(receipt__notice__in=keys)
        arms.append(asked.values_list("receipt__notice_id", flat=True))
    return set(shown.values_list("subject_id", flat=True).union(*arms))


def _received_notices(user: Any, most: int) -> set[int] | None:
    """Those that came to the reader's organs, when they are few."""
    reached = set(_reached(user).values_list("notice_id", flat=True)[: most + 1])
    asked = reading.few_dealt_with(user, most)
    return None if asked is None else reached | asked


def _received_papers(user: Any, most: int) -> set[int]:
    return set(incoming.received(user).filter(receipt=None).values_list("pk", flat=True)[: most + 1])


def _seen_submissions(user: Any, keys: list[int]) -> set[int]:
    shown = engine.visible(user, "submission").filter(subject_id__in=keys)
    return set(shown.order_by().values_list("subject_id", flat=True))


KINDS = {
    "notice": Kind(
        _("公文"),
        Notice,
        _seen_notices,
        _received_notices,
        lambda keys: (
            Notice.objects.filter(pk__in=keys).select_related("organ").prefetch_related("attachments", "co_issuers")
        ),
        notices.texts,
    ),
    "submission": Kind(
        _("报送"),
        Submission,
        _seen_submissions,
        lambda _user, _most: set(),
        lambda keys: Submission.objects.filter(pk__in=keys).select_related("organ", "call"),
        lambda row: (row.call.title,),
    ),
    "incoming": Kind(
        _("外来文"),
        Incoming,
        incoming.seen,
        _received_papers,
        lambda keys: Incoming.objects.filter(pk__in=keys).select_related("organ"),
        incoming.texts,
    ),
}


@dataclass
class Results:
    """The lines of one page, and how many there are in all: "1000+" where counting stopped; *more*, *unfinished* as in
    :class:`documents.search.finding.Found`."""

    rows: list[Hit]
    total: str = "0"
    more: bool = False
    unfinished: bool = False


def search(user: Any, key: str, query: str, *, offset: int, limit: int) -> Results:
    """Hits that the reader may see, those with a word in the title first, then the newest."""
    kind = KINDS[key]
    found = finding.search(
        kind.model,
        query,
        lambda keys: kind.visible(user, keys),
        lambda count: _few(user, key, kind, count),
        most=finding.MOST,
        seconds=finding.SECONDS,
    )
    keys = found.keys[offset : offset + limit]
    rows = {row.pk: row for row in kind.rows(keys)}
    total = f"{len(found.keys)}+" if found.more else str(len(found.keys))
    lines = [_hit(kind, rows[pk], query) for pk in keys if pk in rows]
    return Results(lines, total, found.more, found.unfinished)


def _few(user: Any, key: str, kind: Kind, most: int) -> set[int] | None:
    """The keys of all that the reader may see when there are no more than *most*."""
    shown = engine.few(user, key, most)
    received = kind.received(user, most) if shown is not None else None
    if shown is None or received is None:
        return None
    return shown | received if len(shown | received) <= most else None


def _hit(kind: Kind, row: Any, query: str) -> Hit:
    title = getattr(row, "plain_title", row.title)
    place = next(filter(None, (excerpt(text, query) for text in kind.texts(row))), None)
    whose = row.sender if isinstance(row, Incoming) else str(row.organ)
    void = row.get_validity_display() if isinstance(row, Notice) else ""
    return Hit(title, row.get_absolute_url(), whose, getattr(row, "number", ""), place, void)
