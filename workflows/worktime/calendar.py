"""Working days: the published holidays, the overrides of this house, and an honest mark where a year is not published yet.

The order: an override of the day, the arrangement published by the State Council (chinesecalendar), and for years that it
does not know, Monday to Friday, marked as provisional; due times are computed anew when the arrangement comes.

Days are those of the house's time zone (``TIME_ZONE``), whatever zone a moment is written in.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from time import monotonic

import chinese_calendar
from chinese_calendar import constants
from django.db.models import Q
from django.utils import timezone

from workflows.database import Prepared

from .models import DayOverride

START_OF_DAY = time(8, 30)
"""When a working day begins: nobody is reminded before (practice.md §3.17)."""

END_OF_DAY = time(17, 30)
"""When a working day ends: terms run until then, the day itself included (practice.md §3.14)."""

KEEP_SECONDS = 60

MAX_DAYS = 3660
"""No term is longer than ten years; a loop beyond it would be a mistake in the overrides."""

_SINCE = Prepared(
    lambda since: (
        DayOverride.objects.filter(Q(day__gte=since) | Q(completes_year=True))
        .order_by()
        .values_list("day", "working", "completes_year")
    )
)


@dataclass(frozen=True)
class WorkingDay:
    """A day found by counting; *provisional* when a day on the way belongs to a year without published holidays."""

    day: date
    provisional: bool

    @property
    def end(self) -> datetime:
        """The end of that working day, in the time zone of the house."""
        return _at(self.day, END_OF_DAY)

    @property
    def start(self) -> datetime:
        """The beginning of that working day, in the time zone of the house."""
        return _at(self.day, START_OF_DAY)


@dataclass(frozen=True)
class Calendar:
    """The days as they count, with the overrides read once: one query for any number of computations.

    *complete* are the years whose arrangement was entered by hand as a whole.
    """

    overrides: dict[date, bool] = field(default_factory=dict)
    complete: frozenset[int] = frozenset()
    _known: dict[tuple[date, int], WorkingDay] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What was counted already: a day's decisions ask for the same few terms again and again."""

    @classmethod
    def read(cls, since: date | None = None) -> Calendar:
        """The calendar with the overrides from *since* on; all of them when not given."""
        rows = _SINCE(since or date.min)
        return cls(
            {day: working for day, working, _complete in rows}, frozenset(day.year for day, _, whole in rows if whole)
        )

    @classmethod
    def recent(cls) -> Calendar:
        """The calendar as it was within the last minute, for showing only: no query on most pages."""
        return _recent.calendar()

    def is_working(self, day: date) -> bool:
        """Whether people work on *day*."""
        if day in self.overrides:
            return self.overrides[day]
        try:
            return bool(chinese_calendar.is_workday(day))
        except NotImplementedError:  # a year that is not published
            return day.weekday() < 5

    def is_provisional(self, day: date) -> bool:
        """Whether the answer for *day* is only a guess from the weekday."""
        return day not in self.overrides and day.year not in self.complete and not is_published(day)

    def is_guessed(self, first: date, last: date) -> bool:
        """Whether any day after *first* up to *last* belongs to a year without published holidays."""
        days = (last - first).days
        return any(self.is_provisional(first + timedelta(days=number)) for number in range(1, days + 1))

    def add(self, start: date, days: int) -> WorkingDay:
        """The *days*-th working day after *start*; *start* itself is not counted. For 0, *start*.

        Raises:
            ValueError: *days* is negative, or the overrides leave no working day within ten years.
        """
        if days < 0:
            raise ValueError("working days are counted forward")
        if (found := self._known.get((start, days))) is not None:
            return found
        day, left, provisional = start, days, False
        for _ in range(MAX_DAYS):
            if left == 0:
                found = self._known[start, days] = WorkingDay(day, provisional)
                return found
            day += timedelta(days=1)
            provisional = provisional or self.is_provisional(day)
            left -= self.is_working(day)
        raise ValueError("no working day within ten years")

    def term(self, start: datetime, days: int) -> WorkingDay:
        """The last day of a term of *days* working days that runs from *start*; its ``end`` is when it is over.

        A term of 0 days ends on the day of *start*, or on the next working day where nobody works then.
        """
        first = day_of(start)
        return self.add(first, days if days or self.is_working(first) else 1)

    def shift(self, due: datetime, suspended_from: datetime, resumed_at: datetime) -> WorkingDay:
        """The new last day of a term that ended at *due* and stood still in between (挂起).

        As many working days are added as lie after the day of *suspended_from* up to that of *resumed_at*: suspended and
        resumed on the same day costs nothing, suspended on Friday and resumed on Monday gives one day.
        """
        return self.add(day_of(due), max(self.between(day_of(suspended_from), day_of(resumed_at)), 0))

    def beside(self, day: date, offset: int) -> date:
        """The working day *offset* working days after *day*, before it when negative; for 0, *day*."""
        return self.before(day, -offset) if offset < 0 else self.add(day, offset).day

    def is_open(self, moment: datetime) -> bool:
        """Whether people are at work at *moment*."""
        local = timezone.localtime(moment, timezone.get_default_timezone())
        return START_OF_DAY <= local.time() < END_OF_DAY and self.is_working(local.date())

    def next_open(self, moment: datetime) -> datetime:
        """*moment* itself when people are at work then, else when they come next."""
        if self.is_open(moment):
            return moment
        today = day_of(moment)
        first = _at(today, START_OF_DAY)
        return first if moment < first and self.is_working(today) else self.add(today, 1).start

    @property
    def fingerprint(self) -> str:
        """A digest of everything that the answers rest on: it changes with an override and when a year is published."""
        published = [sorted(map(str, days)) for days in (constants.holidays, constants.workdays)]
        own = sorted((str(day), working) for day, working in self.overrides.items())
        return hashlib.sha256(json.dumps([published, own, sorted(self.complete)]).encode()).hexdigest()

    def before(self, end: date, days: int) -> date:
        """The *days*-th working day before *end*; *end* itself is not counted. For 0, *end*.

        Raises:
            ValueError: *days* is negative, or the overrides leave no working day within ten years.
        """
        if days < 0:
            raise ValueError("working days are counted backward")
        if (found := self._known.get((end, -days))) is not None:
            return found.day
        day, left = end, days
        for _ in range(MAX_DAYS):
            if left == 0:
                self._known.setdefault((end, -days), WorkingDay(day, provisional=False))
                return day
            day -= timedelta(days=1)
            left -= self.is_working(day)
        raise ValueError("no working day within ten years")

    def between(self, first: date, last: date) -> int:
        """How many working days lie after *first* up to and including *last*; negative the other way round."""
        if last < first:
            return -self.between(last, first)
        return sum(self.is_working(first + timedelta(days=number)) for number in range(1, (last - first).days + 1))


