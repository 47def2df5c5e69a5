"""Who was asked beside the decision and what became of it: 传阅 抄送 委派 督办, each round with its receipts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ..deciding.dossier import Dossier
from ..deciding.judging import name_of
from ..measures.circulating import round_of
from ..measures.telling import verb_of
from ..models import Event, WorkItem

Kind, Status = WorkItem.Kind, WorkItem.Status

SHOWN = (Kind.READ, Kind.COPY, Kind.ASSIST, Kind.OVERSEE)
GONE = (Status.REMOVED, Status.RECALLED, Status.MOVED)
ANSWERED = {Kind.READ: _lazy("已阅"), Kind.ASSIST: _lazy("已答复"), Kind.OVERSEE: _lazy("已答复")}
AWAITED = {Kind.ASSIST: _lazy("待答复"), Kind.OVERSEE: _lazy("待答复")}


@dataclass(frozen=True)
class Reader:
    """Somebody who was asked: *phase* is done, opened or waiting, *said* the same in words; *at* belongs to it."""

    name: str
    place: str
    phase: str
    said: str
    at: datetime | None = None
    words: str = ""
    offline: bool = False


@dataclass(frozen=True)
class Round:
    """One 传阅, 抄送, 委派 or 督办: by whom, when, with which words, and everybody whom it reached."""

    kind: str
    title: str
    by: str
    at: datetime
    words: str
    readers: tuple[Reader, ...]

    @property
    def awaited(self) -> int:
        """How many have not done what they were asked; of a copy nothing is awaited."""
        return 0 if self.kind == Kind.COPY else sum(reader.phase != "done" for reader in self.readers)


def rounds_in(case: Dossier, events: Iterable[Event]) -> list[Round]:
    """The rounds of a case, newest first; no query."""
    told = list(events)
    by_seq = {event.seq: event for event in told}
    answers = {event.item_id: event for event in told if event.item_id is not None}
    found: dict[int, list[WorkItem]] = {}
    for item in case.items:
        if item.kind in SHOWN and item.status not in GONE and round_of(item) in by_seq:
            found.setdefault(round_of(item), []).append(item)
    return [_round(by_seq[seq], found[seq], answers) for seq in sorted(found, reverse=True)]


def _round(event: Event, items: list[WorkItem], answers: dict[int, Event]) -> Round:
    readers = tuple(_reader(item, answers.get(item.pk)) for item in items)
    if event.kind != "measure":  # a rule of the process, whoever brought the case there
        return Round(str(items[0].kind), items[0].note, _("按流程"), event.at, "", readers)
    return Round(str(items[0].kind), verb_of(event.name), _who(event), event.at, _words(event), readers)


def _reader(item: WorkItem, answer: Event | None) -> Reader:
    kind = Kind(item.kind)
    name, place = (str(item.user), str(item.organisation)) if item.user is not None else (name_of(item), "")
    if item.done_at is not None:
        person = _who(answer) if answer is not None else str(item.done_by)
        post = place or name
        said = str(ANSWERED.get(kind, _("已办")))
        return Reader(person, post, "done", said, item.done_at, _words(answer), item.offline)
    if item.read_at is not None:
        shown = str(item.read_by) if item.read_by is not None else name
        return Reader(shown, place or name, "opened", _("已打开"), item.read_at)
    return Reader(name, place, "waiting", str(AWAITED.get(kind, _("未打开"))))


def _who(event: Event) -> str:
    """Who acted; of a paper act, who signed the paper."""
    text = getattr(event, "text", None)
    if event.scan is not None and text is not None and text.origin:
        return str(json.loads(text.origin).get("signer", "")) or str(event.actor)
    return str(event.actor) if event.actor is not None else _("系统")


def _words(event: Event | None) -> str:
    text = getattr(event, "text", None) if event is not None else None
    return (text.opinion or "") if text is not None else ""
