"""Working days: the published holidays, the overrides of this house, and an honest mark where a year is not published yet.

The order: an override of the day, the arrangement published by the State Council (chinesecalendar), and for years that it
does not know, Monday to Friday, marked as provisional; due times are computed anew when the arrangement comes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import chinese_calendar
from django.utils import timezone

from .models import DayOverride

END_OF_DAY = time(17, 30)
"""When a working day ends: terms run until then, the day itself included (practice.md §3.14)."""

MAX_DAYS = 3660
"""No term is longer than ten years; a loop beyond it would be a mistake in the overrides."""


@dataclass(frozen=True)
class WorkingDay:
    """A day found by counting; *provisional* when a day on the way belongs to a year without published holidays."""

    day: date
    provisional: bool

    @property
    def end(self) -> datetime:
        """The end of that working day, in the time zone of the house."""
        return datetime.combine(self.day, END_OF_DAY, tzinfo=timezone.get_default_timezone())


@dataclass(frozen=True)
class Calendar:
    """The days as they count, with the overrides read once: one query for any number of computations."""

    overrides: dict[date, bool] = field(default_factory=dict)

    @classmethod
    def read(cls, since: date | None = None) -> Calendar:
        """The calendar with the overrides from *since* on; all of them when not given."""
        rows = DayOverride.objects.all() if since is None else DayOverride.objects.filter(day__gte=since)
        return cls(dict(rows.order_by().values_list("day", "working")))

    def is_working(self, day: date) -> bool:
        """Whether people work on *day*."""
        if day in self.overrides:
            return self.overrides[day]
        if is_published(day):
            return bool(chinese_calendar.is_workday(day))
        return day.weekday() < 5

    def is_provisional(self, day: date) -> bool:
        """Whether the answer for *day* is only a guess from the weekday."""
        return day not in self.overrides and not is_published(day)

    def add(self, start: date, days: int) -> WorkingDay:
        """The *days*-th working day after *start*; *start* itself is not counted. For 0, *start*.

        Raises:
            ValueError: *days* is negative, or the overrides leave no working day within ten years.
        """
        if days < 0:
            raise ValueError("working days are counted forward")
        day, left, provisional = start, days, False
        for _ in range(MAX_DAYS):
            if left == 0:
                return WorkingDay(day, provisional)
            day += timedelta(days=1)
            provisional = provisional or self.is_provisional(day)
            left -= self.is_working(day)
        raise ValueError("no working day within ten years")

    def before(self, end: date, days: int) -> date:
        """The *days*-th working day before *end*; *end* itself is not counted. For 0, *end*.

        Raises:
            ValueError: *days* is negative, or the overrides leave no working day within ten years.
        """
        if days < 0:
            raise ValueError("working days are counted backward")
        day, left = end, days
        for _ in range(MAX_DAYS):
            if left == 0:
                return day
            day -= timedelta(days=1)
            left -= self.is_working(day)
        raise ValueError("no working day within ten years")

    def between(self, first: date, last: date) -> int:
        """How many working days lie after *first* up to and including *last*; negative the other way round."""
        if last < first:
            return -self.between(last, first)
        return sum(self.is_working(first + timedelta(days=number)) for number in range(1, (last - first).days + 1))


def is_published(day: date) -> bool:
    """Whether the holidays of the day's year are known to the library."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def is_working_day(day: date) -> bool:
    """Whether people work on *day*; one query."""
    return Calendar.read(day).is_working(day)


def add_working_days(start: date, days: int) -> WorkingDay:
    """The *days*-th working day after *start*; one query."""
    return Calendar.read(start).add(start, days)


def working_days_between(first: date, last: date) -> int:
    """How many working days lie after *first* up to and including *last*; one query."""
    return Calendar.read(min(first, last)).between(first, last)
