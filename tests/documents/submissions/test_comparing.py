"""Two versions of a submission side by side: the form's own words, and never a personal answer."""

from datetime import timedelta

import pytest

from documents.files.models import Upload
from documents.files.naming import labels_by_digest, unknown
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


def test_files_are_named_and_a_replaced_one_of_the_same_name_is_another(pilot, places, who):
    paper = making.sent(pilot, places.county, who.county_drafter)
    content = SubmissionType().projection(paper)
    (upload,) = Upload.objects.filter(pk__in=content["version"]["files"])

    def shown():
        return {passage.key: passage.text for passage in SubmissionType().passages(content)}["answer:plan_file"]

    before = shown()
    assert before.startswith(f"{upload.name}（")
    assert upload.sha256[:12] not in before
    Upload.objects.filter(pk=upload.pk).update(created_at=upload.created_at + timedelta(minutes=5))
    assert shown() != before


@pytest.mark.django_db
def test_file_that_is_gone_is_told_by_its_digest():
    assert labels_by_digest([]) == {}
    assert labels_by_digest(["ab" * 32]) == {}
    assert unknown("ab" * 32) == "已删去的文件 abababababab"
