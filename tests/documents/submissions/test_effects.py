"""What a deciding act leaves behind."""

from datetime import date

from documents.submissions import ranking
from documents.submissions.models import Result
from tests.documents.submissions import making
from tests.documents.submissions.making import act
from tests.factories import moment


def test_the_conclusion_names_state_words_place_and_who_decided(pilot, places, who):
    paper = making.agreed(pilot, places.county, who.county_drafter, who.county_secretary)
    ranking.rank(pilot, places.city, [paper.pk], actor=who.city_drafter)
    act(paper, "decline", who.city_drafter, "超出名额。", now=moment(20))
    result = Result.objects.get(submission=paper)
    assert (result.conclusion, result.title, result.passed, result.position, result.decided_by, result.decided_on) == (
        "declined",
        "暂不推荐",
        False,
        1,
        places.city,
        date(2026, 11, 20),
    )


def test_without_an_order_there_is_no_place(pilot, places, who):
    paper = making.agreed(pilot, places.county, who.county_drafter, who.county_secretary)
    act(paper, "decline", who.city_drafter, "材料不足。")
    assert Result.objects.get(submission=paper).position is None


def test_passing_a_summary_is_no_conclusion_for_the_public(summary, places, who):
    making.passed(summary, places.township, who.township_secretary, who.county_drafter)
    assert not Result.objects.exists()
