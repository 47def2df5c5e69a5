"""Terms: suspension shifts them, a changed calendar computes them anew."""

from datetime import UTC, date, datetime

import pytest

from tests.workflows.engine.conftest import NOW, SHANGHAI, House
from workflows.engine import Instance, Terms, WorkItem, run_timers, worklist
from workflows.engine.clock.renewing import SETTLING
from workflows.engine.clock.timers import Ran
from workflows.engine.deciding.dossier import Dossier, dossiers, locked_instances
from workflows.engine.models import NO_TERM, CalendarPass, Event
from workflows.engine.people.directory import Directory
from workflows.worktime.models import DayOverride


def in_review(house: House, now: datetime = NOW) -> WorkItem:
    """Put to the secretary on Thursday the 5th: due on Thursday the 12th at 17:30."""
    instance = house.case(process="clock")
    house.does(instance, house.drafter, "submit", now=now)
    return WorkItem.objects.get(instance=instance, status="open")


def fresh(item: WorkItem) -> WorkItem:
    return WorkItem.objects.select_related("instance").get(pk=item.pk)


def at(day: int, hour: int = 17, minute: int = 30, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def dossier(item: WorkItem, now: datetime) -> Dossier:
    return dossiers(locked_instances([item.instance_id]), now, Directory(now.date()))[item.instance_id]


def save(case: Dossier) -> None:
    from workflows.engine.deciding.writing import write

    write([case], case.now)


def test_term_is_kept_in_universal_time_and_ends_in_shanghai(house: House) -> None:
    item = in_review(house)
    assert item.due_at == datetime(2026, 11, 12, 9, 30, tzinfo=UTC)
    late = in_review(house, now=datetime(2026, 11, 5, 16, 30, tzinfo=UTC))  # half past midnight on Friday in Shanghai
    assert fresh(late).due_at == at(13)


def test_suspension_shifts_terms_and_timers_by_the_working_days_in_between(house: House) -> None:
    item = in_review(house)
    case = dossier(item, at(6, 10))
    Terms().suspend(case)
    save(case)
    assert (fresh(item).next_timer_at, fresh(item).instance.next_timer_at) == (NO_TERM, NO_TERM)
    case = dossier(item, at(10, 15))  # Friday to Tuesday: two working days
    Terms().resume(case, at(6, 10))
    save(case)
    after = fresh(item)
    assert (after.due_at, after.clock_days) == (at(16), 5)
    assert after.next_timer_at == at(11, 8, 30)  # T-3 anew
    assert after.instance.next_timer_at == at(19)  # 8 days from the 5th were the 17th


def test_shifted_term_survives_a_change_of_the_calendar(house: House) -> None:
    item = in_review(house)
    case = dossier(item, at(10, 15))
    Terms().resume(case, at(6, 10))
    save(case)
    DayOverride.objects.create(day=date(2026, 11, 13), working=False)
    assert run_timers(now=at(10, 18, 0)).renewed == 1
    assert fresh(item).due_at == at(17)


def test_changed_day_renews_running_terms_in_one_pass(house: House) -> None:
    item, done = in_review(house), in_review(house)
    house.does(done.instance, house.secretary, "agree")
    run_timers(now=NOW)
    DayOverride.objects.create(day=date(2026, 11, 9), working=False, note="县里统一安排")
    events = Event.objects.count()
    assert run_timers(now=at(6, 18, 0)) == Ran(renewed=1, moved=0, reminded=0)
    assert (fresh(item).due_at, fresh(done).due_at) == (at(13), at(12))
    assert fresh(item).next_timer_at == at(10, 8, 30)
    assert fresh(item).instance.next_timer_at == at(18)
    assert run_timers(now=at(6, 18, 1)) == Ran(0, 0, 0)
    assert Event.objects.count() == events


def test_removing_the_day_gives_the_old_term_back(house: House) -> None:
    item = in_review(house)
    row = DayOverride.objects.create(day=date(2026, 11, 9), working=False)
    run_timers(now=NOW)
    assert fresh(item).due_at == at(13)
    row.delete()
    run_timers(now=NOW)
    assert fresh(item).due_at == at(12)


def test_unpublished_year_is_provisional_until_the_holidays_are_known(house: House) -> None:
    item = in_review(house, now=datetime(2026, 12, 28, 9, 30, tzinfo=SHANGHAI))
    assert (fresh(item).due_at, fresh(item).provisional) == (datetime(2027, 1, 4, 17, 30, tzinfo=SHANGHAI), True)
    (row,) = worklist(house.secretary, now=NOW)
    assert row.left.provisional
    run_timers(now=at(28, 18, 0, month=12))
    for day, working in ((1, False), (2, False), (3, False), (4, True), (5, True)):
        DayOverride.objects.create(day=date(2027, 1, day), working=working, note="国办发明电〔2026〕×号")
    assert run_timers(now=at(28, 18, 1, month=12)).renewed == 1
    assert (fresh(item).due_at, fresh(item).provisional) == (datetime(2027, 1, 5, 17, 30, tzinfo=SHANGHAI), False)


def test_published_year_of_a_new_library_renews_too(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    item = in_review(house)
    run_timers(now=NOW)
    from workflows.worktime import calendar

    monkeypatch.setitem(calendar.constants.holidays, date(2026, 11, 9), "sample")
    assert run_timers(now=NOW).renewed == 1
    assert fresh(item).due_at == at(13)


def test_case_opened_with_the_old_calendar_is_caught_by_one_more_pass(house: House) -> None:
    run_timers(now=NOW)
    DayOverride.objects.create(day=date(2026, 11, 9), working=False)
    run_timers(now=NOW)
    item = in_review(house)
    WorkItem.objects.filter(pk=item.pk).update(due_at=at(12))  # as a transaction that began before would have left it
    assert run_timers(now=NOW + SETTLING / 2).renewed == 0
    assert run_timers(now=NOW + SETTLING).renewed == 1
    assert fresh(item).due_at == at(13)
    assert CalendarPass.objects.get().passed_at == NOW + SETTLING
    assert run_timers(now=NOW + 2 * SETTLING).renewed == 0


def test_renewing_leaves_set_dates_and_finished_cases_alone(house: House) -> None:
    item = in_review(house)
    WorkItem.objects.filter(pk=item.pk).update(clock_start=None, due_at=at(20))
    DayOverride.objects.create(day=date(2026, 11, 9), working=False)
    assert run_timers(now=NOW).renewed == 0
    assert fresh(item).due_at == at(20)


def test_reminder_that_a_change_brings_forward_is_made_the_same_day(house: House) -> None:
    item = in_review(house)
    run_timers(now=NOW)
    DayOverride.objects.create(day=date(2026, 11, 7), working=True)  # a Saturday made up: due on the 11th
    run_timers(now=at(6, 10))  # T-3 is the 7th now
    assert (fresh(item).due_at, fresh(item).next_timer_at) == (at(11), at(7, 8, 30))
    assert Instance.objects.get(pk=item.instance_id).next_timer_at == at(16)
    assert run_timers(now=at(7, 8, 30)).reminded == 1


def test_packages_that_follow_the_calendar_are_asked_and_a_failing_one_is_asked_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workflows.engine.clock import renewing

    asked: list[bool] = []

    def follower(calendar: object, now: datetime) -> int:
        asked.append(True)
        if len(asked) == 1:
            raise RuntimeError("a fault of a package")
        return 3

    item = in_review(house)
    monkeypatch.setattr(renewing, "_followers", [follower])
    DayOverride.objects.create(day=date(2026, 11, 9), working=False)
    assert run_timers(now=NOW).renewed == 1  # the engine's own term; the package's failed
    assert fresh(item).due_at == at(13)
    assert run_timers(now=NOW).renewed == 3
    assert run_timers(now=NOW).renewed == 0
