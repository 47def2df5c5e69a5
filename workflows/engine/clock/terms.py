"""Terms: until when somebody is asked, when to remind, when the system moves a case by itself.

Every term is a start and a number of working days; what follows from them (``due_at``, ``next_timer_at``) can always be
computed anew, when a year is published, an override changes or a suspended case goes on.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from workflows.definition import Definition, State, Transition
from workflows.worktime.calendar import Calendar, WorkingDay, day_of

from ..deciding.dossier import Dossier
from ..models import NO_TERM, Instance, WorkItem
from ..processes.definitions import loaded


class Terms:
    """Due times in working days, by the calendar as it was within the last minute.

    A change that another process has not seen yet is caught up with: after a change all terms are computed anew twice, the
    second time when nobody can have the old calendar any more (``renewing.SETTLING``).
    """

    def __init__(self, calendar: Calendar | None = None) -> None:
        self._calendar = calendar

    @property
    def calendar(self) -> Calendar:
        """The calendar that all terms of one act go by."""
        if self._calendar is None:
            self._calendar = Calendar.recent()
        return self._calendar

    def set(self, item: WorkItem, state: State) -> None:
        """Start the clock of an item that opens now."""
        item.clock_start, item.clock_days = item.opened_at, state.days
        if state.days and item.opened_at is not None:
            self.renew(item, state, after=item.opened_at)

    def renew(self, item: WorkItem, state: State, *, after: datetime) -> None:
        """Compute the term of an item anew from its clock; reminders that were due up to *after* are past."""
        if item.clock_start is None:
            return
        calendar = self.calendar
        due = calendar.term(item.clock_start, item.clock_days)
        item.due_at, item.provisional = due.end, due.provisional
        item.next_timer_at = next_reminder(calendar, item, state, after=after)

    def enter(self, instance: Instance, rules: Definition, now: datetime) -> None:
        """Start the clock of a state that is entered now."""
        instance.clock_start = now
        self.renew_case(instance, rules)

    def renew_case(self, instance: Instance, rules: Definition) -> None:
        """Compute anew when the system will take the first timed transition of the present state."""
        timed = [one for one in rules.exits(instance.node.name) if one.timed]
        instance.next_timer_at = min((self.ready_at(instance, one) for one in timed), default=NO_TERM)

    def ready_at(self, instance: Instance, transition: Transition) -> datetime:
        """When a transition with ``after`` becomes possible: the end of the n-th working day in the state."""
        start = instance.clock_start or instance.entered_at
        return self.calendar.term(start, transition.after).end

    def suspend(self, case: Dossier, items: Iterable[WorkItem] | None = None) -> None:
        """挂起: nobody is reminded, and the system does nothing by itself, until :meth:`resume`. Saved by the caller's write.

        *items* are those whose clock runs; the open ones of the present visit when not given.
        """
        case.instance.next_timer_at = NO_TERM
        for item in case.open_items if items is None else items:
            item.next_timer_at = NO_TERM
            case.changed_items[item.pk] = item

    def resume(self, case: Dossier, suspended_from: datetime, items: Iterable[WorkItem] | None = None) -> None:
        """恢复 at ``case.now``: every running clock starts as many working days later as it stood still."""
        instance, now = case.instance, case.now
        instance.clock_start = self._later(instance.clock_start or instance.entered_at, suspended_from, now)
        self.renew_case(instance, case.rules)
        for item in case.open_items if items is None else items:
            if item.due_at != NO_TERM and item.clock_start is not None:
                item.clock_start = self._later(item.clock_start, suspended_from, now)
                self.renew(item, case.state, after=now)
            case.changed_items[item.pk] = item

    def _later(self, start: datetime, suspended_from: datetime, now: datetime) -> datetime:
        """*start*, as many working days later as lie in the suspension; the hour of the day stays."""
        day = self.calendar.shift(start, max(start, suspended_from), now).day
        return start + timedelta(days=(day - timezone.localdate(start)).days)


def days_to_stay(rules: Definition, state: str) -> int:
    """How many working days a case stays in a state at least before it may go on, such as five of 公示; 0 for none."""
    return max((one.after for one in rules.exits(state)), default=0)


def stay_of(instance: Instance) -> int:
    """The same for the state in which a case stands."""
    return days_to_stay(loaded(instance.definition_id).rules, instance.node.name)


def stages(calendar: Calendar, item: WorkItem, state: State) -> list[tuple[datetime, int]]:
    """When an item is reminded of, and how many working days from its term; the soonest first. Empty without a term."""
    if item.due_at == NO_TERM:
        return []
    due = day_of(item.due_at)
    offsets = sorted({*state.remind, *([state.escalate] if state.escalate else [])})
    return [(WorkingDay(calendar.beside(due, offset), provisional=False).start, offset) for offset in offsets]


def next_reminder(calendar: Calendar, item: WorkItem, state: State, *, after: datetime) -> datetime:
    """The first reminder later than *after*; NO_TERM when there is none any more."""
    return next((moment for moment, _offset in stages(calendar, item, state) if moment > after), NO_TERM)
