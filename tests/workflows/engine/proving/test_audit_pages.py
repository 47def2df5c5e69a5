"""经过核验: auditors prove and read histories, nobody else does, and they approve nothing."""

import pytest
from django.test import Client

from tests.workflows.engine.conftest import House
from workflows.engine import Instance, offers
from workflows.engine.models import Verification
from workflows.engine.proving.sealing import seal_now
from workflows.organisations.models import User

AUDITS = "/admin/audits/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def auditor(house: House) -> User:
    return house.holder("岑明鉴", house.province, "auditor")


def test_auditor_sees_seals_and_proves_a_document(house: House, auditor: User) -> None:
    case = house.case((house.drafter, "submit"))
    seal_now()
    client = signed_in(auditor)
    page = client.get(AUDITS).content.decode()
    assert "第 1 封" in page
    assert "还没有核验过" in page
    page = client.post(AUDITS, {"case": case.pk}, follow=True).content.decode()
    assert "1 件、2 条经过完好" in page
    assert "林予安 11-05 09:30" in page
    assert 'class="graph-state is-current"' in page
    result = Verification.objects.get()
    assert (result.by, result.instance, result.sound) == (auditor, case, True)


def test_picture_of_a_way_names_the_post_that_is_asked_and_what_a_small_organ_leaves_out(
    house: House, auditor: User
) -> None:
    case = house.case(place=house.county, author=house.county_drafter)
    house.does(case, house.county_drafter, "submit")
    page = signed_in(auditor).get(AUDITS, {"case": case.pk}).content.decode()
    picture = page[page.index("<svg xmlns") :]
    assert "并岗机关不设" in picture
    assert "县" in picture[: picture.index("</svg>")]


def test_what_was_touched_is_told_with_its_document(house: House, auditor: User) -> None:
    case = house.case((house.drafter, "submit"))
    Instance.objects.filter(pk=case.pk).update(seq=9)
    page = signed_in(auditor).post(AUDITS, {"everything": "1"}, follow=True).content.decode()
    assert f"《关于开展灯火小屋行动的通知》（事项 {case.pk}）：事项记有 9 条经过，实有 2 条。" in page


def test_wrong_number_is_told(house: House, auditor: User) -> None:
    assert "没有编号为“七”的事项" in signed_in(auditor).post(AUDITS, {"case": "七"}, follow=True).content.decode()


def test_page_is_closed_to_everybody_else(house: House) -> None:
    keeper = house.holder("卫一新", house.province, "sysadmin")
    for user in (house.drafter, house.secretary, keeper, house.admin):
        client = signed_in(user)
        assert client.get(AUDITS).status_code in {302, 403}
        assert client.post(AUDITS, {"everything": "1"}).status_code in {302, 403}
    assert not Verification.objects.exists()


def test_auditor_approves_nothing(house: House, auditor: User) -> None:
    case = house.case((house.drafter, "submit"))
    assert offers(auditor, case) == []


@pytest.mark.parametrize("number", ["²", "٣", "9" * 30, "-1", "1 or 1"])
def test_number_that_is_none_is_told_and_nothing_breaks(house: House, auditor: User, number: str) -> None:
    client = signed_in(auditor)
    assert client.get(AUDITS, {"case": number}).status_code == 200
    assert "没有编号为“" in client.post(AUDITS, {"case": number}, follow=True).content.decode()
