"""From a draft to frozen answers."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from documents.submissions import drafting
from documents.submissions.finishing import UnfinishedError, finish
from documents.submissions.models import AnswerVersion
from tests.documents.submissions import making
from workflows import engine


def test_finish_refuses_an_unfinished_form_with_the_whole_list(pilot, places, who):
    paper = making.begun(pilot, places.county, who.county_drafter)
    drafting.save_draft(
        paper, who.county_drafter, {**making.PILOT, "children": "895", "rooms": "几间", "plan_steps": ""}
    )
    with pytest.raises(UnfinishedError) as caught:
        finish(paper, actor=who.county_drafter)
    assert [problem.message for problem in caught.value.checked.problems] == [
        "“已开放的小屋（活动场所）”要填数字，现在是“几间”。",
        "“步骤和分工”还没有填。",
        "“试点方案全文”还没有上传。",
        "“农村留守儿童”填的是895，而“其中：学龄前”、“其中：小学阶段”、“其中：初中及以上”相加是896，前后不一致，请核对。",
    ]
    assert AnswerVersion.objects.count() == 0
    assert drafting.open_draft(paper, who.county_drafter).answers["rooms"] == "几间"


def test_finish_freezes_values_files_and_figures(pilot, places, who):
    paper = making.filled(pilot, places.county, who.county_drafter)
    version = finish(paper, actor=who.county_drafter, now=making.SENT)
    (file,) = version.files.values()
    assert (
        version.number,
        version.answers["children"],
        version.answers["plan_start"],
        file["name"],
        version.saved_at,
    ) == (
        1,
        896,
        "2026-12-15",
        "试点方案.pdf",
        making.SENT,
    )
    assert {row.key: row.value for row in paper.values.filter(key__in=["children", "sessions"])} == {
        "children": Decimal(896),
        "sessions": Decimal(370),
    }
    assert version.computed_digest() == version.digest


def test_finish_again_without_changes_gives_the_same_version(pilot, places, who):
    paper = making.filled(pilot, places.county, who.county_drafter)
    assert finish(paper, actor=who.county_drafter) == finish(paper, actor=who.county_drafter)


def test_finish_after_a_change_adds_a_version_and_moves_the_figures(pilot, places, who):
    paper = making.filled(pilot, places.county, who.county_drafter)
    finish(paper, actor=who.county_drafter)
    drafting.save_draft(paper, who.county_drafter, {"sessions": "371"})
    finish(paper, actor=who.county_drafter)
    assert (
        [v.answers["sessions"] for v in paper.versions.order_by("number")],
        paper.values.get(key="sessions").value,
    ) == (
        [370, 371],
        371,
    )


def test_a_version_is_neither_changed_nor_deleted(pilot, places, who):
    paper = making.filled(pilot, places.county, who.county_drafter)
    version = finish(paper, actor=who.county_drafter)
    with pytest.raises(ValidationError):
        version.save()
    with pytest.raises(ValidationError):
        version.delete()


def test_a_tampered_version_is_told_by_its_digest(pilot, places, who):
    version = finish(making.filled(pilot, places.county, who.county_drafter), actor=who.county_drafter)
    AnswerVersion.objects.filter(pk=version.pk).update(answers={**version.answers, "children": 1})
    version = AnswerVersion.objects.get(pk=version.pk)
    assert version.computed_digest() != version.digest


def test_finish_refuses_a_file_of_another_submission(pilot, places, who):
    foreign = making.filled(pilot, places.sister, who.sister_drafter)
    stolen = drafting.open_draft(foreign, who.sister_drafter).answers["plan_file"]
    paper = making.begun(pilot, places.county, who.county_drafter)
    drafting.save_draft(paper, who.county_drafter, {**making.PILOT, "plan_file": stolen})
    with pytest.raises(engine.Refused) as caught:
        finish(paper, actor=who.county_drafter)
    assert caught.value.reasons == ["“试点方案全文”里有一个附件找不到了，请删去后重新上传。"]


def test_finish_is_refused_to_strangers_and_after_the_sending(pilot, places, who):
    paper = making.filled(pilot, places.county, who.county_drafter)
    with pytest.raises(engine.Refused):
        finish(paper, actor=who.foreign_drafter)
    finish(paper, actor=who.county_drafter)
    making.act(paper, "submit", who.county_drafter)
    drafting.save_draft(paper, who.county_drafter, {"sessions": "400"})
    with pytest.raises(engine.Refused):
        finish(paper, actor=who.county_drafter)
    assert paper.versions.count() == 1


def test_answers_made_necessary_by_others_are_asked_for(typical, places, who):
    paper = making.filled(typical, places.township, who.township_secretary, persons="minors")
    with pytest.raises(UnfinishedError) as caught:
        finish(paper, actor=who.township_secretary)
    assert [problem.message for problem in caught.value.checked.problems] == [
        "“图片和文字里的人”选了“有未成年人，监护人已书面同意”，“同意书”还没有上传。"
    ]
