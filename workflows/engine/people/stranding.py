"""Nothing strands: what waits at a post that nobody holds any more, or for somebody who left, is put to whom the rules name now.

Posts that are handed over pass by ``succession``; this is for those that simply ended, and for organs that were closed,
merged into a successor, or moved in the tree.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from workflows.organisations.models import Membership, Organisation
from workflows.organisations.tree import paths_upward

from ..clock.portions import PORTION, in_portions
from ..clock.terms import Terms
from ..deciding.dossier import UNFINISHED, Dossier, dossiers, locked_instances
from ..deciding.recording import Entry, record
from ..deciding.writing import write
from ..models import NO_TERM, Instance, PostsPass, WorkItem
from .directory import Directory, role_id
from .parties import BARRED, Asked, Target
from .placing import stand_at_organ

SETTLING = timedelta(minutes=10)
"""So long after posts changed one more pass is made, for what was put to them by somebody who had read them before."""

Follower = Callable[[Mapping[int, Organisation], datetime], int]
"""Puts to the successors what a package keeps waiting at closed organs, by their keys; commits by itself; how many rows."""

_followers: list[Follower] = []

logger = logging.getLogger(__name__)

PERSONAL = (WorkItem.Kind.TASK, WorkItem.Kind.CONFIRM)


def settle_stranded(now: datetime | None = None) -> int:
    """Put every stranded item to whom the rules name now; how many cases were touched. Safe to run twice at once.

    Looks through the open items only when posts, people or organs are others than at the last pass, or the day is: else it
    costs three statements. A case that fails is logged, and tried again by the next run.
    """
    moment = now or timezone.now()
    day = timezone.localdate(moment)
    fingerprint = _fingerprint(day)
    if not PostsPass.is_due(fingerprint, moment, SETTLING):
        return 0
    pks = set(stranded(day).values_list("instance", flat=True))
    pks |= set(Instance.objects.filter(organ__in=_successors(day), finished_at=None).values_list("pk", flat=True))
    touched, failed = in_portions(sorted(pks), lambda some: _settle(some, day, moment), "settling what strands in case")
    for follower in _followers:
        failed += not _follow(follower, _successors(day), moment)
    if not failed:
        PostsPass.done(fingerprint, moment)
    return touched


def follows_successors(function: Follower) -> Follower:
    """Register who keeps things waiting at organs beside the engine's items; it is asked whenever organs were closed."""
    _followers.append(function)
    return function


def _follow(follower: Follower, successors: Mapping[int, Organisation], now: datetime) -> bool:
    """Whether a package did its part; when not, it is logged and asked again by the next run."""
    if not successors:
        return True
    try:
        with transaction.atomic():
            follower(successors, now)
    except Exception:
        logger.exception("%s failed", follower.__qualname__)
        return False
    return True


def _fingerprint(day: date) -> str:
    """Tells the posts held on the day, and the organs that another follows, from any others; two statements.

    Count, sum and sum of squares of ids: any post that begins or ends, and anybody who leaves, changes them.
    """
    held = Membership.objects.current(day).aggregate(n=Count("pk"), sum=Sum("pk"), squares=Sum(F("pk") * F("pk")))
    closed = Organisation.objects.filter(until__lte=day, successor__isnull=False).order_by()
    followed = closed.aggregate(n=Count("pk"), sum=Sum("pk"), squares=Sum(F("pk") * F("successor")))
    parts = [value or 0 for found in (held, followed) for value in found.values()]
    return ".".join(map(str, [day.toordinal(), *parts]))[:80]


def stranded(day: date) -> QuerySet[WorkItem]:
    """Items of running cases which nobody can take on the day, also those that are held or wait for their turn, and those
    whose post's holders had all to stand aside: somebody else may hold it by now.

    What was taken up (领办) by somebody who left keeps everybody else from it too.
    """
    return _personal().filter(_nobody(day), status__in=UNFINISHED)


def stranded_beside(day: date) -> QuerySet[WorkItem]:
    """The same of signers who were added and of helpers: nobody stands in for them, whoever asked them calls it off (减签)."""
    beside = WorkItem.objects.filter(kind__in=(*PERSONAL, WorkItem.Kind.ASSIST), instance__finished_at=None)
    return beside.exclude(relation=WorkItem.Relation.INITIAL).filter(_nobody(day), status__in=UNFINISHED)


def _nobody(day: date) -> Q:
    """Items that nobody may take on the day."""
    current = Membership.objects.current(day).filter(user__is_active=True)
    here = Q(organisation=OuterRef("organisation")) | Q(organisation__organ=OuterRef("organisation"))
    held = Exists(current.filter(here, role=OuterRef("role")))
    serves = Exists(current.filter(user=OuterRef("user")))
    nobody = (Q(user=None) & ~Q(held)) | (Q(user__isnull=False) & ~Q(serves))
    nobody |= Q(user__isnull=False, role__isnull=False) & ~Q(
        Exists(current.filter(here, role=OuterRef("role"), user=OuterRef("user")))
    )
    nobody |= Q(note=BARRED)
    return nobody | (Q(claimed_by__isnull=False) & ~Q(Exists(current.filter(user=OuterRef("claimed_by")))))


