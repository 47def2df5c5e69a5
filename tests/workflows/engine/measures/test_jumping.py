"""跳转: an administrator's way out; never alone, never over a signature, never unseen."""

import pytest

from tests.workflows.engine.conftest import NOW, House
from tests.workflows.engine.measures.conftest import Desk
from workflows.engine import Instance, allowed, answers, history, more_offers
from workflows.organisations.models import User


@pytest.fixture
def admin(house: House) -> User:
    return house.holder("卫一新", house.province, "sysadmin")


def test_jump_takes_a_second_person_and_is_marked(desk: Desk, house: House, admin: User) -> None:
    instance = desk.at_office()
    desk.does(instance, admin, "@jump", params={"state": "draft"}, opinion="办公室无人，卡住。")
    assert Instance.objects.get(pk=instance.pk).state == "office"
    (offer, _no) = answers(house.secretary, instance, now=NOW)
    assert (offer.title, offer.confirm) == ("同意跳转", "管理员申请跳到“拟稿”")
    outcome = desk.does(instance, house.secretary, "@jump_confirm")
    assert (outcome.moved, outcome.instance.state) == (True, "draft")
    row = history(instance)[-1]
    assert (row.verb, row.actor) == ("管理员跳转", "陆思齐")
    assert row.note.startswith("跳到“拟稿”；由卫一新申请")
    assert desk.open(instance) == ["林予安"]
    assert desk.does(instance, house.drafter, "submit").moved


def test_jump_is_nobodys_but_the_administrators_and_wants_a_reason(desk: Desk, house: House, admin: User) -> None:
    instance = desk.at_office()
    for person in (house.secretary, house.office, house.admin, house.city_secretary):
        assert desk.refuses(instance, person, "@jump", params={"state": "draft"}) == "您没有“跳转”的权限。"
    assert desk.refuses(instance, admin, "@jump", params={"state": "draft"}, opinion="") == "请写明“跳转”的理由。"
    assert not allowed(admin, "view", instance)  # a way out, not a way in


def test_same_person_does_not_agree_to_the_own_jump(desk: Desk, house: House, admin: User) -> None:
    house.appoint(admin, house.province, "secretary")
    instance = desk.at_office()
    desk.does(instance, admin, "@jump", params={"state": "draft"})
    assert desk.refuses(instance, admin, "@jump_confirm") == "自己申请的，要由另一个人批准。"
    desk.does(instance, house.secretary, "@jump_confirm")


def test_second_person_may_say_no_and_the_case_stays(desk: Desk, house: House, admin: User) -> None:
    instance = desk.at_office()
    desk.does(instance, admin, "@jump", params={"state": "draft"})
    assert desk.refuses(instance, admin, "@jump", params={"state": "check"}) == "已经申请跳转，请等另一人同意。"
    assert "您不在其中" in desk.refuses(instance, house.deputy, "@jump_confirm")
    desk.does(instance, house.secretary, "@jump_deny", opinion="等两天。")
    assert Instance.objects.get(pk=instance.pk).state == "office"
    assert desk.does(instance, house.office, "office_pass").moved


def test_no_jump_over_a_signature_nor_to_the_end(desk: Desk, house: House, admin: User) -> None:
    instance = desk.at_office()
    assert desk.refuses(instance, admin, "@jump", params={"state": "recheck"}) == "不能跳过须签字的“签发”。"
    for state in ("done", "office", "nowhere"):
        desk.refuses(instance, admin, "@jump", params={"state": state})
    offer = next(one for one in more_offers(admin, instance, now=NOW) if one.transition == "@jump")
    assert [choice.name for choice in offer.choices] == ["draft", "check", "sign"]


def test_jump_back_and_parallel_signing_begins_anew(desk: Desk, house: House, admin: User) -> None:
    instance = desk.at_cosign()
    desk.does(instance, house.civil_secretary, "cosign_pass")
    desk.does(instance, admin, "@jump", params={"state": "check"})
    desk.does(instance, house.secretary, "@jump_confirm")
    desk.does(instance, house.reviewer, "check_pass")
    desk.does(instance, house.office, "office_pass")
    assert len(desk.open(instance)) == 2


def test_separation_holds_after_a_jump(desk: Desk, house: House, admin: User) -> None:
    instance = desk.case((house.drafter, "submit"))
    desk.does(instance, admin, "@jump", params={"state": "sign"})
    desk.does(instance, house.secretary, "@jump_confirm")
    house.appoint(house.drafter, house.province, "deputy")
    assert desk.refuses(instance, house.drafter, "sign").startswith("岗位分离")
