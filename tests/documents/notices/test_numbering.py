"""发文字号: gapless per organ, 代字 and year, whoever draws them and however often a transaction fails."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from documents.notices import checking, distribution, numbering
from documents.notices.models import IssuedNumber, Notice, NumberPool
from tests.factories import COUNTY_ROUTE, draft, moment, notice, people, tree
from workflows import engine


@pytest.fixture
def house(db: None) -> SimpleNamespace:
    places = tree()
    return SimpleNamespace(places=places, people=people(places))


def paper(house: SimpleNamespace, mark: str = "团曦发") -> Notice:
    return draft(house.places.youth, house.people.drafter, mark=mark)


def test_number_is_written_with_full_year_and_six_cornered_brackets() -> None:
    assert numbering.format_number("团曦联", 2026, 3) == "团曦联〔2026〕3号"


def test_numbers_follow_each_other_per_organ_mark_and_year(house: SimpleNamespace) -> None:
    with transaction.atomic():
        given = [numbering.allocate(paper(house, mark), now=moment(5)) for mark in ("团曦发", "团曦发", "团曦联")]
    county = draft(house.places.county, house.people.county_drafter, mark="团曦发")
    with transaction.atomic():
        given.append(numbering.allocate(county, now=moment(5)))
    assert [str(number) for number in given] == [
        "团曦发〔2026〕1号",
        "团曦发〔2026〕2号",
        "团曦联〔2026〕1号",
        "团曦发〔2026〕1号",
    ]


def test_year_of_the_number_is_the_year_in_shanghai(house: SimpleNamespace) -> None:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    new_year = datetime(2026, 12, 31, 16, 30, tzinfo=ZoneInfo("UTC"))
    with transaction.atomic():
        assert str(numbering.allocate(paper(house), now=new_year)) == "团曦发〔2027〕1号"


def test_paper_that_comes_again_keeps_its_number(house: SimpleNamespace) -> None:
    notice = paper(house)
    with transaction.atomic():
        first = numbering.allocate(notice, now=moment(5))
        again = numbering.allocate(Notice.objects.get(pk=notice.pk), now=moment(6))
    assert first == again
    assert IssuedNumber.objects.count() == 1


def test_number_without_mark_is_refused_with_advice(house: SimpleNamespace) -> None:
    with pytest.raises(numbering.NumberingError, match="机关代字"), transaction.atomic():
        numbering.allocate(paper(house, ""), now=moment(5))


def test_rolled_back_transaction_leaves_no_gap(house: SimpleNamespace) -> None:
    class LostError(Exception):
        pass

    def fails() -> None:
        with transaction.atomic():
            numbering.allocate(paper(house), now=moment(5))
            raise LostError

    with pytest.raises(LostError):
        fails()
    with transaction.atomic():
        assert numbering.allocate(paper(house), now=moment(5)).n == 1


def test_voided_number_stays_with_its_reason_and_is_not_given_again(house: SimpleNamespace) -> None:
    notice = paper(house)
    with transaction.atomic():
        issued = numbering.allocate(notice, now=moment(5))
    with pytest.raises(numbering.NumberingError, match="原因"):
        numbering.void(issued, reason=" ")
    numbering.void(issued, reason="校对错误，重新编号")
    with pytest.raises(numbering.NumberingError, match="已经作废"):
        numbering.void(issued, reason="再次作废")
    with transaction.atomic():
        assert numbering.allocate(Notice.objects.get(pk=notice.pk), now=moment(5)).n == 2
    assert list(IssuedNumber.objects.order_by("n").values_list("n", "status", "reason")) == [
        (1, "voided", "校对错误，重新编号"),
        (2, "issued", ""),
    ]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_hundred_numbers_by_twenty_threads_have_no_gap_and_no_double() -> None:
    places = tree()
    drafter = people(places).drafter
    papers = [draft(places.youth, drafter, mark="团曦发") for _ in range(200)]

    class LostError(Exception):
        pass

    def draw(index: int) -> None:
        try:
            for fails in (index % 2 == 0, False):
                try:
                    with transaction.atomic():
                        numbering.allocate(Notice.objects.get(pk=papers[index].pk), now=moment(5))
                        if fails:
                            raise LostError
                except LostError:
                    continue
                return
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(draw, range(200)))
    assert sorted(IssuedNumber.objects.values_list("n", flat=True)) == list(range(1, 201))


@pytest.mark.postgres
@pytest.mark.heavy
@pytest.mark.django_db(transaction=True)
def test_a_hundred_papers_numbered_by_twenty_clerks_through_the_process_have_no_gap_and_no_double() -> None:
    places = tree()
    who = people(places)
    cases = ready_to_number(places, who, 100)

    class LostError(Exception):
        pass

    def register(index: int) -> str:
        action = engine.Action(cases[index], "register", who.county_drafter, request_key=f"press-{index}")
        try:
            if index % 2 == 0:
                with suppress(LostError), transaction.atomic():
                    engine.act(action, now=moment(6))
                    raise LostError
            return str(engine.act(action, now=moment(6)).instance.state)
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        assert set(pool.map(register, range(100))) == {"print"}
    assert sorted(IssuedNumber.objects.values_list("n", flat=True)) == list(range(1, 101))
    assert NumberPool.objects.get().next == 101
    written = Notice.objects.order_by("issued_numbers__n").values_list("number", flat=True)
    assert list(written) == [f"团鹭发〔2026〕{n}号" for n in range(1, 101)]
    assert engine.Event.objects.filter(name="register").count() == 100
    assert all(engine.verify(case) == [] for case in engine.Instance.objects.filter(pk__in=cases[::20]))


def ready_to_number(places: SimpleNamespace, who: SimpleNamespace, count: int) -> list[int]:
    """Cases of *count* papers that wait for their number, led there forty at a time."""
    papers = [notice(places.county, who.county_drafter, mark="团鹭发", copies=30) for _ in range(count)]
    for paper in papers:
        checking.tick(paper, who.county_drafter)
        distribution.save(paper, main=[places.township.pk], cc=[])
    cases = [engine.instance_of(paper, "issue").pk for paper in papers]
    for transition, post in COUNTY_ROUTE[:4]:
        for start in range(0, count, 40):
            actions = [
                engine.Action(case, transition, getattr(who, post), opinion="同意。")
                for case in cases[start : start + 40]
            ]
            assert not [each for each in engine.act_many(actions, now=moment(5)) if isinstance(each, engine.Refused)]
    return cases
