"""逐级汇总 in Chromium: the county passes what came, adds up, explains a change, and the city has it."""

from collections.abc import Callable

import pytest
from django.core.management import call_command

from documents.submissions.models import Call, Submission
from portal.demo.acts import Cast
from portal.demo.answering import Office
from portal.demo.loading import load_campaign
from portal.demo.people import PASSWORD, load_people
from portal.demo.places import load_places
from portal.demo.summing import tell_summaries
from tests.browser.test_journeys import decide
from tests.browser.visitor import Visitor
from workflows import engine

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def call() -> Call:
    """The call of the city with a unit in every state."""
    call_command("setup_site", verbosity=0)
    places = load_places()
    return tell_summaries(Office(places, Cast(load_people(places)), load_campaign(places["990000"])))


def test_the_county_adds_up_and_sends(visit: Callable[..., Visitor], call: Call) -> None:
    clerk = visit("tangxiaohe", PASSWORD)
    page = clerk.open(f"/desk/calls/{call.pk}/progress/", "报送进度")
    with page.expect_navigation():
        page.locator("a.button", has_text="审核：").first.click()
    clerk.look("审核")
    decide(clerk, "审核通过")
    clerk.open(f"/desk/calls/{call.pk}/totals/", "汇总表")
    clerk.press("汇总", "汇总以后")
    assert page.locator("[name=sessions]").input_value() == "26"
    page.locator("[name=sessions]").fill("30")
    with clerk.expecting(422):
        clerk.press("保存，下一步", "没有说明")
    assert page.locator("[name=sessions]").input_value() == "30"
    page.locator("[name='sessions.note']").fill("加县里统一开放4次")
    clerk.press("保存，下一步", "做法")
    page.locator("[name=work_text]").fill("全县五处小屋按时开放。")
    clerk.press("保存，下一步", "图片")
    page.locator("[name=persons][value=none]").check()
    clerk.press("保存，下一步", "联系人")
    clerk.press("核对提交", "核对")
    clerk.press("提交", "提交以后")

    report = Submission.objects.get(call=call, organ__code="990121")
    head = visit("mengyunshu", PASSWORD, phone=True)
    page = head.open(report.get_absolute_url(), "县里审核")
    assert "改动说明：加县里统一开放4次" in page.inner_text("main")
    decide(head, "同意报送", "属实，同意报送。")
    city = visit("xunanzhi", PASSWORD)
    city.open(report.get_absolute_url(), "市里审核")
    decide(city, "审核通过", "已核。")
    case = engine.instance_of(report)
    assert case is not None
    assert case.state == "accepted"
    page = city.open(f"/desk/calls/{call.pk}/totals/", "市里汇总表")
    assert "已审核通过 1 个单位" in page.inner_text("main")


def test_a_volunteer_changes_the_photograph_on_a_phone(visit: Callable[..., Visitor], call: Call) -> None:
    volunteer = visit("xiejunyue", PASSWORD, phone=True)
    page = volunteer.open("/desk/", "待办")
    with page.expect_navigation():
        page.locator("a.row-title", has_text="活动总结").click()
    volunteer.look("被退回")
    assert "第1张照片里孩子露出正脸" in page.inner_text("main")
    with page.expect_navigation():
        page.locator("button", has_text="删除").first.click()
    volunteer.press("保存，下一步", "换下以后")
    volunteer.press("核对提交", "核对")
    volunteer.press("提交", "提交以后")
    report = Submission.objects.get(call=call, organ__code="990121003")
    case = engine.instance_of(report)
    assert case is not None
    assert case.state == "agree"
