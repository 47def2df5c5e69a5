import pytest

from documents.notices.models import IssuedNumber, NumberPool
from documents.notices.numbering import void
from portal.desk.register import Wanted, choices, entries, number_of, table
from tests import factories


@pytest.fixture
def pool(places):
    return NumberPool.objects.create(organ=places.province, mark="团曦发", year=2026, next=1)


def numbered(pool, who, places, n, title="关于开展行动的通知"):
    paper = factories.draft(places.youth, who.drafter, title=title, number=f"{pool.mark}〔{pool.year}〕{n}号")
    return IssuedNumber.objects.create(pool=pool, n=n, notice=paper, at=factories.moment(5))


def test_register_lists_newest_numbers_first(pool, who, places):
    rows = [numbered(pool, who, places, n) for n in (1, 2, 3)]
    found = list(entries([places.province.pk], Wanted()))
    assert found == rows[::-1]
    assert number_of(found[0]) == "团曦发〔2026〕3号"


def test_register_of_another_organ_is_not_shown(pool, who, places):
    numbered(pool, who, places, 1)
    assert list(entries([places.city.pk], Wanted())) == []
    assert list(entries([], Wanted())) == []


def test_voided_number_keeps_its_place_and_its_reason(pool, who, places):
    row = numbered(pool, who, places, 1)
    void(row, reason="重复编号")
    (found,) = entries([places.province.pk], Wanted())
    assert (number_of(found), found.status, found.reason) == ("团曦发〔2026〕1号", "voided", "重复编号")


def test_filters_narrow_by_year_mark_and_words(pool, who, places):
    row = numbered(pool, who, places, 1, title="关于召开会议的通知")
    other = NumberPool.objects.create(organ=places.province, mark="团曦函", year=2025, next=1)
    letter = numbered(other, who, places, 1, title="关于征求意见的函")
    organ = [places.province.pk]
    assert list(entries(organ, Wanted(year="2025"))) == [letter]
    assert list(entries(organ, Wanted(mark="团曦发"))) == [row]
    assert list(entries(organ, Wanted(text="征求意见"))) == [letter]
    assert list(entries(organ, Wanted(text="团曦发〔2026〕1"))) == [row]
    assert choices(organ) == (["2026", "2025"], ["团曦发", "团曦函"])


def test_exported_rows_say_what_the_register_says(pool, who, places):
    numbered(pool, who, places, 1)
    (row,) = table(entries([places.province.pk], Wanted()))
    assert row[:3] == ("团曦发〔2026〕1号", "关于开展行动的通知", "通知")
    assert row[-3:] == ("共青团曦原省委", "已用", "")
