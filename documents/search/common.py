"""Words on PostgreSQL by how common they are: a rare one leads to the papers, for common ones the newest papers are read.

An index over words gives all the places of a word or none. For a word that is in most papers that is nearly everything: to
sort it takes a second at 100,000 papers, though only the newest are wanted. So it is asked first whether a word of the query
is rare, which costs no more than :data:`RARE` places of each. If one is, its few papers are asked for the other words.
If all are common, the newest :data:`WINDOW` papers are read in their order, until there are as many hits as wanted.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from workflows.database import once

RARE = 2000
"""Places up to which a word is rare."""

WINDOW = 8000
"""So many of the newest papers are read for words that are all common."""

_MATCHES = "to_tsquery('simple'::regconfig, %s)"


def newest(kind: int, queries: Sequence[str], limit: int) -> list[int] | None:
    """*limit* hits, those with a word in the title first, then the newest; None where they are to be looked for everywhere.

    Of words that are all common the newest hits are taken, and their titles looked at then. At most two statements. *kind* is the key of the content type, *queries* are one ``tsquery`` for each word.
    """
    last, counts = once(("search", kind, *queries), lambda: _counted(kind, queries))
    if min(counts) <= RARE:
        order = sorted(range(len(queries)), key=counts.__getitem__)
        hits, params = _of_rare(kind, [queries[at] for at in order])
        return _titles_first(kind, queries, hits, params)[:limit] if min(counts) else []
    hits, params = _of_newest(kind, queries, last - WINDOW)
    found = _titles_first(kind, queries, f"{hits} ORDER BY e.subject_id DESC LIMIT %s", [*params, limit])
    return found if len(found) == limit else None


def _counted(kind: int, queries: Sequence[str]) -> tuple[int, list[int]]:
    """The newest key, and how many places each word has, counted up to one more than :data:`RARE`."""
    count = (
        "(SELECT COUNT(*) FROM (SELECT 1 FROM search_entry WHERE subject_type_id = %s "  # noqa: S608
        f"AND vector @@ {_MATCHES} LIMIT {RARE + 1}) places)"
    )
    sql = f"SELECT (SELECT MAX(subject_id) FROM search_entry WHERE subject_type_id = %s), {', '.join([count] * len(queries))}"  # noqa: S608
    params: list[Any] = [kind]
    for query in queries:
        params += [kind, query]
    last, *counts = _asked(sql, params)[0]
    return last or 0, counts


def _of_rare(kind: int, queries: Sequence[str]) -> tuple[str, list[Any]]:
    """The papers that hold the first word, by the index over words; the others are looked for in these papers."""
    first, *others = queries
    rare = f"SELECT DISTINCT subject_id FROM search_entry WHERE subject_type_id = %s AND vector @@ {_MATCHES}"  # noqa: S608
    also, params = _also(kind, others)
    sql = f"SELECT e.subject_id FROM ({rare} OFFSET 0) e{' WHERE ' * bool(also)}{' AND '.join(also)}"  # noqa: S608
    return sql, [kind, first, *params]


def _of_newest(kind: int, queries: Sequence[str], after: int) -> tuple[str, list[Any]]:
    """The papers with keys greater than *after* in their order; the function in place of the operator keeps the index over
    words out of it.
    """
    first, *others = queries
    also, params = _also(kind, others)
    conditions = [
        "e.subject_type_id = %s",
        "e.subject_id > %s",
        f"ts_match_vq(e.vector, {_MATCHES})",
        *also,
    ]
    sql = f"SELECT e.subject_id FROM search_entry e WHERE {' AND '.join(conditions)} GROUP BY e.subject_id"  # noqa: S608
    return sql, [kind, after, first, *params]


def _also(kind: int, queries: Sequence[str]) -> tuple[list[str], list[Any]]:
    """Conditions that the paper ``e`` holds each of the words somewhere. A value rather than EXISTS, which PostgreSQL would
    answer for all papers at once.
    """
    condition = (
        "(SELECT 1 FROM search_entry o WHERE o.subject_type_id = %s AND o.subject_id = e.subject_id "  # noqa: S608
        f"AND ts_match_vq(o.vector, {_MATCHES}) LIMIT 1) IS NOT NULL"
    )
    return [condition] * len(queries), [part for query in queries for part in (kind, query)]


def _titles_first(kind: int, queries: Sequence[str], hits: str, params: list[Any]) -> list[int]:
    """The hits, those whose title holds a word before the others, then the newest."""
    titled = " OR ".join([f"ts_match_vq(t.vector, {_MATCHES})"] * len(queries))
    sql = (
        f"WITH hits AS MATERIALIZED ({hits}) "  # noqa: S608
        f"SELECT h.subject_id FROM hits h ORDER BY COALESCE((SELECT {titled} FROM search_entry t WHERE t.subject_type_id = %s "
        "AND t.subject_id = h.subject_id AND t.source = '' AND t.part = 0), FALSE) DESC, h.subject_id DESC"
    )
    return [row[0] for row in _asked(sql, [*params, *queries, kind])]


def _asked(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())
