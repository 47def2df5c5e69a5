"""The whole life of a notice in Chromium: 省 → 市 → 县 → 乡镇, each on their own screen, and back to who issued it."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from documents.incoming.models import Incoming, Receipt
from documents.notices.models import Notice
from tests import factories
from tests.browser.house import House, decide, state
from tests.browser.visitor import Visitor
from workflows import engine
from workflows.worktime.calendar import Calendar

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "关于组织“灯火小屋”志愿者冬季培训的通知"
WORDS = "培训通过网络进行，每处小屋不少于1人参加。"
OURS = "本市培训分两批进行，第一批为有小屋的县区。"
OWN = "每处小屋不少于2人参加，参加人员名单由县团委汇总。"


def day_in_words(day: date) -> str:
    return f"{day.month}月{day.day}日"


def far_day() -> date:
    """A working day from which two terms, each two working days earlier, still lie ahead."""
    return Calendar.recent().add(timezone.localdate(), 15).day


def fill_body(page: object, place: int, kind: str, text: str) -> None:
    """One more block of the text in the editor."""
    body = page.locator("#panel-child-正文-body-content, [data-contentpath=body]").first  # type: ignore[attr-defined]
    body.locator("button[title='插入内容块']").last.click()
    page.get_by_role("option", name=kind, exact=True).or_(page.get_by_text(kind, exact=True)).last.click()  # type: ignore[attr-defined]
    page.locator(f"textarea[name=body-{place}-value]").fill(text)  # type: ignore[attr-defined]


def keep_draft(visitor: Visitor, name: str) -> None:
    """存稿 in the editor."""
    with visitor.page.expect_navigation():
        visitor.page.locator("form[data-edit-form] [type=submit]").first.click()
    visitor.look(name)


def submit(visitor: Visitor, notice: Notice) -> None:
    """送核, with the one tick over what the check found."""
    page = visitor.open(f"/desk/notices/{notice.pk}/", "草稿")
    if page.get_by_role("button", name="提醒已核", exact=True).count():
        visitor.press("提醒已核", "已核")
    decide(visitor, "送核")
    assert state(notice) == "check"


def issue_by_province(house: House) -> Notice:
    """Drafted in the editor, checked, signed on the phone, numbered, printed and sent out, every step on its screen."""
    drafter = house.enter("linyuan")
    page = drafter.open("/admin/notices/add/", "拟稿")
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=recipients]").fill("各市团委")
    page.locator("[name=contact]").fill("联系人：林予安，电话：0000-0000103")
    term = f"各地于{day_in_words(far_day())}前报送参加人员名单。"
    for place, (kind, text) in enumerate(
        (
            ("段落", "为做好冬季值守，现将培训事项通知如下。"),
            ("一、一级标题", "一、培训时间"),
            ("段落", WORDS),
            ("段落", term),
        )
    ):
        fill_body(page, place, kind, text)
    page.get_by_role("tab", name="版头与版记").click()
    page.locator("[name=mark]").fill("团曦发")
    keep_draft(drafter, "存稿以后")
    notice = Notice.objects.get()
    assert state(notice) == "draft"
    submit(drafter, notice)
    path = f"/desk/notices/{notice.pk}/"
    house.step("zhoushenxing", path, "核稿通过", opinion="文字已改。")
    house.step("guzhibai", path, "审核通过", opinion="格式已核。")
    house.step("qinwangchuan", path, "同意送签")
    house.step("lusiqi", path, "同意签发", opinion="同意，印发。")
    assert state(notice) == "recheck"

    clerk = house.enter("zhongqing")
    clerk.open(f"{path}number/", "复核")
    decide(clerk, "复核无误")
    page = clerk.open(f"{path}number/", "登记编号")
    page.locator("[name=copies]").fill("30")
    decide(clerk, "登记编号")
    notice.refresh_from_db()
    assert notice.number.endswith("1号")
    sealer = house.enter("fushouzheng")
    sealer.open(f"{path}number/", "印制")
    sealer.press("生成正式件", "正式件")
    decide(sealer, "完成印制")
    clerk.open(f"{path}number/", "核发")
    decide(clerk, "分发")
    assert state(notice, "issue") == "issued"
    return notice


def sign_for(house: House, username: str, notice: Notice, code: str) -> str:
    """签收 from the list of 收文; returns the address of the paper there."""
    visitor = house.enter(username)
    page = visitor.open("/desk/incoming/", f"{username}-收文")
    page.get_by_role("link", name=notice.plain_title).first.click()
    visitor.look("待签收")
    visitor.press("签收", "已签收")
    receipt = notice.receipts.get(organisation=house.places[code])
    assert receipt.status == Receipt.Status.SIGNED
    return Incoming.objects.get(receipt=receipt).get_absolute_url()


def arrange(visitor: Visitor, path: str, leads: str, button: str, opinion: str) -> None:
    """拟办: who deals with the paper, the proposal in words, and on to 批示."""
    page = visitor.open(path, "拟办")
    page.locator("details.arrange > summary").click()
    page.get_by_label(f"{leads}：主办", exact=True).check(force=True)
    decide(visitor, button, opinion)


def compose(visitor: Visitor, path: str, tab: str) -> Notice:
    """生成稿: the source on the left, the own draft on the right; kept and opened in the editor."""
    visitor.open(path, "阅办")
    visitor.press("生成稿", "生成稿")
    if visitor.page.get_by_role("link", name=tab, exact=True).get_attribute("aria-current") is None:
        visitor.press(tab, f"生成稿-{tab}")
    visitor.press("存为草稿并修改", "改本地的要求")
    return Notice.objects.latest("pk")


def change_local_text(visitor: Visitor, before: str, after: str) -> None:
    """In the editor: one passage is made local."""
    page = visitor.page
    fields = page.locator("textarea[name^=body-]")
    place = next(n for n in range(fields.count()) if before in fields.nth(n).input_value())
    fields.nth(place).fill(fields.nth(place).input_value().replace(before, after))
    keep_draft(visitor, "改好以后")


def colleagues(house: House) -> SimpleNamespace:
    """The sample's people by the names of posts that :func:`tests.factories.carry` knows."""
    names = {
        "city_drafter": "xunanzhi",
        "city_reviewer": "baijingxing",
        "city_deputy": "songhuaiyuan",
        "city_secretary": "heqingyue",
        "city_clerk": "dingxiaoman",
        "county_drafter": "tangxiaohe",
        "county_secretary": "mengyunshu",
    }
    return SimpleNamespace(**{post: house.people[username] for post, username in names.items()})


