"""Whole papers, read back from their PDFs: the places, sizes and orders that GB/T 9704-2012 fixes."""

import datetime
import io
import subprocess
import sys
from dataclasses import replace
from functools import cache

import pdfplumber
import pytest

from documents.printing import Heading, InvalidPaperError, Paper, Paragraph, Printed, measure, typeset
from documents.printing.fonts import FontSet, Role
from documents.printing.grid import BODY, BOTTOM, CELL, LEFT, MM, PITCH, RIGHT, SMALL, TITLE, TOP
from documents.printing.measuring.reading import Row, Seen
from tests.documents.printing import papers

PLAIN = "青年志愿者陪伴农村留守儿童行动要守住底线不拍摄不发布" * 40
HUNDREDTH = 0.1 * MM


@cache
def printed(paper: Paper) -> Printed:
    return typeset(paper)


@cache
def seen(paper: Paper, fonts: FontSet) -> Seen:
    return Seen(printed(paper).pdf, fonts)


def body_rows(paper: Paper, fonts: FontSet, page: int) -> list[Row]:
    return [row for row in seen(paper, fonts).rows if row.page == page and abs(row.size - BODY) < 0.5]


def row_with(text: str, paper: Paper, fonts: FontSet) -> Row:
    return next(row for row in seen(paper, fonts).rows if text in row.text)


@pytest.mark.parametrize("name", ["NOTICE", "JOINT", "UPWARD", "SAMPLE", "FORWARDED"])
def test_papers_keep_every_rule_that_is_measured(name: str) -> None:
    paper = getattr(papers, name)
    report = measure(printed(paper).pdf, paper)
    assert report.faults == ()


def test_full_page_has_22_lines_of_28_characters(fonts: FontSet) -> None:
    rows = body_rows(papers.with_body(PLAIN), fonts, 1)
    assert len(rows) == 22
    assert {len(row.chars) for row in rows} == {28}


def test_full_lines_reach_from_28_to_184_mm(fonts: FontSet) -> None:
    for row in body_rows(papers.with_body(PLAIN), fonts, 1):
        assert row.x0 == pytest.approx(28 * MM, abs=HUNDREDTH)
        assert row.x1 == pytest.approx(184 * MM, abs=HUNDREDTH)


def test_first_and_last_face_touch_37_and_262_mm(fonts: FontSet) -> None:
    rows = body_rows(papers.with_body(PLAIN), fonts, 1)
    assert rows[0].top == pytest.approx(37 * MM, abs=HUNDREDTH)
    assert rows[-1].bottom == pytest.approx(262 * MM, abs=HUNDREDTH)


def test_lines_of_the_first_page_lie_on_the_same_grid(fonts: FontSet) -> None:
    for row in body_rows(papers.with_body(PLAIN), fonts, 0)[1:]:
        lines = (row.top - TOP) / PITCH
        assert lines == pytest.approx(round(lines), abs=0.01)


def test_paragraphs_and_headings_are_indented_by_two_characters(fonts: FontSet) -> None:
    for text in ("一、行动主题", "（二）办好小屋", "1.部署", "采取自主申报"):
        assert row_with(text, papers.NOTICE, fonts).x0 == pytest.approx(LEFT + 2 * CELL, abs=HUNDREDTH), text


def test_headings_are_set_in_their_faces(fonts: FontSet) -> None:
    for text, role in (("一、行动主题", Role.HEI), ("（二）办好小屋", Role.KAI), ("部署。", Role.FANG)):
        row = row_with(text, papers.NOTICE, fonts)
        at = row.text.index(text)
        assert {char.font for char in row.chars[at : at + len(text)]} == {fonts.faces[role][0].name}, text


def test_heading_never_ends_a_page(fonts: FontSet) -> None:
    for lines in range(8, 30, 3):
        paper = papers.with_body(*["青年。"] * lines)
        paper = replace(paper, body=(*paper.body, Heading(1, "一、主题"), Paragraph(PLAIN[:60])))
        rows = seen(paper, fonts).rows
        at = next(n for n, row in enumerate(rows) if row.text == "一、主题")
        assert rows[at].page == rows[at + 1].page


def test_red_head_begins_at_72_mm_and_is_red(fonts: FontSet) -> None:
    document = seen(papers.NOTICE, fonts)
    mark = document.find("共青团曦原省委文件", lambda char: char.size > 30)
    assert min(document.ink(char)[0] for char in mark) == pytest.approx(72 * MM, abs=HUNDREDTH)
    assert {char.colour for char in mark} == {(0.902, 0.047, 0.071)}


