"""信函格式 and 纪要格式, read back from their PDFs (GB/T 9704-2012 10.1 and 10.3)."""

from dataclasses import replace
from functools import cache

import pytest

from documents.printing import Attendance, Form, InvalidPaperError, Paper, Paragraph, Printed, measure, typeset
from documents.printing.fonts import FontSet, Role
from documents.printing.grid import (
    BODY,
    BOTTOM,
    CELL,
    LEADING,
    LEFT,
    MM,
    RIGHT,
    SHEET_HEIGHT,
    SHEET_WIDTH,
    SMALL,
    TITLE,
)
from documents.printing.measuring.reading import Bar, Row, Seen
from tests.documents.printing import papers

HUNDREDTH = 0.1 * MM
ORGANS = (
    *papers.ORGANS,
    "曦原省人力资源和社会保障厅",
    "曦原省农业农村厅",
    "曦原省关心下一代工作委员会",
)
NAMES = ("孟云舒", "何清", "罗阿舟", "欧阳千寻", "林予安")


@cache
def printed(paper: Paper) -> Printed:
    return typeset(paper)


@cache
def seen(paper: Paper, fonts: FontSet) -> Seen:
    return Seen(printed(paper).pdf, fonts)


def row_with(text: str, paper: Paper, fonts: FontSet) -> Row:
    return next(row for row in seen(paper, fonts).rows if text in row.text)


def red_lines(paper: Paper, fonts: FontSet) -> list[Bar]:
    bars = [bar for bar in seen(paper, fonts).bars if bar.page == 0 and bar.colour[0] > 0.5]
    return sorted(bars, key=lambda bar: bar.top)


def long_letter(paragraphs: int) -> Paper:
    return replace(papers.LETTER, body=(Paragraph(papers.SENTENCE * 3),) * paragraphs)


@pytest.mark.parametrize("paper", [papers.LETTER, papers.MINUTES, long_letter(9), long_letter(20)])
def test_letters_and_minutes_keep_every_rule_that_is_measured(paper: Paper) -> None:
    assert measure(printed(paper).pdf, paper).faults == ()


def test_mark_of_a_letter_begins_30_mm_from_the_edge_and_is_the_organ_alone(fonts: FontSet) -> None:
    document = seen(papers.LETTER, fonts)
    mark = [char for char in document.stream if char.colour[0] > 0.5]
    assert "".join(char.text for char in mark) == "共青团曦原省委"
    assert min(document.ink(char)[0] for char in mark) == pytest.approx(30 * MM, abs=HUNDREDTH)


def test_letter_has_double_lines_of_170_mm_thick_outside(fonts: FontSet) -> None:
    lines = red_lines(papers.LETTER, fonts)
    assert [line.height > 0.5 * MM for line in lines] == [True, False, False, True]
    for line in lines:
        assert line.width == pytest.approx(170 * MM, abs=HUNDREDTH)
        assert line.x0 + line.x1 == pytest.approx(SHEET_WIDTH, abs=HUNDREDTH)
    assert SHEET_HEIGHT - lines[-1].bottom == pytest.approx(20 * MM, abs=HUNDREDTH)


def test_upper_double_line_lies_4_mm_below_the_mark(fonts: FontSet) -> None:
    document = seen(papers.LETTER, fonts)
    bottom = max(document.ink(char)[1] for char in document.stream if char.colour[0] > 0.5)
    assert red_lines(papers.LETTER, fonts)[0].top - bottom == pytest.approx(4 * MM, abs=HUNDREDTH)


def test_number_of_a_letter_ends_at_the_right_edge_right_below_the_line(fonts: FontSet) -> None:
    number = row_with("团曦函〔2026〕7号", papers.LETTER, fonts)
    assert number.x1 == pytest.approx(RIGHT, abs=HUNDREDTH)
    assert number.top - red_lines(papers.LETTER, fonts)[1].bottom == pytest.approx(LEADING, abs=HUNDREDTH)


def test_urgency_of_a_letter_shares_the_line_of_its_number(fonts: FontSet) -> None:
    row = row_with("特急", replace(papers.LETTER, urgency="特急"), fonts)
    assert row.text == "特急团曦函〔2026〕7号"
    assert row.x0 == pytest.approx(LEFT, abs=HUNDREDTH)


def test_full_first_page_of_a_letter_ends_just_above_its_lower_line(fonts: FontSet) -> None:
    paper = long_letter(9)
    rows = [row for row in seen(paper, fonts).rows if row.page == 0]
    assert red_lines(paper, fonts)[2].top - rows[-1].bottom == pytest.approx(LEADING, abs=HUNDREDTH)


def test_first_page_of_a_letter_has_no_number_and_the_second_has_two(fonts: FontSet) -> None:
    document = seen(long_letter(9), fonts)
    assert document.folio(0) == []
    assert "".join(char.text for char in document.folio(1)) == "—2—"


def test_record_of_a_letter_is_its_copies_alone_at_the_foot(fonts: FontSet) -> None:
    for paper in (papers.LETTER, long_letter(9)):
        rows = [row for row in seen(paper, fonts).rows if abs(row.size - SMALL) < 0.5]
        assert [row.text for row in rows] == ["抄送：曦原省民政厅。"]
        assert rows[0].page == len(seen(paper, fonts).sheets) - 1
        assert rows[0].bottom == pytest.approx(BOTTOM, abs=HUNDREDTH)
        assert not [bar for bar in seen(paper, fonts).bars if bar.colour[0] < 0.5]


