"""What the heads of all forms have in common: the finished head, the title, the blank lines that the standard counts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from documents.printing.canvas import Element, Page
from documents.printing.fonts import Role
from documents.printing.grid import BODY, LEFT, LINES, PITCH, TITLE, TITLE_PITCH, TOP, WIDTH, line_top
from documents.printing.setting import Compositor, SetLine, draw
from documents.printing.titles import break_title

MARK_TO_NUMBER: Final = 3 * PITCH - BODY
"""Two blank lines between the mark and the number (7.2.5)."""
RULE_TO_TITLE: Final = 2.5 * PITCH - BODY / 2
"""Two blank lines between the rule and the title (7.3.1)."""
LINE_TO_TITLE: Final = 3 * PITCH - BODY
"""Two blank lines between a line of text and the title (10.1)."""
TITLE_TO_TEXT: Final = 2 * PITCH - BODY
"""One blank line below the title (7.3.2)."""
_PRESSED: Final = 1.2 * PITCH
"""What the blank lines of a very full head may give together."""


@dataclass(frozen=True, slots=True)
class Head:
    """The head, ready to be drawn.

    The text begins on line `lines` of the first page, whose grid lies `shift` points lower than that of the others; `numbered` tells whether
    that page shows its number.
    """

    lines: int
    draw: Callable[[Page, Element], None]
    shift: float = 0.0
    numbered: bool = True


def set_title(text: str, compositor: Compositor) -> list[SetLine]:
    """The lines of a title, 2号小标宋."""
    widths = [0.0 if char == "\n" else compositor.sorts(char, Role.TITLE)[0].advance * TITLE for char in text]
    lines = break_title(text, widths, width=WIDTH, em=TITLE)
    return [compositor.line(line, Role.TITLE, size=TITLE, close_marks=True) for line in lines]


def draw_title(page: Page, lines: Sequence[SetLine], top: float, element: Element, left: float = LEFT) -> None:
    """Draw title lines centred, the first face beginning at `top`."""
    for number, line in enumerate(lines):
        draw(page, line, left + (WIDTH - line.width) / 2, top + number * TITLE_PITCH, element)


def title_height(title: Sequence[SetLine]) -> float:
    """From the upper edge of a title to its lower one."""
    return TITLE + (len(title) - 1) * TITLE_PITCH if title else 0.0


def to_grid(natural: float, shift: float = 0.0) -> tuple[int, float]:
    """The line of the grid on which text begins that would naturally begin at `natural`, and what is to be added to the blank lines above.

    A very full head gives way a little, so that the body begins on its page (7.3.3).
    """
    lines = round((natural - TOP - shift) / PITCH)
    if natural - line_top(LINES - 1) - shift < _PRESSED:
        lines = min(lines, LINES - 1)
    return lines, line_top(lines) + shift - natural


def centred(line: SetLine) -> float:
    """Where a line begins that is centred between the edges of the 版心."""
    return LEFT + (WIDTH - line.width) / 2