class _Recent:
    """The calendar last read, kept for a minute; a change made in this process is seen at once."""

    def __init__(self) -> None:
        self._kept: tuple[float, Calendar] | None = None

    def calendar(self) -> Calendar:
        kept = self._kept
        if kept is not None and monotonic() - kept[0] <= KEEP_SECONDS:
            return kept[1]
        read = Calendar.read()
        self.keep(read)
        return read

    def keep(self, calendar: Calendar) -> None:
        self._kept = (monotonic(), calendar)

    def forget(self, **kwargs: object) -> None:
        self._kept = None


_recent = _Recent()
keep = _recent.keep
forget = _recent.forget
"""Read the overrides afresh, after a change."""


def day_of(moment: datetime) -> date:
    """The day of the house in which *moment* lies."""
    return timezone.localdate(moment, timezone.get_default_timezone())


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=timezone.get_default_timezone())


def is_published(day: date) -> bool:
    """Whether the holidays of the day's year are known to the library."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def last_published_year() -> int:
    """The last year whose holidays the library knows."""
    return max(day.year for days in (constants.holidays, constants.workdays) for day in days)


def is_working_day(day: date) -> bool:
    """Whether people work on *day*; one query."""
    return Calendar.read(day).is_working(day)


def add_working_days(start: date, days: int) -> WorkingDay:
    """The *days*-th working day after *start*; one query."""
    return Calendar.read(start).add(start, days)


def working_days_between(first: date, last: date) -> int:
    """How many working days lie after *first* up to and including *last*; one query."""
    return Calendar.read(min(first, last)).between(first, last)
