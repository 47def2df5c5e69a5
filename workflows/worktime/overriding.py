"""Setting days by hand, with a record of who did it. Terms follow with the next run of the timers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from .models import DayChange, DayOverride

MOST_DAYS = 31
"""No holiday is longer; more in one go is a slip of the keyboard."""


def set_days(
    first: date,
    last: date,
    *,
    working: bool,
    note: str,
    by: Any,
    completes_year: bool = False,
    now: datetime | None = None,
) -> DayOverride:
    """Set every day from *first* to *last*, also where one was set before. Returns the row of *first*.

    *completes_year* is noted on the first day only.

    Raises:
        ValueError: *last* lies before *first*, or further off than :data:`MOST_DAYS`.
    """
    number = (last - first).days + 1
    if not 1 <= number <= MOST_DAYS:
        raise ValueError(f"from 1 to {MOST_DAYS} days at a time")
    moment = now or timezone.now()
    with transaction.atomic():
        rows = [
            _set(first + timedelta(days=offset), working, note, by, completes_year and offset == 0, moment)
            for offset in range(number)
        ]
    return rows[0]


def set_arrangement(days: Mapping[date, bool], *, note: str, by: Any, year: int, now: datetime | None = None) -> int:
    """Set all days of a year's arrangement at once, so that the year counts as published; how many days. All or nothing.

    *year* is entered as a whole with its first day; days of the year before (a 元旦 that begins in December) are set too.

    Raises:
        ValueError: no day of the year is among them.
    """
    first = min((day for day in days if day.year == year), default=None)
    if first is None:
        raise ValueError("no day of the year")
    moment = now or timezone.now()
    with transaction.atomic():
        for day in sorted(days):
            _set(day, days[day], note, by, day == first, moment)
    return len(days)


def remove_day(row: DayOverride, *, by: Any, now: datetime | None = None) -> None:
    """Let the published calendar decide on the day again."""
    with transaction.atomic():
        _note(row, DayChange.Kind.REMOVED, by, now or timezone.now())
        row.delete()


def _set(day: date, working: bool, note: str, by: Any, completes_year: bool, now: datetime) -> DayOverride:
    row, _made = DayOverride.objects.update_or_create(
        day=day,
        defaults={
            "working": working,
            "note": note,
            "completes_year": completes_year,
            "changed_by": by,
            "changed_at": now,
        },
    )
    _note(row, DayChange.Kind.SET, by, now)
    return row


def _note(row: DayOverride, kind: DayChange.Kind, by: Any, now: datetime) -> None:
    DayChange.objects.create(
        day=row.day,
        kind=kind,
        working=row.working,
        note=row.note,
        completes_year=row.completes_year,
        by=by,
        at=now,
    )
