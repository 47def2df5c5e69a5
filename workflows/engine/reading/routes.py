"""流程: the way of a case as stations: done, now, ahead, skipped."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from workflows.definition import Skip, State
from workflows.organisations.roles import title_at

from ..deciding.dossier import ACTED, LASTING, UNFINISHED, Dossier, dossiers
from ..deciding.judging import role_of
from ..models import NO_TERM, Event, Instance, WorkItem
from ..people.directory import role_title
from ..people.parties import WAITING, Asked
from ..shown import shown_cases
from .histories import events_of_all


@dataclass(frozen=True)
class StationPerson:
    """Somebody at a station: who acted, or who is asked (then *at* is None)."""

    name: str
    organ: str
    role: str
    at: datetime | None = None
    opinion: str = ""
    verdict: str = ""
    on_behalf: str = ""
    offline: bool = False
    voided: bool = False
    later: bool = False
    """Asked in this state too, but somebody else's turn comes first (依次签, 前加签, 委派)."""


@dataclass(frozen=True)
class Station:
    """One state on the way. *phase* is done, now, ahead or skipped; *note* says why skipped, or who stands in."""

    name: str
    title: str
    phase: str
    people: list[StationPerson] = field(default_factory=list)
    since: datetime | None = None
    due_at: datetime | None = None
    note: str = ""
    provisional: bool = False
    inner: list[Inner] = field(default_factory=list)


@dataclass(frozen=True)
class Inner:
    """The way inside a party that works by a process of its own; *ended* in words once it is over."""

    organ: str
    title: str
    stations: list[Station]
    ended: str = ""


def route_in(case: Dossier, events: list[Event]) -> list[Station]:
    """The stations of a case; see :func:`workflows.engine.reading.looking.route`."""
    return Way(case, events).stations()


