"""Setting days by hand: what counts afterwards, and who did it."""

from datetime import UTC, date, datetime

import pytest

from workflows.organisations.models import User
from workflows.worktime.calendar import Calendar
from workflows.worktime.models import DayChange, DayOverride
from workflows.worktime.overriding import remove_day, set_days

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 5, 1, 30, tzinfo=UTC)


@pytest.fixture
def keeper() -> User:
    return User.objects.create(username="k", name="卫一新")


def changes() -> list[tuple[str, str, bool]]:
    return [(f"{row.day:%m-%d}", row.kind, row.working) for row in DayChange.objects.order_by("pk")]


def test_holiday_is_set_in_one_go_and_recorded_day_by_day(keeper: User) -> None:
    set_days(date(2027, 10, 1), date(2027, 10, 3), working=False, note="国办发明电", by=keeper, now=NOW)
    assert list(DayOverride.objects.order_by("day").values_list("day__day", "working", "changed_by", "changed_at")) == [
        (day, False, keeper.pk, NOW) for day in (1, 2, 3)
    ]
    assert changes() == [("10-01", "set", False), ("10-02", "set", False), ("10-03", "set", False)]


def test_day_set_again_keeps_both_records(keeper: User) -> None:
    other = User.objects.create(username="o", name="安守静")
    day = date(2026, 11, 9)
    set_days(day, day, working=False, note="县里统一安排", by=keeper, now=NOW)
    row = set_days(day, day, working=True, note="撤销", by=other, now=NOW)
    assert DayOverride.objects.get() == row
    remove_day(row, by=keeper, now=NOW)
    assert not DayOverride.objects.exists()
    assert changes() == [("11-09", "set", False), ("11-09", "set", True), ("11-09", "removed", True)]
    assert list(DayChange.objects.order_by("pk").values_list("by", flat=True)) == [keeper.pk, other.pk, keeper.pk]


def test_year_entered_as_a_whole_is_not_provisional_any_more(keeper: User) -> None:
    day = date(2027, 1, 1)
    set_days(day, day, working=False, note="国办发明电", by=keeper, now=NOW)
    assert Calendar.read(date(2027, 3, 1)).add(date(2027, 3, 1), 1).provisional
    before = Calendar.read().fingerprint
    set_days(day, day, working=False, note="国办发明电", by=keeper, completes_year=True, now=NOW)
    assert not Calendar.read(date(2027, 3, 1)).add(date(2027, 3, 1), 1).provisional
    assert Calendar.read(date(2027, 12, 31)).add(date(2027, 12, 31), 1).provisional
    assert Calendar.read().fingerprint != before


@pytest.mark.parametrize("last", [date(2026, 11, 8), date(2026, 12, 31)])
def test_days_the_wrong_way_round_or_too_many_are_refused(keeper: User, last: date) -> None:
    with pytest.raises(ValueError, match="31 days"):
        set_days(date(2026, 11, 9), last, working=False, note="", by=keeper)
    assert not DayChange.objects.exists()
