"""申报表: what stands on paper, and the place for pen and seal."""

import io
from datetime import date

import pdfplumber
import pytest

from documents.submissions import finishing
from documents.submissions.compiling import NOTE, compile_report
from documents.submissions.drafting import newest_version, save_draft
from documents.submissions.sheet import boxes, context, print_sheet
from tests.documents.submissions import making
from tests.documents.submissions.making import act


@pytest.fixture
def paper(pilot, places, who):
    return making.agreed(pilot, places.county, who.county_drafter, who.county_secretary)


def test_each_level_has_its_box_filled_by_whoever_decided(paper, who):
    act(paper, "recommend", who.city_drafter, "材料齐全。")
    act(paper, "recommend_sign", who.city_secretary, "同意推荐。")
    assert [(box.title, box.opinion, box.name, box.day) for box in boxes(paper)] == [
        ("报送单位意见", "同意报送。", "孟云舒", date(2026, 11, 11)),
        ("市级团委意见", "同意推荐。", "何清越", date(2026, 11, 11)),
        ("省级团委意见", "", "", None),
    ]


def test_a_new_paper_has_empty_boxes(pilot, places, who):
    paper = making.sent(pilot, places.county, who.county_drafter)
    assert [(box.title, box.name) for box in boxes(paper)] == [
        ("报送单位意见", ""),
        ("市级团委意见", ""),
        ("省级团委意见", ""),
    ]


def test_levels_that_the_way_skips_have_no_box(typical, places, who):
    paper = making.sent(typical, places.county, who.county_drafter)
    act(paper, "agree", who.county_secretary, "同意。")
    assert [box.title for box in boxes(paper)] == ["报送单位意见", "市级团委意见", "省级团委意见"]


def test_short_answers_stand_in_tables_and_long_ones_below(paper):
    parts = context(paper, newest_version(paper))["parts"]
    analysis = next(part for part in parts if part.title == "情况分析报告")
    assert ("农村留守儿童", "896人") in analysis.facts
    assert analysis.texts == [("情况分析", ["大多由祖辈照看，放学后到晚饭前没有人陪。"])]
    plan = next(part for part in parts if part.title == "试点方案")
    ((label, (name,)),) = plan.files
    assert (label, name.startswith("试点方案.pdf（")) == ("试点方案全文", True)


def test_the_sheet_prints_with_unit_answers_and_signatures(paper):
    printed = print_sheet(paper)
    with pdfplumber.open(io.BytesIO(printed.pdf)) as pdf:
        text = "".join(page.extract_text() for page in pdf.pages)
    for words in ("试点申报表", "共青团鹭汀县委", "896人", "负责人签字", "（盖章）", "孟云舒", "2026年11月11日"):
        assert words in text
    assert printed.missing == ()


def test_what_people_typed_is_never_markup(typical, places, who):
    paper = making.filled(typical, places.county, who.county_drafter, takeaways="<img src=file:///etc/passwd> & <b>")
    finishing.finish(paper, actor=who.county_drafter)
    paper.refresh_from_db()
    printed = print_sheet(paper)
    with pdfplumber.open(io.BytesIO(printed.pdf)) as pdf:
        text = "".join(page.extract_text() for page in pdf.pages)
    assert ("<img src=file:///etc/passwd>" in text.replace("\n", ""), printed.adjusted) == (True, ())


def test_a_report_that_was_added_up_says_so(summary, places, who):
    making.passed(summary, places.township, who.township_secretary, who.county_drafter)
    report = compile_report(summary, places.county, actor=who.county_drafter)
    changed = {"sessions": "9", f"sessions{NOTE}": "加县里2次", "work_text": "按时开放。", "persons": "none"}
    save_draft(report, who.county_drafter, changed)
    version = finishing.finish(report, actor=who.county_drafter)
    act(report, "submit", who.county_drafter)
    act(report, "agree", who.county_secretary, "属实，同意报送。")
    told = context(report, version)
    assert (told["sources"], dict(told["parts"][0].facts)) == (
        ["晚渡镇团委"],
        {
            "总结时段": "11月上半月",
            "开放次数": "9次（1个单位合计7次；加县里2次）",
            "陪伴人次": "105人次（1个单位合计）",
            "志愿者人数": "6人（1个单位合计）",
            "结对数": "14对（1个单位合计）",
            "小屋数": "1间（1个单位合计）",
        },
    )
    assert [(box.title, box.opinion, box.name) for box in told["boxes"]] == [
        ("报送单位意见", "属实，同意报送。", "孟云舒"),
        ("上级团委意见", "", ""),
    ]
