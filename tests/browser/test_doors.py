"""The doors that everybody may knock at, before anyone has signed in."""

from collections.abc import Callable

import pytest

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_login_page_opens_and_refuses_a_wrong_password(visit: Callable[..., Visitor], phone: bool) -> None:
    visitor = visit(phone=phone)
    page = visitor.open("/login/", "登录")
    page.locator("input[name=username]").fill("nobody")
    page.locator("input[name=password]").fill("wrong")
    visitor.press("登录", "密码不对")
    assert page.locator("input[name=password]").is_visible()


def test_unknown_address_is_answered_in_chinese(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    with visitor.expecting(404):
        page = visitor.open("/no-such-page/", "没有这一页")
    assert page.locator("a").count() > 0
