"""导入校对: every remark in plain words, at the place that it concerns."""

from datetime import date

import pytest

from documents.notices.lint import RULES, checked
from documents.notices.proofreading import Proof, Remark, proof
from documents.notices.reading import compare_text, read_text

TODAY = date(2026, 11, 5)
PAPER = """共青团鹭汀县委文件
团鹭发〔2026〕8号
关于做好“灯火小屋”冬季开放的通知
各乡镇团委：
现将有关事项通知如下。
一、开放时间
共40间：新建35间、改建4间。请于2026年12月4日前报送安排表。
附件：开放安排表
联系人：唐小禾，电话：0000-0000129
共青团鹭汀县委
2026年11月9日
附件
开放安排表
每周六上午开放，组织组织报名。
"""


def proved(text: str) -> Proof:
    return proof(checked(read_text(text, TODAY), TODAY), compare_text(text))


def remarks(sheet: Proof, code: str) -> list[Remark]:
    return [remark for remark in (*sheet.urgent, *sheet.notes) if remark.code == code]


def test_parts_stand_in_the_order_of_the_paper() -> None:
    sheet = proved(PAPER)

    above = {view.part.label: view.part.lines for view in sheet.above}
    assert list(above) == ["标题", "文种", "发文字号", "发文机关", "主送", "抄送"]
    assert above["发文字号"] == ("团鹭发〔2026〕8号",)
    below = {view.part.label: view.part.lines for view in sheet.below}
    assert list(below) == ["附件", "联系人", "成文日期", "印发日期", "截止时间", "依据"]
    assert below["成文日期"] == ("2026年11月9日",)
    assert below["截止时间"][0].startswith("2026年12月4日　")
    assert [(block.level, block.anchor) for block in sheet.blocks] == [(0, "block-1"), (1, "block-2"), (0, "block-3")]
    assert [annex.title for annex in sheet.annexes] == ["开放安排表"]


def test_remark_stands_at_the_sentence_that_it_quotes() -> None:
    sheet = proved(PAPER)

    (sum_,) = remarks(sheet, "figure.sum")
    assert (sum_.weight, sum_.title, sum_.anchor) == ("须核对", "分项之和与总数不符", "block-3")
    assert sum_.message.endswith("请核对。")
    assert sum_ in sheet.blocks[2].findings


@pytest.mark.parametrize(
    ("text", "code", "part"),
    [
        ("各位老师：\n请于2026年12月4日前交回执。", "missing.title", "title"),
        ("关于做好冬季开放的通知\n请照办。", "missing.recipients", "recipients"),
        (PAPER.replace("各乡镇团委：", "各乡镇人民政府："), "address.authority", "recipients"),
        (PAPER.replace("2026年12月4日", "2026年11月6日"), "date.before-issue", "block-3"),
        ("关于做好冬季开放的通知\n各乡镇团委：\n请照办。", "missing.issuer", "issuers"),
    ],
)
def test_remark_without_a_sentence_stands_at_its_part(text: str, code: str, part: str) -> None:
    found = remarks(proved(text), code)
    assert found
    assert found[0].anchor in {f"part-{part}", part}


def test_repair_leads_to_the_line_of_the_original() -> None:
    sheet = proved(PAPER.replace("2026年12月4日", "2O26年12月4日"))

    (repair,) = remarks(sheet, "repair.digits")
    assert (repair.severity, repair.anchor, repair.title) == ("info", "line-7", "")


def test_repair_over_a_line_end_leads_to_its_first_line() -> None:
    long = "为让农村留守儿童课余有人陪、假期有去处，现就冬季开放有关事项通知如下，请各地结合实际认真抓好落实\n并及时报送进展情况。"
    sheet = proved(PAPER.replace("现将有关事项通知如下。", long))

    (repair,) = remarks(sheet, "repair.lines")
    assert repair.anchor == "line-5"


def test_errors_come_first_and_repairs_apart() -> None:
    sheet = proved("各位老师:\n请于2026年11月28日前交回执。")

    assert [remark.severity for remark in sheet.urgent] == ["error"] * sheet.counts["error"] + [
        "warning"
    ] * sheet.counts["warning"]
    assert all(remark.severity == "info" for remark in sheet.notes)
    assert (sheet.has_title, sheet.is_clean) == (False, False)


def test_every_code_has_a_title_and_a_source_for_the_screen() -> None:
    assert [code for code, rule in RULES.items() if not rule.title or not rule.source] == []
