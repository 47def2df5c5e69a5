"""Asking the index for some documents at a time, the newest first.

An index over words gives all the places of a word or none, and to read the places of a word that is in most papers takes a
second at 100,000. So every row begins with a tag that says in which block of keys its document stands, and of the newest blocks
the index is asked for a word *and* their tags: a common word has its hits there. Where that is not enough, the word is not so common,
and the index gives the keys of all documents that may hold it; these are looked through in their order.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection

from workflows.database import ask

from .tokens import BLOCK, Term, tag

BLOCKS = 2
"""So many of the newest blocks are asked first."""

COMMON = 500
"""With so many hits in them, the next blocks are asked in the same way. A word met so often there leads to no others, if another
word was met less."""

PORTION = 1000
"""So many documents are looked through at once."""

KEYS = 20_000
"""So many keys of documents that may hold a word are fetched at once."""


class Hit(NamedTuple):
    """A document that holds every word; *titled*: one of them stands in its title."""

    key: int
    titled: bool


class Walk:
    """The documents of one kind that hold all the words, portion by portion, the newest first."""

    def __init__(self, kind: int, wanted: Sequence[Term]) -> None:
        self.kind, self.wanted = kind, wanted
        self.dense = True
        top = ask("SELECT MAX(subject_id) FROM search_entry WHERE subject_type_id = %s", [kind])[0][0]
        self.below = 0 if top is None else top + 1
        self.left: list[int] = []
        self.met: list[int] = []

    @property
    def done(self) -> bool:
        """Whether all were looked at."""
        return not self.left and not self.below

    def take(self) -> list[Hit]:
        """The hits of the next portion; one statement, and one for each word whenever keys are fetched."""
        if self.dense:
            hits = self._newest()
            self.dense = len(hits) >= COMMON and bool(self.below)
            return hits
        if not self.left:
            self._fetch()
        some, self.left = self.left[:PORTION], self.left[PORTION:]
        return among(self.kind, self.wanted, some)

    def _newest(self) -> list[Hit]:
        last = (self.below - 1) // BLOCK
        first = max(last - BLOCKS + 1, 0)
        rows = ask(*_tagged(self.wanted, [tag(self.kind, at) for at in range(first, last + 1)]))
        self.met = [number for _key, number in sorted((row for row in rows if row[0] < 0), reverse=True)]
        self.below = first * BLOCK
        return _hits(row for row in rows if row[0] >= 0)

    def _fetch(self) -> None:
        """The next documents that may hold the words: what the words that were met least lead to."""
        order = sorted(range(len(self.wanted)), key=self.met.__getitem__)
        keys: set[int] | None = None
        known = 0
        for at in order:
            if keys is not None and (len(keys) <= PORTION or self.met[at] >= COMMON):
                break
            found = _holding(self.kind, self.wanted[at], self.below)
            known = max(known, found[-1] if len(found) == KEYS else 0)
            keys = set(found) if keys is None else keys & set(found)
        self.left = sorted((key for key in keys or () if key >= known), reverse=True)
        self.below = known


def among(kind: int, wanted: Sequence[Term], keys: Sequence[int]) -> list[Hit]:
    """Those of some documents that hold all the words, the newest first: their rows are read and looked through; one statement."""
    if not keys:
        return []
    held = "strpos(e.words || ' ', %s) > 0" if connection.vendor == "postgresql" else "instr(e.words || ' ', %s) > 0"
    titled = f"CASE WHEN e.source = '' AND e.part = 0 AND ({' OR '.join([held] * len(wanted))}) THEN 0 ELSE 1 END"
    each = " AND ".join([f"MAX(CASE WHEN {held} THEN 1 ELSE 0 END) = 1"] * len(wanted))
    sql = (
        f"SELECT e.subject_id, MIN({titled}) FROM search_entry e WHERE e.subject_type_id = %s "  # noqa: S608 - our own names
        f"AND e.subject_id IN ({', '.join(['%s'] * len(keys))}) GROUP BY e.subject_id HAVING {each}"
    )
    values: list[Any] = [term.within for term in wanted]
    return _hits(ask(sql, [*values, kind, *keys, *values]))


def _hits(rows: Any) -> list[Hit]:
    return sorted((Hit(key, place == 0) for key, place in rows), reverse=True)


def _tagged(wanted: Sequence[Term], tags: Sequence[str]) -> tuple[str, list[Any]]:
    """Documents with one of the tags that hold all the words: key and place; and how many hold each word, under -1, -2 …"""
    place = "MIN(CASE WHEN e.source = '' AND e.part = 0 THEN 0 ELSE 1 END)"
    names = [f"t{at}" for at in range(len(wanted))]
    holding = f"SELECT e.subject_id AS subject, {place} AS place FROM {_matching()} GROUP BY e.subject_id"  # noqa: S608
    sets = (f"{name} AS ({holding})" for name in names)
    joins = "".join(f" JOIN {name} ON {name}.subject = t0.subject" for name in names[1:])
    least = "LEAST" if connection.vendor == "postgresql" else "MIN"
    best = f"{least}({', '.join(f'{name}.place' for name in names)})" if len(names) > 1 else "t0.place"
    met = "".join(f" UNION ALL SELECT {-1 - at}, COUNT(*) FROM {name}" for at, name in enumerate(names))  # noqa: S608
    sql = f"WITH {', '.join(sets)} SELECT t0.subject, {best} FROM t0{joins}{met}"  # noqa: S608
    return sql, [_query(term, tags) for term in wanted]


def _holding(kind: int, term: Term, below: int) -> list[int]:
    """Keys below a given one of documents that may hold the word, the newest first, at most :data:`KEYS`."""
    fence = " OFFSET 0" if connection.vendor == "postgresql" else ""  # else it might walk along the keys
    sql = (
        f"SELECT DISTINCT subject_id FROM (SELECT e.subject_id FROM {_matching()} AND e.subject_type_id = %s "  # noqa: S608
        f"AND e.subject_id < %s{fence}) e ORDER BY subject_id DESC LIMIT %s"
    )
    return [key for (key,) in ask(sql, [_query(term), kind, below, KEYS])]


def _matching() -> str:
    """Rows of the index that match a query.

    PostgreSQL is not shown the query beforehand: going by how common the words are, it would read the whole table, and take
    every row apart. On SQLite CROSS JOIN keeps the words outside: it would ask the full text table once for every entry.
    """
    if connection.vendor == "postgresql":
        return "search_entry e WHERE e.vector @@ (SELECT to_tsquery('simple'::regconfig, %s))"
    return "search_words w CROSS JOIN search_entry e ON e.id = w.rowid WHERE w.words MATCH %s"


def _query(term: Term, tags: Sequence[str] = ()) -> str:
    """The word in rows with one of the tags. Without tags PostgreSQL is asked for its tokens in any order, which the index
    knows without looking at the rows.
    """
    if connection.vendor == "postgresql":
        parts = [f"'{token}'" for token in term.tokens]
        if term.open_end:
            parts[-1] += ":*"
        return f"({' <-> '.join(parts)}) & ({' | '.join(tags)})" if tags else " & ".join(parts)
    phrase = f'"{" ".join(term.tokens)}"' + (" *" if term.open_end else "")
    some = " OR ".join(f'"{one}"' for one in tags)
    return f"({some}) AND {phrase}" if tags else phrase
