"""Whom an event is told to."""

from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command

from tests.workflows.engine.conftest import NOW, House
from tests.workflows.engine.deciding.test_edits import cosigning, edit
from tests.workflows.engine.papers import workflow
from workflows.engine import Instance, history
from workflows.engine.models import Definition
from workflows.engine.processes.definitions import load_source
from workflows.notifications.delivery import deliver
from workflows.notifications.models import Notification, Outbox
from workflows.organisations.models import User


def told(kind: str = "todo") -> list[tuple[str, str]]:
    deliver(now=NOW)
    rows = Notification.objects.filter(kind=kind, channel="desk").select_related("user").order_by("pk")
    return [(row.user.name, row.title) for row in rows]


def test_whoever_is_asked_is_told_with_a_way_to_the_page(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    assert told() == [("周慎行", f"待办：{instance.title}")]
    row = Notification.objects.get(kind="todo")
    assert (row.url, row.body) == (f"/papers/{instance.subject_id}/", "环节：核稿")


def test_all_holders_of_both_roles_are_told_once(house: House) -> None:
    house.case((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass"))
    assert [name for name, _title in told()] == ["陆思齐", "秦望川"]


def test_returned_paper_is_told_as_such_with_the_opinion(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    house.does(instance, house.reviewer, "return", opinion="第二段再核。")
    assert told("returned") == [("林予安", f"被退回：{instance.title}")]
    assert Notification.objects.get(kind="returned").body == "环节：拟稿\n意见：第二段再核。"


def test_author_learns_how_it_ended(house: House, signed_by_all) -> None:
    instance = house.does(signed_by_all(), house.clerk, "finish").instance
    assert told("finished") == [("林予安", f"已签发：{instance.title}")]


def test_author_learns_what_can_be_done_about_a_no(house: House) -> None:
    source = (Path(workflow.__file__).parent / "definitions" / "ballot.toml").read_text(encoding="utf-8")
    source = source.replace('to = "refused"\n', 'to = "refused"\nremedy = "改好以后可以另行报送。"\n')
    assert load_source(source, name="ballot", origin=Definition.Origin.LOCAL).definition is not None
    acts = ((house.reviewer, "disagree"), (house.deputy, "disagree"))
    instance = house.case(process="ballot")
    for person, name in acts:
        house.does(instance, person, name, opinion="依据不足。")
    assert told("finished") == [("林予安", f"否决：{instance.title}")]
    body = Notification.objects.get(kind="finished", channel="desk").body
    assert body == "意见：依据不足。\n改好以后可以另行报送。"
    notes = [row.note for row in history(instance) if row.verb == "不同意"]
    assert ["改好以后可以另行报送" in note for note in notes] == [False, True]


def test_nobody_is_told_of_his_own_act(house: House) -> None:
    house.does(house.case(), house.drafter, "void", opinion="不发了")
    assert told("finished") == []


def test_signers_learn_that_their_signature_fell(house: House) -> None:
    instance = cosigning(house, house.liaison, house.civil_secretary)
    deliver(now=NOW)
    edit(instance, house.secretary, text="书记改过。")
    assert [name for name, _title in told("voided")] == ["季安然", "温如故"]


def test_who_need_not_act_any_more_is_not_disturbed(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    house.does(instance, house.drafter, "withdraw")
    assert told() == []


def test_stand_in_of_a_delegation_is_told_too(house: House) -> None:
    from tests.workflows.engine.deciding.test_delegating import lend

    lend(house.reviewer, house.clerk)
    house.case((house.drafter, "submit"))
    assert [name for name, _title in told()] == ["周慎行", "钟晴"]


def test_delivering_again_tells_nobody_twice(house: House) -> None:
    house.case((house.drafter, "submit"))
    first = told()
    Outbox.objects.update(done_at=None)  # as if the process had died before noting it
    assert told() == first
    assert not Outbox.objects.filter(done_at=None).exists()


def test_letters_leave_once_for_those_with_an_address(house: House) -> None:
    User.objects.filter(pk=house.reviewer.pk).update(email="zhou@xiyuan.example")
    instance = house.case((house.drafter, "submit"))
    for _run in range(2):
        call_command("deliver_outbox", verbosity=0)
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["zhou@xiyuan.example"], f"【团文】待办：{instance.title}")
    assert f"/papers/{instance.subject_id}/" in letter.body


@pytest.mark.django_db(transaction=True)
def test_committed_act_is_told_by_itself() -> None:
    house = House()
    house.case((house.drafter, "submit"))
    assert Notification.objects.filter(user=house.reviewer, kind="todo").count() == 1
    assert Instance.objects.count() == 1
