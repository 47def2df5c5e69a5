"""Nothing strands: what waits at a post that nobody holds any more, or for somebody who left, is put to whom the rules name now.

Posts that are handed over pass by ``succession``; this is for those that simply ended, and for organs that were closed,
merged into a successor, or moved in the tree.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from workflows.organisations.models import Membership, Organisation

from ..clock.terms import Terms
from ..deciding.dossier import Dossier, dossiers, locked_instances
from ..deciding.recording import Entry, record
from ..deciding.writing import write
from ..models import Instance, WorkItem
from .directory import Directory, role_id
from .parties import Asked, Target

CHUNK = 200
PERSONAL = (WorkItem.Kind.TASK, WorkItem.Kind.CONFIRM)


def settle_stranded(now: datetime | None = None) -> int:
    """Put every stranded item to whom the rules name now; how many cases were touched. Safe to run twice at once."""
    moment = now or timezone.now()
    day, touched = timezone.localdate(moment), 0
    pks = sorted(set(_stranded(day).values_list("instance", flat=True)))
    for start in range(0, len(pks), CHUNK):
        touched += _settle(pks[start : start + CHUNK], day, moment)
    return touched


def follow_tree() -> int:
    """After organs moved in the tree: let every case stand where its organ stands now; how many did not. One statement."""
    organs = Organisation.objects.filter(pk=OuterRef("organ")).order_by()
    stale = Instance.objects.exclude(path=F("organ__path")).order_by().values("pk")
    return Instance.objects.filter(pk__in=stale).update(path=Subquery(organs.values("path")[:1]))


def _stranded(day: date) -> QuerySet[WorkItem]:
    """Open items of running cases which nobody can take on the day."""
    current = Membership.objects.current(day).filter(user__is_active=True)
    here = Q(organisation=OuterRef("organisation")) | Q(organisation__organ=OuterRef("organisation"))
    held = Exists(current.filter(here, role=OuterRef("role")))
    serves = Exists(current.filter(user=OuterRef("user")))
    nobody = (Q(user=None) & ~Q(held)) | (Q(user__isnull=False) & ~Q(serves))
    found = WorkItem.objects.filter(nobody, status=WorkItem.Status.OPEN, kind__in=PERSONAL)
    return found.filter(instance__finished_at=None, instance__suspended_at=None, relation=WorkItem.Relation.INITIAL)


@transaction.atomic
def _settle(pks: Sequence[int], day: date, now: datetime) -> int:
    cases = dossiers(locked_instances(pks), now, Directory(day))
    stranded = set(_stranded(day).filter(instance__in=pks).values_list("pk", flat=True))
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


def _settle_one(case: Dossier, stranded: set[int], successors: dict[int, Organisation], terms: Terms) -> bool:
    """Settle one case under its lock; whether anything changed."""
    data: dict[str, Any] = {}
    if (organ := successors.get(case.instance.organ_id)) is not None:
        data["organ"] = [case.instance.organ.code, organ.code]
        Instance.objects.filter(pk=case.instance.pk).update(organ=organ, organisation=organ, path=organ.path)
        case.instance.organ, case.instance.organisation, case.instance.path = organ, organ, organ.path
    case.world.seats(case.state)
    asked = {one.seat.key: one for one in case.world.asked.get(case.state.name, ())}
    for item in [one for one in case.open_items if one.pk in stranded]:
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
    if item.status == WorkItem.Status.OPEN:
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
    )
    if any(one.status == WorkItem.Status.OPEN and _named(one) == _named(made) for one in case.current_items):
        return
    terms.set(made, case.state)
    case.items.append(made)
    case.new_items.append(made)
    data.setdefault("added", []).append([*_named(made), note])


def _named(item: WorkItem) -> list[Any]:
    """Whom an item asks and for what, as an event keeps it."""
    return [str(item.kind), item.party, item.organisation_id, item.role_id, item.user_id]