def settle_lost(lost: Mapping[int, frozenset[int]], now: datetime) -> int:
    """After organs moved in the tree: what lies with a superior that they have no more is put to whom the rules name now.

    *lost* are the former superiors by organ. Items of suspended cases change hands too and stay held. How many cases.
    """
    above = {pk for gone in lost.values() for pk in gone}
    items = _personal().filter(status__in=UNFINISHED)
    there = items.filter(Q(organisation__in=above) | Q(organisation__organ__in=above))
    found = there.values_list("pk", "instance", "instance__organ", "organisation", "organisation__organ")
    mine = {pk: case for pk, case, organ, place, whole in found if {place, whole} & lost.get(organ, frozenset())}
    pks, day = sorted(set(mine.values())), timezone.localdate(now)
    portions = [pks[start : start + PORTION] for start in range(0, len(pks), PORTION)]
    return sum(_settle(some, day, now, lost=frozenset(mine)) for some in portions)


def _personal() -> QuerySet[WorkItem]:
    """What running cases ask of posts and persons by the rules of their state."""
    initial = WorkItem.objects.filter(kind__in=PERSONAL, relation=WorkItem.Relation.INITIAL)
    return initial.filter(instance__finished_at=None)


@transaction.atomic
def _settle(pks: Sequence[int], day: date, now: datetime, *, lost: frozenset[int] = frozenset()) -> int:
    """Settle some cases under their locks; *lost* are items to be put to others though somebody holds the post."""
    cases = dossiers(locked_instances(pks), now, Directory(day))
    left = lost | set(stranded(day).filter(instance__in=pks).values_list("pk", flat=True))
    successors = _successors(day)
    terms = Terms()
    touched = [case for pk, case in cases.items() if pk in pks and _settle_one(case, left, successors, terms)]
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
        stranded = stranded | _with_former_superiors(case, organ)
        Instance.objects.filter(pk=case.instance.pk).update(organ=organ, organisation=organ, path=organ.path)
        case.instance.organ, case.instance.organisation, case.instance.path = organ, organ, organ.path
        stand_at_organ(case.instance)
    case.world.seats(case.state)
    asked = {one.seat.key: one for one in case.world.asked.get(case.state.name, ())}
    for item in [one for one in case.current_items if one.pk in stranded and one.status in UNFINISHED]:
        if item.claimed_by_id is not None:
            _free(case, item, data)
        note = asked[item.party].note if item.party in asked else ""
        if targets := _instead(case, item, asked.get(item.party), successors):
            _put(case, item, targets, data, terms, note)
    if not data:
        return False
    node = case.instance.node
    record(case, Entry("settle", "", node, node, case.instance.entry, data=data))
    return True


def _with_former_superiors(case: Dossier, organ: Organisation) -> set[int]:
    """What lies with a superior that the case has no more once it is *organ*'s; its items by key."""
    gone = set(paths_upward(case.instance.path)) - set(paths_upward(organ.path)) - {case.instance.path}
    asked = [one for one in case.current_items if one.kind in PERSONAL and one.relation == WorkItem.Relation.INITIAL]
    return {item.pk for item in asked if item.status in UNFINISHED and item.organisation.as_organ.path in gone}


def _free(case: Dossier, item: WorkItem, data: dict[str, Any]) -> None:
    """What somebody had taken up waits for the whole seat again."""
    data.setdefault("freed", []).append(item.party)
    for one in case.current_items:
        if one.party == item.party and one.claimed_by_id is not None and one.status in UNFINISHED:
            one.claimed_by = None
            case.touch(one)


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


def _put(
    case: Dossier, item: WorkItem, targets: Sequence[Target], data: dict[str, Any], terms: Terms, note: str
) -> None:
    """Ask *targets* in the item's stead, on a clock of their own; what was held or waits for its turn does so still."""
    status, item.status = item.status, WorkItem.Status.MOVED
    case.touch(item)
    data.setdefault("removed", []).append(_named(item))
    for target in targets:
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
            opened_at=None if status == WorkItem.Status.WAITING else case.now,
            status=status,
        )
        if any(one.status in UNFINISHED and _named(one) == _named(made) for one in case.current_items):
            continue
        terms.set(made, case.state)
        if status == WorkItem.Status.HELD:
            made.next_timer_at = NO_TERM
        case.items.append(made)
        case.new_items.append(made)
        data.setdefault("added", []).append([*_named(made), note])


def _named(item: WorkItem) -> list[Any]:
    """Whom an item asks and for what, as an event keeps it."""
    return [str(item.kind), item.party, item.organisation_id, item.role_id, item.user_id]
