"""卡住的事项: cases that nobody can take, or that have not moved for long; administrators see where, never what."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.workflows.engine.conftest import NOW, House
from workflows.engine import Instance, WorkItem, offers
from workflows.engine.reading.stuck import stuck
from workflows.organisations.models import Membership, User

LIST = "/admin/stuck/"
LATER = NOW + timedelta(days=30)


@pytest.fixture
def admin(house: House) -> User:
    return house.holder("卫一新", house.province, "sysadmin")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def vacate(house: House, *people: User) -> None:
    Membership.objects.filter(user__in=people).update(until=NOW.date())


def at_check(house: House) -> Instance:
    return house.case((house.drafter, "submit"))


def test_vacant_post_is_named_and_a_post_that_is_held_is_not(house: House) -> None:
    case = at_check(house)
    assert stuck(None, now=NOW) == []
    vacate(house, house.reviewer)
    (row,) = stuck(None, now=NOW)
    assert (row.instance_id, row.state, row.blocked) == (case.pk, "核稿", True)
    assert row.reason.endswith("岗位空缺，没有人能办；补岗即可。")


def test_case_where_everybody_is_excluded_says_so(house: House) -> None:
    alone = house.organ("独县", "county", "Q", under=house.education, profile="small")
    one = house.holder("一肩挑", alone, "drafter", "reviewer", "secretary")
    paper = house.paper(alone, one)
    from workflows.engine import start

    case = start(paper, "memo", actor=one, now=NOW)
    house.does(case, one, "submit")
    house.does(case, one, "check_pass")
    (row,) = stuck(None, now=NOW)
    assert (row.instance_id, row.state) == (case.pk, "签发")
    assert row.reason.startswith("岗位分离：能办")
    assert "核稿" in row.reason


def test_quiet_case_appears_after_ten_working_days(house: House) -> None:
    case = at_check(house)
    assert stuck(None, now=NOW + timedelta(days=13)) == []
    (row,) = stuck(None, now=LATER)
    assert (row.instance_id, row.blocked) == (case.pk, False)
    assert row.reason.startswith("10个工作日以上没有动，等")


def test_suspended_and_finished_cases_stand_still_on_purpose(house: House) -> None:
    case = at_check(house)
    Instance.objects.filter(pk=case.pk).update(suspended_at=NOW)
    assert stuck(None, now=LATER) == []
    Instance.objects.filter(pk=case.pk).update(suspended_at=None, finished_at=NOW)
    assert stuck(None, now=LATER) == []


def test_each_administrator_sees_the_own_part_of_the_tree(house: House) -> None:
    at_check(house)
    assert stuck([], now=LATER) == []
    assert stuck([house.city.path], now=LATER) == []
    assert len(stuck([house.province.path], now=LATER)) == 1


def test_three_cases_ask_as_often_as_one(house: House) -> None:
    at_check(house)
    with CaptureQueriesContext(connection) as one:
        assert len(stuck(None, now=LATER)) == 1
    for _number in range(2):
        at_check(house)
    with CaptureQueriesContext(connection) as three:
        assert len(stuck(None, now=LATER)) == 3
    assert len(one) == len(three) <= 8


def test_page_tells_where_and_never_what(house: House, admin: User) -> None:
    case = at_check(house)
    vacate(house, house.reviewer)
    page = signed_in(admin).get(LIST).content.decode()
    assert f"/admin/stuck/{case.pk}/jump/" in page
    assert "岗位空缺，没有人能办" in page
    assert case.title not in page
    jump = signed_in(admin).get(f"{LIST}{case.pk}/jump/").content.decode()
    assert case.title not in jump


def test_jump_is_applied_for_in_the_form_and_agreed_to_by_another(house: House, admin: User) -> None:
    case = at_check(house)
    client = signed_in(admin)
    path = f"{LIST}{case.pk}/jump/"
    assert client.post(path, {"state": "draft", "opinion": ""}).status_code == 422
    assert client.post(path, {"state": "done", "opinion": "卡住"}).status_code == 422
    page = client.post(path, {"state": "draft", "opinion": "核稿人长期外出。"}, follow=True).content.decode()
    assert "已申请跳转，等另一个人同意" in page
    assert Instance.objects.get(pk=case.pk).state == "check"
    assert "已经申请跳转，请等另一人同意" in client.get(path).content.decode()
    assert WorkItem.objects.filter(instance=case, kind="request", status="open").count() == 1
    house.does(case, house.secretary, "@jump_confirm")
    assert Instance.objects.get(pk=case.pk).state == "draft"


def test_nobody_else_comes_in(house: House, admin: User) -> None:
    case = at_check(house)
    auditor = house.holder("岑明鉴", house.province, "auditor")
    for user in (house.drafter, house.secretary, house.clerk, house.admin):
        client = signed_in(user)
        assert {client.get(path).status_code for path in (LIST, f"{LIST}{case.pk}/jump/")} <= {302, 403}
    reader = signed_in(auditor)
    assert reader.get(LIST).status_code == 200
    assert reader.post(f"{LIST}{case.pk}/jump/", {"state": "draft", "opinion": "看看"}).status_code in {302, 403}
    elsewhere = house.holder("邻市管理员", house.other_city, "sysadmin")
    assert signed_in(elsewhere).get(f"{LIST}{case.pk}/jump/").status_code in {302, 403}
    assert offers(admin, case, now=NOW) == []


@pytest.mark.parametrize("name", ["add_before", "assist"])
def test_signer_who_was_added_and_left_is_told_with_what_helps(house: House, name: str) -> None:
    instance = house.case((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass"))
    post = Membership.objects.get(user=house.clerk)
    house.does(instance, house.secretary, f"@{name}", opinion="请先核。", params={"whom": f"m{post.pk}"})
    assert stuck(None, now=NOW) == []
    post.until = NOW.date()
    post.save()
    (row,) = stuck(None, now=NOW)
    assert row.blocked
    assert row.reason.startswith("等钟晴（")
    assert "减签" in row.reason
    seat = WorkItem.objects.exclude(raised_by=None).get(instance=instance).party
    house.does(instance, house.secretary, "@drop", opinion="已调离。", params={"seat": seat})
    assert stuck(None, now=NOW) == []
    assert house.does(instance, house.secretary, "sign").moved
