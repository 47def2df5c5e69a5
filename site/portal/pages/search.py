"""Search over the public pages: every term must occur in the title or the text. Chinese needs no word borders for that."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from .rows import void_of

TEXTS = ("noticepage", "showcasepage", "campaignpage", "infopage", "resultspage")
LONGEST_QUERY, MOST_TERMS = 60, 6
BEFORE, AFTER = 24, 72
"""Characters shown before and after the first hit."""


@dataclass(frozen=True)
class Piece:
    """Part of an excerpt; a hit is shown marked."""

    text: str
    hit: bool = False


def terms(query: str) -> list[str]:
    """The terms of a query, split at white space; what is too long is cut."""
    return query[:LONGEST_QUERY].split()[:MOST_TERMS]


def find(wanted: list[str]) -> QuerySet[Page]:
    """Live pages in which every term occurs, newest first; titles before texts would need a rank, dates do not."""
    pages = Page.objects.live().filter(depth__gt=1)
    for term in wanted:
        anywhere = Q(title__icontains=term)
        for table in TEXTS:
            anywhere |= Q(**{f"{table}__text__icontains": term})
        pages = pages.filter(anywhere)
    return pages.order_by("-first_published_at", "-pk")


def excerpt(text: str, wanted: list[str]) -> list[Piece]:
    """The surroundings of the first hit, hits apart; the beginning where only the title holds one."""
    line = " ".join(text.split())
    pattern = _pattern(wanted)
    first = pattern.search(line) if pattern else None
    begin = max(0, first.start() - BEFORE) if first else 0
    end = min(len(line), (first.end() if first else BEFORE) + AFTER)
    cut = ("…" if begin else "") + line[begin:end] + ("…" if end < len(line) else "")
    return marked(cut, pattern)


def marked(text: str, pattern: re.Pattern[str] | None) -> list[Piece]:
    """The text in pieces, hits apart."""
    if pattern is None:
        return [Piece(text)]
    pieces, at = [], 0
    for hit in pattern.finditer(text):
        pieces += [Piece(text[at : hit.start()]), Piece(hit[0], hit=True)]
        at = hit.end()
    return [piece for piece in (*pieces, Piece(text[at:])) if piece.text]


@dataclass(frozen=True)
class Hit:
    """One row of the answer."""

    title: list[Piece]
    url: str
    kind: str
    day: date | None
    excerpt: list[Piece]
    void: str = ""


def hits(pages: Iterable[Page], wanted: list[str], request: HttpRequest) -> list[Hit]:
    """The rows for one page of the answer; one query for each kind of page that occurs."""
    pattern = _pattern(wanted)
    return [
        Hit(
            title=marked(page.title, pattern),
            url=page.get_url(request),
            kind=str(page.called),
            day=timezone.localtime(page.first_published_at).date() if page.first_published_at else None,
            excerpt=excerpt(getattr(page, "text", ""), wanted),
            void=void_of(page),
        )
        for page in _specific(pages)
    ]


def _specific(pages: Iterable[Page]) -> list[Page]:
    rows = list(pages)
    by_class: dict[type[Page], list[int]] = {}
    for row in rows:
        by_class.setdefault(row.specific_class, []).append(row.pk)
    found = {page.pk: page for model, pks in by_class.items() for page in _told(model).filter(pk__in=pks)}
    return [found[row.pk] for row in rows if row.pk in found]


def _told(model: type[Page]) -> Any:
    """The pages of a kind; of papers, with what became of them."""
    rows = model.objects.all()
    return rows.told() if hasattr(rows, "told") else rows


def _pattern(wanted: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(re.escape(term) for term in wanted), re.IGNORECASE) if wanted else None
