"""The two lists of 征集报送: what a unit owes, what an organ watches over; and who sees whose progress."""

from documents.submissions import duties
from documents.submissions.progress import standings
from tests.documents.submissions import making
from tests.factories import moment

NOON = moment(20, 12)
EVERYBODY = ("province", "city", "other_city", "county", "sister", "foreign", "township", "school")


def test_duties_are_those_of_the_own_organ_and_of_opened_calls(pilot, typical, places, who):
    rows = standings(list(duties.owed([places.county.pk])), now=NOON)
    assert [(row.call, row.organ) for row in rows] == [(typical, places.county), (pilot, places.county)]
    assert list(duties.owed([places.city.pk])) == []


def test_an_organ_watches_over_its_own_calls_and_those_that_reach_below_it(pilot, places, who):
    own = making.call("typical", places.county, who.county_drafter, levels=["township"])
    watched = {
        name: list(duties.overseen([getattr(places, name)]))
        for name in ("province", "city", "county", "foreign", "township")
    }
    assert watched == {"province": [pilot], "city": [pilot], "county": [own], "foreign": [], "township": []}


def test_in_compiling_a_call_from_above_concerns_those_who_add_up(summary, places):
    watched = {name: list(duties.overseen([getattr(places, name)])) for name in EVERYBODY}
    assert {name for name, calls in watched.items() if calls} == {"city", "county"}


def test_an_organ_that_is_not_asked_adds_up_nothing(places, who):
    making.call("summary", places.city, who.city_drafter, levels=["township"])
    assert [name for name in EVERYBODY if list(duties.overseen([getattr(places, name)]))] == ["city"]


def test_watchers_are_the_host_and_those_between_it_and_a_unit(pilot, typical, summary, places):
    everybody = [getattr(places, name) for name in EVERYBODY]
    assert duties.watchers(pilot, everybody) == [places.province, places.city, places.other_city]
    assert duties.watchers(typical, everybody) == [places.province, places.city, places.other_city, places.county]
    assert duties.watchers(summary, everybody) == [places.city, places.county]


def test_watchers_ask_nothing_when_the_units_are_at_hand(summary, places, django_assert_num_queries):
    units = list(summary.addressees.select_related("organ"))
    with django_assert_num_queries(0):
        assert duties.watchers(summary, [places.county], units=units) == [places.county]
        assert duties.watchers(summary, [places.province], units=units) == []
