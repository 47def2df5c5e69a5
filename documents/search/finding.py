"""Asking the index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models

from . import common
from .tokens import Term, terms

FIRST = 200
"""So many hits are looked for and held against what the reader may see at first; then as many as are ever looked at."""


def find(model: type[models.Model], query: str, *, offset: int = 0, limit: int = 200) -> list[int]:
    """Keys of documents that contain every word of *query*: those with a word in the title first, then the newest.

    One statement on SQLite, two or three on PostgreSQL (:mod:`documents.search.common`). Where there are more hits than are
    asked for, the newest are taken before titles are looked at. Whether a reader may see them is not asked here.
    """
    wanted = terms(query)
    if not wanted:
        return []
    kind = ContentType.objects.get_for_model(model).pk
    if connection.vendor == "postgresql":
        found = common.newest(kind, [_tsquery(term) for term in wanted], offset + limit)
        if found is not None:
            return found[offset : offset + limit]
    return _everywhere(kind, wanted, offset, limit)


def _everywhere(kind: int, wanted: list[Term], offset: int, limit: int) -> list[int]:
    """Every hit is looked at and sorted; one statement."""
    match = _postgresql if connection.vendor == "postgresql" else _sqlite
    arms: list[str] = []
    params: list[Any] = []
    for number, term in enumerate(wanted):
        condition, value = match(term)
        arms.append(
            f"SELECT e.subject_id AS subject, {number} AS term, "  # noqa: S608 - our own names and numbers only
            "MIN(CASE WHEN e.source = '' AND e.part = 0 THEN 0 ELSE 1 END) AS place "
            f"FROM {condition} AND e.subject_type_id = %s GROUP BY e.subject_id"
        )
        params += [value, kind]
    sql = (
        f"SELECT subject FROM ({' UNION ALL '.join(arms)}) found "  # noqa: S608
        "GROUP BY subject HAVING COUNT(*) = %s ORDER BY MIN(place), subject DESC LIMIT %s OFFSET %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, len(wanted), limit, offset])
        return [row[0] for row in cursor.fetchall()]


def _sqlite(term: Term) -> tuple[str, str]:
    """FTS5: a phrase in quotes, a star after it when its last token may go on.

    CROSS JOIN keeps the words outside: SQLite would otherwise ask the full text table once for every entry (50 s at 100,000).
    """
    phrase = f'"{" ".join(term.tokens)}"' + (" *" if term.open_end else "")
    return "search_words w CROSS JOIN search_entry e ON e.id = w.rowid WHERE w.words MATCH %s", phrase


def _postgresql(term: Term) -> tuple[str, str]:
    return "search_entry e WHERE e.vector @@ to_tsquery('simple'::regconfig, %s)", _tsquery(term)


def _tsquery(term: Term) -> str:
    """Tokens one after another."""
    parts = [f"'{token}'" for token in term.tokens]
    if term.open_end:
        parts[-1] += ":*"
    return " <-> ".join(parts)


def page_of(
    model: type[models.Model],
    query: str,
    visible: Callable[[list[int]], Iterable[int]],
    *,
    offset: int,
    limit: int,
    most: int = 2000,
) -> tuple[list[int], bool]:
    """The keys that a reader may see, *offset* to *offset + limit*, and whether hits beyond *most* were not looked at.

    *visible* is given some keys and answers with those that the reader may see.
    """
    seen: list[int] = []
    looked_at = 0
    for some in _batches(model, query, most):
        if not some or len(seen) >= offset + limit:
            break
        looked_at += len(some)
        allowed = set(visible(some))
        seen += [hit for hit in some if hit in allowed]
    return seen[offset : offset + limit], looked_at == most and len(seen) < offset + limit


def _batches(model: type[models.Model], query: str, most: int) -> Iterator[list[int]]:
    """The first hits, then the others. SQLite is asked once: a common word costs it the same however few are fetched."""
    if connection.vendor != "postgresql":
        hits = find(model, query, limit=most)
        yield from (hits[:FIRST], hits[FIRST:])
        return
    first = find(model, query, limit=FIRST)
    yield first
    if len(first) == FIRST:
        known = set(first)
        yield [hit for hit in find(model, query, limit=most) if hit not in known]
