"""挂起, 恢复 and 延期 as they reach the rows of one case, and the inner cases within it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from workflows.database import once
from workflows.organisations.models import Membership, User

from ..clock.terms import Terms
from ..models import Event, Instance, WorkItem
from .dossier import SEATED, UNFINISHED, Dossier
from .recording import Entry, record

Status = WorkItem.Status

REACHING = ("suspend", "resume", "extension_grant")
"""The measures on a case that reach the inner cases within it."""


def hold(case: Dossier, terms: Terms) -> None:
    """挂起: clocks stand still, and what was open leaves the worklists. What was sent round stays readable."""
    case.instance.suspended_at = case.now
    terms.suspend(case, _running(case))
    for item in case.items:
        if item.status == Status.OPEN and item.kind != WorkItem.Kind.READ:
            item.status = Status.HELD
            case.touch(item)


def let_go(case: Dossier, terms: Terms) -> int:
    """恢复: what was held is open again, its term later by the working days that passed; how many those are."""
    since = case.instance.suspended_at or case.now
    case.instance.suspended_at = None
    for item in case.items:
        if item.status == Status.HELD:
            item.status = Status.OPEN
            case.touch(item)
    terms.resume(case, since, _running(case))
    first, last = timezone.localdate(since), timezone.localdate(case.now)
    return terms.calendar.between(first, last)


def rests_outside(case: Dossier) -> bool:
    """Whether the case around an inner one is suspended: then it rests too, and goes on with it."""
    outer = case.instance.parent_item_id
    if outer is None:
        return False
    rests = Instance.objects.filter(items=outer, suspended_at__isnull=False)
    return once(("rests", outer), rests.exists)


def reach(
    name: str, data: dict[str, Any], inner: list[Dossier], terms: Terms, actor: User | None, post: Membership | None
) -> Iterator[Dossier]:
    """Do inside what was done outside; the inner cases that it changed, each with an event of its own.

    An inner case that was suspended by its own people stays so when the outer one goes on.
    """
    own = _held_by_their_own(inner) if name == "resume" else set()
    for case in inner:
        told: dict[str, Any] = {"outside": True}
        held = case.instance.suspended_at is not None
        if name == "suspend" and not held:
            hold(case, terms)
        elif name == "resume" and held and case.instance.pk not in own:
            told["days"] = let_go(case, terms)
        elif name == "extension_grant" and not held and _extend(case, int(data["days"]), terms):
            told["days"] = data["days"]
        else:
            continue
        node, visit = case.instance.node, case.instance.entry
        record(case, Entry("measure", name, node, node, visit, actor=actor, post=post, data=told))
        yield case


def _extend(case: Dossier, days: int, terms: Terms) -> bool:
    """So many working days more for what is asked now; whether anything has a term."""
    asked = [item for item in case.current_items if item.kind in SEATED and item.status in UNFINISHED]
    clocked = [item for item in asked if item.clock_start is not None and item.clock_days]
    for item in clocked:
        item.clock_days += days
        terms.renew(item, case.state, after=case.now)
        case.touch(item)
    return bool(clocked)


def _held_by_their_own(inner: list[Dossier]) -> set[int]:
    """The cases among *inner* whose suspension did not come from outside."""
    events = Event.objects.filter(
        instance__in=[case.instance.pk for case in inner], kind="measure", name="suspend"
    ).order_by("seq")
    last = {event.instance_id: json.loads(event.data) for event in events}
    return {pk for pk, data in last.items() if not data.get("outside")}


def _running(case: Dossier) -> list[WorkItem]:
    """The items with a clock: the open ones, and those that wait behind a signer and keep theirs."""
    return [
        item
        for item in case.items
        if item.clock_start is not None
        and (item.status == Status.OPEN or (item.status == Status.WAITING and item.entry == case.instance.entry))
    ]
