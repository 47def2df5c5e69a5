"""The story is told for November 2026; on the day of installation all its dates move along, onto working days."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from workflows.worktime.calendar import Calendar, is_working_day

TOLD = date(2026, 11, 25)
"""The day on which the story stands: before it things have happened, after it they are due."""


def nominal(month: int, day: int, *, working: bool = True) -> date:
    """A date of the story, moved by as many days as lie between the story's day and today; then on to a working day."""
    moved = date(2026, month, day) + (timezone.localdate() - TOLD)
    while working and not is_working_day(moved):
        moved += timedelta(days=1)
    return moved


def year_before(month: int, day: int, clock: str = "9:00") -> datetime:
    """The moment of the story a year earlier: the same day of the week, moved on to a working day."""
    hour, minute = (int(part) for part in clock.split(":"))
    moved = nominal(month, day, working=False) - timedelta(days=364)
    while not is_working_day(moved):
        moved += timedelta(days=1)
    return timezone.make_aware(datetime.combine(moved, time(hour, minute)))


def long_enough(then: datetime, days: int) -> datetime:
    """*then*, or so many working days before today where holidays lie between: a term that is told as over has to be over."""
    day = Calendar.recent().before(timezone.localdate(), days)
    return min(then, timezone.make_aware(datetime.combine(day, timezone.localtime(then).time())))


def moment(month: int, day: int, clock: str = "9:00") -> datetime:
    """A moment of the story; what should have happened by now never lies in the future."""
    hour, minute = (int(part) for part in clock.split(":"))
    then = timezone.make_aware(datetime.combine(nominal(month, day), time(hour, minute)))
    return min(then, timezone.now()) if date(2026, month, day) <= TOLD else then
