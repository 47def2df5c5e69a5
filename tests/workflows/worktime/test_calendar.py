"""Counting working days: published years, overrides, and years that nobody has published yet."""

from datetime import date

import pytest

from workflows.worktime.calendar import Calendar, WorkingDay, add_working_days, is_working_day, working_days_between
from workflows.worktime.models import DayOverride

pytestmark = pytest.mark.django_db


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2026-02-13", 5, "2026-02-27"),
        ("2026-09-24", 5, "2026-10-09"),
        ("2026-09-29", 5, "2026-10-12"),
        ("2026-04-30", 3, "2026-05-08"),
        ("2025-12-31", 2, "2026-01-05"),
        ("2026-01-01", 1, "2026-01-04"),
        ("2019-04-04", 5, "2019-04-12"),
        ("2010-01-28", 5, "2010-02-04"),
        ("2026-11-05", 0, "2026-11-05"),
    ],
)
def test_counting_skips_holidays_and_uses_make_up_days(start: str, days: int, expected: str) -> None:
    assert add_working_days(day(start), days) == WorkingDay(day(expected), provisional=False)


def test_saturday_is_no_working_day_unless_made_up() -> None:
    assert not is_working_day(day("2010-04-10"))
    assert is_working_day(day("2026-10-10"))


def test_unpublished_year_counts_weekdays_and_says_so() -> None:
    assert add_working_days(day("2031-01-03"), 2) == WorkingDay(day("2031-01-07"), provisional=True)
    assert not add_working_days(day("2026-12-28"), 3).provisional
    assert add_working_days(day("2026-12-31"), 1).provisional


def test_override_wins_over_the_published_calendar() -> None:
    DayOverride.objects.create(day=day("2026-11-06"), working=False, note="县里统一安排")
    DayOverride.objects.create(day=day("2026-11-07"), working=True)
    assert add_working_days(day("2026-11-05"), 1) == WorkingDay(day("2026-11-07"), provisional=False)


def test_override_makes_a_day_of_an_unpublished_year_certain() -> None:
    DayOverride.objects.create(day=day("2031-01-02"), working=True)
    assert add_working_days(day("2031-01-01"), 1) == WorkingDay(day("2031-01-02"), provisional=False)


def test_days_between_count_the_last_and_not_the_first() -> None:
    assert working_days_between(day("2026-11-05"), day("2026-11-10")) == 3
    assert working_days_between(day("2026-11-10"), day("2026-11-05")) == -3
    assert working_days_between(day("2026-11-05"), day("2026-11-05")) == 0


@pytest.mark.parametrize(
    ("end", "days", "expected"),
    [
        ("2026-11-26", 3, "2026-11-23"),
        ("2026-11-23", 1, "2026-11-20"),
        ("2026-10-09", 3, "2026-09-29"),
        ("2026-11-05", 0, "2026-11-05"),
    ],
)
def test_days_before_skip_holidays_too(end: str, days: int, expected: str) -> None:
    assert Calendar.read().before(day(end), days) == day(expected)


def test_working_day_ends_at_half_past_five_in_shanghai() -> None:
    assert WorkingDay(day("2026-11-06"), provisional=False).end.isoformat() == "2026-11-06T17:30:00+08:00"


def test_counting_refuses_what_makes_no_sense() -> None:
    with pytest.raises(ValueError, match="forward"):
        add_working_days(day("2026-11-05"), -1)
    with pytest.raises(ValueError, match="backward"):
        Calendar({}).before(day("2026-11-05"), -1)
    with pytest.raises(ValueError, match="ten years"):
        Calendar({}).add(day("2026-11-05"), 4000)
    with pytest.raises(ValueError, match="ten years"):
        Calendar({}).before(day("2026-11-05"), 4000)


def test_one_calendar_reads_its_overrides_once(django_assert_num_queries) -> None:
    DayOverride.objects.create(day=day("2026-11-06"), working=False)
    with django_assert_num_queries(1):
        calendar = Calendar.read(day("2026-11-01"))
        assert [calendar.add(day("2026-11-05"), days).day.day for days in (1, 2, 3)] == [9, 10, 11]
