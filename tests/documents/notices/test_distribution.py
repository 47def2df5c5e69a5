"""分送范围 read from the words of 主送 against the tree."""

from types import SimpleNamespace

import pytest

from documents.notices import distribution
from documents.notices.models import NoticeRecipient
from tests.factories import draft, partner, people, tree


@pytest.fixture
def house(db: None) -> SimpleNamespace:
    places = tree()
    return SimpleNamespace(places=places, people=people(places))


def proposed(house: SimpleNamespace, place: str, text: str) -> dict[str, list[str]]:
    organ = getattr(house.places, place)
    author = house.people.drafter if place in {"youth", "province"} else house.people.county_drafter
    notice = draft(organ, author)
    return {row.entry: [node.name for node in row.organisations] for row in distribution.propose(notice, text)}


def test_group_words_mean_the_level_below(house: SimpleNamespace) -> None:
    assert proposed(house, "youth", "各市团委，各县（区）团委") == {
        "各市团委": ["共青团澈湖市委", "共青团霁山市委"],
        "各县（区）团委": ["共青团鹭汀县委", "共青团萤田县委", "共青团枫眠县委"],
    }


def test_group_words_of_a_county_stay_in_the_county(house: SimpleNamespace) -> None:
    assert proposed(house, "county", "各乡镇团委、各学校团委") == {
        "各乡镇团委": ["晚渡镇团委", "芦哨镇团委"],
        "各学校团委": ["鹭汀县第一中学团委"],
    }


def test_exact_names_win_over_group_words(house: SimpleNamespace) -> None:
    assert proposed(house, "county", "共青团澈湖市委") == {"共青团澈湖市委": ["共青团澈湖市委"]}


def test_partners_are_those_of_the_region(house: SimpleNamespace) -> None:
    partner("鹭汀县教育局", "county", "990121")
    partner("枫眠县教育局", "county", "990221")
    assert proposed(house, "county", "县教育局") == {"县教育局": ["鹭汀县教育局"]}


def test_unknown_words_are_left_to_the_clerk(house: SimpleNamespace) -> None:
    assert proposed(house, "county", "有关单位") == {"有关单位": []}


def test_saved_range_counts_an_organisation_once_and_addressed_wins(house: SimpleNamespace) -> None:
    notice = draft(house.places.county, house.people.county_drafter)
    township, school = house.places.township.pk, house.places.school.pk
    distribution.save(notice, main=[township], cc=[township, school])
    distribution.save(notice, main=[township], cc=[township, school])
    assert set(NoticeRecipient.objects.filter(notice=notice).values_list("organisation", "part")) == {
        (township, "main"),
        (school, "cc"),
    }


def test_proposal_asks_the_same_number_of_queries_for_one_and_three_entries(
    house: SimpleNamespace, django_assert_num_queries: object
) -> None:
    notice = draft(house.places.county, house.people.county_drafter)
    for text in ("各乡镇团委", "各乡镇团委、各学校团委、共青团澈湖市委"):
        with django_assert_num_queries(2):  # type: ignore[operator]
            distribution.propose(notice, text)
