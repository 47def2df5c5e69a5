"""岗位配备 as a page: the worst first, organ by organ, narrowed by standing and by name, page after page."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.workflows.engine.conftest import House
from tests.workflows.engine.processes.test_process_pages import LIST, signed_in
from workflows.engine.models import Definition
from workflows.engine.processes import staffing_pages
from workflows.organisations.models import Organisation, User


@pytest.fixture
def keeper(house: House) -> User:
    return house.holder("卫一新", house.province, "sysadmin")


def memo() -> Definition:
    return Definition.objects.get(process="memo", status="active")


def address() -> str:
    return f"/admin/processes/staffing/{memo().pk}/"


def organs_on(page: str) -> list[str]:
    return re.findall(r"<summary><strong>([^<]+)</strong>", page)


def lone(house: House, name: str = "孤县") -> Organisation:
    """An organ where somebody drafts, and nobody else is anywhere above."""
    place = house.organ(name, "county", name)
    house.holder(f"{name}干事", place, "drafter")
    return place


def test_worst_organs_come_first_open_and_counted(house: House, keeper: User) -> None:
    lone(house)
    page = signed_in(keeper).get(address()).content.decode()
    assert organs_on(page)[0] == "孤县"
    assert page.index('<details class="process-organ" open>') < page.index("孤县")
    assert "走不下去 1</a>" in page
    assert "岗位空缺，等待补岗" in page
    assert "自己不发起 2</a>" in page
    assert "/admin/registers/posts/?q=%E5%AD%A4%E5%8E%BF" in page


def test_organs_are_narrowed_by_standing_and_by_name(house: House, keeper: User) -> None:
    lone(house)
    client = signed_in(keeper)
    assert organs_on(client.get(address(), {"standing": "stuck"}).content.decode()) == ["孤县"]
    assert "孤县" not in organs_on(client.get(address(), {"standing": "idle"}).content.decode())
    assert organs_on(client.get(address(), {"q": "邻县"}).content.decode()) == ["邻县"]
    assert organs_on(client.get(address(), {"q": "县 邻市"}).content.decode()) == ["邻县"]
    assert "没有这样的单位" in client.get(address(), {"q": "没有的"}).content.decode()


def test_pages_are_turned_and_keep_what_was_asked(house: House, keeper: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staffing_pages, "PER_PAGE", 1)
    lone(house)
    lone(house, "单县")
    client = signed_in(keeper)
    first = client.get(address(), {"standing": "stuck"}).content.decode()
    assert "第 1 页，共 2 页、2 个单位" in first
    assert "?p=2&amp;standing=stuck" in first
    second = client.get(address(), {"standing": "stuck", "p": "2"}).content.decode()
    assert {*organs_on(first), *organs_on(second)} == {"孤县", "单县"}


def test_only_readers_of_processes_see_it(house: House, keeper: User) -> None:
    auditor = house.holder("岑明鉴", house.province, "auditor")
    for user, seen in ((keeper, True), (auditor, True), (house.drafter, False), (house.secretary, False)):
        assert (signed_in(user).get(address()).status_code == 200) == seen
    assert signed_in(house.admin).get(address()).status_code in {302, 403}


def test_page_of_a_version_counts_few_organs_and_leads_on_where_there_are_many(
    house: House, keeper: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    lone(house)
    client = signed_in(keeper)
    page = client.get(f"{LIST}inspect/{memo().pk}/").content.decode()
    assert "走不下去 1 个单位" in page
    assert address() in page
    monkeypatch.setattr(staffing_pages, "FEW", 1)
    page = client.get(f"{LIST}inspect/{memo().pk}/").content.decode()
    assert "单位较多，单独一页。" in page
    assert address() in page


def test_page_asks_as_often_for_three_organs_as_for_one(house: House, keeper: User) -> None:
    client = signed_in(keeper)
    client.get(address())
    lone(house)
    with CaptureQueriesContext(connection) as one:
        client.get(address(), {"standing": "stuck"})
    lone(house, "单县")
    lone(house, "独县")
    with CaptureQueriesContext(connection) as three:
        page = client.get(address(), {"standing": "stuck"}).content.decode()
    assert len(organs_on(page)) == 3
    assert len(three) == len(one)
