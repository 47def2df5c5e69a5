"""What comes behind a paper: its attachments, and the text that a cover issues or passes on (GB/T 9704-2012 7.3.4, 7.3.7).

A text that is passed on is written down whole, as it reads: its number, its addressees, its paragraphs, what it encloses, who
signed it and when. Here it is taken apart again, so that every part is set where it belongs.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from workflows.database import laid

from .blocks import Piece, pieces, stream
from .models import Notice, NoticeAttachment
from .reading import Reading

_NUMBER = re.compile(r"[^\s，。：]{2,20}〔\d{4}〕\d{1,4}号")
_SUBTITLE = re.compile(r"（[^（）]*\d{4}年[^（）]*）")
_ADDRESSED = re.compile(r"[^。；：]{2,300}：")
_NO_ADDRESS = re.compile("如下|以下|下列|现[将就]|为了|根据|要求|通知")
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_SIGNATURE = re.compile(r"[^，。；：、？！]{2,40}")
_LIST = re.compile(r"附件：\s*(.+)")
_ITEM = re.compile(r"\d{1,2}[.．、]\s*")
_NAMED = re.compile("《(.+)》")
"""What a cover names in its title: 印发《……》, 转发《……》."""

_MOST_SIGNATURES = 12
_MOST_ITEMS = 30


@dataclass(frozen=True)
class Enclosed:
    """The parts of a text that is issued or passed on; what it does not have is empty."""

    subtitle: str
    number: str
    recipients: str
    body: tuple[Piece, ...]
    attachments: tuple[str, ...]
    signatures: tuple[str, ...]
    day: date | None


@dataclass(frozen=True)
class Behind:
    """What follows a paper: the `listed` rows are named under its text; `bound` are all rows, in the order in which they follow,
    with their labels (“附件1”; none for what is issued or passed on).
    """

    listed: tuple[NoticeAttachment, ...]
    bound: tuple[tuple[str, NoticeAttachment], ...]


def behind(notice: Notice) -> Behind:
    """What follows the paper. What a text that is passed on encloses itself is named there, not on the cover."""
    rows = laid(notice, "attachments")
    carried = [row for row in rows if row.place == NoticeAttachment.Place.CARRIED]
    inner = [name for row in carried for name in taken_apart(row).attachments]
    own = [row for row in rows if row not in carried]
    listed = [row for row in own if row.title not in inner]
    theirs = [row for row in own if row.title in inner]
    theirs.sort(key=lambda row: inner.index(row.title))
    bound = [
        *(("", row) for row in carried),
        *((_label(inner.index(row.title) + 1, len(inner)), row) for row in theirs),
        *((_label(place, len(listed)), row) for place, row in enumerate(listed, 1)),
    ]
    return Behind(tuple(listed), tuple(bound))


def _label(place: int, count: int) -> str:
    return _("附件%d") % place if count > 1 else _("附件")


def taken_apart(row: NoticeAttachment) -> Enclosed:
    """The parts of a text that is issued or passed on."""
    found = list(pieces(row.body))
    head = {"subtitle": "", "number": "", "recipients": ""}
    while found and not found[0].rows and found[0].level == 0:
        text = found[0].text.strip()
        part = _part_of_head(text)
        if not part or head[part]:
            break
        head[part] = text.rstrip("：")
        del found[0]
    signatures, day = _signed(found)
    attachments = _enclosures(found)
    return Enclosed(**head, body=tuple(found), attachments=attachments, signatures=signatures, day=day)


def _part_of_head(text: str) -> str:
    if _NUMBER.fullmatch(text):
        return "number"
    if _SUBTITLE.fullmatch(text):
        return "subtitle"
    return "recipients" if _ADDRESSED.fullmatch(text) and not _NO_ADDRESS.search(text) else ""


def _signed(found: list[Piece]) -> tuple[tuple[str, ...], date | None]:
    """Take the signatures and the day from the end of a text."""
    match = _DAY.fullmatch(found[-1].text.strip()) if found else None
    if match is None:
        return (), None
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return (), None
    del found[-1]
    names: list[str] = []
    while found and len(names) < _MOST_SIGNATURES and _is_signature(found[-1]):
        names.insert(0, found.pop().text.strip())
    return tuple(names), day


def _is_signature(piece: Piece) -> bool:
    return not piece.rows and _may_sign(piece.level, piece.text)


def _enclosures(found: list[Piece]) -> tuple[str, ...]:
    """Take the list 附件： from the end of a text."""
    for start in range(len(found) - 1, max(-1, len(found) - _MOST_ITEMS), -1):
        first = _LIST.fullmatch(found[start].text.strip())
        if first:
            rest = [piece.text.strip() for piece in found[start + 1 :]]
            if not all(_ITEM.match(text) for text in rest):
                return ()
            del found[start:]
            return tuple(_ITEM.sub("", text, count=1) for text in (first[1], *rest))
    return ()


def with_list(text: Iterable[tuple[int, str]], names: Sequence[str]) -> list[tuple[int, str]]:
    """The paragraphs of a text that is passed on, as (level, words), with the list of what it encloses above its signature."""
    lines = list(text)
    end = len(lines)
    if end and _DAY.fullmatch(lines[-1][1].strip()):
        end -= 1
        while end and len(lines) - end <= _MOST_SIGNATURES and _may_sign(*lines[end - 1]):
            end -= 1
    return [*lines[:end], *((0, line) for line in _listed(names)), *lines[end:]]


def carried_of(reading: Reading) -> NoticeAttachment | None:
    """What a paper that was read issues or passes on, unsaved, under its own title or the one by which the cover names it."""
    carried = reading.carried
    if carried is None:
        return None
    named = _NAMED.search(reading.title or "")
    title = carried.title or (named[1] if named else _("印发、转发的文件"))
    parts = with_list(((block.level, block.text) for block in carried.body), carried.attachments)
    field: Any = NoticeAttachment._meta.get_field("body")
    place = NoticeAttachment.Place.CARRIED
    return NoticeAttachment(title=title[:120], place=place, body=field.to_python(stream(parts)), order=0)


def _may_sign(level: int, text: str) -> bool:
    return level == 0 and bool(_SIGNATURE.fullmatch(text.strip())) and not _ITEM.match(text.strip())


def _listed(names: Sequence[str]) -> list[str]:
    """附件： with one name, or with numbered ones below each other."""
    numbered = [f"{n}. {name}" for n, name in enumerate(names, 1)] if len(names) > 1 else list(names)
    return [f"附件：{numbered[0]}", *numbered[1:]] if numbered else []


def written_out(source: Notice) -> tuple[list[str], list[str]]:
    """The lines above and below the paragraphs of a paper that is passed on whole, as :func:`taken_apart` reads them."""
    above = [source.number, f"{source.recipients.strip().rstrip('：:')}：" if source.recipients.strip() else ""]
    listed = _listed([row.title for row in behind(source).listed])
    day = source.signed_on
    signed = [*source.signature_lines(), f"{day.year}年{day.month}月{day.day}日"] if day else []
    return [line for line in above if line], [*listed, *signed]