def test_red_rule_lies_4_mm_below_the_number(fonts: FontSet) -> None:
    number = row_with("团曦发〔2026〕12号", papers.NOTICE, fonts)
    rule = next(bar for bar in seen(papers.NOTICE, fonts).bars if bar.colour[0] > 0.5)
    assert rule.top - number.bottom == pytest.approx(4 * MM, abs=HUNDREDTH)
    assert (rule.x0, rule.x1) == (pytest.approx(LEFT, abs=0.1), pytest.approx(RIGHT, abs=0.1))


def test_title_stands_two_lines_below_the_rule_and_centred(fonts: FontSet) -> None:
    title = [row for row in seen(papers.NOTICE, fonts).rows if abs(row.size - TITLE) < 0.1]
    rule = next(bar for bar in seen(papers.NOTICE, fonts).bars if bar.colour[0] > 0.5)
    assert [row.text for row in title] == ["关于开展“灯火相伴”青年志愿者", "陪伴农村留守儿童行动的通知"]
    assert 1.5 * PITCH < title[0].top - rule.bottom < 2.7 * PITCH
    for row in title:
        assert (row.x0 + row.x1) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=0.2)


def test_signature_is_centred_over_a_date_four_characters_from_the_right(fonts: FontSet) -> None:
    rows = seen(papers.NOTICE, fonts).rows
    day = next(row for row in rows if row.text == "2026年11月5日")
    name = rows[rows.index(day) - 1]
    assert name.text == "共青团曦原省委"
    assert day.x1 == pytest.approx(RIGHT - 4 * CELL, abs=0.3)
    assert (name.x0 + name.x1) == pytest.approx(day.x0 + day.x1, abs=0.3)


def test_unsealed_signature_stands_two_characters_from_the_right(fonts: FontSet) -> None:
    paper = replace(papers.NOTICE, sealed=False, signatures=("共青团曦原省委办公室",))
    rows = seen(paper, fonts).rows
    day = next(row for row in rows if row.text == "2026年11月5日")
    name = rows[rows.index(day) - 1]
    assert name.x1 == pytest.approx(RIGHT - 2 * CELL, abs=0.3)
    assert day.x0 - name.x0 == pytest.approx(2 * CELL, abs=0.3)


def test_five_organs_sign_three_and_two_in_their_order(fonts: FontSet) -> None:
    rows = [row for row in seen(papers.JOINT, fonts).rows if row.page == 2]
    assert [row.text for row in rows if "曦原省" in row.text] == [
        "共青团曦原省委中共曦原省委社会工作部曦原省教育厅",
        "曦原省民政厅曦原省妇联",
    ]


def test_long_names_of_many_organs_share_rows_by_taking_two_lines(fonts: FontSet) -> None:
    organs = tuple(f"曦原省未成年人保护工作第{n}委员会" for n in "一二三四五六")
    paper = replace(papers.JOINT, signatures=organs)
    assert measure(printed(paper).pdf, paper).faults == ()
    baselines = {char.baseline for char in seen(paper, fonts).stream if char.text in "一二三四五六" and char.page == 2}
    assert len({round(baseline / PITCH) for baseline in baselines}) <= 4


def test_eleven_organs_sign_in_two_blocks() -> None:
    organs = tuple(f"曦原省第{n}厅" for n in range(1, 12))
    paper = replace(papers.JOINT, marks=papers.ORGANS, signatures=organs)
    assert measure(printed(paper).pdf, paper).blocked is False


def test_nine_organs_with_a_long_title_leave_room_for_the_body() -> None:
    organs = tuple(f"曦原省第{n}工作委员会" for n in range(1, 10))
    title = "共青团曦原省委办公室关于做好暑假期间农村留守儿童防溺水安全教育和关爱服务工作有关事项的通知"
    paper = replace(papers.JOINT, marks=organs, title=title)
    assert measure(printed(paper).pdf, paper).blocked is False


def test_more_copies_than_a_page_holds_are_refused_with_advice() -> None:
    with pytest.raises(InvalidPaperError, match="改用统称"):
        typeset(replace(papers.NOTICE, copies="共青团澈湖市委员会办公室、" * 100))


def test_joint_head_shows_every_organ_and_one_word_for_all(fonts: FontSet) -> None:
    red = [char for char in seen(papers.JOINT, fonts).stream if char.colour[0] > 0.5]
    text = "".join(char.text for char in red)
    assert text.replace("文件", "", 1) == "".join(papers.ORGANS)
    assert len([char for char in red if char.text == "件"]) == 1


