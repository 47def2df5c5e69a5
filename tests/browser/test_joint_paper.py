"""A joint paper of five organs in Chromium: two sign at their own desks, two on paper; a change after the third signature
voids three and says why; the last signature dates the paper, and the host gives the number."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.utils import timezone
from PIL import Image

from documents.notices.models import CoIssuer, Notice
from tests import factories
from tests.browser.house import Colleagues, decide
from tests.browser.visitor import Visitor
from workflows import engine

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BEFORE = "关于开展“灯火相伴”青年志愿者陪伴农村留守儿童行动的通知"
AFTER = "关于开展“灯火相伴”陪伴农村留守儿童行动的通知"


class Table(Colleagues):
    """Everybody around the paper; each comes in once and stays."""

    phones = ("education_head", "women_head", "deputy", "secretary")

    def __init__(self, visit: Callable[..., Visitor], scan: Path) -> None:
        call_command("setup_site", verbosity=0)
        places = factories.tree()
        places.women = factories.partner("曦原省妇女联合会", "province", "990000")
        places.culture = factories.partner("曦原省文明办", "province", "990000")
        who: SimpleNamespace = factories.people(places)
        who.education_head = factories.holder("简然", places.education, "secretary", title="厅长")
        who.women_liaison = factories.holder("苗青", places.women, "liaison", title="联络员")
        who.women_head = factories.holder("苗知微", places.women, "secretary", title="主席")
        paper = factories.draft(places.youth, who.drafter, title=BEFORE, mark="团曦联")
        for order, organ in enumerate((places.culture, places.education, places.civil, places.women)):
            CoIssuer.objects.create(notice=paper, organisation=organ, order=order)
        engine.start(paper, "issue", actor=who.drafter)
        factories.carry(paper, who, "cosign")
        super().__init__(visit, who, paper.pk)
        self.pk, self.scan = paper.pk, str(scan)

    def from_paper(self, organ: str, act: str, signer: str, days_ago: int) -> None:
        """线下办理登记 by the host's clerk: whose act it was, who signed, when, and the scan."""
        visitor = self.enter("clerk")
        visitor.open(self.path, "登记以前")
        page = visitor.press("线下办理登记", "线下办理登记")
        choice = page.locator("#f-act")
        if choice.get_attribute("open") is None:
            choice.locator("summary").first.click()
        choice.get_by_label(re.compile(f"^{organ}.*{act}$")).check()
        visitor.press("选定", f"选定{organ}")
        page.locator("[name=signer]").fill(signer)
        page.locator("[name=signed_on]").fill((timezone.localdate() - timedelta(days=days_ago)).isoformat())
        page.locator("[name=scan]").set_input_files(self.scan)
        visitor.press("登记", f"{organ}登记以后")

    def change_title(self) -> str:
        """The host's office mends the title: the editor says whose signatures fall and wants that ticked; returns what it says."""
        editor = self.enter("office")
        page = editor.open(f"/admin/notices/edit/{self.pk}/", "改标题以前")
        page.locator("[name=title]").fill(AFTER)
        save = page.locator("form[data-edit-form] [type=submit]").first
        with editor.expecting(400):  # what saves by itself is refused too
            with page.expect_navigation():
                save.click()
            editor.look("没有勾选实质修改")
        told = page.inner_text("main")
        assert self.paper.title == BEFORE
        page.locator("[name=void_signatures]").check(force=True)
        with page.expect_navigation():
            save.click()
        editor.look("改标题以后")
        assert self.paper.title == AFTER
        return told

    def words(self, name: str) -> str:
        """What the paper's page tells this person."""
        return self.enter(name).open(self.path, f"{name}-看").inner_text("main")

    @property
    def paper(self) -> Notice:
        return Notice.objects.get(pk=self.pk)

    @property
    def state(self) -> str:
        return str(engine.instance_of(self.paper, "issue").state)  # type: ignore[union-attr]


@pytest.fixture
def table(visit: Callable[..., Visitor], tmp_path: Path) -> Table:
    """The paper has passed the host's office and waits for four organs."""
    picture = io.BytesIO()
    Image.effect_noise((600, 800), 40).convert("RGB").save(picture, "JPEG")
    scan = tmp_path / "会签单.jpg"
    scan.write_bytes(picture.getvalue())
    return Table(visit, scan)


def test_five_organs_sign_two_of_them_on_paper_and_a_change_asks_three_again(table: Table) -> None:
    decide(table.read("liaison"), "送负责人", "已核，无不同意见。")
    decide(table.read("education_head"), "同意会签", "同意会签。")
    table.from_paper("曦原省文明办", "同意会签", "严予川", 1)
    decide(table.read("women_liaison"), "送负责人")
    decide(table.read("women_head"), "同意会签", "同意。")
    assert table.state == "cosign"
    told = table.words("office")
    assert "曦原省民政厅" in told
    assert "负责人" in told

    told = table.change_title()
    for name in ("简然（会签）", "严予川（会签）", "苗知微（会签）"):
        assert name in told
    told = table.words("office")
    assert told.count("待重新确认") == 3
    assert told.count("未会签") == 1
    page = table.enter("women_head").open("/desk/notifications/", "告诉签过的人")
    assert "顾知白改动了：标题。" in page.inner_text("main")

    for head in ("education_head", "women_head"):
        visitor = table.read(head)
        assert "标题" in visitor.page.inner_text("main")
        decide(visitor, "确认")
    table.from_paper("曦原省文明办", "确认", "严予川", 0)
    assert table.state == "cosign"
    table.from_paper("曦原省民政厅", "同意会签", "童叙白", 0)
    assert table.state == "deputy"

    decide(table.read("deputy"), "同意送签")
    decide(table.read("secretary"), "同意签发")
    decide(table.read("clerk"), "复核无误")
    page = table.enter("clerk").open(f"{table.path}number/", "登记编号")
    page.locator("[name=copies]").fill("30")
    decide(table.enter("clerk"), "登记编号")
    assert (table.paper.number, table.paper.signed_on) == (
        f"团曦联〔{timezone.localdate().year}〕1号",
        timezone.localdate(),
    )
    told = table.words("office")
    assert "会签单.jpg" in told
