"""申报表: what stands on paper, and the place for pen and seal."""

import io
from datetime import date

import pdfplumber
import pytest

from documents.submissions import finishing
from documents.submissions.drafting import newest_version
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