def test_upward_paper_has_number_left_and_signer_right(fonts: FontSet) -> None:
    number = row_with("团鹭报〔2026〕4号", papers.UPWARD, fonts)
    assert number.text.endswith("签发人：孟云舒")
    assert number.x0 == pytest.approx(LEFT + CELL, abs=0.3)
    assert number.x1 == pytest.approx(RIGHT - CELL, abs=0.3)
    assert number.chars[-1].font == fonts.faces[Role.KAI][0].name


def test_signers_of_a_joint_upward_paper_stand_two_in_a_row(fonts: FontSet) -> None:
    paper = replace(papers.UPWARD, signers=("孟云舒", "何清越", "罗阿舟"))
    first, second = row_with("签发人", paper, fonts), row_with("罗阿舟", paper, fonts)
    assert first.text == "签发人：孟云舒何清越"
    assert second.text == "团鹭报〔2026〕4号罗阿舟"
    start = next(char.x0 for char in first.chars if char.text == "孟")
    assert next(char.x0 for char in second.chars if char.text == "罗") == pytest.approx(start, abs=0.1)


@pytest.mark.parametrize("lines", [3, 12, 20, 30, 36, 44])
def test_record_closes_an_even_last_page_at_262_mm(fonts: FontSet, lines: int) -> None:
    paper = papers.with_body(*["青年志愿者陪伴农村留守儿童。"] * lines)
    document = seen(paper, fonts)
    last = len(document.sheets) - 1
    assert len(document.sheets) % 2 == 0
    bars = [bar for bar in document.bars if bar.page == last]
    assert max(bar.bottom for bar in bars) == pytest.approx(BOTTOM, abs=0.1)
    assert [round(bar.height / MM, 2) for bar in bars] == [0.35, 0.25, 0.35]


def test_record_has_small_type_one_character_from_the_edges(fonts: FontSet) -> None:
    rows = [row for row in seen(papers.NOTICE, fonts).rows if row.page == 3]
    assert [row.text for row in rows] == [
        "抄送：共青团曦原省委各部门、各直属单位。",
        "共青团曦原省委办公室2026年11月6日印发",
    ]
    for row in rows:
        assert row.size == pytest.approx(SMALL)
        assert row.x0 == pytest.approx(LEFT + SMALL, abs=0.1)
    assert rows[1].x1 == pytest.approx(RIGHT - SMALL, abs=0.1)


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(fonts: FontSet) -> None:
    document = seen(papers.NOTICE, fonts)
    for page in range(4):
        chars = document.folio(page)
        assert "".join(char.text for char in chars) == f"—{page + 1}—"
        if page % 2 == 0:
            assert chars[-1].x1 == pytest.approx(RIGHT - CELL, abs=0.1)
        else:
            assert chars[0].x0 == pytest.approx(LEFT + CELL, abs=0.1)


def test_blank_page_and_record_after_it_have_no_number(fonts: FontSet) -> None:
    def ends_on_full_even_page(lines: int) -> Seen:
        return seen(papers.with_body(*["青年志愿者陪伴农村留守儿童。"] * lines), fonts)

    document = next(d for d in map(ends_on_full_even_page, range(20, 40)) if not d.folio(len(d.sheets) - 1))
    last = len(document.sheets) - 1
    assert not document.folio(last - 1)
    assert not [row for row in document.rows if row.page == last - 1]
    assert document.folio(last - 2)


def test_text_stands_on_the_page_of_the_signature_whatever_the_length(fonts: FontSet) -> None:
    for lines in range(6, 34, 3):
        rows = seen(papers.with_body(*["青年志愿者陪伴农村留守儿童。"] * lines), fonts).rows
        day = next(row for row in rows if row.text == "2026年11月5日")
        assert any(row.page == day.page and row.text.startswith("青年") for row in rows), lines


def test_title_of_sixty_characters_takes_at_most_four_lines(fonts: FontSet) -> None:
    title = "共青团曦原省委办公室关于做好二〇二六年至二〇二七学年度寒假春节期间全省农村留守儿童关爱服务和安全教育志愿行动有关工作的通知"
    assert len(title) >= 60
    rows = [row for row in seen(replace(papers.NOTICE, title=title), fonts).rows if abs(row.size - TITLE) < 0.1]
    assert "".join(row.text for row in rows) == title
    assert len(rows) <= 4
    assert measure(printed(replace(papers.NOTICE, title=title)).pdf, replace(papers.NOTICE, title=title)).faults == ()


