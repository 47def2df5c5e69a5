"""Lines of a paper, and how lines that a page width has cut are joined to paragraphs again."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .blanks import squeeze
from .headings import level_of, starts_item, starts_part
from .journal import Journal
from .organs import organs_on

_ENDS = "。！？；：…!?;:"
_WEAK_ENDS = "，、,（(《“‘—"
_CLOSERS = "”’）》】)"
_DEEPEST_INDENT = 8
_OPEN_BRACKETS = {"（": "）", "《": "》", "〔": "〕", "【": "】"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it stands in the file.

    ``text`` has no needless blanks; ``raw`` keeps them, for columns. ``indent`` counts half-width columns, ``gap`` the empty
    lines above. The last fields are what a .docx tells: table row, centred, the outline level of a heading style.
    """

    text: str
    raw: str = ""
    indent: int = 0
    gap: int = 0
    table: bool = False
    centred: bool = False
    outline: int = 0
    whole: bool = False  # a paragraph of a .docx, not a line that a page width may have cut

    @property
    def width(self) -> float:
        """Width in full-width characters."""
        return display_width(self.text)

    @property
    def edge(self) -> float:
        """Where the line ends, counted from the left margin in full-width characters; a deeply set line counts from its start."""
        return self.width + (self.indent / 2 if self.indent <= _DEEPEST_INDENT else 0)

    def columns(self) -> list[str]:
        """What stands side by side on the line, each part without needless blanks."""
        return [squeeze(part) for part in re.split(r"[ ]{2,}|\u3000+|\t", self.raw.strip(" \u3000\t")) if part.strip()]


