"""All terms computed anew when the calendar has changed: a year was published, or an administrator set a day.

Packages above that keep terms of their own say how with :func:`follows_calendar`.

No event is written: a term follows from the item's clock and the calendar, the days changed by hand have a record of their
own (who, when, on which ground), and the marking stays as it was.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from workflows.worktime.calendar import Calendar

from ..deciding.dossier import locked_instances
from ..models import NO_TERM, CalendarPass, Instance, WorkItem
from ..processes.definitions import loaded
from .portions import in_portions
from .terms import Terms

SETTLING = timedelta(minutes=10)
"""So long after a change one more pass is made, for cases that were opened with the calendar as it was before."""

RETRY = timedelta(hours=1)
"""When the system looks again at a transition whose time has come but whose conditions do not hold."""

Follower = Callable[[Calendar, datetime], int]
"""Computes a package's own terms anew, commits by itself, and returns how many changed."""

_followers: list[Follower] = []

logger = logging.getLogger(__name__)

_ITEM_FIELDS = ("due_at", "provisional", "next_timer_at")


def follows_calendar(function: Follower) -> Follower:
    """Register who keeps terms in working days beside the engine's; it is asked at every pass, and may be asked twice."""
    _followers.append(function)
    return function


def renew_terms(now: datetime) -> int:
    """Compute all terms anew if the calendar is not the one of the last pass. Returns how many items changed.

    Idempotent; two at once do the same work twice, each case under its lock. A case that fails is logged, and tried again by
    the next run.
    """
    calendar = Calendar.read()
    fingerprint = calendar.fingerprint
    if not CalendarPass.is_due(fingerprint, now, SETTLING):
        return 0
    running = Instance.objects.filter(finished_at__isnull=True, suspended_at__isnull=True).order_by("pk")
    changed, failed = in_portions(
        list(running.values_list("pk", flat=True)), lambda pks: _renew(set(pks), Terms(calendar), now), "terms of case"
    )
    for follower in _followers:
        more = _follow(follower, calendar, now)
        changed, failed = changed + (more or 0), failed + (more is None)
    if not failed:
        CalendarPass.done(fingerprint, now)
    return changed


def _follow(follower: Follower, calendar: Calendar, now: datetime) -> int | None:
    """What one package changed; None when it failed, which is logged and tried again by the next run."""
    try:
        with transaction.atomic():
            return follower(calendar, now)
    except Exception:
        logger.exception("%s failed", follower.__qualname__)
        return None


@transaction.atomic
def _renew(pks: set[int], terms: Terms, now: datetime) -> int:
    """Some cases under lock. A reminder that would have been due today is due still, unless it was made."""
    locked = locked_instances(pks)
    cases = {one.pk: one for one in locked if one.finished_at is None and one.suspended_at is None}
    today = timezone.make_aware(datetime.combine(timezone.localdate(now), time.min))
    changed = []
    for item in _clocked(set(cases)):
        before = (item.due_at, item.provisional)
        rules = loaded(cases[item.instance_id].definition_id)
        terms.renew(item, rules.state(cases[item.instance_id].node_id), after=today)
        if (item.due_at, item.provisional) != before:
            changed.append(item)
    WorkItem.objects.bulk_update(changed, _ITEM_FIELDS)
    moved = []
    for case in cases.values():
        rules, at = loaded(case.definition_id), case.next_timer_at
        case.node = rules.by_id[case.node_id]
        terms.renew_case(case, rules.rules)
        put_off = case.next_timer_at <= now < at <= now + RETRY  # its conditions did not hold a while ago
        if case.next_timer_at != at and not put_off:
            moved.append(case)
    Instance.objects.bulk_update(moved, ["next_timer_at"])
    return len(changed)


def _clocked(pks: set[int]) -> list[WorkItem]:
    """The open items of some cases whose term follows from a clock, those of the present visit and others alike."""
    open_items = WorkItem.objects.filter(instance__in=pks, status=WorkItem.Status.OPEN, clock_start__isnull=False)
    return list(open_items.filter(due_at__lt=NO_TERM).order_by("pk"))