def carry_on(house: House, notice: Notice, route: tuple[tuple[str, str], ...], *codes: str) -> Notice:
    """What has been seen on the province's screens goes on through the engine, to 已印发."""
    left = route[1:]  # 送核 was pressed on the screen
    factories.carry(
        notice, colleagues(house), "issued", route=left, recipients=tuple(house.places[code] for code in codes)
    )
    return Notice.objects.get(pk=notice.pk)


def days_pass(notice: Notice, days: int) -> None:
    """The paper arrived so many days ago."""
    Receipt.objects.filter(notice=notice).update(arrived_at=timezone.now() - timedelta(days=days))


def handle_in_city(house: House, top: Notice) -> Notice:
    """签收 登记 拟办 批示, the own 转发 beside its source, 办理完毕 and 办结."""
    path = sign_for(house, "dingxiaoman", top, "990100")
    clerk = house.enter("dingxiaoman")
    decide(clerk, "登记")
    arrange(house.enter("baijingxing"), path, "许南枝", "送批示", "拟由青年发展部转发各县区。")
    house.step("heqingyue", path, "批示", opinion="同意，抓紧转发。")
    drafter = house.enter("xunanzhi")
    notice = compose(drafter, path, "转发")
    change_local_text(drafter, "请结合实际，认真贯彻执行。", f"请结合实际，认真贯彻执行。{OURS}")
    submit(drafter, notice)
    city = carry_on(house, notice, factories.CITY_ROUTE, "990121", "990122")
    house.step("xunanzhi", path, "办理完毕", opinion=f"已印发{city.number}转发。")
    house.step("dingxiaoman", path, "办结")
    return city


