"""版记: 抄送机关, 印发机关, 印发日期 at the foot of the last page (GB/T 9704-2012 7.4; a letter's has the 抄送 only, 10.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from documents.printing.canvas import Element, Page, Rule
from documents.printing.errors import InvalidPaperError
from documents.printing.grid import BOTTOM, HEIGHT, LEFT, RIGHT, SMALL, SMALL_PITCH, THICK, THIN, WIDTH
from documents.printing.paper import Form, Paper, in_words
from documents.printing.setting import Compositor, SetLine, Span, draw

_MARGIN: Final = SMALL
"""左右各空一字, 7.4.2."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the 版记: pieces of text with their places, and the rule above it (0: none)."""

    pieces: tuple[tuple[float, SetLine], ...]
    rule: float


@dataclass(frozen=True, slots=True)
class Record:
    """The 版记, ready to be drawn; its last rule coincides with the lower edge of the 版心 (7.4.1), or, where it has no `ruled` lines, its last text."""

    rows: tuple[Row, ...]
    ruled: bool = True

    @property
    def height(self) -> float:
        """From the first rule, or the first face, to the end."""
        return len(self.rows) * SMALL_PITCH + (2 * THICK if self.ruled else SMALL - SMALL_PITCH)

    def draw(self, page: Page, root: Element) -> None:
        """Draw it at its place."""
        if not self.rows:
            return
        y = BOTTOM - self.height - (0.0 if self.ruled else (SMALL_PITCH - SMALL) / 2)
        for row in self.rows:
            if row.rule and self.ruled:
                page.draw(Rule(LEFT, y if row.rule == THICK else y - THIN / 2, WIDTH, row.rule))
            y += THICK if row is self.rows[0] and self.ruled else 0.0
            element = root.add("P")
            for x, piece in row.pieces:
                draw(page, piece, LEFT + x, y + (SMALL_PITCH - SMALL) / 2, element)
            y += SMALL_PITCH
        if self.ruled:
            page.draw(Rule(LEFT, BOTTOM - THICK, WIDTH, THICK))


def compose_record(paper: Paper, compositor: Compositor, *, with_recipients: bool) -> Record:
    """Lay out the 版记. `with_recipients` moves 主送机关 here, above 抄送 and without a rule between them (7.3.2).

    A letter's has neither rules nor 印发机关 and 印发日期 (10.1).
    """
    letter = paper.form is Form.LETTER
    rows: list[Row] = []
    if with_recipients:
        rows += _list_rows(compositor, "主送：", paper.recipients, THICK)
    if paper.copies:
        rows += _list_rows(
            compositor, "抄送：", paper.copies.removeprefix("抄送：").removeprefix("抄送:"), 0.0 if rows else THICK
        )
    if (paper.printer or paper.printed_on) and not letter:
        rows += _printer_rows(paper, compositor, THIN if rows else THICK)
    record = Record(tuple(rows), ruled=not letter)
    if record.height > HEIGHT:
        raise InvalidPaperError(
            "主送、抄送机关太多，一面版记放不下。请改用统称（如“各县（市、区）团委”），或者把名单作为附件。"
        )
    return record


def _list_rows(compositor: Compositor, label: str, text: str, rule: float) -> list[Row]:
    """A list of organs: 左右各空一字, wraps aligned behind the colon, closed by 。"""
    text = text.rstrip("。：:；;，, ") + "。"
    head = compositor.line(label, size=SMALL)
    hang = _MARGIN + head.width
    room = WIDTH - hang - _MARGIN
    lines = compositor.paragraph([Span(text)], first=room, rest=room, size=SMALL, gap=0.0)
    return [
        Row(((_MARGIN, head), (hang, line)) if n == 0 else ((hang, line),), rule if n == 0 else 0.0)
        for n, line in enumerate(lines)
    ]


def _printer_rows(paper: Paper, compositor: Compositor, rule: float) -> list[Row]:
    """印发机关 左空一字 and 印发日期 右空一字 on one line; an organ too long for that takes two."""
    day = compositor.line(f"{in_words(paper.printed_on)}印发", size=SMALL) if paper.printed_on else None
    day_width = day.width + SMALL if day else 0.0
    room = WIDTH - 2 * _MARGIN - day_width
    names: Sequence[SetLine] = compositor.paragraph([Span(paper.printer)], first=room, rest=room, size=SMALL, gap=0.0)
    rows = [Row(((_MARGIN, line),), rule if n == 0 else 0.0) for n, line in enumerate(names)] or [Row((), rule)]
    if day:
        last = rows[-1]
        rows[-1] = Row((*last.pieces, (RIGHT - LEFT - _MARGIN - day.width, day)), last.rule)
    return rows
