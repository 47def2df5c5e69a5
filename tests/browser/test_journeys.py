"""Both journeys in Chromium, each step by the person whose step it is, on a phone where that person has one."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from documents.notices.models import Notice
from documents.submissions import calling, presets
from documents.submissions.models import Call, Publicity, Submission
from portal.demo import answers, drawings
from portal.demo.loading import load_campaign
from portal.demo.people import PASSWORD, load_people
from portal.demo.places import load_places
from tests.browser.visitor import Visitor
from workflows import engine

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "关于组织“灯火小屋”志愿者冬季培训的通知"
PHONES = frozenset({"lusiqi", "heqingyue", "mengyunshu", "luoazhou", "qinwangchuan", "songhuaiyuan"})


class House:
    """The sample province without a story; opens the door for its people."""

    def __init__(self, visit: Callable[..., Visitor]) -> None:
        call_command("setup_site", verbosity=0)
        self.places = load_places()
        self.people = load_people(self.places)
        self.campaign = load_campaign(self.places["990000"])
        self.visit = visit

    def enter(self, username: str) -> Visitor:
        return self.visit(username, PASSWORD, phone=username in PHONES)

    def step(self, username: str, path: str, button: str, *, opinion: str = "") -> None:
        """Open the paper, write an opinion, press the button of the step."""
        visitor = self.enter(username)
        visitor.open(path, f"{username}-阅办")
        decide(visitor, button, opinion)


def decide(visitor: Visitor, button: str, opinion: str = "") -> None:
    """Press *button*; where it opens a sheet that says what will happen, confirm there."""
    page = visitor.page
    if opinion:
        page.locator("textarea[name=opinion]").first.fill(opinion)
    sheet = page.locator("details.sheet", has=page.locator("summary", has_text=re.compile(f"^{button}$")))
    with page.expect_navigation():
        if sheet.count():
            if not sheet.first.locator("button[name=transition]").first.is_visible():
                sheet.first.locator("summary").click()
            sheet.first.locator("button[name=transition]").first.click()
        else:
            page.get_by_role("button", name=button, exact=True).first.click()
    visitor.look(f"{button}以后")
    asked = page.get_by_role("button", name=f"确认{button}", exact=True)
    if asked.count() and asked.first.is_visible():
        visitor.press(f"确认{button}", f"确认{button}")


def show(house: House, submission: Submission) -> None:
    """公示 by the province's 干事; then its term has passed, and the list is settled."""
    keeper = house.enter("linyuan")
    path = f"/desk/calls/{submission.call_id}/publicity/"
    page = keeper.open(path, "待公示")
    page.locator("[name=lead]").fill("经逐级审核，现将名单公示如下。")
    page.locator("[name=contact]").fill("青年发展部，0000-0000103")
    keeper.press("开始公示", "公示中")
    assert state(submission) == "shown"
    long_ago = timezone.now() - timedelta(days=21)
    cases = engine.Instance.objects.filter(subject_id=submission.pk, process=submission.call.process)
    cases.update(entered_at=long_ago, clock_start=None)
    Publicity.objects.update(since=long_ago.date(), until=long_ago.date() + timedelta(days=7))
    keeper.open(path, "公示期满")
    keeper.press("公示期满，确定1件", "公示已结束")


def state(subject: object, process: str | None = None) -> str:
    instance = engine.instance_of(subject, process)
    assert instance is not None
    return str(instance.state)


def test_notice_goes_from_the_editor_to_the_public_page(visit: Callable[..., Visitor]) -> None:
    house = House(visit)
    drafter = house.enter("linyuan")
    page = drafter.open("/admin/notices/add/", "拟稿")
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=recipients]").fill("各市团委")
    page.locator("[name=contact]").fill("联系人：林予安，电话：0000-0000103")
    for number, (kind, text) in enumerate(
        (
            ("段落", "为做好冬季值守，现将培训事项通知如下。"),
            ("一、一级标题", "一、培训时间"),
            ("段落", "培训通过网络进行，每处小屋不少于1人参加。"),
        )
    ):
        page.locator("#panel-child-正文-body-content, [data-contentpath=body]").first.locator(
            "button[title='插入内容块']"
        ).last.click()
        page.get_by_role("option", name=kind, exact=True).or_(page.get_by_text(kind, exact=True)).last.click()
        page.locator(f"textarea[name=body-{number}-value]").fill(text)
    page.get_by_role("tab", name="版头与版记").click()
    page.locator("[name=mark]").fill("团曦发")
    with page.expect_navigation():
        page.locator("form[data-edit-form] [type=submit]").first.click()
    drafter.look("存稿以后")
    notice = Notice.objects.get()
    assert state(notice) == "draft"
    path = f"/desk/notices/{notice.pk}/"

    page = drafter.open(path, "草稿")
    if page.get_by_role("button", name="提醒已核", exact=True).count():
        drafter.press("提醒已核", "已核")
    decide(drafter, "送核")
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

    receiver = house.enter("heqingyue")
    receiver.open("/desk/incoming/", "收文")
    receipt = notice.receipts.get(organisation=house.places["990100"])
    receiver.open(f"/desk/incoming/{receipt.pk}/", "待签收")
    receiver.press("签收", "已签收")
    receipt.refresh_from_db()
    assert receipt.status == "signed"

    clerk.open(path, "已印发")
    clerk.press("提请公开", "提请公开")
    if state(notice, "publish") == "propose":
        clerk.open(path, "公开前")
        decide(clerk, "提请公开")
    house.step("qinwangchuan", path, "公开发布")
    stranger = visit()
    stranger.open("/", "首页")
    page = stranger.open("/notices/", "通知公告")
    page.get_by_role("link", name=TITLE).first.click()
    stranger.look("通知页")
    assert "每处小屋不少于1人参加" in page.inner_text("main")
    assert notice.number in page.inner_text("main")


