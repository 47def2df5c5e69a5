"""逐级汇总: whose paper stops where, until when each level sends, and who looks at it in the unit."""

from datetime import date

import pytest

from documents.submissions import calling, collecting
from documents.submissions.models import Addressee
from tests import factories
from tests.documents.submissions import making
from tests.factories import moment
from workflows.organisations.posts import posts


def until(call):
    return {row.organ: row.until for row in Addressee.objects.filter(call=call).select_related("organ", "call")}


@pytest.mark.parametrize(
    ("unit", "collector"), [("township", "county"), ("school", "county"), ("county", "city"), ("sister", "city")]
)
def test_a_paper_stops_at_the_next_organ_that_adds_up(summary, places, unit, collector):
    assert collecting.collector_of(summary, getattr(places, unit)) == getattr(places, collector)


def test_a_school_below_a_township_reports_to_the_county(places, who):
    school = factories.organisation("晚渡小学", under=places.township, level="grassroots", kind="school")
    call = making.call("summary", places.city, who.city_drafter)
    assert collecting.collector_of(call, school) == places.county
    assert not collecting.collects(call, places.township)


def test_a_level_that_is_not_asked_is_passed_over(places, who):
    call = making.call("summary", places.city, who.city_drafter, levels=["township"])
    assert collecting.collector_of(call, places.township) == places.city


def test_the_table_of_collectors_says_the_same_as_one_question(places, who, django_assert_num_queries):
    call = making.call("summary", places.province, who.drafter, levels=["city", "county", "township", "grassroots"])
    organs = [row.organ for row in call.addressees.select_related("organ")]
    with django_assert_num_queries(0):
        found = collecting.collectors(call, organs)
    assert found == {organ.path: collecting.collector_of(call, organ).path for organ in organs}
    assert found[places.city.path] == places.province.path


@pytest.mark.parametrize(
    ("unit", "adds_up"), [("city", False), ("county", True), ("sister", False), ("township", False), ("foreign", False)]
)
def test_who_adds_up_is_asked_itself_and_has_somebody_below(summary, places, unit, adds_up):
    assert collecting.collects(summary, getattr(places, unit)) is adds_up


def test_nobody_adds_up_where_papers_climb(typical, places):
    assert not collecting.collects(typical, places.county)


def test_each_level_sends_some_working_days_before_the_next(places, who):
    call = making.call(
        "summary", places.province, who.drafter, levels=["city", "county", "township", "grassroots"], lead_days=3
    )
    found = until(call)
    assert [found[places.city], found[places.county], found[places.township], found[places.school]] == [
        date(2026, 11, 27),
        date(2026, 11, 24),
        date(2026, 11, 19),
        date(2026, 11, 19),
    ]
    assert collecting.lower_term(call, [places.county]) == date(2026, 11, 19)
    assert collecting.lower_term(call, [places.city]) == date(2026, 11, 24)


def test_nobody_is_asked_for_a_day_that_is_over(places, who):
    call = making.call("summary", places.city, who.city_drafter, until=date(2026, 11, 9), lead_days=5)
    assert (until(call)[places.county], until(call)[places.township]) == (date(2026, 11, 9), date(2026, 11, 6))


def test_without_days_everybody_has_the_same_term(places, who):
    call = making.call("summary", places.city, who.city_drafter)
    assert set(until(call).values()) == {date(2026, 11, 27)}
    assert collecting.lower_term(call, [places.county]) is None


def test_an_extension_starts_from_the_units_own_term(summary, places, who):
    row = Addressee.objects.get(call=summary, organ=places.township)
    calling.extend(row, date(2026, 11, 25), "雨。", actor=who.county_drafter)
    row = Addressee.objects.get(pk=row.pk)
    assert (row.usual_until, row.until, row.is_extended) == (date(2026, 11, 24), date(2026, 11, 25), True)
    assert row.due_at == moment(25, 17, 30)


@pytest.mark.parametrize(
    ("name", "may"),
    [("county_drafter", True), ("county_secretary", True), ("city_drafter", True), ("township_secretary", False)],
)
def test_the_collector_and_those_above_it_grant(places, who, name, may):
    school = factories.organisation("晚渡小学", under=places.township, level="grassroots", kind="school")
    call = making.call("summary", places.city, who.city_drafter)
    assert calling.may_manage(posts(getattr(who, name)), call, school) is may


def test_a_unit_of_one_has_nobody_to_look(summary, places, who):
    paper = making.begun(summary, places.township, who.township_secretary)
    assert not collecting.has_head(paper)
    office = factories.department("办公室", places.township)
    factories.holder("岑明鉴", office, "auditor")
    assert not collecting.has_head(paper)
    factories.holder("谢珺玥", office, "reporter")
    assert collecting.has_head(paper)
