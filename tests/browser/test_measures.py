"""What people do with a paper besides deciding, in Chromium: 撤回 退回 转办 加签 传阅 催办 挂起 委托, each by whose step it is."""

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.utils import timezone

from tests import factories
from tests.browser.house import Colleagues, decide
from tests.browser.visitor import Visitor
from workflows import engine

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Team(Colleagues):
    """The people of the province with a paper among them; each comes in once and stays."""

    phones = ("publicity", "sealkeeper")

    def __init__(self, visit: Callable[..., Visitor]) -> None:
        call_command("setup_site", verbosity=0)
        self.places = factories.tree()
        who: SimpleNamespace = factories.people(self.places)
        self.case = factories.carry(factories.notice(self.places.youth, who.drafter), who, "check")
        super().__init__(visit, who, self.case.subject_id)

    def more(self, name: str, act: str, *, whom: str = "", words: str = "") -> Visitor:
        """An act under 更多, with the person it concerns and the reason."""
        visitor = self.enter(name)
        page = visitor.open(self.path, f"{name}-阅办")
        page.locator(".actions summary", has_text="更多").click()
        visitor.press(act, f"{act}-填写")
        if whom:
            page.get_by_label(re.compile(f"^{whom}　")).check()
        if words:
            page.locator("[name=opinion]").fill(words)
        visitor.press(act, f"{act}以后")
        return visitor

    @property
    def state(self) -> str:
        """Where the paper stands."""
        return str(engine.Instance.objects.get(pk=self.case.pk).state)


@pytest.fixture
def team(visit: Callable[..., Visitor]) -> Team:
    """The paper waits at 核稿, and nobody there has opened it yet."""
    return Team(visit)


def test_a_paper_is_taken_back_returned_handed_on_and_lent_until_it_passes(team: Team) -> None:
    drafter = team.enter("drafter")
    drafter.open(team.path, "未阅前")
    decide(drafter, "撤回")
    assert team.state == "draft"
    drafter.open(team.path, "撤回以后")
    decide(drafter, "送核")

    reviewer = team.read("reviewer")
    page = reviewer.page
    page.locator("summary", has_text="退回修改").click()
    reason = page.locator("textarea[name='opinion.return']")
    button = page.locator("button[value=return]")
    with page.expect_navigation():
        button.click()
    reviewer.look("退回没写理由")
    assert "请" in page.locator(".problems").first.inner_text()
    assert team.state == "check"
    reason.fill("第二条写明开放几次。")
    with page.expect_navigation():
        button.click()
    page = drafter.open("/desk/?only=returned", "被退回")
    assert page.locator(".row").count() == 1
    page = drafter.open(team.path, "看退回理由")
    assert "第二条写明开放几次。" in page.locator(".problems").first.inner_text()
    decide(drafter, "送核")

    team.more("reviewer", "转办", whom="钟晴", words="下乡调研，请代为核稿。")
    decide(team.read("clerk"), "核稿通过", "文字已核。")

    team.more("office", "前加签", whom="傅守正", words="请先核对附件。")
    assert "前加签" in drafter.open(team.path, "加签在流程里").inner_text("main")
    decide(team.read("sealkeeper"), "审核通过", "附件已核对。")
    team.more("office", "传阅", whom="谢常乐")
    reader = team.read("publicity")
    reader.page.locator("[name=opinion]").fill("宣传上可以配合。")
    reader.press("已阅", "已阅以后")
    assert "宣传上可以配合。" in team.enter("office").open(team.path, "传阅回执").locator(".round").inner_text()

    page = drafter.open("/desk/mine/?tab=started", "我发起的")
    with page.expect_navigation():
        page.locator(".row .button").first.click()
    drafter.press("催办", "催办以后")
    assert "催办" in page.locator(".note").first.inner_text()

    team.more("office", "挂起", words="等上级文件。")
    page = team.enter("office").page
    assert "已挂起" in page.inner_text("main")
    team.more("office", "恢复")

    page = team.enter("office").open("/desk/me/lend/", "委托代办")
    page.locator("[name=taker]").select_option(label="简明夏")
    page.locator("[name=last_day]").fill(timezone.localdate().isoformat())
    with team.enter("office").expecting(words=("person",)):  # accounts of the tests
        team.enter("office").press("委托", "委托以后")
    deputising = team.read("privacy")
    decide(deputising, "审核通过", "代为审核，同意。")
    assert team.state == "deputy"

    page = drafter.open(f"/desk/instances/{team.case.pk}/history/", "办理单")
    record = page.inner_text("main")
    for words in ("撤回", "退回修改", "转办", "前加签", "传阅", "已阅", "催办", "挂起", "恢复", "代 顾知白"):
        assert words in record, words
    assert engine.verify(engine.Instance.objects.get(pk=team.case.pk)) == []
