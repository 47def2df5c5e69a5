"""The PDF itself: readable by another program than the one that measures, small, tagged, closed to mischief."""

import re

import pypdfium2
import pytest

from documents.printing import typeset
from documents.printing.canvas import Canvas, Glyphs
from documents.printing.fonts import FontSet, Role
from documents.printing.pdf import write
from tests.documents.printing import papers


def test_another_reader_gets_the_same_text() -> None:
    document = pypdfium2.PdfDocument(typeset(papers.NOTICE).pdf)
    text = "".join(document[0].get_textpage().get_text_range().split())
    assert text.startswith("共青团曦原省委文件团曦发〔2026〕12号关于开展“灯火相伴”青年志愿者陪伴农村留守儿童行动的通知")
    assert "为落实《2026年全省共青团工作要点》（团曦发〔2026〕8号），让农村留守儿童" in text


def test_another_reader_draws_ink_where_the_head_is() -> None:
    picture = pypdfium2.PdfDocument(typeset(papers.NOTICE).pdf)[0].render(scale=2).to_pil().convert("RGB")
    red = [
        y
        for y in range(picture.height)
        if any(picture.getpixel((x, y))[0] > 180 > 100 > picture.getpixel((x, y))[1] for x in range(160, 1040, 3))
    ]
    assert min(red) / 2 / 72 * 25.4 == pytest.approx(72, abs=0.6)


def test_file_is_small_enough_to_mail() -> None:
    assert len(typeset(papers.NOTICE).pdf) < 250_000


def test_fonts_are_embedded_subsets_with_real_names(fonts: FontSet) -> None:
    pdf = typeset(papers.NOTICE).pdf
    names = set(re.findall(rb"/BaseFont/[A-Z]{6}\+([\w-]+)", pdf))
    assert names == {name.encode() for name in typeset(papers.NOTICE).fonts}
    assert b"/Type3" not in pdf


def test_nothing_in_the_file_can_act() -> None:
    pdf = typeset(papers.FORWARDED).pdf
    for word in (b"/JavaScript", b"/OpenAction", b"/AA", b"/Launch", b"/URI", b"/EmbeddedFile", b"/AcroForm"):
        assert word not in pdf


def test_headings_tables_and_paragraphs_are_tagged() -> None:
    pdf = typeset(papers.FORWARDED).pdf
    for tag in (b"/S/H1", b"/S/H2", b"/S/P", b"/S/Table", b"/S/TR", b"/S/TH", b"/S/TD"):
        assert tag in pdf


def test_page_without_marks_is_still_a_page() -> None:
    canvas = Canvas()
    canvas.page(1)
    assert len(pypdfium2.PdfDocument(write(canvas, title="空"))) == 2


def test_character_outside_the_first_plane_can_be_copied(fonts: FontSet) -> None:
    canvas = Canvas()
    face, shown, _ = fonts.pick(Role.FANG, "𬭎")
    canvas.page(0).draw(Glyphs(face, 16, 100, 100, shown))
    text = pypdfium2.PdfDocument(write(canvas, title="字"))[0].get_textpage().get_text_range()
    assert text == shown
