"""Turning what ``step`` says changed into rows: items closed and opened, the case moved, terms set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from workflows.database import fresh, tie
from workflows.definition import Change, Closed, Entered, Finished, Marking, Skipped, Voted, open_seats
from workflows.organisations.models import User

from ..clock.terms import Terms
from ..models import NO_TERM, WorkItem
from ..people.directory import role_id
from ..people.parties import Asked
from .dossier import LASTING, SEATED, UNFINISHED, Dossier

COPIED = "到“%(state)s”时抄送"
"""The note of an item that a state's rule has put (抄送): the same people are told of the same state once."""

ADDED = ("before", "beside", "after")
"""The relations of signers who were added to a seat (加签)."""


@dataclass(frozen=True)
class Doing:
    """Who does it: for the item that is closed."""

    item: WorkItem | None = None
    actor: User | None = None
    behalf: User | None = None
    offline: bool = False
    content: bytes | None = None

    @property
    def persons(self) -> frozenset[int]:
        """Whose decision it is: who only records a paper decides nothing."""
        deciding = (self.behalf,) if self.offline else (self.actor, self.behalf)
        return frozenset(person.pk for person in deciding if person is not None)


@dataclass
class Applied:
    """What was done to the rows, as the event will tell it."""

    moved: bool = False
    data: dict[str, Any] = field(default_factory=dict)


def apply(dossier: Dossier, marking: Marking, changes: Sequence[Change], doing: Doing, terms: Terms) -> Applied:
    """Carry out *changes* on the dossier; nothing is saved here."""
    applied = Applied()
    skipped: list[list[str]] = []
    closed: list[list[str]] = []
    leaves = bool(marking.returner) and marking.returner == dossier.state.name
    added = [seat.key for seat in dossier.marking().seats if seat.relation in ADDED] if leaves else []
    for change in changes:
        match change:
            case Voted(seat, verdict):
                _finish(dossier, seat, verdict, doing)
                applied.data["verdict"] = verdict
            case Closed(seat, status):
                _close(dossier, seat, status)
                closed.append([seat, status])
            case Skipped(state, reason):
                skipped.append([state, reason])
            case Entered(state, _, returned):
                applied.moved = True
                close_aside(dossier, lasting=False)
                _enter(dossier, marking, state, doing, terms, returned=returned, added=added)
                if told := _copy(dossier):
                    applied.data["copied"] = told
                applied.data |= {"entry": dossier.instance.entry, "path": list(marking.path), "open": _told(dossier)}
                if kept := [item.pk for item in dossier.current_items if item.status == WorkItem.Status.DONE]:
                    applied.data["kept"] = kept
                if missing := dossier.world.missing.get(state) if marking.seats else None:
                    applied.data["missing"] = list(missing)
            case Finished(outcome):
                dossier.instance.finished_at, dossier.instance.outcome = dossier.now, outcome
                dossier.instance.suspended_at = None
                close_aside(dossier, lasting=True)
                applied.data["outcome"] = outcome
            case _:
                pass
    if not applied.moved and not dossier.instance.finished_at:
        take_turns(dossier, marking, terms)
    applied.data |= {name: value for name, value in (("skipped", skipped), ("closed", closed)) if value}
    return applied


def ask(dossier: Dossier, asked: Asked, *, is_open: bool, returned: bool, terms: Terms) -> list[WorkItem]:
    """The items of one seat for the present visit, not yet saved."""
    state = dossier.state
    kind = _kind(dossier, asked)
    made = []
    for target in asked.targets[:1] if kind == WorkItem.Kind.CHILD else asked.targets:
        item = fresh(
            WorkItem,
            instance=dossier.instance,
            entry=dossier.instance.entry,
            party=asked.seat.key,
            kind=kind,
            rank=asked.seat.rank,
            relation=asked.seat.relation,
            raised_by_id=asked.raised_by,
            required=asked.seat.required,
            counts=asked.seat.counts,
            organisation_id=target.organisation_id,
            role_id=role_id(target.role) if target.role else None,
            user_id=target.user_id,
            returned=returned,
            note=asked.note,
            status=WorkItem.Status.OPEN if is_open else WorkItem.Status.WAITING,
            opened_at=dossier.now if is_open else None,
            due_at=NO_TERM,
        )
        if is_open:
            terms.set(item, state)
            _begin_inside(dossier, item)
        made.append(item)
    dossier.items += made
    dossier.new_items += made
    return made


def _kind(dossier: Dossier, asked: Asked) -> WorkItem.Kind:
    """What a party is asked for: to confirm what it signed before, to run its own process, or to act."""
    state = dossier.state
    if state.binds and dossier.signed_before(state.name, asked.seat.key) is not None:
        return WorkItem.Kind.CONFIRM
    return WorkItem.Kind.TASK if asked.inner is None else WorkItem.Kind.CHILD


def _begin_inside(dossier: Dossier, item: WorkItem) -> None:
    """Note an item whose inner case begins now."""
    if item.kind == WorkItem.Kind.CHILD:
        dossier.begun.append(item)


