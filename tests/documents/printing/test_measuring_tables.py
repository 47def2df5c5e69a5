"""The report on tables: lines, edges, contents, repeated heads."""

from dataclasses import replace

from documents.printing import Attached, Paper, Table, measure, typeset
from documents.printing.canvas import Frame, Glyphs, Mark
from documents.printing.fonts import FontSet, Role
from documents.printing.grid import MM
from tests.documents.printing import papers
from tests.documents.printing.spoiling import Spoil, faults, moved

LONG = replace(papers.WIDE, rows=(papers.WIDE.rows[0], *papers.WIDE.rows[1:] * 4))
SHORT = replace(papers.UPWARD, body=(papers.UPWARD.body[0], papers.QUOTAS, papers.UPWARD.body[1]))


def with_table(table: Table) -> Paper:
    return replace(papers.UPWARD, attached=(Attached("周开放记录", (table,), label="附件"),))


def test_tables_upright_and_sideways_keep_every_rule() -> None:
    for paper in (SHORT, with_table(LONG)):
        report = measure(typeset(paper).pdf, paper)
        assert {"表格", "表中文字", "表格内容", "续页表头"} <= {finding.what for finding in report.findings}
        assert report.ok


def test_paper_without_tables_has_no_findings_about_them() -> None:
    report = measure(typeset(papers.UPWARD).pdf, papers.UPWARD)
    assert not [finding for finding in report.findings if finding.clause == "8"]


def test_table_beyond_the_edge_or_without_lines_is_found(spoil: Spoil) -> None:
    def wider(mark: Mark, page: int) -> Mark:
        return replace(mark, width=mark.width + 10 * MM) if isinstance(mark, Frame) else mark

    assert "表格" in faults(spoil(SHORT, wider))
    assert "表格" in faults(spoil(SHORT, lambda mark, page: None if isinstance(mark, Frame) else mark))


def test_sideways_table_off_its_place_is_found(spoil: Spoil) -> None:
    def pushed(mark: Mark, page: int) -> Mark:
        turned = isinstance(mark, Glyphs) and mark.turn
        return moved(mark, x=15 * MM) if page > 1 and not turned else mark

    assert "表格" in faults(spoil(with_table(LONG), pushed))


def test_text_across_a_line_of_the_table_is_found(spoil: Spoil) -> None:
    def pushed(mark: Mark, page: int) -> Mark:
        return moved(mark, x=8 * MM) if isinstance(mark, Glyphs) and mark.text == "鹭汀县" else mark

    assert "表中文字" in faults(spoil(SHORT, pushed))


def test_lost_cell_is_found(spoil: Spoil) -> None:
    def emptied(mark: Mark, page: int) -> Mark | None:
        return None if isinstance(mark, Glyphs) and mark.text == "鹭汀县" and mark.size < 16 else mark

    report = spoil(SHORT, emptied)
    assert next(fault.found for fault in report.faults if fault.what == "表格内容") == "缺1格：鹭汀县"


def test_page_of_a_table_without_its_head_is_found(spoil: Spoil, fonts: FontSet) -> None:
    hei = fonts.faces[Role.HEI][0]

    def headless(mark: Mark, page: int) -> Mark | None:
        return None if page > 2 and isinstance(mark, Glyphs) and mark.face is hei else mark

    assert "续页表头" in faults(spoil(with_table(LONG), headless))
