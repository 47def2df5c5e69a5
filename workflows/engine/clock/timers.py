"""What the passing of time does: terms computed anew, timed transitions taken, reminders made. ``manage.py run_timers``.

Everything here may run twice, and twice at once: a row in hand of another process is left to it (SKIP LOCKED on PostgreSQL;
SQLite lets one writer in at a time), and each step commits by itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from ..deciding.acting import go_on
from ..errors import Refused
from ..models import Instance
from ..people.stranding import settle_stranded
from ..people.succession import carry_out
from .reminding import remind
from .renewing import RETRY, renew_terms

logger = logging.getLogger(__name__)

BATCH = 500


@dataclass(frozen=True)
class Ran:
    """What one run did: terms that changed, cases moved on by the system, reminders made, posts handed over on their day.

    *failed* counts the steps that broke off as a whole; a single case that fails is logged and holds up no other.
    """

    renewed: int
    moved: int
    reminded: int
    handed: int = 0
    failed: int = 0


def run_timers(*, now: datetime | None = None) -> Ran:
    """Do everything that is due at *now*; a step that fails is logged, the others go on, and the next run tries again."""
    moment = now or timezone.now()
    steps = (carry_out, settle_stranded, renew_terms, move_on, remind)
    handed, settled, renewed, moved, reminded = (_attempt(step, moment) for step in steps)
    failed = [handed, settled, renewed, moved, reminded].count(None)
    return Ran(renewed or 0, moved or 0, reminded or 0, handed or 0, failed)


def _attempt(step: Callable[[datetime], int], now: datetime) -> int | None:
    """What a step returned; None when it broke off. Each commits what it did by itself."""
    try:
        return step(now)
    except Exception:
        logger.exception("%s broke off; the next run tries again", step.__name__)
        return None


def move_on(now: datetime) -> int:
    """Take the timed transitions whose time has come; returns how many cases moved. One bad case holds up no other."""
    moved, seen = 0, 0
    while batch := list(_due(now).filter(pk__gt=seen).order_by("pk").values_list("pk", "root")[:BATCH]):
        seen = batch[-1][0]
        moved += sum(_move_one(pk, root or pk, now) for pk, root in batch)
    return moved


def _due(now: datetime) -> QuerySet[Instance]:
    """Cases that the system is to move: one indexed query."""
    return Instance.objects.filter(finished_at__isnull=True, suspended_at__isnull=True, next_timer_at__lte=now)


def _move_one(pk: int, root: int, now: datetime) -> bool:
    """Move one case under its root's lock, unless another process has it in hand; put it off if it cannot go on now."""
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        free = Instance.objects.select_for_update(skip_locked=skip).filter(pk=root).first()
        if free is None or not _due(now).filter(pk=pk).exists():
            return False
        try:
            moved = go_on(pk, now=now)
        except Refused as refusal:
            logger.warning("case %s cannot go on by itself: %s", pk, refusal)
            moved = False
        except Exception:
            logger.exception("case %s could not be moved on", pk)
            moved = False
        if not moved:
            Instance.objects.filter(pk=pk).update(next_timer_at=now + RETRY)
    return moved
