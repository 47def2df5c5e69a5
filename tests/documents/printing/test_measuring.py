"""The report finds what is wrong with a print, says where, and tells what keeps the paper from going out."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from documents.printing import Heading, Paper, Paragraph, Report, measure, typeset
from documents.printing import composing as composing_module
from documents.printing.canvas import Canvas, Glyphs, Mark, Rule
from documents.printing.fonts import FontSet, Role
from documents.printing.grid import MM
from documents.printing.pdf import write
from tests.documents.printing import papers

Change = Callable[[Mark, int], Mark | None]


@pytest.fixture
def spoil(monkeypatch: pytest.MonkeyPatch) -> Callable[[Paper, Change], Report]:
    """Measure a paper whose marks were changed on their way into the file (None leaves one out)."""

    def measured(paper: Paper, change: Change) -> Report:
        def write_changed(canvas: Canvas, *, title: str) -> bytes:
            for number, page in enumerate(canvas.pages):
                page.drawn = [(new, element) for mark, element in page.drawn if (new := change(mark, number))]
            return write(canvas, title=title)

        monkeypatch.setattr(composing_module, "write", write_changed)
        return measure(typeset(paper).pdf, paper)

    return measured


def faults(report: Report) -> set[str]:
    return {finding.what for finding in report.faults}


def moved(mark: Mark, *, x: float = 0.0, y: float = 0.0) -> Mark:
    if isinstance(mark, Glyphs):
        return replace(mark, x=mark.x + x, baseline=mark.baseline + y)
    return replace(mark, x=mark.x + x, y=mark.y + y)


Spoil = Callable[[Paper, Change], Report]


def test_everything_shifted_down_is_found(spoil: Spoil) -> None:
    found = faults(spoil(papers.NOTICE, lambda mark, page: moved(mark, y=2 * MM)))
    assert {"标志上边缘", "天头（首行字面上沿）", "末行字面下沿", "版记末条分隔线", "页码一字线"} <= found


def test_everything_shifted_left_is_found(spoil: Spoil) -> None:
    found = faults(spoil(papers.NOTICE, lambda mark, page: moved(mark, x=-2 * MM)))
    assert {"订口（左白边）", "标志居中", "分隔线长度", "主送机关位置", "成文日期"} <= found


def test_head_that_is_not_red_is_found_and_blocks(spoil: Spoil) -> None:
    def black(mark: Mark, page: int) -> Mark:
        return replace(mark, colour=(0.0, 0.0, 0.0)) if isinstance(mark, Glyphs) else mark

    report = spoil(papers.NOTICE, black)
    assert "发文机关标志" in faults(report)
    assert report.blocked


def test_missing_red_rule_is_a_red_list_entry_but_does_not_block(spoil: Spoil) -> None:
    report = spoil(papers.NOTICE, lambda mark, page: None if isinstance(mark, Rule) and mark.colour[0] else mark)
    assert "红色分隔线" in faults(report)
    assert not report.blocked


def test_ragged_line_is_found(spoil: Spoil) -> None:
    def loosened(mark: Mark, page: int) -> Mark:
        return replace(mark, spacing=mark.spacing - 0.5) if isinstance(mark, Glyphs) and mark.size == 16 else mark

    assert "满行右侧对齐" in faults(spoil(papers.NOTICE, loosened))


def test_heading_in_the_wrong_face_is_found(spoil: Spoil, fonts: FontSet) -> None:
    hei, kai = (fonts.faces[role][0] for role in (Role.HEI, Role.KAI))

    def swapped(mark: Mark, page: int) -> Mark:
        return replace(mark, face=kai) if isinstance(mark, Glyphs) and mark.face is hei else mark

    report = spoil(papers.NOTICE, swapped)
    assert faults(report) == {"第1层标题"}
    assert "一、行动主题" in report.faults[0].found


def test_missing_signature_blocks(spoil: Spoil) -> None:
    def unsigned(mark: Mark, page: int) -> Mark | None:
        return None if isinstance(mark, Glyphs) and mark.text == "共青团曦原省委" and mark.size == 16 else mark

    report = spoil(papers.NOTICE, unsigned)
    assert "发文机关署名" in faults(report)
    assert report.blocked


def test_wrong_page_number_is_found(spoil: Spoil) -> None:
    def renumbered(mark: Mark, page: int) -> Mark:
        return replace(mark, text="— 9 —") if isinstance(mark, Glyphs) and mark.text == "— 2 —" else mark

    report = spoil(papers.NOTICE, renumbered)
    assert [finding.found for finding in report.faults] == ["第2面为“—9—”"]


def test_page_number_in_the_wrong_corner_is_found(spoil: Spoil) -> None:
    def mirrored(mark: Mark, page: int) -> Mark:
        return moved(mark, x=40 * MM) if isinstance(mark, Glyphs) and mark.text == "— 2 —" else mark

    assert [finding.found for finding in spoil(papers.NOTICE, mirrored).faults] == ["第2面页码位置不对"]


def test_seals_that_would_touch_are_found(spoil: Spoil) -> None:
    def pushed(mark: Mark, page: int) -> Mark:
        return moved(mark, x=-20 * MM) if isinstance(mark, Glyphs) and mark.text == "曦原省妇联" else mark

    assert "印章互不相交" in faults(spoil(papers.JOINT, pushed))


def test_print_of_another_text_is_found() -> None:
    report = measure(typeset(papers.NOTICE).pdf, papers.JOINT)
    assert report.blocked
    assert {"发文机关标志", "发文字号", "主送机关"} <= faults(report)


@pytest.mark.parametrize(
    ("field", "value", "what"),
    [
        ("number", "", "发文字号"),
        ("number", "团曦发〔　　〕　号", "发文字号"),
        ("date", None, "成文日期"),
        ("signatures", (), "发文机关署名"),
        ("marks", (), "发文机关标志"),
    ],
)
def test_missing_elements_block_a_final_print_only(field: str, value: object, what: str) -> None:
    paper = replace(papers.NOTICE, **{field: value})  # type: ignore[arg-type]
    assert what in {finding.what for finding in measure(typeset(paper).pdf, paper).faults if finding.blocking}
    sample = replace(paper, sample=True)
    blocking = {finding.what for finding in measure(typeset(sample).pdf, sample).faults if finding.blocking}
    assert blocking == ({"发文机关标志"} if field == "marks" else set())


def test_level_four_headings_and_all_blocks_are_measured() -> None:
    body = (Heading(1, "一、甲"), Heading(2, "（一）乙"), Heading(3, "1.丙"), Heading(4, "（1）丁"), Paragraph("戊。"))
    paper = replace(papers.NOTICE, body=body)
    report = measure(typeset(paper).pdf, paper)
    assert [f.what for f in report.findings if "层标题" in f.what] == [f"第{n}层标题" for n in range(1, 5)]
    assert report.ok


def test_report_survives_json() -> None:
    report = measure(typeset(papers.UPWARD).pdf, papers.UPWARD)
    data = json.loads(json.dumps(report.as_dict()))
    assert Report.from_dict(data) == report
    assert data["ok"] is True


def test_table_is_readable_and_aligned() -> None:
    lines = measure(typeset(papers.UPWARD).pdf, papers.UPWARD).table().splitlines()
    assert lines[0].split() == ["条款", "项目", "要求", "实测", "结果"]
    assert all(line.rstrip().endswith("符合") for line in lines[2:])


def test_every_measured_clause_of_the_standard_has_a_row() -> None:
    report = measure(typeset(papers.FORWARDED).pdf, papers.FORWARDED)
    clauses = {finding.clause for finding in report.findings}
    clauses |= {f.clause for f in measure(typeset(papers.UPWARD).pdf, papers.UPWARD).findings}
    clauses |= {f.clause for f in measure(typeset(papers.NOTICE).pdf, papers.NOTICE).findings}
    assert {
        *("5.1", "5.2.1", "5.2.2", "5.2.3", "3.2"),
        *("7.2.4", "7.2.5", "7.2.6", "7.2.7"),
        *("7.3.1", "7.3.2", "7.3.3", "7.3.4", "7.3.5.1", "7.3.5.4", "7.3.5.5", "7.3.6", "7.3.7"),
        *("7.4", "7.4.1", "7.4.2", "7.4.3", "7.5"),
    } <= clauses
