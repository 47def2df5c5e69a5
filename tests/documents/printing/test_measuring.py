"""The report finds what is wrong with a print, says where, and tells what keeps the paper from going out."""

import json
from dataclasses import replace

import pytest

from documents.printing import Heading, Paragraph, Report, measure, typeset
from documents.printing.canvas import Glyphs, Mark, Rule
from documents.printing.fonts import FontSet, Role
from documents.printing.grid import BODY, MM, PITCH, TITLE, TOP
from tests.documents.printing import papers
from tests.documents.printing.spoiling import Spoil, faults, moved


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


def test_page_without_its_number_is_found(spoil: Spoil) -> None:
    def unnumbered(mark: Mark, page: int) -> Mark | None:
        return None if isinstance(mark, Glyphs) and mark.text == "— 2 —" else mark

    report = spoil(papers.NOTICE, unnumbered)
    assert next(fault.found for fault in report.faults if fault.what == "页码") == "第2面为“”"


def test_faces_and_sizes_of_single_elements_are_judged(spoil: Spoil, fonts: FontSet) -> None:
    hei, kai = (fonts.faces[role][0] for role in (Role.HEI, Role.KAI))
    paper = replace(papers.UPWARD, urgency="特急", attachments=("申报表", "情况说明"))
    other = {"共青团澈湖市委：": hei, "共青团鹭汀县委": kai, "情况说明": hei, "签发人：": kai, "团鹭报": hei}

    def spoilt(mark: Mark, page: int) -> Mark:
        if not isinstance(mark, Glyphs) or mark.size != BODY:
            return mark
        if mark.text == "特急":
            return replace(mark, size=14.0)
        return next((replace(mark, face=face) for text, face in other.items() if mark.text.startswith(text)), mark)

    wanted = {"紧急程度", "主送机关字体", "署名和日期字体", "附件说明字体", "“签发人”字体", "发文字号字体"}
    assert faults(spoil(paper, spoilt)) == wanted


def test_text_that_is_not_black_is_found(spoil: Spoil) -> None:
    def bluish(mark: Mark, page: int) -> Mark:
        return replace(mark, colour=(0.0, 0.0, 0.7)) if isinstance(mark, Glyphs) and page == 1 else mark

    report = spoil(papers.NOTICE, bluish)
    assert "文字颜色" in faults(report)
    assert "文字颜色" not in faults(spoil(papers.SAMPLE, lambda mark, page: mark))


def test_word_changed_on_the_way_blocks(spoil: Spoil) -> None:
    def changed(mark: Mark, page: int) -> Mark:
        return replace(mark, text=mark.text.replace("不少于", "不多于")) if isinstance(mark, Glyphs) else mark

    assert [fault.what for fault in spoil(papers.NOTICE, changed).blocking] == ["正文文字"]


def test_head_without_its_last_word_is_found(spoil: Spoil) -> None:
    def cut(mark: Mark, page: int) -> Mark | None:
        return None if isinstance(mark, Glyphs) and mark.size > TITLE and mark.text in "文件" else mark

    assert "标志文字" in faults(spoil(papers.NOTICE, cut))


def test_pitch_is_free_beside_a_signature_only(spoil: Spoil) -> None:
    paper = papers.with_body(*[papers.SENTENCE * 3] * 20)

    def closer(mark: Mark, page: int) -> Mark:
        if page != 1 or not isinstance(mark, Glyphs) or mark.size != BODY:
            return mark
        return replace(mark, baseline=TOP + (mark.baseline - TOP) * 28 / PITCH)

    assert "行距" in faults(spoil(paper, closer))


def test_list_of_attachments_is_judged_by_numbers_lines_and_its_blank_line(spoil: Spoil) -> None:
    paper = replace(papers.UPWARD, attachments=("申报表", "情况说明"))

    def unnumbered(mark: Mark, page: int) -> Mark | None:
        return None if isinstance(mark, Glyphs) and mark.text.strip() in ("1.", "2.") else mark

    def askew(mark: Mark, page: int) -> Mark:
        if not isinstance(mark, Glyphs) or mark.size != BODY:
            return mark
        if mark.text == "情况说明":
            return moved(mark, x=5 * MM)
        return moved(mark, y=-PITCH) if mark.text == "附件：" else mark

    assert "附件说明" in faults(spoil(paper, unnumbered))
    assert {"附件名称回行"} <= faults(spoil(paper, askew))


def test_rare_name_in_the_head_is_right_in_the_fallback_face() -> None:
    paper = replace(papers.UPWARD, signers=("赵昇喆", "欧阳珺瑄", "李堃玥"))
    printed = typeset(paper)
    assert set(printed.fallback) == set("昇喆珺瑄堃玥")
    assert measure(printed.pdf, paper).ok


def test_attached_title_and_label_in_a_wrong_face_are_found(spoil: Spoil, fonts: FontSet) -> None:
    def swapped(mark: Mark, page: int) -> Mark:
        if not isinstance(mark, Glyphs):
            return mark
        if mark.text.startswith("附件1"):
            return replace(mark, face=fonts.faces[Role.SONG][0])
        return replace(mark, face=fonts.faces[Role.HEI][0]) if mark.size == TITLE and page > 1 else mark

    assert {"“附件1”", "附件1标题字体"} <= faults(spoil(papers.FORWARDED, swapped))


def test_seals_that_would_touch_are_found(spoil: Spoil) -> None:
    def pushed(mark: Mark, page: int) -> Mark:
        return moved(mark, x=-40 * MM) if isinstance(mark, Glyphs) and mark.text == "曦原省妇联" else mark

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
