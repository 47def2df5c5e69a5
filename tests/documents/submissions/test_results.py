"""The decided list: by city and 推荐顺序, the chosen and the others apart, nothing that is undecided."""

import pytest

from documents.submissions import ranking
from documents.submissions.results import place_name, results
from tests.documents.submissions import making
from tests.documents.submissions.making import act


@pytest.fixture
def decided(pilot, places, who):
    """鹭汀 was chosen, 萤田 declined, 枫眠 is under way."""
    chosen = making.at_city_head(pilot, places.county, who.county_drafter, who.county_secretary, who)
    other = making.agreed(pilot, places.sister, who.sister_drafter, who.sister_secretary)
    making.agreed(pilot, places.foreign, who.foreign_drafter, who.foreign_secretary)
    ranking.rank(pilot, places.city, [other.pk, chosen.pk], actor=who.city_drafter)
    act(other, "decline", who.city_drafter, "超出名额。")
    act(chosen, "recommend_sign", who.city_secretary)
    making.chosen(chosen, who, who.secretary)
    return pilot


def test_the_list_is_in_the_citys_order_and_leaves_out_what_is_undecided(decided):
    assert [(row.county, row.position, row.conclusion) for row in results(decided)] == [
        ("萤田县", 1, "暂不推荐"),
        ("鹭汀县", 2, "已确定为试点"),
    ]


@pytest.mark.parametrize(("passed", "county"), [(True, "鹭汀县"), (False, "萤田县")])
def test_the_chosen_and_the_others_apart(decided, passed, county):
    assert [row.county for row in results(decided, passed=passed)] == [county]


def test_the_list_is_two_questions(decided, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert len(results(decided)) == 2


@pytest.mark.parametrize(
    ("name", "place"), [("共青团鹭汀县委员会", "鹭汀县"), ("共青团澈湖市委", "澈湖市"), ("晚渡镇团委", "晚渡镇团")]
)
def test_places_are_named_without_the_committee(name, place):
    assert place_name(name) == place
