"""名额 after a merger: a paper counts where its unit is now, and cities that became one have the places of both."""

from types import SimpleNamespace
from typing import Any

import pytest

from documents.submissions import quotas
from documents.submissions.models import Call, Ranking, Submission
from documents.submissions.ranking import rank, rankable
from tests import factories
from tests.documents.submissions import making
from tests.documents.submissions.test_succeeding import CLOSED, LATER, merge
from workflows import engine
from workflows.organisations.models import Organisation, User
from workflows.organisations.moving import put_below

TODAY = LATER.date()


@pytest.fixture
def clerk(places: SimpleNamespace) -> User:
    """The 干事 of the other city, who recommends to its 书记."""
    return factories.holder("莫云舟", places.other_city, "drafter")


def fresh(organ: Organisation) -> Organisation:
    return Organisation.objects.get(pk=organ.pk)


def recommended_by_city(call: Call, unit: Organisation, reporter: User, head: User, who: SimpleNamespace) -> Submission:
    paper = making.at_city_head(call, unit, reporter, head, who)
    making.act(paper, "recommend_sign", who.city_secretary, "同意推荐。")
    return paper


def recommends(paper: Submission, clerk: User, who: SimpleNamespace) -> Any:
    """The other city, from its 干事 to its 书记."""
    making.act(paper, "recommend", clerk, "材料齐全。", now=LATER)
    return making.act(paper, "recommend_sign", who.other_city_secretary, "同意推荐。", now=LATER)


def merge_cities(places: SimpleNamespace) -> None:
    """澈湖 goes up in 霁山, with its counties."""
    for unit in (places.county, places.sister):
        put_below(fresh(unit), fresh(places.other_city))
    merge(places.city, places.other_city)


def test_paper_of_a_merged_unit_counts_for_the_city_of_the_successor(
    pilot: Call, places: SimpleNamespace, who: SimpleNamespace, clerk: User
) -> None:
    recommended_by_city(pilot, places.sister, who.sister_drafter, who.sister_secretary, who)
    paper = making.agreed(pilot, places.county, who.county_drafter, who.county_secretary)
    assert quotas.Cities(paper.organ).city == places.city
    merge(places.county, places.foreign)
    paper = Submission.objects.get(pk=paper.pk)
    assert quotas.Cities(paper.organ, TODAY).city == places.other_city
    assert recommends(paper, clerk, who).state == "province"
    other = making.agreed(pilot, places.foreign, who.foreign_drafter, who.foreign_secretary)
    with pytest.raises(engine.Refused, match="本市名额1个，已推荐1个"):
        recommends(other, clerk, who)


def test_merged_cities_have_the_places_of_both_and_no_more(
    pilot: Call, places: SimpleNamespace, who: SimpleNamespace, clerk: User
) -> None:
    recommended_by_city(pilot, places.county, who.county_drafter, who.county_secretary, who)
    others = [
        making.agreed(pilot, places.foreign, who.foreign_drafter, who.foreign_secretary),
        making.agreed(pilot, places.sister, who.sister_drafter, who.sister_secretary),
    ]
    merge_cities(places)
    assert recommends(others[0], clerk, who).state == "province"
    with pytest.raises(engine.Refused) as caught:
        recommends(others[1], clerk, who)
    assert caught.value.reasons[0].startswith("本市名额2个（含并入的团澈湖市委），已推荐2个。")


def test_units_left_below_the_closed_city_count_for_its_successor(
    pilot: Call, places: SimpleNamespace, who: SimpleNamespace
) -> None:
    first = recommended_by_city(pilot, places.county, who.county_drafter, who.county_secretary, who)
    merge(places.city, places.other_city)
    other = making.agreed(pilot, places.foreign, who.foreign_drafter, who.foreign_secretary)
    assert quotas.Cities(Submission.objects.get(pk=first.pk).organ, TODAY).city == places.other_city
    assert quotas.recommended(other, quotas.Cities(other.organ, TODAY)) == 1
    assert quotas.recommended(other, quotas.Cities(other.organ, TODAY, counting=other)) == 1


