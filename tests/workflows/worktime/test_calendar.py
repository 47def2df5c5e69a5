"""Counting working days: published years, overrides, and years that nobody has published yet."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from workflows.worktime.calendar import Calendar, WorkingDay, add_working_days, is_working_day, working_days_between
from workflows.worktime.models import DayOverride

pytestmark = pytest.mark.django_db


SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


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


def test_year_of_the_sample_has_the_published_days() -> None:
    calendar = Calendar()
    days = [day("2026-01-01") + timedelta(days=number) for number in range(365)]
    assert sum(map(calendar.is_working, days)) == 248
    assert [f"{one:%m-%d}" for one in days if calendar.is_working(one) and one.weekday() >= 5] == [
        "01-04", "02-14", "02-28", "05-09", "09-20", "10-10",
    ]  # fmt: skip
    assert [f"{one:%m-%d}" for one in days if not calendar.is_working(one) and one.weekday() < 5] == [
        "01-01", "01-02", "02-16", "02-17", "02-18", "02-19", "02-20", "02-23", "04-06", "05-01", "05-04", "05-05",
        "06-19", "09-25", "10-01", "10-02", "10-05", "10-06", "10-07",
    ]  # fmt: skip


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


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2026-11-05T09:30", 5, "2026-11-12"),
        ("2026-11-07T10:00", 0, "2026-11-09"),  # a Saturday: the term of a day that is left ends on Monday
        ("2026-11-06T10:00", 0, "2026-11-06"),
        ("2026-10-10T10:00", 0, "2026-10-10"),  # made up
    ],
)
def test_term_ends_on_a_working_day(start: str, days: int, expected: str) -> None:
    assert Calendar.read().term(at(start), days).day == day(expected)


def test_term_counts_from_the_day_in_shanghai() -> None:
    assert Calendar().term(datetime(2026, 11, 5, 16, 30, tzinfo=UTC), 1).day == day("2026-11-09")  # Friday, 00:30


@pytest.mark.parametrize(
    ("suspended", "resumed", "expected"),
    [
        ("2026-11-06T10:00", "2026-11-06T16:00", "2026-11-12"),  # the same day costs nothing
        ("2026-11-06T10:00", "2026-11-09T09:00", "2026-11-13"),  # over a week-end: one day
        ("2026-11-06T10:00", "2026-11-08T09:00", "2026-11-12"),  # resumed on Sunday: none
        ("2026-11-06T10:00", "2026-11-13T09:00", "2026-11-19"),
        ("2026-11-16T10:00", "2026-11-17T09:00", "2026-11-13"),  # was late already, and stays as late
        ("2026-11-09T10:00", "2026-11-06T09:00", "2026-11-12"),  # clocks of two machines: never earlier
    ],
)
def test_suspension_shifts_a_term_by_the_working_days_in_between(suspended: str, resumed: str, expected: str) -> None:
    due = at("2026-11-12T17:30")
    assert Calendar().shift(due, at(suspended), at(resumed)).end == at(f"{expected}T17:30")


def test_suspension_over_a_holiday_counts_make_up_days() -> None:
    shifted = Calendar().shift(at("2026-09-30T17:30"), at("2026-09-29T10:00"), at("2026-10-10T10:00"))
    assert shifted.day == day("2026-10-12")  # 30 September, 8, 9 and 10 October: four days


def test_shift_into_an_unpublished_year_is_provisional() -> None:
    assert Calendar().shift(at("2026-12-30T17:30"), at("2026-12-29T10:00"), at("2026-12-31T10:00")).provisional


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-05T08:30", "2026-11-05T08:30"),
        ("2026-11-05T08:29", "2026-11-05T08:30"),
        ("2026-11-05T17:30", "2026-11-06T08:30"),
        ("2026-11-06T18:00", "2026-11-09T08:30"),
        ("2026-11-07T10:00", "2026-11-09T08:30"),
        ("2026-10-10T10:00", "2026-10-10T10:00"),
    ],
)
def test_people_are_at_work_from_half_past_eight_to_half_past_five(moment: str, expected: str) -> None:
    calendar = Calendar()
    assert calendar.next_open(at(moment)) == at(expected)
    assert calendar.is_open(at(moment)) == (moment == expected)
    assert calendar.next_open(at(moment).astimezone(UTC)) == at(expected)


def test_fingerprint_changes_with_every_day_and_comes_back() -> None:
    before = Calendar.read().fingerprint
    row = DayOverride.objects.create(day=day("2026-11-06"), working=False)
    assert Calendar.read().fingerprint != before
    row.delete()
    assert Calendar.read().fingerprint == before


def test_calendar_for_showing_sees_a_change_at_once_and_asks_once(django_assert_num_queries) -> None:
    assert Calendar.recent().is_working(day("2026-11-06"))
    DayOverride.objects.create(day=day("2026-11-06"), working=False)
    with django_assert_num_queries(1):
        assert not Calendar.recent().is_working(day("2026-11-06"))
        assert not Calendar.recent().is_working(day("2026-11-06"))
