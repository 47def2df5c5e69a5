"""The upper part of a paper: 密级, 紧急程度, 发文机关标志, 发文字号, 签发人, title, 主送 (GB/T 9704-2012 7.2, 7.3.1–7.3.2)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from . import document_numbers
from .dates import first_date, only_date
from .headings import level_of
from .journal import Journal
from .kinds import kind_of
from .lines import Line
from .organs import is_recipient_list, organs_on
from .signing import organ_and_day
from .titles import HALF_HEADS, HEAD, SECRECY, SERIAL, SIGNER, URGENCY, find_title, is_above, is_mark, title_text

_COPY_NUMBER = re.compile(r"(?:份号[：:]?\s*)?\d{6}")
_SUBTITLE = re.compile(r"[（(](?:征求意见稿|代拟稿|试行|草案|送审稿|修订|(?:19|20)\d\d年.{0,30}(?:通过|日))[）)]")
_BARE_HEAD = re.compile(r"文件|[（(]?红头[）)]?")
MINUTES = "纪要"
_SCAN = 60
_RECIPIENT_LINES = 9
_RECIPIENT_LENGTH = 600


@dataclass(frozen=True, slots=True)
class Opening:
    """What was found above the body; ``end`` is the index of the first line below it, ``rest`` a body that began on the 主送 line."""

    end: int = 0
    title: str | None = None
    number: str | None = None
    signer: str | None = None
    urgency: str | None = None
    secrecy: str | None = None
    head: tuple[str, ...] = ()
    recipients: str = ""
    rest: str = ""
    issued_by: tuple[str, ...] = ()  # of minutes: the organ and the day under the head (10.3)
    issued_on: date | None = None


def read_opening(lines: Sequence[Line], journal: Journal) -> Opening:
    """Take the upper part off the lines."""
    marks = _Marks(journal)
    span = find_title(lines)
    title = None
    if span is None:
        start = _untitled_start(lines)
        marks.read(lines[:start])
    else:
        marks.read(lines[: span[0]])
        title, number = title_text(lines, span, journal)
        marks.number = marks.number or number
        start = span[1] + 1
    minutes = title is not None and kind_of(title) == MINUTES
    while start < len(lines) and (
        marks.below_title(lines[start].text) or (minutes and marks.issued_line(lines[start]))
    ):
        start += 1
    recipients, rest, end = _recipients(lines, start) if not minutes else ("", "", start)
    return Opening(
        end,
        title,
        marks.number,
        marks.signer,
        marks.urgency,
        marks.secrecy,
        tuple(marks.head),
        recipients,
        rest,
        tuple(marks.issued_by),
        marks.issued_on,
    )


def _untitled_start(lines: Sequence[Line]) -> int:
    """Without a title: where marks and head end."""
    for at, line in enumerate(lines[:_SCAN]):
        if not (
            is_mark(line) or is_above(line) or _COPY_NUMBER.fullmatch(line.text) or _BARE_HEAD.fullmatch(line.text)
        ):
            return at
    return min(len(lines), _SCAN)


class _Marks:
    """Collects the small elements above the title."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.number: str | None = None
        self.signer: str | None = None
        self.urgency: str | None = None
        self.secrecy: str | None = None
        self.head: list[str] = []
        self.issued_by: list[str] = []
        self.issued_on: date | None = None

    def read(self, lines: Sequence[Line]) -> None:
        """Read lines; what is neither mark nor head belongs to a web page and is counted as such."""
        for line in lines:
            if not self._mark(line) and not self._head(line) and not self.issued_line(line):
                self.journal.repair("repair.web", line.text, "")

    def issued_line(self, line: Line) -> bool:
        """Take the organ and the day that stand under the head of minutes."""
        match = organ_and_day(line)
        if match is None:
            return False
        self.issued_by, self.issued_on = organs_on(match["organ"]), first_date(match["date"])
        return True

    def below_title(self, text: str) -> bool:
        """Take a number, a date in brackets or a status under the title."""
        return self._numbered(text) or bool(_SUBTITLE.fullmatch(text)) or bool(only_date(text) and text[0] in "（(")

    def _mark(self, line: Line) -> bool:
        text = line.text.replace("\u3000", " ").strip()
        if self._numbered(text):
            return True
        if match := SIGNER.fullmatch(text):
            self.signer = _names(match[1])
            return True
        compact = text.replace(" ", "")
        if match := SECRECY.fullmatch(compact):
            self.secrecy = match.group()
            return True
        if match := URGENCY.fullmatch(compact):
            self.urgency = match[1]
            return True
        return bool(_COPY_NUMBER.fullmatch(text)) or self._several(line)

    def _several(self, line: Line) -> bool:
        """Secrecy, urgency, copy number or number and signer side by side on one line."""
        parts = line.columns()
        taken = [self._mark(Line(part, part)) for part in parts] if len(parts) > 1 else [False]
        return all(taken)

    def _numbered(self, text: str) -> bool:
        if match := document_numbers.alone(text):
            if self.number is None:
                found = document_numbers.NUMBER.search(match["number"])
                self.number = document_numbers.canonical(found, self.journal) if found else match["number"]
            if match["signer"]:
                self.signer = _names(match["signer"])
            return True
        if SERIAL.fullmatch(text):
            self.number = self.number or text
            return True
        return False

    def _head(self, line: Line) -> bool:
        """Organs' names, alone, with 文件, or with others beside them; a name may stand on two lines."""
        if _BARE_HEAD.fullmatch(line.text):
            return True
        names = [line.text] if line.text in HALF_HEADS else organs_on(HEAD.sub("", line.raw.rstrip(" \u3000\t")))
        if not names:
            return False
        if self.head and self.head[-1] in HALF_HEADS:
            names = [self.head.pop() + names[0], *names[1:]]
        self.head += [name for name in names if name not in self.head]
        return True


