"""Reading attachments for personal data before they go out: lists in downloadable files are how such data really leak.

Runs outside every transaction. What cannot be read is not handed out; a person can still ask the issuing organ for it.
"""

import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from documents.files.models import Upload
from documents.privacy.detectors import Severity, scan

from .guarding import engine_writes
from .models import NoticePage, NoticePageFile

MOST_TEXT = 2_000_000
"""Characters read of one file; a longer one is held back."""
MOST_PAGES = 200


class UnreadableError(Exception):
    """The text of a file cannot be had."""


def examine_page(page: NoticePage) -> None:
    """Decide on every attachment of the page that waits."""
    for row in page.attached.filter(verdict=NoticePageFile.Verdict.WAITING).select_related("upload"):
        examine(row)


def examine(row: NoticePageFile) -> NoticePageFile:
    """Open or hold back one attachment."""
    row.verdict = NoticePageFile.Verdict.OPEN if is_harmless(row.upload) else NoticePageFile.Verdict.HELD_BACK
    with engine_writes():
        row.save(update_fields=["verdict"])
    return row


def is_harmless(upload: Upload) -> bool:
    """Whether nothing in the file gives a person away. Pictures are written anew when they come in and seen by who approves."""
    if upload.is_picture:
        return True
    try:
        with upload.file.open("rb") as file:
            text = "".join(bounded(READERS[upload.kind](BytesIO(file.read()))))
    except (KeyError, UnreadableError, OSError):
        return False
    return not any(finding.severity is Severity.ERROR for finding in scan(text))


def bounded(parts: Iterator[str]) -> Iterator[str]:
    """The parts, as long as they stay within bounds."""
    total = 0
    for part in parts:
        total += len(part)
        if total > MOST_TEXT:
            raise UnreadableError("too long")
        yield part
        yield "\n"


def _pdf(file: BytesIO) -> Iterator[str]:
    import pdfplumber
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(file) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                raise UnreadableError("too many pages")
            texts = [page.extract_text() or "" for page in pdf.pages]
    except PdfminerException as error:
        raise UnreadableError(str(error)) from error
    if not any(text.strip() for text in texts):
        raise UnreadableError("a scan without text")
    yield from texts


def _docx(file: BytesIO) -> Iterator[str]:
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = Document(file)
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise UnreadableError(str(error)) from error
    for element in document.element.body.iter():
        if element.tag.endswith("}p"):
            yield "".join(node.text or "" for node in element.iter() if node.tag.endswith("}t"))


def _xlsx(file: BytesIO) -> Iterator[str]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(file, read_only=True, data_only=True)
    except (InvalidFileException, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise UnreadableError(str(error)) from error
    for sheet in book.worksheets:
        for row in sheet.iter_rows(values_only=True):
            yield "　".join(_cell(value) for value in row if value is not None)


def _cell(value: Any) -> str:
    """Numbers as typed: 13800000000.0 is a telephone number all the same."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


READERS: dict[str, Callable[[BytesIO], Iterator[str]]] = {"pdf": _pdf, "docx": _docx, "xlsx": _xlsx}
"""By kind of upload. Older containers, slides and archives have no reader here, so they are held back."""
