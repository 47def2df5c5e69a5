"""Who may open the reports behind a 汇总表: everybody of the organ that was asked to read them, and nobody further up or beside."""

import pytest

from tests.documents.submissions import making
from tests.documents.submissions.making import act
from workflows import engine


@pytest.fixture
def county_report(summary, places, who):
    """The county's own report, agreed to by its 书记: it lies with the city's 干事."""
    return making.agreed(summary, places.county, who.county_drafter, who.county_secretary)


def seeing(who, paper, *names):
    found = [name for name in names if engine.allowed(getattr(who, name), "view", paper)]
    listed = {name for name in names if engine.visible(getattr(who, name), "submission").filter(subject_id=paper.pk)}
    assert set(found) == listed
    return found


CITY = ("city_drafter", "city_reviewer", "city_deputy", "city_secretary", "city_clerk")
OTHERS = ("other_city_secretary", "sister_secretary", "foreign_secretary", "township_secretary", "sysadmin", "auditor")


@pytest.mark.parametrize("accepted", [False, True])
def test_everybody_of_the_city_that_collects_opens_the_county_reports(county_report, who, accepted):
    if accepted:
        act(county_report, "accept", who.city_drafter)
    assert tuple(seeing(who, county_report, *CITY)) == CITY
    assert seeing(who, county_report, *OTHERS, "secretary", "drafter") == []
    own = ("county_drafter", "county_secretary")
    assert tuple(seeing(who, county_report, *own)) == own


def test_report_of_a_township_stops_at_the_county(summary, places, who):
    paper = making.passed(summary, places.township, who.township_secretary, who.county_drafter)
    above = ("county_drafter", "county_secretary")
    assert tuple(seeing(who, paper, *above)) == above
    assert seeing(who, paper, *CITY, "sister_secretary", "secretary", "foreign_secretary") == []


def test_the_report_is_in_the_lists_of_the_secretary_of_the_city(county_report, who):
    listed = engine.listing(who.city_secretary, "submission", "handled")
    assert [case.subject_id for case in listed] == [county_report.pk]
