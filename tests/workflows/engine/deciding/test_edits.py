"""Editing: the right is asked again, the history tells it once, and signatures fall when the text changes."""

import json
from pathlib import Path

import pytest

from tests.workflows.engine.conftest import NOW, House
from tests.workflows.engine.papers import workflow
from tests.workflows.engine.papers.models import Paper
from workflows.engine import Instance, Refused, WorkItem, editing, history, start, verify
from workflows.engine.models import Definition, Event
from workflows.engine.processes.definitions import load_source
from workflows.organisations.models import User


def edit(instance: Instance, user: User, **fields: str) -> Instance:
    with editing(Paper.objects.get(pk=instance.subject_id), actor=user, now=NOW) as paper:
        for name, value in fields.items():
            setattr(paper, name, value)
        paper.save()
    instance.refresh_from_db()
    return instance


def refused_edit(instance: Instance, user: User) -> list[str]:
    with pytest.raises(Refused) as caught:
        edit(instance, user, text="偷改")
    assert Paper.objects.get(pk=instance.subject_id).text != "偷改"
    return caught.value.reasons


def cosigning(house: House, *signers: User) -> Instance:
    """A case at 会签 with two co-issuers, signed by some."""
    paper = house.paper()
    paper.co_issuers.set([house.education, house.civil])
    instance = start(paper, "memo", actor=house.drafter, now=NOW)
    acts = ((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass"))
    for person, name in (*acts, *((signer, "cosign_pass") for signer in signers)):
        instance = house.does(instance, person, name).instance
    return instance


def test_handler_may_edit_and_others_may_not(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    assert refused_edit(instance, house.drafter) == ["签报“核稿”环节，您不能修改。"]
    for person in (house.secretary, house.foreign_drafter, house.admin):
        assert refused_edit(instance, person)
    edit(instance, house.reviewer, text="核稿人改过的正文。")
    assert Paper.objects.get(pk=instance.subject_id).text == "核稿人改过的正文。"


def test_document_without_open_case_is_not_edited(house: House) -> None:
    paper = house.paper()
    with pytest.raises(Refused) as caught, editing(paper, actor=house.drafter, now=NOW):
        pass
    assert caught.value.reasons == ["这份文书不在办理中，不能修改。"]


def test_edit_is_told_once_per_person_and_visit(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    for text in ("一改。", "二改。"):
        edit(instance, house.reviewer, text=text)
    assert [event.kind for event in Event.objects.filter(instance=instance).order_by("seq")] == ["start", "act", "edit"]
    house.does(instance, house.reviewer, "check_pass")
    edit(instance, house.office, text="三改。")
    assert [row.actor for row in history(instance) if row.kind == "edit"] == ["周慎行", "顾知白"]
    assert verify(instance) == []


def test_saving_without_change_writes_nothing(house: House) -> None:
    instance = house.case()
    edit(instance, house.drafter, remark="不进正文的备注")
    assert instance.seq == 1


def test_title_of_the_case_follows_the_document(house: House) -> None:
    instance = edit(house.case(), house.drafter, title="关于开展陪伴行动的通知")
    assert instance.title == "关于开展陪伴行动的通知"


def test_exception_in_the_block_takes_everything_back(house: House) -> None:
    instance = house.case()

    def interrupted() -> None:
        with editing(Paper.objects.get(), actor=house.drafter, now=NOW) as paper:
            paper.text = "半截"
            paper.save()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        interrupted()
    assert Paper.objects.get().text == "现将有关事项通知如下。"
    instance.refresh_from_db()
    assert instance.seq == 1


def test_reviewers_edits_void_nothing_below(house: House) -> None:
    instance = house.case((house.drafter, "submit"), (house.reviewer, "check_pass"))
    edit(instance, house.office, text="办公室改过。")
    assert not WorkItem.objects.filter(status="void").exists()
    assert house.does(instance, house.office, "office_pass").moved


def test_substantive_edit_voids_what_was_signed_before(house: House) -> None:
    instance = cosigning(house, house.liaison, house.civil_secretary)
    assert instance.state == "sign"
    edit(instance, house.secretary, text="书记改过的正文。")
    fallen = WorkItem.objects.filter(instance=instance, status="void")
    assert {item.done_by for item in fallen} == {house.liaison, house.civil_secretary}
    event = Event.objects.get(instance=instance, kind="edit")
    assert {item.voided_by for item in fallen} == {event}
    assert sorted(json.loads(event.data)["voided"]) == sorted(item.pk for item in fallen)
    assert [row.voided for row in history(instance) if row.verb == "同意会签"] == [True, True]
    assert verify(instance) == []


def test_fallen_signature_blocks_the_way_until_it_is_renewed(house: House) -> None:
    instance = cosigning(house, house.liaison, house.civil_secretary)
    edit(instance, house.secretary, text="书记改过的正文。")
    with pytest.raises(Refused) as caught:
        house.does(instance, house.secretary, "sign")
    assert caught.value.reasons == ["“会签”以后内容有实质改动，签字已失效。请先送签过的人确认。"]
    house.does(instance, house.secretary, "return", opinion="请再会签", params={"to": "cosign"})
    for signer in (house.liaison, house.civil_secretary):
        house.does(instance, signer, "cosign_pass")
    assert house.does(instance, house.secretary, "sign").instance.state == "recheck"
    assert verify(instance) == []


def test_fallen_signature_blocks_a_way_to_the_end_through_a_state_that_is_passed_by(house: House) -> None:
    source = (Path(workflow.__file__).parent / "definitions" / "memo.toml").read_text(encoding="utf-8")
    source += """
[states.archive]
title = "归档"
party = { at = "organ", role = "clerk" }
profiles = ["small"]

[transitions.file]
title = "送归档"
from = "recheck"
to = "archive"
verdict = "none"

[transitions.filed]
title = "归档完毕"
from = "archive"
to = "done"
"""
    assert load_source(source, name="memo", origin=Definition.Origin.LOCAL).definition is not None
    acts = ((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass"))
    instance = house.case(*acts, (house.secretary, "sign"))
    edit(instance, house.clerk, text="复核时改了正文。")
    with pytest.raises(Refused) as caught:
        house.does(instance, house.clerk, "file")
    assert "签字已失效" in caught.value.reasons[0]
    house.does(instance, house.clerk, "renew")
    house.does(instance, house.secretary, "sign")
    assert house.does(instance, house.clerk, "file").instance.outcome == "passed"


def test_cosigner_who_signed_an_older_text_is_asked_again(house: House) -> None:
    instance = cosigning(house, house.liaison)
    edit(instance, house.drafter, text="会签当中改过。")
    waiting = WorkItem.objects.filter(instance=instance, status="open").order_by("party")
    assert [item.party for item in waiting] == ["co_issuer:E", "co_issuer:V"]
    assert verify(instance) == []
    assert not house.does(instance, house.civil_secretary, "cosign_pass").moved
    assert house.does(instance, house.liaison, "cosign_pass").instance.state == "sign"
    assert verify(instance) == []


def test_edit_back_to_the_signed_text_does_not_revive_a_signature(house: House) -> None:
    instance = cosigning(house, house.liaison, house.civil_secretary)
    edit(instance, house.secretary, text="改。")
    edit(instance, house.secretary, text="现将有关事项通知如下。")
    assert WorkItem.objects.filter(instance=instance, status="void").count() == 2


def test_page_opened_before_an_edit_is_refused(house: House) -> None:
    instance = cosigning(house)
    token = house.token(instance, house.liaison, "cosign_pass")
    edit(instance, house.drafter, text="悄悄改过。")
    with pytest.raises(Refused) as caught:
        house.does(instance, house.liaison, "cosign_pass", token=token)
    assert caught.value.reasons == ["您打开页面以后，内容有改动。请刷新，看过改动再办。"]


def test_content_changed_past_editing_cannot_be_signed(house: House) -> None:
    instance = cosigning(house)
    Paper.objects.update(text="绕过流程改的正文")
    with pytest.raises(Refused) as caught:
        house.does(instance, house.liaison, "cosign_pass")
    assert "内容在流程之外被改动过" in caught.value.reasons[0]


def test_signature_is_bound_to_the_content_that_was_signed(house: House) -> None:
    instance = cosigning(house, house.liaison)
    (signed,) = WorkItem.objects.filter(instance=instance, party="co_issuer:E")
    assert bytes(signed.content_id) == bytes(instance.content_id)
    assert json.loads(signed.content.payload) == {"text": "现将有关事项通知如下。", "title": instance.title}
    checked = WorkItem.objects.get(instance=instance, party="reviewer")
    assert checked.content_id is None