def handle_in_county(house: House, city: Notice) -> Notice:
    """Two people: one signs for it, registers, proposes and drafts, the other decides on the phone; the own 贯彻."""
    path = sign_for(house, "tangxiaohe", city, "990121")
    officer = house.enter("tangxiaohe")
    arrange(officer, path, "唐小禾", "送批示", "拟另发通知贯彻。")
    house.step("mengyunshu", path, "批示", opinion="照办，时间再提前两天。")
    notice = compose(officer, path, "贯彻")
    change_local_text(officer, WORDS, OWN)
    submit(officer, notice)
    county = carry_on(house, notice, factories.COUNTY_ROUTE, "990121002", "990121001")
    house.step("tangxiaohe", path, "办理完毕", opinion=f"已印发{county.number}。")
    house.step("tangxiaohe", path, "答复并办结", opinion="本县两处小屋均已安排人员参加。")
    return county


def finish_in_township(house: House, county: Notice) -> None:
    """On a phone, alone: 签收 and, with a word, 办结."""
    sign_for(house, "luoazhou", county, "990121002")
    decide(house.enter("luoazhou"), "办结", "已通知2名志愿者报名。")
    assert Incoming.objects.get(organ=house.places["990121002"]).status == Incoming.Status.CLOSED


def look_back(house: House, top: Notice, city: Notice, county: Notice) -> None:
    """签收与落实 for the province: who signed, who is done, who passed it on after how many days, and what was changed."""
    drafter = house.enter("linyuan")
    page = drafter.open(f"/desk/notices/{top.pk}/", "已印发")
    page.locator(f"a[href='/desk/notices/{top.pk}/receipts/']").click()
    drafter.look("签收与落实")
    row = page.locator("tbody tr", has_text="团澈湖市委")
    for words in ("已签收", "已办结", "2天后转下", city.number):
        assert words in row.inner_text().replace("\n", "")
    assert "未签收" in page.locator("tbody tr", has_text="团霁山市委").inner_text()
    drafter.press("转发贯彻 1", "转发贯彻")
    tree = page.locator("ul.cascade")
    assert tree.locator("> li").count() == 1
    below = tree.locator("ul > li").inner_text().replace("\n", "")
    for words in ("团鹭汀县委", county.number, "3天后转下", "签收 1/2", "办结 1"):
        assert words in below
    with page.expect_navigation():
        tree.locator("ul > li").get_by_role("link", name="改了什么").click()
    drafter.look("县里改了什么")
    added = "".join(page.locator("ins").all_inner_texts())
    assert "参加人员名单由县团委汇总" in added
    page = drafter.open(f"/desk/notices/{top.pk}/receipts/?show=tree", "转发贯彻")
    with page.expect_navigation():
        tree.get_by_role("link", name="团鹭汀县委").click()
    drafter.look("县以下")
    assert "已办结" in page.locator("tbody tr", has_text="晚渡镇团委").inner_text()


def test_notice_goes_down_to_the_township_and_its_way_is_seen_from_above(visit: Callable[..., Visitor]) -> None:
    house = House(visit)
    top = issue_by_province(house)
    days_pass(top, 5)
    city = handle_in_city(house, top)
    days_pass(city, 3)
    county = handle_in_county(house, city)
    finish_in_township(house, county)
    assert engine.instance_of(city, "issue").outcome == "passed"
    look_back(house, top, city, county)
    publish(house, top)


def publish(house: House, notice: Notice) -> None:
    """公开发布, an act of its own; a stranger reads the paper with what came of it."""
    path = f"/desk/notices/{notice.pk}/"
    clerk = house.enter("zhongqing")
    clerk.open(path, "公开前")
    clerk.press("提请公开", "提请公开")
    if state(notice, "publish") == "propose":
        clerk.open(path, "公开前")
        decide(clerk, "提请公开")
    house.step("qinwangchuan", path, "公开发布")
    stranger = house.visit()
    stranger.open("/", "首页")
    page = stranger.open("/notices/", "通知公告")
    page.get_by_role("link", name=TITLE).first.click()
    stranger.look("通知页")
    assert "每处小屋不少于1人参加" in page.inner_text("main")
    assert notice.number in page.inner_text("main")
