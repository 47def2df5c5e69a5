"""The text of files, for whoever looks through them: search, and the check for personal data before something goes out.

Nothing here decides what becomes of it. Files are untrusted: what is damaged, locked or endless is unreadable, never an error.
"""

import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from .models import Upload

MOST_TEXT = 2_000_000
"""Characters read of one file; a longer one counts as unreadable."""
MOST_PAGES = 200


class UnreadableError(Exception):
    """The text of a file cannot be had."""


def read(upload: Upload) -> str:
    """The text of a file; for a picture there is none to be had.

    Raises:
        UnreadableError: there is no reader for its kind, or it is damaged, locked, too long, or a scan without text.
    """
    try:
        with upload.file.open("rb") as file:
            return "".join(bounded(READERS[upload.kind](BytesIO(file.read()))))
    except (KeyError, OSError) as error:
        raise UnreadableError(str(error)) from error


def text_of(upload: Upload) -> str:
    """The same for those who can do without: empty where nothing can be read."""
    try:
        return read(upload)
    except UnreadableError:
        return ""


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
"""By kind of upload. Older containers, slides and archives have no reader here."""