def test_manual_breaks_of_a_title_are_kept(fonts: FontSet) -> None:
    paper = replace(papers.NOTICE, title="关于开展\n“灯火相伴”行动的通知")
    rows = [row for row in seen(paper, fonts).rows if abs(row.size - TITLE) < 0.1]
    assert [row.text for row in rows] == ["关于开展", "“灯火相伴”行动的通知"]


def test_forty_recipients_that_crowd_out_the_body_move_to_the_record(fonts: FontSet) -> None:
    recipients = "、".join(f"共青团{name}{number}委员会" for number in range(1, 5) for name in papers.COUNTIES) * 1
    recipients += "、" + "、".join(f"第{number}中学团委" for number in range(1, 15))
    paper = replace(papers.JOINT, recipients=recipients)
    report = measure(printed(paper).pdf, paper)
    assert not report.blocked
    assert next(f for f in report.findings if f.what == "主送机关").found == "在版记"
    assert printed(paper).adjusted[0].startswith("主送机关较多")


def test_many_recipients_stay_below_the_title_while_the_body_fits(fonts: FontSet) -> None:
    paper = replace(papers.NOTICE, recipients="、".join(f"{name}团委" for name in papers.COUNTIES))
    rows = body_rows(paper, fonts, 0)
    at = next(n for n, row in enumerate(rows) if row.text.startswith("鹭汀县团委"))
    assert rows[at + 1].x0 == pytest.approx(LEFT, abs=0.1)
    assert rows[at + 1].text.endswith("：")


def test_thousand_lines_are_set_and_numbered(fonts: FontSet) -> None:
    paper = papers.with_body(*[papers.SENTENCE * 14] * 50)
    result = printed(paper)
    assert result.pages >= 46
    document = seen(paper, fonts)
    assert "".join(char.text for char in document.folio(41)) == "—42—"
    text = "".join(char.text for char in document.stream)
    assert text.count(papers.SENTENCE) == 700


def test_rare_names_are_set_from_the_fallback_and_told(fonts: FontSet) -> None:
    paper = papers.with_body("志愿者谢珺玥、赵昇喆，辅导员瑄堃。")
    assert sorted(printed(paper).fallback) == sorted("珺玥昇喆瑄堃")
    assert printed(paper).missing == ()
    row = row_with("谢珺玥", paper, fonts)
    assert row.top == pytest.approx(next(c.top for c in row.chars if c.text == "珺"), abs=0.5)


def test_rare_character_in_a_title_is_set_too(fonts: FontSet) -> None:
    paper = replace(papers.NOTICE, title="关于表彰谢珺玥同志的决定")
    assert set("珺玥") <= set(printed(paper).fallback)
    assert row_with("谢珺玥", paper, fonts).text == "关于表彰谢珺玥同志的决定"


def test_character_without_any_glyph_is_told_and_blocks() -> None:
    paper = papers.with_body("志愿者\ue123到岗。")
    assert printed(paper).missing == ("\ue123",)
    assert measure(printed(paper).pdf, paper).blocked


@pytest.mark.parametrize("body", [(), (Paragraph(""),), (Paragraph(" \n\u3000"), Heading(1, ""))])
def test_empty_body_is_refused_in_plain_words(body: tuple[Paragraph, ...]) -> None:
    with pytest.raises(InvalidPaperError, match="正文是空的"):
        typeset(replace(papers.NOTICE, body=body))


def test_paper_without_title_is_refused() -> None:
    with pytest.raises(InvalidPaperError, match="缺少标题"):
        typeset(replace(papers.NOTICE, title=" "))


def test_material_without_head_is_set_from_the_third_line(fonts: FontSet) -> None:
    paper = replace(papers.NOTICE, marks=(), number="", printer="", printed_on=None, copies="")
    title = [row for row in seen(paper, fonts).rows if abs(row.size - TITLE) < 0.1]
    assert (title[0].top + 3 - TOP) / PITCH == pytest.approx(2, abs=0.01)
    assert measure(printed(paper).pdf, paper).blocked


def test_sample_is_grey_and_watermarked_on_every_page(fonts: FontSet) -> None:
    document = seen(papers.SAMPLE, fonts)
    marks = [char for char in document.turned if char.text in "样稿"]
    assert len(marks) == 2 * len(document.sheets)
    assert not [char for char in document.stream if char.colour[0] > char.colour[-1]]