def _finish(dossier: Dossier, seat: str, verdict: str, doing: Doing) -> None:
    """Close the acting item; the others of its seat need not be done any more (或签)."""
    for item in dossier.current_items:
        if item.party != seat or item.status not in UNFINISHED:
            continue
        if doing.item is not None and item.pk == doing.item.pk:
            item.status, item.verdict, item.done_at = WorkItem.Status.DONE, verdict, dossier.now
            tie(item, "done_by", doing.actor)
            tie(item, "behalf", doing.behalf)
            item.offline = doing.offline
            item.content_id = doing.content
        else:
            item.status = WorkItem.Status.REMOVED
        dossier.touch(item)


def _close(dossier: Dossier, seat: str, status: str) -> None:
    """Close what is still open of a seat."""
    for item in dossier.current_items:
        if item.party == seat and item.kind in SEATED and item.status in UNFINISHED:
            item.status = WorkItem.Status(status)
            dossier.touch(item)


def _enter(
    dossier: Dossier,
    marking: Marking,
    state: str,
    doing: Doing,
    terms: Terms,
    *,
    returned: bool,
    added: Sequence[str],
) -> None:
    """Move the case: a new visit, the path as the marking says, new items for whoever is asked; *added* sat beside them."""
    instance = dossier.instance
    sender = doing.actor.pk if doing.actor is not None else dossier.sender
    stood = dossier.stood()
    dossier.remember(marking, instance.entry + 1, sender, added)
    tie(instance, "node", dossier.loaded.nodes[state])
    instance.entered_at = dossier.now
    terms.enter(instance, dossier.rules, dossier.now)
    may_speak = {seat.key for seat in open_seats(marking.seats)}
    agreed = {seat.key for seat in marking.seats if seat.vote}
    kept = _keep(dossier, [item for item in stood if item.party in agreed], marking)
    for asked in dossier.world.asked.get(state, ()) if marking.seats else ():
        if asked.seat.key not in kept:
            ask(dossier, asked, is_open=asked.seat.key in may_speak, returned=returned, terms=terms)


def _copy(dossier: Dossier) -> list[list[Any]]:
    """抄送: tell whom the state names that the case came here, once each; as the event keeps it: organisation, role, person."""
    if not dossier.state.copy:
        return []
    note = COPIED % {"state": dossier.state.title}
    known = {
        (item.organisation_id, item.role_id, item.user_id)
        for item in dossier.items
        if item.kind == WorkItem.Kind.COPY and item.note == note
    }
    told: list[list[Any]] = []
    for target in dossier.world.told(dossier.state):
        whom = (target.organisation_id, role_id(target.role) if target.role else None, target.user_id)
        if whom in known:
            continue
        told.append(list(whom))
        item = fresh(
            WorkItem,
            instance=dossier.instance,
            entry=dossier.instance.entry,
            party=f"{WorkItem.Kind.COPY.value}{dossier.instance.seq + 1}.{len(told)}",
            kind=WorkItem.Kind.COPY,
            organisation_id=whom[0],
            role_id=whom[1],
            user_id=whom[2],
            counts=False,
            note=note,
            status=WorkItem.Status.TOLD,
            opened_at=dossier.now,
            due_at=NO_TERM,
        )
        dossier.items.append(item)
        dossier.new_items.append(item)
    return told


def _keep(dossier: Dossier, stood: Sequence[WorkItem], marking: Marking) -> frozenset[str]:
    """What was agreed before the return stands in the new visit: its items move there, in the rank that their seats have now."""
    ranks = {seat.key: seat.rank for seat in marking.seats}
    for item in stood:
        item.entry, item.rank = dossier.instance.entry, ranks[item.party]
        dossier.touch(item)
    return frozenset(item.party for item in stood)


def take_turns(dossier: Dossier, marking: Marking, terms: Terms) -> None:
    """Whoever's turn it is now, after a vote or after seats were added; who had the turn before keeps the clock."""
    may_speak = {seat.key for seat in open_seats(marking.seats)}
    for item in dossier.current_items:
        if item.kind not in SEATED:
            continue
        if item.status == WorkItem.Status.WAITING and item.party in may_speak:
            item.status, item.opened_at = WorkItem.Status.OPEN, dossier.now
            if item.clock_start is None:
                terms.set(item, dossier.state)
                _begin_inside(dossier, item)
            dossier.touch(item)
        elif item.status == WorkItem.Status.OPEN and item.party not in may_speak:
            item.status = WorkItem.Status.WAITING
            dossier.touch(item)


def close_aside(dossier: Dossier, *, lasting: bool) -> None:
    """Close what is open beside the vote: what belongs to the visit that ends, and with the case (*lasting*) 督办 too.

    What was sent round (传阅) is never closed so: it may still be read.
    """
    for item in dossier.items:
        if item.status not in UNFINISHED or item.kind in SEATED or item.kind == WorkItem.Kind.READ:
            continue
        if lasting or item.kind not in LASTING:
            item.status = WorkItem.Status.REMOVED
            dossier.touch(item)


def _told(dossier: Dossier) -> list[list[Any]]:
    """The parties just asked, as the event keeps them: seat, organisation, role, person, note."""
    return [
        [item.party, item.organisation_id, item.role_id, item.user_id, item.note]
        for item in dossier.current_items
        if item.status in UNFINISHED
    ]
