"""The registers of the administration on a phone: nothing runs over the edge, and a person is chosen from a list."""

from collections.abc import Callable

import pytest

from tests import factories
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OVER_THE_EDGE = """() => [...document.querySelectorAll('main input, main select, main textarea, main button')]
  .filter(one => one.getBoundingClientRect().width && one.getBoundingClientRect().right > innerWidth + 1)
  .map(one => one.name || one.textContent.trim())"""


def test_form_of_a_post_fits_on_a_phone_and_takes_a_person_from_the_list(visit: Callable[..., Visitor]) -> None:
    who = factories.people(factories.tree())
    visitor = visit(phone=True)
    visitor.sign_in(who.sysadmin.username, factories.PASSWORD)
    page = visitor.open("/admin/registers/posts/create/", "新建岗位")
    assert page.evaluate(OVER_THE_EDGE) == []
    page.get_by_role("button", name="选择人员").click()
    page.locator(".modal input[name=q]").fill("林予安")
    page.locator(".modal a", has_text="林予安").click()
    page.locator(".chooser", has_text="林予安").wait_for()
    assert page.locator("#id_user").input_value() == str(who.drafter.pk)
