"""Submissions climb in Chromium, each step by the person whose step it is, on a phone where that person has one."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from documents.submissions import calling, presets
from documents.submissions.models import Call, Publicity, Submission
from portal.demo import answers, drawings
from tests.browser.house import House, decide, state
from tests.browser.visitor import Visitor
from workflows import engine

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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
