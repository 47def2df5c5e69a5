"""Nothing strands: what waits at a post that nobody holds any more, or for somebody who left, is put to whom the rules name now.

Posts that are handed over pass by ``succession``; this is for those that simply ended, and for organs that were closed,
merged into a successor, or moved in the tree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from workflows.organisations.models import Membership, Organisation

from ..clock.terms import Terms
from ..deciding.dossier import Dossier, dossiers, locked_instances
from ..deciding.recording import Entry, record
from ..deciding.writing import write
from ..models import NO_TERM, Instance, WorkItem
from .directory import Directory, role_id
from .parties import Asked, Target
from .placing import stand_at_organ

CHUNK = 200
PERSONAL = (WorkItem.Kind.TASK, WorkItem.Kind.CONFIRM)
WAITING = (WorkItem.Status.OPEN, WorkItem.Status.HELD)


def settle_stranded(now: datetime | None = None) -> int:
    """Put every stranded item to whom the rules name now; how many cases were touched. Safe to run twice at once."""
    moment = now or timezone.now()
    day, touched = timezone.localdate(moment), 0
    pks = sorted(set(_stranded(day).values_list("instance", flat=True)))
    for start in range(0, len(pks), CHUNK):
        touched += _settle(pks[start : start + CHUNK], day, moment)
    return touched


def _stranded(day: date) -> QuerySet[WorkItem]:
    """Open items of running cases which nobody can take on the day."""
    current = Membership.objects.current(day).filter(user__is_active=True)
    here = Q(organisation=OuterRef("organisation")) | Q(organisation__organ=OuterRef("organisation"))
    held = Exists(current.filter(here, role=OuterRef("role")))
    serves = Exists(current.filter(user=OuterRef("user")))
    nobody = (Q(user=None) & ~Q(held)) | (Q(user__isnull=False) & ~Q(serves))
    return _personal().filter(nobody, status=WorkItem.Status.OPEN, instance__suspended_at=None)


def settle_lost(lost: Mapping[int, frozenset[int]], now: datetime) -> int:
    """After organs moved in the tree: what lies with a superior that they have no more is put to whom the rules name now.

    *lost* are the former superiors by organ. Items of suspended cases change hands too and stay held. How many cases.
    """
    above = {pk for gone in lost.values() for pk in gone}
    items = _personal().filter(status__in=WAITING)
    there = items.filter(Q(organisation__in=above) | Q(organisation__organ__in=above))
    found = there.values_list("pk", "instance", "instance__organ", "organisation", "organisation__organ")
    mine = {pk: case for pk, case, organ, place, whole in found if {place, whole} & lost.get(organ, frozenset())}
    pks, day, touched = sorted(set(mine.values())), timezone.localdate(now), 0
    for start in range(0, len(pks), CHUNK):
        touched += _settle(pks[start : start + CHUNK], day, now, lost=frozenset(mine))
    return touched


def _personal() -> QuerySet[WorkItem]:
    """What running cases ask of posts and persons by the rules of their state."""
    initial = WorkItem.objects.filter(kind__in=PERSONAL, relation=WorkItem.Relation.INITIAL)
    return initial.filter(instance__finished_at=None)


@transaction.atomic
def _settle(pks: Sequence[int], day: date, now: datetime, *, lost: frozenset[int] = frozenset()) -> int:
    """Settle some cases under their locks; *lost* are items to be put to others though somebody holds the post."""
    cases = dossiers(locked_instances(pks), now, Directory(day))
    stranded = lost | set(_stranded(day).filter(instance__in=pks).values_list("pk", flat=True))
    successors = _successors(day)
    terms = Terms()
    touched = [case for pk, case in cases.items() if pk in pks and _settle_one(case, stranded, successors, terms)]
    write(touched, now)
    return len(touched)


def _successors(day: date) -> dict[int, Organisation]:
    """By which organisation one that was closed is followed, through any number of closings."""
    closed = Organisation.objects.filter(until__lte=day, successor__isnull=False).select_related("successor")
    found = {one.pk: one.successor for one in closed if one.successor is not None}
    for pk in found:
        seen = {pk}
        while found[pk].pk in found and found[pk].pk not in seen:
            seen.add(found[pk].pk)
            found[pk] = found[found[pk].pk]
    return found


def _settle_one(
    case: Dossier, stranded: frozenset[int] | set[int], successors: dict[int, Organisation], terms: Terms
) -> bool:
    """Settle one case under its lock; whether anything changed."""
    data: dict[str, Any] = {}
    if (organ := successors.get(case.instance.organ_id)) is not None:
        data["organ"] = [case.instance.organ.code, organ.code]
        Instance.objects.filter(pk=case.instance.pk).update(organ=organ, organisation=organ, path=organ.path)
        case.instance.organ, case.instance.organisation, case.instance.path = organ, organ, organ.path
        stand_at_organ(case.instance)
    case.world.seats(case.state)
    asked = {one.seat.key: one for one in case.world.asked.get(case.state.name, ())}
    for item in [one for one in case.current_items if one.pk in stranded and one.status in WAITING]:
        for target in _instead(case, item, asked.get(item.party), successors):
            _put(case, item, target, data, terms, asked[item.party].note if item.party in asked else "")
    if not data:
        return False
    node = case.instance.node
    record(case, Entry("settle", "", node, node, case.instance.entry, data=data))
    return True


def _instead(
    case: Dossier, item: WorkItem, asked: Asked | None, successors: dict[int, Organisation]
) -> tuple[Target, ...]:
    """Who is asked instead of an item's post or person; nobody where the rules still name the same."""
    followed = successors.get(item.organisation_id)
    if followed is not None and item.role is not None:
        case.directory.read([followed.path])
        place = case.directory.places[followed.pk]
        if set(case.directory.holders(place, item.role.key)) - case.excluded(case.state.name):
            return (Target(followed.pk, item.role.key),)
    own = (item.organisation_id, item.role.key if item.role is not None else "", item.user_id)
    targets = asked.targets if asked is not None else ()
    return () if any((one.organisation_id, one.role, one.user_id) == own for one in targets) else targets


def _put(case: Dossier, item: WorkItem, target: Target, data: dict[str, Any], terms: Terms, note: str) -> None:
    """Ask *target* in the item's stead, on a clock of its own; the first closes the item."""
    status = WorkItem.Status.OPEN if case.instance.suspended_at is None else WorkItem.Status.HELD
    if item.status in WAITING:
        item.status = WorkItem.Status.MOVED
        case.touch(item)
        data.setdefault("removed", []).append(_named(item))
    made = WorkItem(
        instance=case.instance,
        entry=item.entry,
        party=item.party,
        kind=item.kind,
        rank=item.rank,
        required=item.required,
        counts=item.counts,
        organisation_id=target.organisation_id,
        role_id=role_id(target.role) if target.role else None,
        user_id=target.user_id,
        returned=item.returned,
        note=note,
        opened_at=case.now,
        status=status,
    )
    if any(one.status == status and _named(one) == _named(made) for one in case.current_items):
        return
    terms.set(made, case.state)
    if status == WorkItem.Status.HELD:
        made.next_timer_at = NO_TERM
    case.items.append(made)
    case.new_items.append(made)
    data.setdefault("added", []).append([*_named(made), note])


def _named(item: WorkItem) -> list[Any]:
    """Whom an item asks and for what, as an event keeps it."""
    return [str(item.kind), item.party, item.organisation_id, item.role_id, item.user_id]
