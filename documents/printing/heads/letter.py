"""信函格式 (GB/T 9704-2012 10.1): the name of the host alone, red double lines above and below, the number at the right."""

from collections.abc import Iterator
from typing import Final

from documents.printing.canvas import Colour, Element, Page, Rule
from documents.printing.fonts import Role
from documents.printing.grid import (
    BODY,
    BOTTOM,
    DOUBLE_GAP,
    DOUBLE_HEIGHT,
    DOUBLE_THICK,
    DOUBLE_THIN,
    LEADING,
    LEFT,
    LETTER_FOOT,
    LETTER_LEFT,
    LETTER_TOP,
    LETTER_WIDTH,
    MM,
    NUMBER_TO_RULE,
    RIGHT,
)
from documents.printing.heads.front import LINE_TO_TITLE, TITLE_TO_TEXT, Head, draw_title, title_height, to_grid
from documents.printing.heads.marks import SUFFIX, single_mark
from documents.printing.paper import Paper
from documents.printing.setting import Compositor, SetLine, draw

_WIDEST: Final = 13 * MM
_TALLEST: Final = 15 * MM
_SHIFT: Final = LETTER_FOOT - DOUBLE_HEIGHT - LEADING - BOTTOM
"""The last line of the first page ends 7/8 of a character above the lower double line."""


def letter_heads(paper: Paper, compositor: Compositor, title: list[SetLine], colour: Colour) -> Iterator[Head]:
    """Mark 30 mm from the sheet's edge, double line 4 mm below, number flush right under it, two blank lines, title, one blank line."""
    mark = single_mark(
        paper.marks[0].removesuffix(SUFFIX), compositor, colour, top=LETTER_TOP, widest=_WIDEST, tallest=_TALLEST
    )
    number = compositor.line(paper.number)
    upper = mark.bottom + NUMBER_TO_RULE
    first_row = upper + DOUBLE_HEIGHT + LEADING
    natural = first_row + BODY + LINE_TO_TITLE + title_height(title) + TITLE_TO_TEXT
    lines, slack = to_grid(natural, _SHIFT)
    slack /= 3  # three blank lines share what the grid asks for
    title_top = first_row + BODY + LINE_TO_TITLE + 2 * slack

    def draw_head(page: Page, root: Element) -> None:
        mark.draw(page, root.add("P"))
        _double_line(page, upper, colour, thick_above=True)
        if paper.urgency:
            draw(page, compositor.line(paper.urgency, Role.HEI), LEFT, first_row, root.add("P"))
        draw(page, number, RIGHT - number.width, first_row, root.add("P"))
        draw_title(page, title, title_top, root.add("H1"))
        _double_line(page, LETTER_FOOT - DOUBLE_HEIGHT, colour, thick_above=False)

    yield Head(lines, draw_head, shift=_SHIFT, numbered=False)


def _double_line(page: Page, top: float, colour: Colour, *, thick_above: bool) -> None:
    first, second = (DOUBLE_THICK, DOUBLE_THIN) if thick_above else (DOUBLE_THIN, DOUBLE_THICK)
    page.draw(Rule(LETTER_LEFT, top, LETTER_WIDTH, first, colour))
    page.draw(Rule(LETTER_LEFT, top + first + DOUBLE_GAP, LETTER_WIDTH, second, colour))
