"""Who is asked after a case has taken another version of its process: the parties of the new one, seat by seat.

A seat is known by the key of its party. Where the rules of both versions name the same for it, whoever has it keeps it, also
who got it by 转办 or 领办. Where the new version names another role, level or inner process, it is asked anew: the old item
closes as moved, the new one takes over its clock. A vote that was given stays given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from workflows.definition import Party, State
from workflows.definition.words import Titles, party_words

from ..clock.terms import Terms
from ..deciding.applying import ask, take_turns
from ..deciding.dossier import SEATED, UNFINISHED, VOTING, Dossier
from ..models import NO_TERM, WorkItem
from ..people.directory import role_id
from ..people.parties import Asked, Target

Status = WorkItem.Status
CLOCK = ("clock_start", "clock_days", "due_at", "provisional", "next_timer_at")
"""What the new item of a seat takes over: the clock as it runs, extensions included."""


class Reseating:
    """One case in its new version, *before* being its state by the old rules; under its lock."""

    def __init__(self, case: Dossier, before: State, terms: Terms, names: Titles) -> None:
        self.case, self.before, self.terms, self.names = case, before, terms, names
        self.clocks: list[tuple[WorkItem, WorkItem]] = []
        self.told: list[str] = []
        self.freed: list[str] = []

    def take_seats(self, asked: Mapping[str, Asked]) -> None:
        """Keep who is asked in both versions, ask who is new or another, and ask no longer who is not."""
        here: dict[str, list[WorkItem]] = {}
        for item in self.case.current_items:
            if item.kind in SEATED and item.status in VOTING and item.relation == WorkItem.Relation.INITIAL:
                here.setdefault(item.party, []).append(item)
        lost = [key for key in here if key not in asked]
        new = [key for key in asked if key not in here]
        if len(lost) == len(new) == 1 and (left := _unfinished(here[lost[0]])):
            self._hand_on(left, left, asked[new[0]], asked[new[0]].targets)  # one seat by another name
            del here[lost[0]]
            new = []
        for key, items in here.items():
            if key in asked:
                self._keep(items, asked[key])
            else:
                self._drop(items)
        for key in new:
            self._say(_("新请%(new)s") % {"new": party_words(asked[key].party, self.names)})
            ask(self.case, asked[key], is_open=False, returned=False, terms=self.terms)

    def take_turns(self) -> None:
        """Whoever's turn it is now, on the clock of whom they follow; a suspended case stays suspended."""
        case = self.case
        self._inherit(inner=False)
        take_turns(case, case.marking(), self.terms)
        self._inherit(inner=True)
        if case.instance.suspended_at is not None:
            for item in case.open_items:
                if item.kind != WorkItem.Kind.READ:
                    item.status, item.next_timer_at = Status.HELD, NO_TERM
                    case.touch(item)

    def _inherit(self, *, inner: bool) -> None:
        """Give new items the clock of those whom they follow; one that opens an inner case gets it when that has begun."""
        for old, new in self.clocks:
            if old.clock_start is not None and inner == (new.kind == WorkItem.Kind.CHILD):
                for name in CLOCK:
                    setattr(new, name, getattr(old, name))

    def _keep(self, items: list[WorkItem], asked: Asked) -> None:
        """A seat of both versions: those of its items that the new rules still name, and others where they name others."""
        for item in items:
            if item.rank != asked.seat.rank:
                item.rank = asked.seat.rank
                self.case.touch(item)
        unfinished, former = _unfinished(items), self._former(items[0].party)
        if not unfinished or not self._names_others(former, asked, unfinished):
            return
        running = next((item for item in unfinished if item.kind == WorkItem.Kind.CHILD), None)
        if running is not None and self._runs_on(running, former, asked):
            self._put(running, asked.targets[0])
        elif running is not None or asked.inner is not None:
            self._hand_on(unfinished, unfinished, asked, asked.targets)
        else:
            gone = [item for item in unfinished if not any(_is(item, target) for target in asked.targets)]
            left = [target for target in asked.targets if not any(_is(item, target) for item in unfinished)]
            if gone or left:
                self._hand_on(unfinished, gone, asked, left)

    def _hand_on(self, seat: list[WorkItem], gone: list[WorkItem], asked: Asked, targets: Sequence[Target]) -> None:
        """Close what is *gone* of a seat, and ask *targets* on the clock that runs."""
        self._free(seat)
        for item in gone:
            item.status = Status.MOVED
            self.case.touch(item)
        eldest = min(seat, key=lambda item: item.pk)
        wanted = replace(asked, targets=tuple(targets))
        for new in ask(self.case, wanted, is_open=False, returned=eldest.returned, terms=self.terms):
            self.clocks.append((eldest, new))
        former = self._former(seat[0].party)
        words = {"new": party_words(asked.party, self.names)}
        words["old"] = party_words(former, self.names) if former is not None else seat[0].party
        if words["new"] != words["old"]:
            self._say(_("改请%(new)s（原请%(old)s）") % words)

    def _names_others(self, former: Party | None, asked: Asked, items: list[WorkItem]) -> bool:
        """Whether the new version names another role, place, list of the entitled or inner process for the seat."""
        if former is None:
            return True
        now, state = asked.party, self.case.state
        if (former.at, former.roles, former.process) != (now.at, now.roles, now.process):
            return True
        if self.before.entitled != state.entitled:
            return True
        if any(self._is_barred(item) for item in items):
            return True
        roles = {role_id(role) for role in now.roles}
        return former.stand_ins != now.stand_ins and any(item.role_id not in roles for item in items if item.role_id)

    def _is_barred(self, item: WorkItem) -> bool:
        """Whether everybody whom an item asks has to stand aside by the new rules."""
        barred = self.case.excluded(self.case.state.name)
        if item.user_id is not None:
            return item.user_id in barred
        place = self.case.directory.places.get(item.organisation_id)
        role = {role_id(role): role for role in self.case.roles}.get(item.role_id or 0)
        held = self.case.directory.holders(place, role) if place is not None and role is not None else []
        return bool(held) and not set(held) - barred

    def _former(self, key: str) -> Party | None:
        name = key.partition(":")[0]
        return next((party for party in self.before.parties if party.name == name), None)

    def _runs_on(self, item: WorkItem, former: Party | None, asked: Asked) -> bool:
        """Whether the inner case of a seat is the one that the new version wants there."""
        same = former is not None and former.process == asked.party.process
        return same and asked.inner is not None and item.organisation_id == asked.targets[0].organisation_id

    def _put(self, item: WorkItem, target: Target) -> None:
        """The inner case of a seat runs on; who answers where it cannot is another."""
        item.role_id, item.user_id = role_id(target.role) if target.role else None, target.user_id
        self.case.touch(item)

    def _drop(self, items: list[WorkItem]) -> None:
        """A party that the new version does not ask: what is open closes, what was said counts no more."""
        for item in items:
            if item.status == Status.DONE:
                item.counts = item.required = False
            else:
                item.status = Status.REMOVED
            self.case.touch(item)
        former = self._former(items[0].party)
        self._say(_("不再请%(old)s") % {"old": party_words(former, self.names) if former else items[0].party})

    def _free(self, seat: list[WorkItem]) -> None:
        """What was taken up (领办) waits for the whole seat again."""
        if any(item.claimed_by_id is not None for item in seat):
            self.freed.append(seat[0].party)
            for item in seat:
                item.claimed_by = None
                self.case.touch(item)

    def _say(self, words: str) -> None:
        if words not in self.told:
            self.told.append(words)

    @property
    def data(self) -> dict[str, Any]:
        """What the event tells beside who is asked now."""
        return dict(self._parts())

    def _parts(self) -> Iterator[tuple[str, list[str]]]:
        if self.told:
            yield "changes", self.told
        if self.freed:
            yield "freed", self.freed


def _unfinished(items: Sequence[WorkItem]) -> list[WorkItem]:
    return [item for item in items if item.status in UNFINISHED]


def _is(item: WorkItem, target: Target) -> bool:
    """Whether an item asks exactly that post or person."""
    role = role_id(target.role) if target.role else None
    return (item.organisation_id, item.role_id, item.user_id) == (target.organisation_id, role, target.user_id)
