"""The PDF itself: readable by another program than the one that measures, small, tagged, closed to mischief."""

import hashlib
import io
import re
from dataclasses import replace
from xml.etree import ElementTree

import pypdfium2
import pytest
from PIL import Image, ImageCms

from documents.printing import typeset
from documents.printing.canvas import Canvas, Glyphs
from documents.printing.colour import srgb_profile
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


def test_file_says_that_it_is_for_the_archive_and_names_its_colours() -> None:
    pdf = typeset(papers.NOTICE).pdf
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>" in pdf
    assert f'<rdf:li xml:lang="x-default">{papers.NOTICE.title}</rdf:li>'.encode() in pdf
    assert re.search(rb"/OutputIntents\[<</Type/OutputIntent/S/GTS_PDFA1[^>]*/DestOutputProfile \d+ 0 R>>\]", pdf)
    assert not re.search(rb"/ExtGState|/SMask|/Encrypt|/Filter/LZW", pdf)


def test_every_font_of_the_file_is_embedded_and_gives_its_characters_back() -> None:
    pdf = typeset(papers.FORWARDED).pdf
    count = len(typeset(papers.FORWARDED).fonts)
    assert len(re.findall(rb"/Subtype/Type0", pdf)) == len(re.findall(rb"/ToUnicode \d+ 0 R", pdf)) == count
    assert len(re.findall(rb"/FontFile[23] \d+ 0 R", pdf)) == count


def test_title_with_markup_keeps_the_metadata_well_formed() -> None:
    pdf = typeset(replace(papers.NOTICE, title="关于<b>&试点的通知")).pdf
    metadata = pdf[pdf.index(b"<?xpacket begin") : pdf.index(b"<?xpacket end")]
    text = "".join(ElementTree.fromstring(metadata.partition(b"?>")[2]).itertext())
    assert "关于<b>&试点的通知" in text


def test_colour_profile_is_read_as_srgb_and_leaves_colours_alone() -> None:
    profile = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
    colours = [(230, 12, 18), (255, 255, 255), (0, 0, 0), (158, 158, 158)]
    for colour in colours:
        shown = ImageCms.profileToProfile(Image.new("RGB", (1, 1), colour), profile, ImageCms.createProfile("sRGB"))
        assert shown is not None
        assert max(abs(a - b) for a, b in zip(shown.getpixel((0, 0)), colour, strict=True)) <= 1


def test_fonts_are_recorded_with_the_digests_of_their_files(fonts: FontSet) -> None:
    printed = typeset(papers.NOTICE)
    face = fonts.faces[Role.FANG][0]
    recorded = dict(zip(printed.fonts, printed.digests, strict=True))
    assert recorded[face.name] == hashlib.sha256(face.path.read_bytes()).hexdigest()
