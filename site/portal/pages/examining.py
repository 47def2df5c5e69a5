"""Reading attachments for personal data before they go out: lists in downloadable files are how such data really leak.

Runs outside every transaction. What cannot be read is not handed out; a person can still ask the issuing organ for it.
"""

from documents.files.contents import UnreadableError, read
from documents.files.models import Upload
from documents.privacy.detectors import Severity, scan

from .guarding import engine_writes
from .models import NoticePage, NoticePageFile


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
        text = read(upload)
    except UnreadableError:
        return False
    return not any(finding.severity is Severity.ERROR for finding in scan(text))
