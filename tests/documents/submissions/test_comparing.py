"""Two versions of a submission side by side: the form's own words, and never a personal answer."""

from documents.submissions.adapter import SubmissionType
from tests.documents.submissions import making


def test_answers_are_compared_by_their_questions_without_personal_ones(pilot, places, who):
    paper = making.sent(pilot, places.county, who.county_drafter)
    found = {passage.title: passage.text for passage in SubmissionType().passages(SubmissionType().projection(paper))}
    assert found["标题"] == paper.title
    assert found["农村留守儿童"] == "896人"
    assert "联系电话" not in found
    assert who.county_drafter.phone not in str(found)


def test_content_of_an_unknown_form_shows_its_title_only():
    content = {"title": "甲", "version": {"form": "", "answers": {"a": 1}, "files": {}}}
    assert [one.title for one in SubmissionType().passages({**content, "version": None})] == ["标题"]
