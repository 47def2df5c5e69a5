"""What of a paper is searched: its title and number, who issued it and to whom, its text, and its attachments."""

from collections.abc import Iterator
from typing import Any

from documents.files.models import Upload
from documents.search.indexing import Searchable, register

from .blocks import passages
from .models import Notice, NoticeAttachment


def title(notice: Notice) -> str:
    """Title and number: both are what people remember."""
    return f"{notice.plain_title}　{notice.number}"


def texts(notice: Notice) -> Iterator[str]:
    """The words of the paper in their order, attachments that are written out included."""
    yield from notice.signature_lines()
    yield from (notice.recipients, notice.cc)
    yield from (text for _level, text in passages(notice.body))
    for row in notice.attachments.all():
        yield row.title
        yield from (text for _level, text in passages(row.body))


def uploads(notice: Notice) -> Iterator[Upload]:
    """Files that are sent along."""
    for row in notice.attachments.all():
        if row.upload is not None:
            yield row.upload


def _owner(row: Any) -> int | None:
    return row.notice_id if isinstance(row, NoticeAttachment) else None


register(Searchable(Notice, title, texts, uploads), notices__NoticeAttachment=_owner)