def test_joint_letter_bears_the_hosts_mark_and_every_signature(fonts: FontSet) -> None:
    paper = replace(papers.LETTER, marks=ORGANS[:3], signatures=ORGANS[:3])
    assert measure(printed(paper).pdf, paper).faults == ()
    text = "".join(char.text for char in seen(paper, fonts).stream)
    assert text.count("中共曦原省委社会工作部") == 1
    assert "".join(c.text for c in seen(paper, fonts).stream if c.colour[0] > 0.5) == "共青团曦原省委"


def test_sample_of_a_letter_is_grey(fonts: FontSet) -> None:
    paper = replace(papers.LETTER, sample=True, number="团曦函〔2026〕　号")
    assert measure(printed(paper).pdf, paper).faults == ()
    assert not [bar for bar in seen(paper, fonts).bars if bar.colour[0] > bar.colour[-1]]


@pytest.mark.parametrize("name", ["共青团曦原省委书记办公会议", "共青团曦原省委书记办公会议纪要"])
def test_mark_of_minutes_says_so_once(fonts: FontSet, name: str) -> None:
    paper = replace(papers.MINUTES, marks=(name,))
    red = "".join(char.text for char in seen(paper, fonts).stream if char.colour[0] > 0.5)
    assert red == "共青团曦原省委书记办公会议纪要"


def test_minutes_list_those_present_in_hanging_lines_below_bold_labels(fonts: FontSet) -> None:
    rows = seen(papers.MINUTES, fonts).rows
    for label in ("出席：", "请假：", "列席："):
        row = row_with(label, papers.MINUTES, fonts)
        assert row.x0 == pytest.approx(LEFT + 2 * CELL, abs=HUNDREDTH)
        assert {char.font for char in row.chars[:2]} == {fonts.faces[Role.HEI][0].name}
        assert {char.font for char in row.chars[3:5]} == {fonts.faces[Role.FANG][0].name}
    first = row_with("出席：", papers.MINUTES, fonts)
    following = rows[rows.index(first) + 1]
    assert following.x0 == pytest.approx(first.chars[3].x0, abs=HUNDREDTH)


def test_names_of_those_present_are_not_divided(fonts: FontSet) -> None:
    text = "".join(row.text + "|" for row in seen(papers.MINUTES, fonts).rows)
    for name in ("顾晚棠", "纪南枝", "程霁", "宋知夏"):
        assert name in text


def test_minutes_bear_organ_and_day_in_the_head_and_no_signature(fonts: FontSet) -> None:
    row = row_with("共青团曦原省委办公室2026年11月5日", papers.MINUTES, fonts)
    assert row.page == 0
    assert row.x0 == pytest.approx(LEFT + CELL, abs=HUNDREDTH)
    assert row.x1 == pytest.approx(RIGHT - CELL, abs=HUNDREDTH)
    text = "".join(char.text for char in seen(papers.MINUTES, fonts).stream)
    assert text.count("2026年11月5日") == 1


def test_minutes_without_number_or_day_are_set_too() -> None:
    paper = replace(papers.MINUTES, number="", date=None, attendance=(Attendance("出席", ""),))
    assert measure(printed(paper).pdf, paper).faults == ()


def test_list_that_is_missing_from_the_pdf_blocks() -> None:
    paper = replace(papers.MINUTES, attendance=(Attendance("出席", "何清越"),))
    assert measure(printed(papers.MINUTES).pdf, replace(paper, attendance=(Attendance("列席", "江屿"),))).blocked


def test_letter_set_as_a_file_is_found_out() -> None:
    report = measure(printed(replace(papers.LETTER, form=Form.FILE)).pdf, papers.LETTER)
    assert {"红色双线", "标志上边缘", "发文字号位置"} <= {finding.what for finding in report.faults}


@pytest.mark.parametrize("count", [2, 3, 4, 5, 6, 8])
def test_joint_papers_keep_every_rule(count: int) -> None:
    paper = replace(papers.JOINT, marks=ORGANS[:count], signatures=ORGANS[:count])
    assert measure(printed(paper).pdf, paper).faults == ()


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_joint_upward_papers_keep_every_rule(count: int) -> None:
    paper = replace(papers.UPWARD, marks=ORGANS[:count], signatures=ORGANS[:count], signers=NAMES[:count])
    assert measure(printed(paper).pdf, paper).faults == ()


def test_head_with_too_many_organs_is_refused_with_the_way_out() -> None:
    organs = tuple(f"曦原省第{n}工作委员会" for n in range(1, 20))
    paper = replace(papers.JOINT, marks=organs)
    with pytest.raises(InvalidPaperError, match="只用主办机关的标志"):
        typeset(paper)
    assert measure(typeset(replace(paper, marks=organs[:1])).pdf, replace(paper, marks=organs[:1])).faults == ()


def test_long_name_of_an_organ_takes_two_lines_broken_by_sense(fonts: FontSet) -> None:
    name = "曦原省农村留守儿童和困境儿童关爱保护工作领导小组办公室"
    paper = replace(papers.NOTICE, marks=(name,))
    rows = [row.text for row in seen(paper, fonts).rows if row.chars[0].colour[0] > 0.5]
    assert rows == ["曦原省农村留守儿童和困境儿童", "关爱保护工作领导小组办公室文件"]
    assert measure(printed(paper).pdf, paper).faults == ()


def test_mark_is_never_smaller_than_the_text(fonts: FontSet) -> None:
    for count in range(2, 9):
        paper = replace(papers.JOINT, marks=ORGANS[:count])
        sizes = {char.size for char in seen(paper, fonts).stream if char.colour[0] > 0.5}
        assert min(sizes) >= BODY
    assert TITLE > BODY
