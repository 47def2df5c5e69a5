"""What belongs to the marking beside who is asked: whose turn it is, who took an item up, which signatures hold, the way back.

Together with ``proof`` this covers the marking (engine.md §3). What no event tells, and nothing is decided by, stays out:
``note``, ``returned``, when an item was opened and read, clocks and what follows from them, titles and series for lists.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.definition import open_seats

from ..deciding.dossier import ACTED, SEATED, UNFINISHED, Dossier
from ..models import Event, Instance, WorkItem
from ..people.directory import Directory
from ..processes.definitions import loaded

ADDING = {
    "add_before": WorkItem.Relation.BEFORE,
    "add_beside": WorkItem.Relation.BESIDE,
    "add_after": WorkItem.Relation.AFTER,
    "assist": WorkItem.Relation.ASSIST,
}
"""The measures that put a seat beside another one."""

Told = Sequence[tuple[Event, dict[str, Any]]]
"""Events with what they tell."""


def contradictions_of_seats(instance: Instance, events: Sequence[Event], items: Sequence[WorkItem]) -> Iterator[str]:
    """Every way in which seats, claims, signatures and the way back differ from what the events say, in Chinese."""
    told = [(event, json.loads(event.data)) for event in events]
    seated = [item for item in items if item.kind in SEATED]
    if not _turns_hold(instance, list(items)):
        yield _("轮到谁办与经过不符。")
    if not _claims_hold(instance, told, items):
        yield _("领办与经过不符。")
    if not _seats_hold(told, seated):
        yield _("加签、委派与经过不符。")
    if not _visits_hold(told, items):
        yield _("哪一轮表的态与经过不符。")
    if not _signatures_hold(told, items):
        yield _("签字是否有效与经过不符。")
    if not _way_holds(instance, told):
        yield _("退回、再报的去向与经过不符。")
    if not _times_hold(instance, told):
        yield _("挂起或办结的时间与经过不符。")


def _turns_hold(instance: Instance, items: list[WorkItem]) -> bool:
    """Whether exactly those may act whose turn it is by the votes, and nobody while the case is held."""
    moment = instance.changed_at
    case = Dossier(instance, items, loaded(instance.definition_id), moment, Directory(timezone.localdate(moment)))
    turn = {seat.key for seat in open_seats(case.marking().seats)}
    open_now = WorkItem.Status.OPEN if instance.suspended_at is None else WorkItem.Status.HELD
    return all(
        item.entry == instance.entry and item.status == (open_now if item.party in turn else WorkItem.Status.WAITING)
        for item in items
        if item.kind in SEATED and item.status in UNFINISHED
    )


def _claims_hold(instance: Instance, told: Told, items: Sequence[WorkItem]) -> bool:
    """Whether the open seats are taken up by whom the events say (领办)."""
    claims: dict[str, int | None] = {}
    parties = {item.pk: item.party for item in items}
    for event, data in told:
        if "entry" in data and event.kind != "migrate":
            claims.clear()
        if event.kind == "measure" and event.name == "claim":
            claims[data["party"]] = event.behalf_id or event.actor_id
        elif event.kind == "measure" and event.name == "release":
            claims.pop(data["party"], None)
        elif event.kind == "act":
            claims.pop(parties.get(event.item_id or 0, ""), None)
        gone = [*data.get("freed", ()), *(party for party, _status in data.get("closed", ()))]
        if event.kind == "settle" or event.name == "transfer":
            gone += [one[1] for one in data.get("removed", ())]
        for party in gone:
            claims.pop(party, None)
    return all(
        item.claimed_by_id == (claims.get(item.party) if item.entry == instance.entry else None)
        for item in items
        if item.status in UNFINISHED
    )


def _seats_hold(told: Told, seated: Sequence[WorkItem]) -> bool:
    """Whether every seat was put as the events say: by the definition, or beside another one."""
    added = {
        one[1]: (ADDING[event.name], event.item_id, event.name != "assist", False)
        for event, data in told
        if event.kind == "measure" and event.name in ADDING
        for one in data.get("added", ())
    }
    migrated = any(event.kind == "migrate" for event, _data in told)
    for item in seated:
        found = (item.relation, item.raised_by_id, item.required, item.counts)
        wanted = added.get(item.party, (WorkItem.Relation.INITIAL, None, False, True))
        if found != wanted and not (migrated and found[:3] == wanted[:3]):
            return False
    return True


def _visits_hold(told: Told, items: Sequence[WorkItem]) -> bool:
    """Whether every yes and no counts in the visit in which it was given, or to which a straight way took it along."""
    visits: dict[int, int] = {}
    for event, data in told:
        if event.kind == "act" and event.item_id is not None and "verdict" in data:
            visits[event.item_id] = event.entry
        visits |= dict.fromkeys(data.get("kept", ()), data.get("entry", 0))
    return all(item.entry == visits.get(item.pk, item.entry) for item in items if item.status in ACTED)


def _signatures_hold(told: Told, items: Sequence[WorkItem]) -> bool:
    """Whether what was decided, on which content, on paper or not, and what fell since, is as the events say."""
    fallen = {pk: event.pk for event, data in told for pk in data.get("voided", ())}
    decided = {event.item_id: (event, data) for event, data in told if event.kind == "act" and "verdict" in data}
    for item in items:
        if item.status not in ACTED:
            continue
        if (item.status == WorkItem.Status.VOID, item.voided_by_id) != (item.pk in fallen, fallen.get(item.pk)):
            return False
        if item.pk in decided:
            event, data = decided[item.pk]
            signed = bytes(event.content_id) if event.content_id is not None else None
            kept = bytes(item.content_id) if item.content_id is not None else None
            if (item.verdict, kept, item.offline) != (data["verdict"], signed, event.scan is not None):
                return False
    return True


def _way_holds(instance: Instance, told: Told) -> bool:
    """Whether the visits that are remembered were made, the sender is who moved the case, and who returned it was there."""
    memory = instance.memory
    moves = [(event, data) for event, data in told if "entry" in data and event.kind != "migrate"]
    senders = [event.actor_id for event, _data in moves if event.actor_id is not None]
    if memory.get("sender") != (senders[-1] if senders else None):
        return False
    if len(moves) != sum("entry" in data for _event, data in told):
        return True  # states have other names since the migration
    made = {(event.target.name, data["entry"]) for event, data in moves if event.target is not None}
    remembered = [tuple(one) for key in ("path", "back") for one in memory.get(key, ())]
    remembered += [(name, entry) for name, entries in memory.get("visits", {}).items() for entry in entries]
    names = {memory.get("returner", ""), memory.get("came", "")} - {""}
    return set(remembered) <= made and names <= {name for name, _entry in made}


def _times_hold(instance: Instance, told: Told) -> bool:
    """Whether the case is held and finished since when the events say."""
    ended = next((event.at for event, data in reversed(told) if "outcome" in data), None)
    held = next((event for event, _data in reversed(told) if event.name in ("suspend", "resume")), None)
    since = held.at if held is not None and held.name == "suspend" and ended is None else None
    return (instance.finished_at, instance.suspended_at) == (ended, since)
