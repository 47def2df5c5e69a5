"""What a reader finds: the words and the rights together."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from .tokens import Term, terms
from .walking import Hit, Walk, among

MOST = 1000
"""So many hits are listed and counted."""

SECONDS = 1.0
"""After so long no further portion is begun."""

FEW, SOME = 1000, 8000
"""Whoever may see no more documents than the first has them looked through at once; no more than the second, where most hits
turn out to be for others."""

AT_ONCE = 4000
"""Of these so many are looked through by one statement."""

ENOUGH, THIN = 500, 4
"""Most: after so many hits less than every fourth."""


@dataclass(frozen=True)
class Found:
    """Keys that the reader may see, those with a word in the title first, then the newest.

    *more*: there are others, older than these; *unfinished*: time was up before the older ones were looked at.
    """

    keys: list[int]
    more: bool = False
    unfinished: bool = False


def find(model: type[models.Model], query: str, *, limit: int = MOST) -> list[int]:
    """Keys of documents that contain every word of *query*. Whether a reader may see them is not asked here."""
    return search(model, query, lambda keys: keys, most=limit, seconds=float("inf")).keys


def search(
    model: type[models.Model],
    query: str,
    visible: Callable[[list[int]], Iterable[int]],
    few: Callable[[int], Iterable[int] | None] = lambda _most: None,
    *,
    most: int = MOST,
    seconds: float = SECONDS,
    clock: Callable[[], float] = time.monotonic,
) -> Found:
    """The newest *most* documents that contain every word of *query* and that the reader may see.

    *visible* is given some keys and answers with those that the reader may see. *few* gives the keys of all that they may see
    when there are no more than it is asked for, else None: it only narrows what is looked at, *visible* is asked all the same.
    """
    wanted = terms(query)
    if not wanted:
        return Found([])
    kind = ContentType.objects.get_for_model(model).pk
    until = clock() + seconds
    asked = _Ask(kind, wanted, visible, most)
    if (keys := few(FEW)) is not None:
        return _of_few(asked, keys, lambda: clock() >= until)
    walk = Walk(kind, wanted)
    seen: list[Hit] = []
    looked_at, tried = 0, False
    while not walk.done and len(seen) <= most:
        hits = walk.take()
        looked_at += len(hits)
        seen += _allowed(hits, visible)
        if not tried and not walk.done and looked_at >= ENOUGH and len(seen) * THIN < looked_at:
            tried = True
            if (keys := few(SOME)) is not None:
                return _of_few(asked, keys, lambda: clock() >= until)
        if not walk.done and len(seen) <= most and clock() >= until:
            return _found(seen, most, unfinished=True)
    return _found(seen, most)


@dataclass(frozen=True)
class _Ask:
    kind: int
    wanted: list[Term]
    visible: Callable[[list[int]], Iterable[int]]
    most: int


def _of_few(ask: _Ask, keys: Iterable[int], late: Callable[[], bool]) -> Found:
    """All that the reader may see is looked through, the newest first; the rights are asked of what was found."""
    known = sorted(set(keys), reverse=True)
    hits: list[Hit] = []
    for start in range(0, len(known), AT_ONCE):
        if start and late():
            return _found(_allowed(hits, ask.visible), ask.most, unfinished=True)
        hits += among(ask.kind, ask.wanted, known[start : start + AT_ONCE])
        if len(hits) > ask.most and len(hits := _allowed(hits, ask.visible)) > ask.most:
            return _found(hits, ask.most)
    return _found(_allowed(hits, ask.visible), ask.most)


def _allowed(hits: list[Hit], visible: Callable[[list[int]], Iterable[int]]) -> list[Hit]:
    allowed = set(visible([hit.key for hit in hits])) if hits else set()
    return [hit for hit in hits if hit.key in allowed]


def _found(seen: list[Hit], most: int, **how: Any) -> Found:
    """The newest are taken before titles are looked at."""
    kept = sorted(seen[:most], key=lambda hit: (not hit.titled, -hit.key))
    return Found([hit.key for hit in kept], more=len(seen) > most, **how)
