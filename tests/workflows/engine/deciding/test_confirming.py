"""Signatures that fell are renewed by one press, with what changed beside it, on whichever way the paper comes back."""

from datetime import UTC, datetime

import pytest

from tests.workflows.engine.conftest import NOW, House
from tests.workflows.engine.deciding.test_edits import cosigning, edit
from tests.workflows.engine.papers.models import Paper
from workflows.engine import Instance, Look, Refused, WorkItem, counts, history, offers, verify, worklist
from workflows.engine.models import Content
from workflows.engine.reading.changes import Changes
from workflows.notifications.delivery import deliver
from workflows.notifications.models import Notification
from workflows.organisations.models import User

BY_CODE = {"E": "季安然", "V": "温如故"}


def returned(house: House, resubmit: str, **edits: str) -> Instance:
    """Signed by both co-issuers, sent back to the drafter by the 书记, changed (if so asked), and resubmitted."""
    instance = cosigning(house, house.liaison, house.civil_secretary)
    house.does(instance, house.secretary, "return", opinion="再改", params={"to": "draft", "resubmit": resubmit})
    if edits:
        edit(instance, house.drafter, **edits)
    instance = house.does(instance, house.drafter, "submit").instance
    if resubmit == "again":
        house.does(instance, house.reviewer, "check_pass")
        instance = house.does(instance, house.office, "office_pass").instance
    return instance


def asked(instance: Instance) -> list[tuple[str, str]]:
    items = WorkItem.objects.filter(instance=instance, entry=instance.entry, status="open")
    return sorted((item.kind, item.party) for item in items)


def told(user: User, instance: Instance) -> tuple[str, list[str]] | None:
    found = Look(user, instance, now=NOW).changes()
    return None if found is None else (found.headline, [one.title for one in found.differences])


@pytest.mark.parametrize("resubmit", ["again", "direct"])
def test_changed_paper_goes_first_to_those_who_had_signed(house: House, resubmit: str) -> None:
    instance = returned(house, resubmit, text="改过的正文。")
    assert instance.state == "cosign"
    assert asked(instance) == [("confirm", "co_issuer:E"), ("confirm", "co_issuer:V")]
    assert told(house.liaison, instance) == ("自您同意后有改动（11月5日，同意会签）", ["text"])
    assert told(house.foreign_drafter, instance) is None
    house.does(instance, house.liaison, "cosign_pass")
    moved = house.does(instance, house.civil_secretary, "cosign_pass").instance
    assert moved.state == "sign"
    assert house.does(moved, house.secretary, "sign").instance.state == "recheck"
    assert verify(instance) == []


def test_unchanged_paper_is_confirmed_with_one_press(house: House) -> None:
    instance = returned(house, "again")
    assert told(house.liaison, instance) == ("自您同意后未改动（11月5日，同意会签）", [])
    (confirm, *rest) = offers(house.liaison, instance, now=NOW)
    assert (confirm.title, confirm.confirm, confirm.needs_opinion, confirm.allowed) == ("确认", "", False, True)
    assert [offer.title for offer in rest if offer.verdict == "return"] == ["不同意，退回"]
    house.does(instance, house.liaison, "cosign_pass", token=confirm.token)
    assert worklist(house.liaison, now=NOW) == []


def test_unchanged_paper_comes_straight_back_to_who_returned_it(house: House) -> None:
    instance = returned(house, "direct")
    assert (instance.state, asked(instance)) == ("sign", [("task", "secretary")] * 2)


def test_disagreeing_sends_the_paper_back_with_the_reason(house: House) -> None:
    instance = returned(house, "direct", text="改过的正文。")
    with pytest.raises(Refused, match="请写明"):
        house.does(instance, house.liaison, "return", params={"to": "draft"})
    back = house.does(instance, house.liaison, "return", opinion="我厅不同意这样改。", params={"to": "draft"}).instance
    assert back.state == "draft"
    assert history(back)[-1].opinion == "我厅不同意这样改。"
    assert verify(instance) == []


def test_who_had_not_signed_is_asked_as_at_first(house: House) -> None:
    instance = cosigning(house, house.liaison)
    house.does(instance, house.civil_secretary, "return", opinion="再改", params={"to": "draft", "resubmit": "direct"})
    edit(instance, house.drafter, text="改过的正文。")
    instance = house.does(instance, house.drafter, "submit").instance
    assert asked(instance) == [("confirm", "co_issuer:E"), ("task", "co_issuer:V")]


def test_editor_in_a_later_state_sends_it_to_the_signers_and_gets_it_back(house: House) -> None:
    instance = cosigning(house, house.liaison, house.civil_secretary)
    assert "renew" not in {offer.transition for offer in offers(house.secretary, instance, now=NOW)}
    edit(instance, house.secretary, text="书记改过的正文。")
    assert [offer.title for offer in offers(house.secretary, instance, now=NOW) if offer.transition == "renew"] == [
        "送签过的人确认"
    ]
    for person in (house.liaison, house.drafter, house.foreign_secretary, house.admin):
        with pytest.raises(Refused):
            house.does(instance, person, "renew")
    instance = house.does(instance, house.secretary, "renew").instance
    assert (instance.state, asked(instance)) == (
        "cosign",
        [("confirm", "co_issuer:E"), ("confirm", "co_issuer:V")],
    )
    house.does(instance, house.liaison, "cosign_pass")
    instance = house.does(instance, house.civil_secretary, "cosign_pass").instance
    assert instance.state == "sign"
    assert house.does(instance, house.secretary, "sign").moved
    assert verify(instance) == []


