"""Where every unit stands, and the same number of questions to the database whatever their number."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.submissions import calling
from documents.submissions.models import Addressee
from documents.submissions.progress import Standing, progress, standings, standings_of, summary_columns, summary_rows
from tests import factories
from tests.documents.submissions import making
from tests.documents.submissions.making import act
from tests.factories import moment
from workflows.organisations.posts import posts

NOON = moment(20, 12)
FIGURES = ("sessions", "companions", "volunteers", "pairs", "rooms")


def told(call, organ, now=NOON):
    (row,) = [row for row in progress(call, [call.organ], now=now).rows if row.organ == organ]
    return row


def asked(call, organ):
    return Addressee.objects.get(call=call, organ=organ)


def test_a_unit_that_has_not_begun_is_missing(pilot, places):
    row = told(pilot, places.county)
    assert (row.standing, row.note, row.is_begun) == (Standing.MISSING, "还没有开始", False)


def test_a_unit_that_fills_in_is_missing_too(pilot, places, who):
    making.begun(pilot, places.county, who.county_drafter)
    row = told(pilot, places.county)
    assert (row.standing, row.note, row.at) == (Standing.MISSING, "正在填写", None)


def test_a_passed_term_is_told(pilot, places):
    assert told(pilot, places.county, moment(28)).note == "还没有开始，已逾期"


def test_a_unit_that_has_sent_is_reported_wherever_its_paper_lies(pilot, places, who):
    paper = making.agreed(pilot, places.county, who.county_drafter, who.county_secretary)
    row = told(pilot, places.county)
    assert (row.standing, row.state_title, row.at, row.late, row.submission_id) == (
        Standing.REPORTED,
        "市级评估",
        making.SENT,
        False,
        paper.pk,
    )


def test_a_paper_that_came_late_is_marked(places, who):
    call = making.call("pilot", places.province, who.drafter, until=date(2026, 11, 10))
    making.sent(call, places.county, who.county_drafter)
    row = told(call, places.county)
    assert (row.standing, row.late, row.note) == (Standing.REPORTED, True, "逾期补报")


def test_a_returned_paper_stands_apart(pilot, places, who):
    paper = making.agreed(pilot, places.county, who.county_drafter, who.county_secretary)
    act(paper, "return", who.city_drafter, "缺盖章件。", to="draft")
    assert told(pilot, places.county).standing is Standing.RETURNED


def test_a_paper_that_was_taken_back_for_good_counts_as_missing(pilot, places, who):
    paper = making.begun(pilot, places.county, who.county_drafter)
    act(paper, "withdraw", who.county_drafter)
    assert told(pilot, places.county).standing is Standing.MISSING


def test_an_extension_stands_until_it_ends(pilot, places, who):
    calling.extend(asked(pilot, places.county), date(2026, 12, 1), "雨。", actor=who.city_drafter)
    assert (told(pilot, places.county).standing, told(pilot, places.county).note) == (
        Standing.EXTENDED,
        "延至2026-12-01",
    )
    assert told(pilot, places.county, moment(2, month=12)).standing is Standing.MISSING


def test_an_exempt_unit_is_not_expected(pilot, places, who):
    calling.exempt(asked(pilot, places.county), "没有农村学校。", actor=who.city_drafter)
    found = progress(pilot, [places.province], now=NOON)
    assert (told(pilot, places.county).standing, found.expected, len(found.rows)) == (Standing.EXEMPT, 2, 3)


def test_a_paper_filed_by_the_superior_is_marked(pilot, places, who):
    post = posts(who.city_drafter)[0]
    paper = making.begun(pilot, places.county, who.city_drafter, post=post, filed_by=places.city)
    making.drafting.save_draft(paper, who.city_drafter, {**making.PILOT, "phone": "0000-0000201"})
    spec = pilot.form_version.parsed.by_key["plan_file"]
    making.attaching.attach(paper, who.city_drafter, spec, making.pdf(), group=making.Group.ATTACHMENT)
    making.finishing.finish(paper, actor=who.city_drafter, now=making.SENT)
    act(paper, "submit", who.city_drafter)
    assert told(pilot, places.county).standing is Standing.PROXY


def test_an_organ_sees_only_what_lies_below_it(pilot, places):
    assert [row.organ for row in progress(pilot, [places.city], now=NOON).rows] == [places.county, places.sister]
    assert [row.organ for row in progress(pilot, [places.other_city], now=NOON).rows] == [places.foreign]


def test_every_unit_is_counted_once(pilot, places, who):
    calling.exempt(asked(pilot, places.sister), "调研。", actor=who.city_drafter)
    making.sent(pilot, places.county, who.county_drafter)
    found = progress(pilot, [places.province], now=NOON)
    assert {str(s): found.count(s) for s in standings_of(pilot)} == {
        "reported": 1,
        "proxy": 0,
        "returned": 0,
        "extended": 0,
        "missing": 1,
        "exempt": 1,
    }
    assert ([row.organ for row in found.owing], len(found.only("missing")), len(found.only("nonsense"))) == (
        [places.foreign],
        1,
        3,
    )


def test_progress_asks_the_same_for_one_unit_and_for_three(places, who, pilot):
    one = making.call("pilot", places.province, who.drafter, title="一县")
    one.addressees.exclude(organ=places.county).delete()
    making.sent(one, places.county, who.county_drafter)
    for unit, reporter in (
        (places.county, who.county_drafter),
        (places.sister, who.sister_drafter),
        (places.foreign, who.foreign_drafter),
    ):
        making.sent(pilot, unit, reporter)
        calling.extend(asked(pilot, unit), date(2026, 12, 1), "雨。", actor=who.drafter)

    def queries(call):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            progress(call, [places.province], now=NOON)
        return len(seen)

    assert queries(one) == queries(pilot) <= 6


def test_the_list_names_city_state_and_terms(pilot, places, who):
    making.sent(pilot, places.county, who.county_drafter)
    found = progress(pilot, [places.city], now=NOON)
    rows = summary_rows(found, {places.city.path: "共青团澈湖市委"})
    assert [len(row) for row in rows] == [len(summary_columns())] * 2
    assert rows[0][:8] == [
        1,
        "共青团澈湖市委",
        "共青团鹭汀县委",
        "990121",
        "已报",
        "单位审核",
        making.SENT,
        moment(27, 17, 30),
    ]


@pytest.mark.parametrize("unit", ["county", "foreign"])
def test_standings_keep_the_given_order(pilot, places, unit):
    row = asked(pilot, getattr(places, unit))
    assert [found.organ for found in standings([row], now=NOON)] == [getattr(places, unit)]


def test_a_department_of_the_unit_answers_for_the_unit(pilot, places, who):
    office = factories.department("办公室", places.county)
    clerk = factories.holder("温小满", office, "reporter")
    post = posts(clerk)[0]
    paper = making.begun(pilot, places.county, clerk, post=post)
    assert (paper.organisation, paper.organ) == (office, places.county)


def test_in_compiling_each_state_of_a_unit_is_told(summary, places, who, neighbour):
    making.passed(summary, places.other_township, neighbour, who.county_drafter)
    making.reported(summary, places.school, who.teacher, now=moment(25), **dict.fromkeys(FIGURES, "0"))
    returned = making.reported(summary, places.township, who.township_secretary)
    act(returned, "return", who.county_drafter, "照片露正脸。", to="draft")
    rows = {row.organ: row for row in progress(summary, [places.county], now=NOON).rows}
    told = {organ: (row.standing, row.state_title, row.late, row.note) for organ, row in rows.items()}
    assert told == {
        places.other_township: (Standing.REPORTED, "已审核", False, ""),
        places.township: (Standing.RETURNED, "填报", False, ""),
        places.school: (Standing.ZERO, "上级审核", True, "逾期补报"),
    }
    paper = making.on_paper(summary, places.sister, who.city_drafter)
    city = {row.organ: row for row in progress(summary, [places.city], now=NOON).rows}
    assert (city[places.sister].standing, city[places.sister].submission_id) == (Standing.PROXY, paper.pk)
    assert (city[places.county].standing, places.township in city) == (Standing.MISSING, False)


def test_a_zero_entered_by_the_superior_is_a_zero(summary, places, who):
    making.on_paper(summary, places.other_township, who.county_drafter, **dict.fromkeys(FIGURES, "0"))
    assert {row.organ: row.standing for row in progress(summary, [places.county], now=NOON).rows}[
        places.other_township
    ] is Standing.ZERO


def test_only_compiling_knows_zeros(summary, pilot):
    assert set(standings_of(summary)) - set(standings_of(pilot)) == {Standing.ZERO}


def test_a_row_knows_before_whom_its_paper_lies(summary, places, who):
    making.reported(summary, places.township, who.township_secretary)
    (row,) = [row for row in progress(summary, [places.county], now=NOON).rows if row.organ == places.township]
    drafter = posts(who.county_drafter)[0]
    assert row.asked == {(places.county.pk, drafter.role_id)}
