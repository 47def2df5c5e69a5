"""The order that a city gives."""

import pytest
from django.core.exceptions import ValidationError

from documents.submissions.models import Ranking
from documents.submissions.ranking import rank, rankable
from tests.documents.submissions import making


@pytest.fixture
def papers(pilot, places, who):
    return [
        making.sent(pilot, places.county, who.county_drafter),
        making.sent(pilot, places.sister, who.sister_drafter),
        making.sent(pilot, places.foreign, who.foreign_drafter),
    ]


def order(call, city):
    return [paper.pk for paper in rankable(call, city)]


def test_rank_writes_the_whole_order_and_can_turn_it_round(pilot, places, who, papers):
    first, second, _foreign = (paper.pk for paper in papers)
    rank(pilot, places.city, [second, first], actor=who.city_drafter)
    assert order(pilot, places.city) == [second, first]
    rank(pilot, places.city, [first, second], actor=who.city_drafter)
    assert [(row.submission_id, row.position) for row in Ranking.objects.order_by("position")] == [
        (first, 1),
        (second, 2),
    ]


@pytest.mark.parametrize("wrong", ["foreign", "twice"])
def test_rank_refuses_what_is_not_the_citys_and_changes_nothing(pilot, places, who, papers, wrong):
    first, second, foreign = (paper.pk for paper in papers)
    rank(pilot, places.city, [second, first], actor=who.city_drafter)
    with pytest.raises(ValidationError):
        rank(pilot, places.city, [first, foreign] if wrong == "foreign" else [first, first], actor=who.city_drafter)
    assert order(pilot, places.city) == [second, first]


def test_only_sent_papers_can_be_ranked(pilot, places, who):
    making.begun(pilot, places.county, who.county_drafter)
    assert order(pilot, places.city) == []
