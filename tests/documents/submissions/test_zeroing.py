"""零报送: one sentence instead of a form."""

import pytest

from documents.submissions import zeroing
from documents.submissions.drafting import open_draft
from documents.submissions.filing import FilingError
from documents.submissions.finishing import finish, review
from documents.submissions.models import Submission
from documents.submissions.zeroing import may_be_zero, report_nothing
from tests.documents.submissions import making
from workflows.organisations.posts import posts

WHY = "本期学校停课，没有开放。"


def test_report_nothing_fills_in_all_that_is_asked(summary, places, who):
    paper = report_nothing(summary, places.school, WHY, actor=who.teacher, now=making.FILLED)
    answers = open_draft(paper, who.teacher).answers
    assert (answers["sessions"], answers["rooms"], answers["persons"], answers["work_text"]) == ("0", "0", "none", WHY)
    assert (answers["period"], answers["reporter"]) == ("11月上半月", "杜若")
    assert review(paper, answers).problems == []
    finish(paper, actor=who.teacher, now=making.SENT)
    assert set(paper.values.values_list("value", flat=True)) == {0}


def test_report_nothing_twice_goes_on_with_the_same_paper(summary, places, who):
    first = report_nothing(summary, places.school, WHY, actor=who.teacher)
    again = report_nothing(summary, places.school, "校舍维修。", actor=who.teacher)
    assert (again, Submission.objects.count()) == (first, 1)
    assert open_draft(first, who.teacher).answers["work_text"] == "校舍维修。"


def test_what_was_begun_can_still_become_a_zero(summary, places, who):
    paper = making.filled(summary, places.township, who.township_secretary)
    assert report_nothing(summary, places.township, WHY, actor=who.township_secretary) == paper
    assert open_draft(paper, who.township_secretary).answers["companions"] == "0"


@pytest.mark.parametrize("reason", ["", "  "])
def test_report_nothing_wants_a_reason(summary, places, who, reason):
    with pytest.raises(FilingError) as caught:
        report_nothing(summary, places.school, reason, actor=who.teacher)
    assert (caught.value.reasons, Submission.objects.count()) == (["请写一句为什么没有可报的。"], 0)


def test_what_was_sent_stays(summary, places, who):
    making.reported(summary, places.township, who.township_secretary)
    with pytest.raises(FilingError) as caught:
        report_nothing(summary, places.township, WHY, actor=who.township_secretary)
    assert caught.value.reasons == ["晚渡镇团委已经报过，不能再改成零报送。"]


def test_who_adds_up_and_papers_that_climb_know_no_zero(summary, typical, places, who):
    assert [may_be_zero(summary, organ) for organ in (places.township, places.school, places.sister)] == [True] * 3
    assert (may_be_zero(summary, places.county), may_be_zero(typical, places.township)) == (False, False)
    with pytest.raises(FilingError) as caught:
        report_nothing(summary, places.county, WHY, actor=who.county_drafter)
    assert caught.value.reasons == ["这次征集团鹭汀县委不能零报送。"]


def test_a_superior_enters_a_zero_from_paper_and_owes_the_paper(summary, places, who):
    post = posts(who.county_drafter)[0]
    paper = report_nothing(
        summary, places.other_township, WHY, actor=who.county_drafter, post=post, filed_by=places.county
    )
    assert paper.is_proxy
    problems = review(paper, open_draft(paper, who.county_drafter).answers).problems
    assert [problem.message for problem in problems] == ["代报要上传单位交来的纸质材料，“纸质材料”还没有上传。"]


def test_nothing_leaves_alone_what_has_no_zero(places, who):
    version = making.small_form(
        places.city,
        {"key": "rooms", "kind": "number", "label": "小屋", "countable": True},
        {"key": "weather", "kind": "choice", "label": "天气", "options": ["晴", "雨"]},
        {"key": "day", "kind": "date", "label": "日期"},
    )
    assert zeroing.nothing(version.parsed, WHY) == {"rooms": "0"}
