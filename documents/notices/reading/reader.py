"""From a file or a text to a ``Reading``: refuse, decode, repair, sort into parts, take the details out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from .assembly import assemble
from .closing import read_closing
from .contacts import mend_emails
from .containers import kind_of
from .decoding import MAX_CHARACTERS, decode
from .furniture import clear
from .glyphs import plain, split_ends
from .journal import Journal
from .kinds import kind_of as kind_of_title
from .lines import Line, number_gaps, page_width
from .markup import strip
from .metadata import read_metadata
from .opening import MINUTES, read_opening
from .punctuation import mend
from .shifted import restore
from .structure import ReadError, Reading
from .unfolding import unfold
from .word import read_docx

_REPAIRS = (plain, strip, restore, mend_emails, mend)


def read_file(name: str, data: bytes, today: date | None = None) -> Reading:
    """Read a .txt or .docx. Raises ReadError, with a message for the user, for what cannot be read.

    ``today`` serves only to date deadlines without a year in a paper without any date.
    """
    journal = Journal()
    return _read(file_lines(name, data, journal), journal, today)


def read_text(text: str, today: date | None = None) -> Reading:
    """Read a text that was pasted. Raises ReadError only when it is longer than any paper (200 000 characters)."""
    return _read(text_lines(text), Journal(), today)


def file_lines(name: str, data: bytes, journal: Journal) -> list[Line]:
    """The lines as they stand in the file. Raises ReadError for what cannot be read."""
    if kind_of(name, data) != "docx":
        return _lines(decode(data, journal))
    lines = read_docx(data, journal)
    if not any(line.raw.strip() for line in lines):
        raise ReadError("docx 里没有文字（可能只有图片）。请先识别成文字，再导入。")
    _refuse_long(sum(len(line.raw) for line in lines))
    return lines


def text_lines(text: str) -> list[Line]:
    """The lines of a text that was pasted. Raises ReadError when there are too many."""
    _refuse_long(len(text))
    return _lines(text)


def repaired(raws: Sequence[Line], journal: Journal) -> list[Line]:
    """The same lines with every certain repair of characters made; none is added or removed."""
    text = "\n".join(line.raw.replace("\n", " ") for line in raws)
    for repair in _REPAIRS:
        text = repair(text, journal)
    return [replace(line, raw=raw) for line, raw in zip(raws, text.split("\n"), strict=True)]


def _lines(text: str) -> list[Line]:
    return [Line("", raw) for raw in split_ends(text).split("\n")]


def _refuse_long(characters: int) -> None:
    if characters > MAX_CHARACTERS:
        raise ReadError(f"文字有 {characters // 10000} 万字，不像一份公文。请只导入公文本身（不超过 20 万字）。")


def _read(raws: Sequence[Line], journal: Journal, today: date | None) -> Reading:
    lines = number_gaps(unfold(repaired(raws, journal), journal), journal)
    meta = read_metadata(lines)
    for at in sorted(meta.lines):
        journal.repair("repair.web", lines[at].text, "")
    paper = clear([line for at, line in enumerate(lines) if at not in meta.lines], journal)
    opening = read_opening(paper, journal)
    below = list(paper[opening.end :])
    if opening.rest:
        below.insert(0, Line(opening.rest, opening.rest))
    minutes = kind_of_title(opening.title or "") == MINUTES
    closing = read_closing(below, opening.title is None, journal, minutes)
    return assemble(opening, closing, meta, page_width(paper), journal, today)
