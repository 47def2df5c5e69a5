"""抹去 in the administration: proposed with a look at what goes, confirmed by another, read by auditors."""

import pytest
from django.test import Client

from tests.workflows.engine.conftest import House
from workflows.engine import verify
from workflows.engine.models import Erasure, EventText
from workflows.organisations.models import Membership, User

PAGE = "/admin/erasures/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def first(house: House) -> User:
    return house.holder("卫一新", house.province, "sysadmin")


@pytest.fixture
def second(house: House) -> User:
    return house.holder("安守静", house.province, "secadmin")


@pytest.fixture
def gone(house: House) -> User:
    """Somebody who said something and has left."""
    house.does(house.case((house.drafter, "submit")), house.reviewer, "check_pass", opinion="文字已改。")
    Membership.objects.filter(user=house.reviewer).update(until="2026-11-05")
    return house.reviewer


def test_one_proposes_after_a_look_and_another_confirms(house: House, first: User, second: User, gone: User) -> None:
    asked = {"account": gone.username, "reason": "本人要求删除。"}
    page = signed_in(first).post(PAGE, asked).content.decode()
    assert "将抹去 1 件事项里的" in page
    assert not Erasure.objects.exists()
    page = signed_in(first).post(PAGE, asked | {"propose": "1"}, follow=True).content.decode()
    assert "已提出，等另一位管理员确认" in page
    row = Erasure.objects.get()
    own = signed_in(first).post(f"{PAGE}{row.pk}/", follow=True).content.decode()
    assert "要由另一位管理员确认" in own
    assert "将抹去 1 件事项里的" in signed_in(second).get(f"{PAGE}{row.pk}/").content.decode()
    assert "已抹去：" in signed_in(second).post(f"{PAGE}{row.pk}/", follow=True).content.decode()
    gone.refresh_from_db()
    assert gone.anonymised_at is not None
    assert not EventText.objects.filter(event__actor=gone, opinion="文字已改。").exists()
    assert verify(EventText.objects.filter(event__actor=gone)[0].event.instance) == []
    assert signed_in(second).post(f"{PAGE}{row.pk}/").status_code == 404


def test_what_stands_in_the_way_is_told_before_anything_is_proposed(house: House, first: User) -> None:
    case = house.case((house.drafter, "submit"))
    for asked, why in (
        ({"account": house.drafter.username}, "先交接、结束岗位"),
        ({"case": str(case.pk)}, "这份文书还在办理"),
        ({"account": "没有这个人"}, "没有账号"),
        ({"case": "七"}, "没有这个编号"),
        ({}, "只写一样"),
        ({"account": "a", "case": "1"}, "只写一样"),
    ):
        page = signed_in(first).post(PAGE, {"reason": "要求", "propose": "1"} | asked).content.decode()
        assert why in page
    assert not Erasure.objects.exists()


def test_a_document_is_named_by_its_number_and_never_by_its_title(house: House, first: User, second: User) -> None:
    done = house.does(house.case(), house.drafter, "void", opinion="不发了").instance
    asked = {"case": str(done.pk), "reason": "误录个人信息。"}
    page = signed_in(first).post(PAGE, asked | {"propose": "1"}, follow=True).content.decode()
    assert done.title not in page
    row = Erasure.objects.get()
    signed_in(second).post(f"{PAGE}{row.pk}/")
    done.refresh_from_db()
    assert done.title == "（已抹去）"
    assert verify(done) == []


def test_auditors_read_and_others_see_nothing(house: House, first: User, gone: User) -> None:
    signed_in(first).post(PAGE, {"account": gone.username, "reason": "本人要求。", "propose": "1"})
    row = Erasure.objects.get()
    auditor = signed_in(house.holder("岑明鉴", house.province, "auditor"))
    page = auditor.get(PAGE).content.decode()
    assert "本人要求。" in page
    assert "提出抹去" not in page
    assert auditor.post(PAGE, {"account": "x", "reason": "y"}).status_code in {302, 403}
    assert auditor.get(f"{PAGE}{row.pk}/").status_code in {302, 403}
    for user in (house.drafter, house.secretary, house.clerk, house.admin):
        client = signed_in(user)
        assert {client.get(PAGE).status_code, client.post(f"{PAGE}{row.pk}/").status_code} <= {302, 403}
    row.refresh_from_db()
    assert row.confirmed_at is None
