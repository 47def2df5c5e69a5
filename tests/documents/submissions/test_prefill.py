"""First values: what is known of the unit, the person, the call, and the figures of last time."""

from documents.submissions.finishing import finish
from documents.submissions.prefill import last_answers, prefilled
from tests import factories
from tests.documents.submissions import making


def test_unit_person_and_head_are_known(pilot, places, who):
    paper = making.begun(pilot, places.county, who.county_drafter)
    assert prefilled(paper, who.county_drafter) == {
        "unit_name": "共青团鹭汀县委",
        "unit_code": "990121",
        "head": "孟云舒",
        "reporter": "唐小禾",
        "phone": who.county_drafter.phone,
    }


def test_a_deputy_heads_where_there_is_no_secretary(pilot, places, who):
    organ = factories.organisation("共青团榴溪县委", under=places.city, level="county")
    pilot.addressees.create(organ=organ)
    clerk = factories.holder("韩言蔚", organ, "drafter")
    paper = making.begun(pilot, organ, clerk)
    assert "head" not in prefilled(paper, clerk)
    factories.holder("阮星河", organ, "deputy")
    assert prefilled(paper, clerk)["head"] == "阮星河"


def test_the_call_tells_the_period(summary, places, who):
    paper = making.begun(summary, places.township, who.township_secretary)
    assert prefilled(paper, who.township_secretary) == {
        "period": "11月上半月",
        "reporter": "罗阿舟",
        "phone": who.township_secretary.phone,
    }


def test_stocks_start_from_last_time_and_counts_of_a_period_do_not(summary, places, who):
    making.reported(summary, places.township, who.township_secretary)
    again = making.call("summary", places.city, who.city_drafter, title="下一期", period="11月下半月")
    answers = prefilled(making.begun(again, places.township, who.township_secretary), who.township_secretary)
    assert {key: answers.get(key) for key in ("period", "volunteers", "pairs", "rooms", "sessions", "companions")} == {
        "period": "11月下半月",
        "volunteers": 6,
        "pairs": 14,
        "rooms": 1,
        "sessions": None,
        "companions": None,
    }


def test_last_time_is_the_units_own_and_of_the_same_kind(summary, typical, places, who, neighbour):
    making.reported(summary, places.other_township, neighbour)
    case = making.filled(typical, places.township, who.township_secretary)
    finish(case, actor=who.township_secretary)
    paper = making.begun(summary, places.township, who.township_secretary)
    assert last_answers(paper) == {}
