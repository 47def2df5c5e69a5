"""Attachments are read before they go out; what cannot be read stays inside."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from docx import Document

from documents.files.receiving import receive
from portal.pages import examining

from . import making


def document(paragraphs, table=()):
    """A Word file with these paragraphs and cells."""
    word, out = Document(), BytesIO()
    for text in paragraphs:
        word.add_paragraph(text)
    if table:
        cells = word.add_table(rows=1, cols=len(table)).rows[0].cells
        for cell, text in zip(cells, table, strict=True):
            cell.text = text
    word.save(out)
    return out.getvalue()


@pytest.fixture
def keep(people, places):
    """A function: these bytes as an upload."""

    def receive_as(name, data):
        return receive(ContentFile(data, name=name), user=people.drafter, organ=places.province, purpose="notice")

    return receive_as


@pytest.mark.parametrize(
    ("paragraphs", "table", "harmless"),
    [
        (["每周开放两次。"], (), True),
        (["联系电话0000-0000103"], (), True),
        (["家长手机13912345678"], (), False),
        (["名单"], ("小屋", "13912345678"), False),
    ],
)
def test_word_files_are_read_with_their_tables(keep, paragraphs, table, harmless):
    assert examining.is_harmless(keep("名单.docx", document(paragraphs, table))) == harmless


@pytest.mark.parametrize(
    ("cell", "harmless"), [(35, True), (13912345678, False), (13912345678.0, False), ("139 1234 5678", False)]
)
def test_workbooks_are_read_cell_by_cell(people, places, cell, harmless):
    upload = making.spreadsheet(people.drafter, places.province, [["数", cell]])
    assert examining.is_harmless(upload) == harmless


def test_pictures_were_seen_by_who_approved(people, places):
    assert examining.is_harmless(making.picture(people.drafter, places.province))


def test_scans_and_archives_without_text_stay_inside(keep):
    import zipfile

    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "每周开放两次")
    assert not examining.is_harmless(keep("材料.zip", out.getvalue()))


def test_files_that_are_gone_stay_inside(keep):
    upload = keep("说明.docx", document(["每周开放两次。"]))
    upload.file.storage.delete(upload.file.name)
    assert not examining.is_harmless(upload)


def test_printed_papers_are_read(keep):
    from documents.printing import Paper, Paragraph, typeset

    def pdf(text):
        paper = Paper(
            marks=("共青团曦原省委",),
            number="团曦发〔2026〕1号",
            title="说明",
            recipients="各市团委",
            body=(Paragraph(text),),
            signatures=("共青团曦原省委",),
            date=date(2026, 11, 5),
        )
        return typeset(paper).pdf

    assert examining.is_harmless(keep("说明.pdf", pdf("每周开放两次。")))
    assert not examining.is_harmless(keep("名单.pdf", pdf("家长手机13912345678。")))
