"""导入 as a drafter does it: a text with damaged places pasted, looked over beside its original, adopted, opened again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command

from documents.notices.models import Notice
from portal.demo.people import PASSWORD, load_people
from portal.demo.places import load_places
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAPERS = Path(__file__).resolve().parents[1] / "documents" / "notices" / "reading" / "papers"


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_pasted_paper_is_looked_over_and_adopted(visit: Callable[..., Visitor], phone: bool) -> None:
    call_command("setup_site", verbosity=0)
    load_people(load_places())
    drafter = visit("linyuan", PASSWORD, phone=phone)
    page = drafter.open("/admin/notices/import/", "导入")
    page.locator("[name=text]").fill((PAPERS / "sick.txt").read_text(encoding="utf-8"))
    drafter.press("读入并校对", "导入校对")
    assert page.locator(".part .remark.warning").first.is_visible()
    page.get_by_role("link", name="看这一处").first.click()
    assert page.locator(":target").is_visible()
    drafter.press("采用", "编辑")
    made = Notice.objects.get()
    assert made.original is not None
    assert page.url.endswith(f"/admin/notices/edit/{made.pk}/")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="原稿").click()
    assert made.plain_title[:8] in opened.value.inner_text("body")


def test_damaged_places_are_shown_struck_out(visit: Callable[..., Visitor]) -> None:
    call_command("setup_site", verbosity=0)
    load_people(load_places())
    drafter = visit("linyuan", PASSWORD)
    page = drafter.open("/admin/notices/import/", "导入")
    page.locator("[name=file]").set_input_files(PAPERS / "shifted.txt")
    drafter.press("读入并校对", "导入校对")
    assert page.locator(".lines del").count() > 10
    assert page.locator(".lines ins").count() > 10
