"""主送 in the editor, on a desk and on a phone: a group is taken over with one press, beside what is typed, and goes again."""

from collections.abc import Callable

import pytest

from documents.notices import groups
from documents.notices.groups import Meaning
from tests.browser.house import House
from tests.browser.visitor import Visitor
from workflows.organisations.posts import posts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_group_is_written_with_one_press_and_taken_away_with_another(
    visit: Callable[..., Visitor], phone: bool
) -> None:
    house = House(visit)
    clerk = house.people["dingxiaoman"]
    for name, levels in (("各县（区）团委", ("county",)), ("各乡镇团委", ("township",))):
        groups.keep(house.places["990100"], name, Meaning(levels, ("committee",)), by=clerk, held=posts(clerk))
    if phone:
        house.inside["xunanzhi"] = visit("xunanzhi", "xiyuan-2026", phone=True)
    page = house.enter("xunanzhi").open("/admin/notices/add/", "拟稿-主送组")
    field = page.locator("[name=recipients]")
    rows = page.locator(".whom li")
    assert "4个单位：团绘桥区委、团鹭汀县委" in rows.filter(has_text="各县（区）团委").inner_text()
    field.fill("市教育局：")
    for name in ("各县（区）团委", "各乡镇团委"):
        rows.filter(has_text=name).get_by_role("button").click()
    assert field.input_value() == "市教育局，各县（区）团委、各乡镇团委"
    button = rows.filter(has_text="各县（区）团委").get_by_role("button")
    assert (button.inner_text(), button.get_attribute("aria-pressed")) == ("去掉", "true")
    button.click()
    assert field.input_value() == "市教育局、各乡镇团委"
    house.enter("xunanzhi").look("拟稿-主送组以后")
