"""汇总表: whose figures are in the sums, whose are not and why, and the same number of questions whatever the units."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.submissions import calling
from documents.submissions.models import Addressee
from documents.submissions.totals import sums_of, total_columns, total_rows, totals
from tests import factories
from tests.documents.submissions import making
from tests.documents.submissions.making import act
from tests.factories import moment

NOON = moment(20, 12)
ZERO = dict.fromkeys(("sessions", "companions", "volunteers", "pairs", "rooms"), "0")


@pytest.fixture
def county(summary, places, who, neighbour):
    """A unit in every state: passed, returned, zero, on paper, late and waiting, missing, exempt."""
    making.passed(summary, places.other_township, neighbour, who.county_drafter, sessions="9", companions="132")
    returned = making.reported(summary, places.township, who.township_secretary)
    act(returned, "return", who.county_drafter, "照片露正脸。", to="draft")
    making.passed(summary, places.school, who.teacher, who.county_drafter, **ZERO)
    return places.county


def unit(call, places, name, level="township"):
    """One more unit of the county, asked like the others."""
    organ = factories.organisation(name, under=places.county, level=level, short_name=name, profile="small")
    Addressee.objects.create(call=call, organ=organ)
    return organ


def test_only_what_was_passed_is_summed(summary, places, who, county):
    paper = making.on_paper(summary, unit(summary, places, "石灯坪乡团委"), who.county_drafter, sessions="4")
    act(paper, "accept", who.county_secretary, "已核。")
    late = unit(summary, places, "晚渡小学", "grassroots")
    making.reported(summary, late, factories.holder("任溪声", late, "reporter"), now=moment(25))
    unit(summary, places, "蛙鸣乡团委")
    exempt = unit(summary, places, "草垛乡团委")
    row = Addressee.objects.get(call=summary, organ=exempt)
    calling.exempt(row, "没有农村学校。", actor=who.county_drafter)
    found = totals(summary, [county], now=NOON)
    assert found.sums == {
        "sessions": Decimal(13),
        "companions": Decimal(237),
        "volunteers": Decimal(12),
        "pairs": Decimal(28),
        "rooms": Decimal(2),
    }
    assert {str(line.row.organ) for line in found.counted} == {"芦哨镇团委", "鹭汀一中团委", "石灯坪乡团委"}
    assert {str(line.row.organ): line.left_out for line in found.left_out} == {
        "晚渡镇团委": "退回",
        "晚渡小学": "待审核",
        "蛙鸣乡团委": "未报",
    }


def test_a_late_paper_counts_as_soon_as_it_is_passed(summary, places, who):
    paper = making.reported(summary, places.township, who.township_secretary, now=moment(25))
    assert totals(summary, [places.county], now=moment(26)).counted == []
    act(paper, "accept", who.county_drafter, now=moment(26))
    (line,) = totals(summary, [places.county], now=moment(26)).counted
    assert (line.row.late, line.figures["sessions"]) == (True, 7)


def test_a_returned_paper_counts_again_once_it_was_mended_and_passed(summary, places, who, county):
    paper = summary.submissions.get(organ=places.township)
    making.drafting.save_draft(paper, who.township_secretary, {"sessions": "8"}, now=moment(12))
    making.finishing.finish(paper, actor=who.township_secretary, now=moment(12))
    act(paper, "submit", who.township_secretary, now=moment(12))
    act(paper, "accept", who.county_drafter, now=moment(12))
    assert totals(summary, [county], now=NOON).sums["sessions"] == 17


def test_a_paper_in_its_own_unit_waits_for_the_unit(summary, places, who):
    factories.holder("谢珺玥", places.township, "reporter")
    making.reported(summary, places.township, who.township_secretary)
    found = totals(summary, [places.county], now=NOON)
    assert {str(line.row.organ): line.left_out for line in found.left_out}["晚渡镇团委"] == "待单位审核"


def test_without_anything_the_sums_are_empty(summary, places):
    found = totals(summary, [places.county], now=NOON)
    assert (found.sums, found.counted, len(found.left_out)) == ({}, [], 3)


def test_the_exported_table_ends_with_the_sums(summary, county):
    found = totals(summary, [county], now=NOON)
    heads = [name for name, _width in total_columns(found)]
    assert heads[3:6] == ["状态", "开放次数（次）", "陪伴人次（人次）"]
    rows = total_rows(found)
    assert {len(row) for row in rows} == {len(heads)}
    assert [row[1:6] for row in rows] == [
        ["晚渡镇团委", "990121002", "退回", None, None],
        ["芦哨镇团委", "990121001", "已报", 9, 132],
        ["鹭汀县第一中学团委", "99S05", "零报送", 0, 0],
        ["2个单位", "", "", 9, 132],
    ]
    assert [row[9] for row in rows] == ["退回", "计入", "计入", ""]


def test_sums_are_exact():
    assert sums_of([{"a": "0.1", "b": "1"}, {"a": "0.2"}]) == {"a": Decimal("0.3"), "b": Decimal(1)}


def test_the_table_asks_the_same_for_one_unit_and_for_three(summary, places, who, neighbour):
    one = making.call("summary", places.city, who.city_drafter, title="一镇")
    one.addressees.exclude(organ__in=[places.county, places.township]).delete()
    making.passed(one, places.township, who.township_secretary, who.county_drafter)
    for organ, actor in (
        (places.township, who.township_secretary),
        (places.other_township, neighbour),
        (places.school, who.teacher),
    ):
        making.passed(summary, organ, actor, who.county_drafter)

    def queries(call):
        with CaptureQueriesContext(connection) as seen:
            totals(call, [places.county], now=NOON)
        return len(seen)

    assert queries(one) == queries(summary) <= 7