def _names(text: str) -> str:
    return re.sub(r"[\s\u3000]+", "、", text.strip(" \u3000"))


# --- addressees -------------------------------------------------------------------------------------------------------


def _recipients(lines: Sequence[Line], start: int) -> tuple[str, str, int]:
    """主送 text, a body that follows on the same line, and the index of the next line."""
    text = ""
    for at in range(start, min(len(lines), start + _RECIPIENT_LINES)):
        line = lines[at]
        if level_of(line.text) or line.table or len(text) > _RECIPIENT_LENGTH:
            break
        text += (
            "，" if text and text[-1] not in "，、；,;（(" and _set_line_by_line(lines[at - 1], line) else ""
        ) + line.text
        head, colon, rest = _at_colon(text)
        if colon:
            if is_recipient_list(head):
                return head, rest.strip(), at + 1
            break
        if "。" in line.text:
            break
    return _without_colon(lines, start)


def _without_colon(lines: Sequence[Line], start: int) -> tuple[str, str, int]:
    """Addressees whose colon is lost: one short line that begins with 各, above a longer one."""
    if start + 1 < len(lines):
        first = lines[start].text
        bare = first.rstrip("，,；;、")
        opens = len(first) <= 60 and re.match("各|全[体省市县校院]", first) and first[-1] not in "。："
        if opens and is_recipient_list(bare) and len(lines[start + 1].text) > len(first) * 0.8:
            return bare, "", start + 1
    return "", "", start


def _set_line_by_line(above: Line, line: Line) -> bool:
    """Two list lines far short of the page width: a list set line by line, not one that a page width has cut."""
    return (
        line.gap == 0
        and above.width < 16
        and line.width < 16
        and line.text[-1] in "：:"
        and is_recipient_list(above.text)
    )


def _at_colon(text: str) -> tuple[str, str, str]:
    """Split at the first colon outside brackets."""
    depth = 0
    for at, letter in enumerate(text):
        if letter in "（(":
            depth += 1
        elif letter in "）)":
            depth = max(0, depth - 1)
        elif letter in "：:" and depth == 0:
            return text[:at], letter, text[at + 1 :]
    return text, "", ""