def display_width(text: str) -> float:
    """Width of a text in full-width characters; Latin letters and digits count half."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def split(text: str, journal: Journal) -> list[Line]:
    """The non-empty lines of a plain text."""
    return number_gaps([Line("", raw) for raw in text.split("\n")], journal)


def number_gaps(raws: Iterable[Line], journal: Journal) -> list[Line]:
    """Lines with ``text``, ``indent`` and ``gap`` filled in from ``raw``; empty ones are dropped."""
    found: list[Line] = []
    gap = 0
    for line in _rows_marked(list(raws)):
        text = (
            "\u3000".join(squeeze(cell) for cell in line.raw.split("\t")) if line.table else squeeze(line.raw, journal)
        )
        if not text.strip():
            gap += 1
            continue
        lead = line.raw[: len(line.raw) - len(line.raw.lstrip(" \t\u3000"))]
        indent = sum(4 if c == "\t" else 2 if c == "\u3000" else 1 for c in lead)
        found.append(replace(line, text=text, indent=indent, gap=gap))
        gap = 0
    return found


def _rows_marked(lines: Sequence[Line]) -> list[Line]:
    """Lines of a pasted table, their cells parted by tabs, marked as table rows."""
    cells = [0 if line.table else _cells(line.raw) for line in lines]
    marked = []
    for at, line in enumerate(lines):
        beside = cells[at - 1] if at else 0, cells[at + 1] if at + 1 < len(lines) else 0
        is_row = cells[at] >= 3 or (cells[at] == 2 and cells[at] in beside)
        marked.append(replace(line, table=True) if is_row else line)
    return marked


def _cells(raw: str) -> int:
    """How many cells a line has when tabs part it; 0 for a label with its value, an ordinal with its text, a signature."""
    parts = [squeeze(part) for part in raw.strip(" \u3000\t").split("\t")]
    if len(parts) < 2 or any("：" in part or ":" in part for part in parts) or organs_on(raw):
        return 0
    return 0 if len(parts) == 2 and (level_of(parts[0] + "某") or not all(parts)) else len(parts)


def page_width(lines: Sequence[Line]) -> float | None:
    """The line length at which the text was cut, in full-width characters; None when each line is a paragraph of its own."""
    widths = sorted(line.edge for line in lines if not line.table and line.width >= 12)
    if len(widths) < 6:
        return None
    for quantile in (0.95, 0.9, 0.8):
        width = widths[min(len(widths) - 1, int(len(widths) * quantile))]
        full = [line for line in lines if width - 2 <= line.edge <= width + 1.5 and not line.table]
        wider = sum(w > width + 2 for w in widths)
        unfinished = sum(line.text[-1] not in _ENDS for line in full)
        if (
            14 <= width <= 62
            and len(full) >= max(4, len(widths) / 3)
            and wider * 12 <= len(widths)
            and unfinished * 2 > len(full)
        ):
            return width
    return None


def join(lines: Sequence[Line], width: float | None, journal: Journal) -> list[Line]:
    """Paragraphs. Every joint is counted."""
    joined: list[Line] = []
    last: Line | None = None
    indented = _indents_paragraphs(lines)
    for line in lines:
        if joined and last is not None and _continues(joined[-1], last, line, width, indented):
            before = joined[-1]
            glue = (
                " "
                if before.text[-1].isascii()
                and before.text[-1].isalpha()
                and line.text[0].isascii()
                and line.text[0].isalpha()
                else ""
            )
            joined[-1] = replace(before, text=before.text + glue + line.text)
            journal.repair(
                "repair.lines", f"{before.text[-10:]}／{line.text[:10]}", f"{before.text[-10:]}{line.text[:10]}"
            )
        else:
            joined.append(line)
        last = line
    return joined


def _indents_paragraphs(lines: Sequence[Line]) -> bool:
    """Whether first lines are told from the others by an indent of about two characters."""
    plain = [line for line in lines if not line.table]
    marked = sum(2 <= line.indent <= 8 for line in plain)
    flush = sum(line.indent < 2 for line in plain)
    return marked >= 2 and flush >= 2


def _continues(paragraph: Line, above: Line, line: Line, width: float | None, indented: bool) -> bool:
    """Whether ``line`` goes on with the paragraph whose last line so far is ``above``."""
    if line.table or above.table or line.outline or level_of(line.text) or starts_part(line.text):
        return False
    if line.text[0] in "，。、；：？！”’）》":
        return True
    open_bracket = _unclosed(paragraph.text)
    if width is not None and above.edge <= width + 2:
        if indented and 2 <= line.indent <= 8 and above.indent < 2 and not open_bracket:
            return False
        first = above.text == paragraph.text  # its two-character indent may be lost
        full = above.edge >= width - (4.5 if first and not indented else 2.5)
        ends = above.text.rstrip(_CLOSERS)[-1:] in _ENDS
        if ends and starts_item(line.text):
            return False
        return (
            full
            and (not ends or above.edge >= width - (3 if first and not indented else 1))
            and not (ends and indented and line.indent >= 2)
        )
    return _unfinished(paragraph, above, line, open_bracket)


def _unfinished(paragraph: Line, above: Line, line: Line, open_bracket: bool) -> bool:
    """The same where lines are paragraphs: only a break in the middle of a sentence is mended."""
    last = above.text[-1]
    if last in _WEAK_ENDS or open_bracket:
        return len(above.text) >= 8 or open_bracket
    if last in _ENDS + _CLOSERS or starts_item(line.text) or above.whole or above.centred or line.centred:
        return False
    heading = level_of(paragraph.text) in {1, 2} and not any(c in paragraph.text for c in "。；")
    return above.width >= 24 and not heading and "。" not in line.text[:1] and _runs_on(above.text, line.text)


def _runs_on(above: str, below: str) -> bool:
    """A long line without a stop, then one that reads on and ends as a sentence does."""
    return not re.search(r"[:：]", above[:8] + below[:14]) and (
        below.rstrip(_CLOSERS)[-1:] in _ENDS + "，、" or len(below) >= 12
    )


def _unclosed(text: str) -> bool:
    """Whether the last bracket opened is still open, within a distance that a sentence may have."""
    tail = text[-60:]
    return any(tail.rfind(a) > tail.rfind(b) for a, b in _OPEN_BRACKETS.items())
