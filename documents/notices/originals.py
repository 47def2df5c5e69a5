"""导入原件: the file or the pasted text that a draft is read from, kept privately beside it.

Until it is adopted it belongs to the person who brought it and to nobody else; then it follows its notice. What is not adopted
within :data:`KEPT_FOR` is erased.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile, File
from django.utils import timezone

from documents.files.expiring import erase_expired, expires
from documents.files.kinds import Group
from documents.files.models import Upload
from documents.files.readers import reader
from documents.files.receiving import receive
from workflows import engine
from workflows.organisations.models import Organisation

from .lint import checked
from .models import Notice
from .reading import (
    Reading,
    SourceLine,
    compare_file,
    compare_text,
    read_file,
    read_text,
    refuse_large,
)

PURPOSE = "original"
KEPT_FOR = timedelta(days=3)
PASTED = "粘贴的文字.txt"
SWEPT = 20
"""Forgotten originals erased whenever a new one comes in."""

expires(PURPOSE, KEPT_FOR)


def take_file(file: File, *, user: Any, organisation: Organisation) -> Upload:
    """Keep a file that can be read as a paper.

    Raises :class:`documents.notices.reading.ReadError` or :class:`documents.files.receiving.RefusedFileError`, each with a
    sentence for the person; nothing is kept then. Runs outside any transaction.
    """
    refuse_large(file.size)
    read_file(file.name or "", file.read())
    if file.name == PASTED:
        file.name = f"导入的{PASTED}"  # only what was pasted bears that name
    return _keep(file, user, organisation)


def take_text(text: str, *, user: Any, organisation: Organisation) -> Upload:
    """Keep a text that was pasted. Raises ReadError when it is longer than any paper."""
    read_text(text)
    return _keep(ContentFile(text.encode(), name=PASTED), user, organisation)


def brought_by(user: Any, key: UUID | str) -> Upload | None:
    """The original under that key if the person brought it, adopted or not; None alike for what is foreign and what never was."""
    try:
        wanted = UUID(str(key))
    except ValueError:
        return None
    return Upload.objects.filter(pk=wanted, purpose=PURPOSE, uploaded_by=user).first()


def read(original: Upload) -> Reading:
    """The kept original, read and judged as of today. Raises ReadError, and FileNotFoundError when the bytes are gone."""
    today = timezone.localdate()
    data = _bytes(original)
    reading = read_text(data.decode(), today) if is_pasted(original) else read_file(original.name, data, today)
    return checked(reading, today)


def source(original: Upload) -> tuple[SourceLine, ...]:
    """Its lines, each beside what the repairs made of it. Raises as :func:`read` does."""
    data = _bytes(original)
    return compare_text(data.decode()) if is_pasted(original) else compare_file(original.name, data)


def is_pasted(original: Upload) -> bool:
    """Whether it was typed or pasted rather than chosen as a file."""
    return original.name == PASTED


def pasted_text(original: Upload | None) -> str:
    """What was pasted, to be mended and read again; empty for a file, and for what is gone."""
    if original is None or not is_pasted(original):
        return ""
    try:
        return _bytes(original).decode()
    except FileNotFoundError:
        return ""


def _keep(file: File, user: Any, organisation: Organisation) -> Upload:
    erase_expired(most=SWEPT)
    return receive(file, user=user, organ=organisation.as_organ, purpose=PURPOSE, group=Group.SOURCE)


def _bytes(original: Upload) -> bytes:
    with original.file.open("rb") as file:
        return bytes(file.read())


@reader(PURPOSE)
def _reads_original(user: Any, upload: Upload) -> bool:
    """Before it is adopted, who brought it; afterwards, whom the engine shows the notice (never its recipients)."""
    if upload.subject_id is None:
        return bool(upload.uploaded_by_id == user.pk)
    notice = Notice.objects.filter(pk=upload.subject_id, original=upload).first()
    return notice is not None and engine.allowed(user, "view", notice)