def test_nothing_to_renew_is_not_offered_and_refused(house: House) -> None:
    instance = cosigning(house, house.liaison, house.civil_secretary)
    with pytest.raises(Refused, match="没有这项操作"):
        house.does(instance, house.secretary, "renew")


def test_cosigner_whose_text_changed_meanwhile_confirms_in_the_same_visit(house: House) -> None:
    instance = cosigning(house, house.liaison)
    edit(instance, house.drafter, text="会签当中改过。")
    assert asked(instance) == [("confirm", "co_issuer:E"), ("task", "co_issuer:V")]
    (row,) = worklist(house.liaison, now=NOW)
    assert (row.kind, row.button) == ("confirm", "确认")
    assert counts(house.liaison, now=NOW).todo == 1


def test_successor_in_the_post_is_told_whose_yes_it_was(house: House) -> None:
    instance = returned(house, "direct", text="改过的正文。")
    successor = house.holder("叶知秋", house.education, "liaison")
    assert told(successor, instance) == ("自季安然同意后有改动（11月5日，同意会签）", ["text"])


def test_two_signing_states_are_both_asked_on_the_straight_way(house: House) -> None:
    instance = cosigning(house, house.liaison, house.civil_secretary)
    instance = house.does(instance, house.secretary, "sign").instance
    house.does(instance, house.clerk, "return", opinion="再改", params={"to": "draft", "resubmit": "direct"})
    edit(instance, house.drafter, text="改过的正文。")
    instance = house.does(instance, house.drafter, "submit").instance
    for person in (house.liaison, house.civil_secretary):
        assert instance.state == "cosign"
        instance = house.does(instance, person, "cosign_pass").instance
    assert (instance.state, asked(instance)) == ("sign", [("confirm", "secretary")] * 2)
    assert told(house.secretary, instance) == ("自您同意后有改动（11月5日，同意签发）", ["text"])
    instance = house.does(instance, house.secretary, "sign").instance
    assert instance.state == "recheck"
    assert verify(instance) == []


def test_reviewer_sees_what_changed_since_the_own_yes_though_nothing_was_signed(house: House) -> None:
    instance = house.case((house.drafter, "submit"), (house.reviewer, "check_pass"))
    edit(instance, house.office, text="办公室改过。")
    instance = house.does(instance, house.office, "office_pass").instance
    house.does(instance, house.secretary, "return", opinion="再看", params={"to": "check"})
    assert told(house.reviewer, instance) == ("自您同意后有改动（11月5日，核稿通过）", ["text"])


def test_reader_sees_what_changed_since_the_first_look(house: House) -> None:
    instance = cosigning(house)
    look = Look(house.liaison, instance, now=NOW)
    assert look.changes() is None
    look.mark_read()
    edit(instance, house.drafter, text="悄悄改过。")
    assert told(house.liaison, instance) == ("自您11月5日打开后有改动", ["text"])
    assert told(house.civil_secretary, instance) is None


def test_erased_content_says_that_nothing_can_be_compared(house: House) -> None:
    instance = returned(house, "direct", text="改过的正文。")
    Content.objects.exclude(pk=bytes(instance.content_id or b"")).update(payload=None)
    found = Look(house.liaison, instance, now=NOW).changes()
    assert found is not None
    assert (found.erased, found.unchanged, found.differences) == (True, False, ())


def test_history_tells_what_each_edit_changed(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    for text in ("一改。", "二改。"):
        edit(instance, house.reviewer, text=text)
    instance = house.does(instance, house.reviewer, "check_pass").instance
    edit(instance, house.office, title="关于开展陪伴行动的通知")
    edits = [row.changes for row in history(instance) if row.kind == "edit"]
    assert [[(one.title, one.after) for one in changes] for changes in edits] == [
        [("text", "二改。")],
        [("title", "关于开展陪伴行动的通知")],
    ]


def test_signer_is_told_to_confirm(house: House) -> None:
    instance = returned(house, "direct", text="改过的正文。")
    deliver(now=NOW)
    assert Notification.objects.filter(user=house.liaison, title=f"请确认改动：{instance.title}").exists()


def test_removed_cosigner_is_not_waited_for_on_the_straight_way(house: House) -> None:
    instance = cosigning(house, house.liaison, house.civil_secretary)
    house.does(instance, house.secretary, "return", opinion="再改", params={"to": "draft", "resubmit": "direct"})
    Paper.objects.get().co_issuers.clear()
    edit(instance, house.drafter, text="改为单独行文。")
    assert house.does(instance, house.drafter, "submit").instance.state == "sign"
    assert verify(instance) == []


def test_day_of_the_yes_is_the_day_where_people_are() -> None:
    signed = datetime(2026, 11, 30, 17, 45, tzinfo=UTC)  # a quarter to two on the next day in Shanghai
    assert Changes(signed, "同意会签", agreed=True).headline == "自您同意后有改动（12月1日，同意会签）"