def test_city_merged_before_the_call_brings_no_places(pilot: Call, places: SimpleNamespace) -> None:
    merge_cities(places)
    Call.objects.filter(pk=pilot.pk).update(opened_at=factories.moment(12))
    found = quotas.quota_of(Call.objects.get(pk=pilot.pk), quotas.Cities(fresh(places.other_city), TODAY))
    assert found == quotas.Quota(1)


def test_new_city_has_the_places_of_those_that_became_it(pilot: Call, places: SimpleNamespace) -> None:
    new = factories.organisation(
        "共青团新市委", under=places.province, level="city", short_name="团新市委", since=CLOSED
    )
    for old in (places.city, places.other_city):
        merge(old, new)
    found = quotas.quota_of(pilot, quotas.Cities(new, TODAY))
    assert found is not None
    assert (found.limit, set(found.merged)) == (2, {"团澈湖市委", "团霁山市委"})


def test_other_cities_and_calls_without_a_limit_are_untouched(
    pilot: Call, places: SimpleNamespace, who: SimpleNamespace
) -> None:
    assert quotas.quota_of(pilot, quotas.Cities(places.city)) == quotas.Quota(1)
    assert quotas.quota_of(making.call("typical", places.province, who.drafter), quotas.Cities(places.city)) is None


def test_successor_orders_the_papers_of_the_merged_city_anew(
    pilot: Call, places: SimpleNamespace, who: SimpleNamespace, clerk: User
) -> None:
    papers = [
        making.sent(pilot, places.county, who.county_drafter),
        making.sent(pilot, places.sister, who.sister_drafter),
    ]
    first, second = (paper.pk for paper in papers)
    rank(pilot, places.city, [first, second], actor=who.city_drafter)
    assert list(rankable(pilot, places.other_city)) == []
    merge_cities(places)
    city = fresh(places.other_city)
    rank(pilot, city, [second, first], actor=clerk)
    assert [paper.pk for paper in rankable(pilot, city)] == [second, first]
    assert set(Ranking.objects.values_list("organ", flat=True)) == {city.pk}


def test_paper_of_a_unit_that_moved_counts_for_the_city_that_recommended_it(
    pilot: Call, places: SimpleNamespace, who: SimpleNamespace, clerk: User
) -> None:
    """逐级推荐: the recommendation is the city's, and stays its own when the county comes to belong to another city."""
    gone = recommended_by_city(pilot, places.county, who.county_drafter, who.county_secretary, who)
    put_below(fresh(places.county), fresh(places.other_city))
    old, new = fresh(places.city), fresh(places.other_city)
    assert [list(rankable(pilot, city)) for city in (old, new)] == [[gone], []]
    second = making.agreed(pilot, places.sister, who.sister_drafter, who.sister_secretary)
    assert quotas.recommended(second) == 1
    other = making.agreed(pilot, places.foreign, who.foreign_drafter, who.foreign_secretary)
    assert quotas.recommended(other) == 0
    counted = [quotas.recommended(one, quotas.Cities(one.organ, counting=one)) for one in (second, other)]
    assert counted == [1, 0]
    assert recommends(other, clerk, who).state == "province"


def test_paper_that_moved_before_it_was_recommended_counts_for_the_new_city(
    pilot: Call, places: SimpleNamespace, who: SimpleNamespace, clerk: User
) -> None:
    paper = making.at_city_head(pilot, places.county, who.county_drafter, who.county_secretary, who)
    put_below(fresh(places.county), fresh(places.other_city))
    old, new = fresh(places.city), fresh(places.other_city)
    assert [list(rankable(pilot, city)) for city in (old, new)] == [[], [paper]]
    making.act(paper, "recommend_sign", who.other_city_secretary, "同意推荐。")
    assert [list(rankable(pilot, city)) for city in (old, new)] == [[], [paper]]
    other = making.agreed(pilot, places.foreign, who.foreign_drafter, who.foreign_secretary)
    assert quotas.recommended(Submission.objects.get(pk=other.pk)) == 1