@pytest.fixture
def scans(tmp_path: Path) -> dict[str, str]:
    """Files on the person's own machine."""
    made = {"plan": drawings.plan_document("鹭汀县"), "seal": drawings.sealed_scan(), "picture": drawings.lamp_house()}
    paths = {}
    for key, file in made.items():
        target = tmp_path / f"{key}.{str(file.name).rsplit('.', 1)[-1]}"
        target.write_bytes(file.read())
        paths[key] = str(target)
    return paths


def begin(house: House, kind: str, title: str, username: str, **fields: object) -> tuple[Visitor, Submission]:
    """The province calls; the person starts from the list of calls."""
    organ = house.places["990000"]
    call = Call.objects.create(
        campaign=house.campaign,
        organ=organ,
        title=title,
        kind=kind,
        form_version=presets.install(kind, organ),
        process=kind,
        until=timezone.localdate() + timedelta(days=10),
        **fields,
    )
    calling.open_call(call, actor=house.people["linyuan"])
    visitor = house.enter(username)
    visitor.open("/desk/calls/", "征集报送")
    page = visitor.open(f"/desk/calls/{call.pk}/", "征集")
    with page.expect_navigation():
        page.locator("form[action$='/start/'] button").first.click()
    visitor.look("开始填报")
    return visitor, Submission.objects.get()


def fill(visitor: Visitor, submission: Submission, values: answers.Answers, files: dict[str, str]) -> None:
    """Section by section, as the form asks."""
    page = visitor.page
    for section in submission.call.form_version.parsed.sections:
        if all(spec.is_late for spec in section.fields):
            continue
        visitor.open(f"/desk/submissions/{submission.pk}/fill/{section.key}/", f"填报-{section.title}")
        for key, value in values.items():
            field = page.locator(f"[name='{key}']")
            if not field.count():
                continue
            if field.first.get_attribute("type") == "radio":
                page.locator(f"[name='{key}'][value='{value}']").check()
            else:
                field.first.fill(str(value))
        for key, path in files.items():
            chooser = page.locator(f"input[type=file][name='{key}'], input[type=file][id*='{key}']")
            if chooser.count():
                chooser.first.set_input_files(path)
                page.wait_for_timeout(1500)
        save = page.get_by_role("button", name="保存，下一步").or_(page.get_by_role("button", name="先保存"))
        if save.count():
            with page.expect_navigation():
                save.first.click()


def test_pilot_application_climbs_from_county_to_province(visit: Callable[..., Visitor], scans: dict[str, str]) -> None:
    house = House(visit)
    visitor, submission = begin(house, "pilot", "试点申报", "tangxiaohe", levels=["county"], quota_per_city=2)
    values = answers.pilot("鹭汀县", children=(212, 498, 186), villages=86, rooms=5)
    fill(visitor, submission, values, {"plan_file": scans["plan"]})
    path = f"/desk/submissions/{submission.pk}/"
    visitor.open(f"{path}submit/", "核对提交")
    visitor.press("提交", "提交以后")
    assert state(submission) == "agree"

    visitor.open(path, "已提交")
    page = visitor.open(f"{path}later/seal/", "盖章扫描件")
    page.locator("input[type=file]").first.set_input_files(scans["seal"])
    page.wait_for_timeout(1500)
    if page.get_by_role("button", name="上传").count():
        visitor.press("上传", "已上传")
    house.step("mengyunshu", path, "同意报送", opinion="材料属实，同意报送。")
    house.step("xunanzhi", path, "推荐上报", opinion="材料齐全，同意推荐。")
    house.step("heqingyue", path, "同意推荐")
    house.step("lusiqi", path, "拟确定为试点", opinion="同意。")
    show(house, submission)
    assert state(submission) == "decided"
    drafter = house.enter("linyuan")
    page = drafter.open(f"/desk/calls/{submission.call_id}/results/", "名单")
    assert "鹭汀县" in page.inner_text("main")


def test_township_case_climbs_and_becomes_a_public_page(visit: Callable[..., Visitor], scans: dict[str, str]) -> None:
    house = House(visit)
    visitor, submission = begin(house, "typical", "典型案例征集", "luoazhou", levels=["township"])
    fill(visitor, submission, answers.FERRY, {"pictures": scans["picture"]})
    path = f"/desk/submissions/{submission.pk}/"
    visitor.open(f"{path}submit/", "核对提交")
    visitor.press("提交", "提交以后")
    visitor.open(path, "单位审核")
    decide(visitor, "同意报送")
    house.step("mengyunshu", path, "推荐上报", opinion="情况属实。")
    house.step("songhuaiyuan", path, "推荐上报")
    house.step("qinwangchuan", path, "拟采用")
    show(house, submission)
    assert state(submission) == "adopted"

    editor = house.enter("xiechangle")
    page = editor.open("/desk/showcases/", "典型")
    with page.expect_navigation():
        page.locator("form[action$='/begin/'] button").first.click()
    editor.look("编成典型")
    page.locator("[name=picture_alt]").fill("水边的小屋，窗口亮着灯（图画）")
    page.locator("[name=face_checked]").check()
    editor.press("送审", "送审以后")
    house.step("jianmingxia", f"/desk/showcases/{submission.pk}/", "审查通过", opinion="没有姓名和正脸。")
    house.step("qinwangchuan", f"/desk/showcases/{submission.pk}/", "公开发布")
    stranger = visit(phone=True)
    page = stranger.open("/showcase/", "典型列表")
    page.get_by_role("link", name="渡口边的一小时").first.click()
    stranger.look("典型页")
    assert "守固定的时" in page.inner_text("main")