def test_urgency_stands_in_the_top_left_corner(fonts: FontSet) -> None:
    row = row_with("加急", papers.SAMPLE, fonts)
    assert (row.x0, row.top) == (pytest.approx(LEFT, abs=0.1), pytest.approx(TOP, abs=0.1))
    assert row.chars[0].font == fonts.faces[Role.HEI][0].name


def test_issued_regulation_begins_a_page_of_its_own(fonts: FontSet) -> None:
    rows = [row for row in seen(papers.FORWARDED, fonts).rows if row.page == 2]
    assert rows[0].text == "“灯火相伴”行动试点管理办法"
    assert rows[1].text.startswith("（2026年11月5日")
    assert (rows[0].top + 3 - TOP) / PITCH == pytest.approx(2, abs=0.02)


def test_attachments_are_listed_under_each_other_without_end_marks(fonts: FontSet) -> None:
    paper = replace(
        papers.NOTICE, attachments=("申报表。", "“灯火小屋”开放情况月报表（县级填报，未开放的零报送，每月末报一次）；")
    )
    first, second = row_with("附件：1.", paper, fonts), row_with("2.“灯火小屋”", paper, fonts)
    assert first.text == "附件：1.申报表"
    assert first.x0 == pytest.approx(LEFT + 2 * CELL, abs=0.1)
    following = seen(paper, fonts).rows[seen(paper, fonts).rows.index(second) + 1]
    assert following.x0 == pytest.approx(next(c.x0 for c in second.chars if c.text == "“"), abs=0.1)


def test_single_attachment_has_no_number(fonts: FontSet) -> None:
    assert row_with("附件：", replace(papers.NOTICE, attachments=("申报表",)), fonts).text == "附件：申报表"


def test_dates_have_no_leading_zeros(fonts: FontSet) -> None:
    paper = replace(papers.NOTICE, date=datetime.date(2026, 1, 5))
    assert row_with("2026年1月5日", paper, fonts).text == "2026年1月5日"


@pytest.mark.parametrize(
    "evil",
    [
        '<img src="file:///etc/passwd">',
        "<script>x</script>",
        "&lt;b&gt;x",
        "file:///etc/passwd",
        ")Tj ET (\\",
        "<</Type>>",
    ],
)
def test_markup_in_any_field_is_only_text(fonts: FontSet, evil: str) -> None:
    paper = replace(
        papers.with_body(f"正文{evil}"),
        number=evil,
        recipients=evil,
        signatures=(evil,),
        note=evil,
        copies=evil,
        printer=evil,
        urgency=evil,
    )
    text = "".join(char.text for char in seen(paper, fonts).stream)
    assert text.count(evil.replace(" ", "")) >= 7
    assert b"/URI" not in printed(paper).pdf
    assert b"root:" not in printed(paper).pdf


def test_same_paper_gives_the_same_bytes_in_any_process() -> None:
    code = (
        "from documents.printing import typeset; from tests.documents.printing import papers;"
        "print(typeset(papers.JOINT).sha256)"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            text=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ".", "PATH": ""},
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert found == {typeset(papers.JOINT).sha256}


def test_title_and_language_are_in_the_file_for_readers() -> None:
    pdf = printed(papers.NOTICE).pdf
    assert b"/Lang(zh-CN)" in pdf
    assert b"/StructTreeRoot" in pdf
    assert ("\ufeff" + papers.NOTICE.title).encode("utf-16-be").hex().encode() in pdf


def test_numbered_sentences_fill_the_first_page_and_headings_go_along_with_their_text(fonts: FontSet) -> None:
    sentences = tuple(Heading(1, f"{n}、开放记录每月末报一次，未开放的零报送。") for n in "一二三四五六七八九十")
    printed = typeset(replace(papers.NOTICE, body=(Paragraph("请一并落实。"), *sentences), contacts=(), attachments=()))
    bare = tuple(Heading(1, f"{n}、开放记录") for n in "一二三四五六七八九十")
    kept = typeset(replace(papers.NOTICE, body=(Paragraph("请一并落实。"), *bare), contacts=(), attachments=()))

    def on_first_page(done: Printed) -> int:
        with pdfplumber.open(io.BytesIO(done.pdf)) as document:
            return (document.pages[0].extract_text() or "").count("开放记录")

    assert on_first_page(printed) > 2
    assert on_first_page(kept) == 0
