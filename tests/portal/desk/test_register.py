from datetime import date

import pytest

from documents.notices.models import IssuedNumber, NumberPool
from documents.notices.numbering import void
from portal.desk.register import Wanted, choices, counts, entries, number_of, state_of, table
from tests import factories
from workflows import engine


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


def test_filters_narrow_by_kind_day_and_what_became_of_the_number(pool, who, places):
    sent, voided, waiting, revoked = (numbered(pool, who, places, n) for n in (1, 2, 3, 4))
    for row, fields in ((sent, {"signed_on": date(2026, 3, 1)}), (revoked, {"validity": "revoked", "kind": "通报"})):
        type(row.notice).objects.filter(pk=row.notice_id).update(**fields)
        case = engine.start(row.notice, "issue", actor=who.drafter)
        engine.Instance.objects.filter(pk=case.pk).update(outcome="passed")
    void(voided, reason="重复编号")
    organ = [places.province.pk]
    found = {state: list(entries(organ, Wanted(state=state))) for state in ("sent", "open", "voided", "lapsed")}
    assert found == {"sent": [revoked, sent], "open": [waiting], "voided": [voided], "lapsed": [revoked]}
    assert list(entries(organ, Wanted(kind="通报"))) == [revoked]
    assert list(entries(organ, Wanted(since=date(2026, 3, 1), until=date(2026, 3, 1)))) == [sent]
    assert list(entries(organ, Wanted(since=date(2026, 3, 2)))) == []
    every = entries(organ, Wanted())
    assert counts(every) == {"total": 4, "sent": 2, "open": 1, "voided": 1, "lapsed": 1}
    assert [state_of(row) for row in every] == ["已撤销", "未印发", "已作废", "已印发"]


def test_exported_rows_say_what_the_register_says(pool, who, places):
    numbered(pool, who, places, 1)
    (row,) = table(entries([places.province.pk], Wanted()))
    assert row[:3] == ("团曦发〔2026〕1号", "关于开展行动的通知", "通知")
    assert row[-3:] == ("共青团曦原省委", "未印发", "")