class Way:
    """The stations of one case under construction."""

    def __init__(self, case: Dossier, events: list[Event]) -> None:
        self.case = case
        self.by_item = {event.item_id: event for event in events if event.item_id is not None}
        self.skipped = _skipped(case, events)
        known = [json.loads(event.data) for event in events]
        self.missing = {data["entry"]: data["missing"] for data in known if "missing" in data}
        self.passed = [name for name, _visit in case.instance.memory.get("path", ())]

    def stations(self) -> list[Station]:
        """All stations: the way so far, the present state, and the straight way ahead.

        States that organs of this profile (并岗, 岗位齐全) never have are left out; the record says that they were passed by.
        """
        done = [self._done(self.case.rules.state(name)) for name in self.passed]
        found = {station.name: station for station in done}
        for name, reason in self.skipped.items():
            found.setdefault(name, Station(name, self.case.rules.state(name).title, "skipped", note=reason))
        found[self.case.state.name] = self._now()
        for station in self._ahead():
            found.setdefault(station.name, station)
        order = {state.name: number for number, state in enumerate(self.case.rules.states)}
        shown = [one for one in found.values() if one.phase != "skipped" or self._has(one.name)]
        return sorted(shown, key=lambda station: order[station.name])

    def _has(self, name: str) -> bool:
        return self.case.instance.organ.profile in self.case.rules.state(name).profiles

    def _done(self, state: State) -> Station:
        items = [item for item in self.case.items_of(state.name) if item.done_at is not None and _shown(item)]
        entry = self.case.entries().get(state.name, 0)
        since = min((item.opened_at for item in items if item.opened_at is not None), default=None)
        noted = {item.note for item in items if item.note} - {*WAITING}  # what was waited for has come
        notes = [*sorted(noted), *self.missing.get(entry, ())]
        people = [self._acted(item) for item in items]
        inner = self._inside(self.case.items_of(state.name))
        return Station(state.name, state.title, "done", people, since, None, "；".join(notes), inner=inner)

    def _now(self) -> Station:
        case = self.case
        state = case.state
        if case.instance.finished_at is not None:
            return Station(state.name, case.instance.state_title, "done", since=case.instance.entered_at)
        shown = [item for item in case.current_items if item.status in (*UNFINISHED, *ACTED) and _shown(item)]
        people = [self._acted(item) if item.done_at is not None else self._asked(item) for item in shown]
        asked = [item for item in case.open_items if _shown(item)]
        due, guessed = min(((item.due_at, item.provisional) for item in asked), default=(NO_TERM, False))
        notes = [*sorted({item.note for item in asked if item.note}), *self.missing.get(case.instance.entry, ())]
        if case.instance.suspended_at is not None:
            notes = [_("已挂起")]
        until = None if due == NO_TERM else due
        inner = self._inside(case.current_items)
        told = "；".join(notes)
        return Station(state.name, state.title, "now", people, case.instance.entered_at, until, told, guessed, inner)

    def _inside(self, items: list[WorkItem]) -> list[Inner]:
        """The ways inside the parties of a visit, in a few queries for all; none where no party works by a process of its own."""
        asked = {item.pk for item in items if item.kind == WorkItem.Kind.CHILD}
        if not asked:
            return []
        around = shown_cases(self.case.instance.subject_type_id, self.case.instance.subject_id)
        rows = sorted((one for one in around if one.parent_item_id in asked), key=lambda one: one.pk)
        cases = dossiers(rows, self.case.now, self.case.directory, with_names=True).values()
        events = events_of_all(one.pk for one in rows)
        return [
            Inner(
                organ=str(case.instance.organ),
                title=case.rules.title,
                stations=Way(case, events[case.instance.pk]).stations(),
                ended=_ended(case.instance),
            )
            for case in cases
        ]

    def _ahead(self) -> list[Station]:
        """The way on if everybody agrees, with whom it will meet as things stand today; none when it was ended."""
        rules, stations = self.case.rules, []
        if self.case.instance.finished_at is not None:
            return []
        onward = rules.forward(self.case.state.name)
        seen = {self.case.state.name, *self.passed}
        while onward is not None and rules.has_state(onward.to) and onward.to not in seen:
            state = rules.state(onward.to)
            seen.add(state.name)
            stations.append(self._future(state))
            onward = rules.forward(state.name)
        return stations

    def _future(self, state: State) -> Station:
        if state.final:
            return Station(state.name, state.title, "ahead")
        seats = self.case.world.seats(state)
        if isinstance(seats, Skip):
            return Station(state.name, state.title, "skipped", note=seats.reason)
        asked = self.case.world.asked[state.name]
        people = [person for one in asked for person in self._will_be_asked(one)]
        notes = [*sorted({one.note for one in asked if one.note}), *self.case.world.missing[state.name]]
        return Station(state.name, state.title, "ahead", people, note="；".join(notes))

    def _will_be_asked(self, asked: Asked) -> list[StationPerson]:
        author = self.case.instance.started_by
        found = []
        for target in asked.targets:
            place = self.case.directory.places.get(target.organisation_id)
            organ, kind = (place.name, place.kind) if place is not None else ("", "")
            name = str(author) if target.user_id == author.pk else ""
            found.append(StationPerson(name, organ, title_at(kind, target.role, role_title(target.role))))
        return found

    def _acted(self, item: WorkItem) -> StationPerson:
        event = self.by_item.get(item.pk)
        text = getattr(event, "text", None) if event is not None else None
        signer = json.loads(text.origin).get("signer", "") if text is not None and text.origin else ""
        return StationPerson(
            name=signer or str(item.done_by),
            organ=str(item.organisation),
            role=role_of(item),
            at=item.done_at,
            opinion=(text.opinion or "") if text is not None else "",
            verdict=item.verdict,
            on_behalf=str(item.behalf) if item.behalf is not None else "",
            offline=item.offline,
            voided=item.status == WorkItem.Status.VOID,
        )

    def _asked(self, item: WorkItem) -> StationPerson:
        return StationPerson(
            name=str(item.user) if item.user is not None else "",
            organ=str(item.organisation),
            role=role_of(item),
            later=item.status == WorkItem.Status.WAITING,
        )


def _shown(item: WorkItem) -> bool:
    """Whether an item is part of the way: who reads, oversees or approves an extension is told in the record only."""
    return item.kind not in LASTING and item.kind != WorkItem.Kind.REQUEST


def _ended(instance: Instance) -> str:
    """How an inner case ended; empty while it runs."""
    if instance.finished_at is None:
        return ""
    return instance.node.title if instance.node.final else _("随外面的办理结束")


def _skipped(case: Dossier, events: list[Event]) -> dict[str, str]:
    """The states before the present one that were passed by, and why; those ahead are judged afresh."""
    order = [state.name for state in case.rules.states]
    before = set(order[: order.index(case.state.name)])
    told = [skip for event in events for skip in json.loads(event.data).get("skipped", ())]
    return {name: reason for name, reason in told if name in before}
