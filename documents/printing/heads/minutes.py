"""纪要格式 (GB/T 9704-2012 10.3). The standard fixes the mark and the lists of those present; what stands between mark and rule is custom:
the number, then the organ at the left and the day at the right.
"""

from collections.abc import Iterator
from typing import Final

from documents.printing.canvas import Colour, Element, Page, Rule
from documents.printing.fonts import Role
from documents.printing.grid import BODY, CELL, LEFT, NUMBER_TO_RULE, PITCH, RED_RULE, RIGHT, TOP, WIDTH
from documents.printing.heads.front import (
    MARK_TO_NUMBER,
    RULE_TO_TITLE,
    TITLE_TO_TEXT,
    Head,
    centred,
    draw_title,
    title_height,
    to_grid,
)
from documents.printing.heads.marks import SUFFIX, single_mark
from documents.printing.paper import Paper, in_words
from documents.printing.setting import Compositor, SetLine, draw

WORD: Final = "纪要"


def minutes_mark(name: str) -> str:
    """“×××纪要”, whether or not the name already says so."""
    return name.removesuffix(SUFFIX).removesuffix(WORD) + WORD


def minutes_heads(paper: Paper, compositor: Compositor, title: list[SetLine], colour: Colour) -> Iterator[Head]:
    """Mark, two blank lines, number, organ and day, red rule, two blank lines, title, one blank line."""
    mark = single_mark(minutes_mark(paper.marks[0]), compositor, colour)
    number = compositor.line(paper.number)
    organ = compositor.line(next(iter(paper.signatures), ""))
    day = compositor.line(in_words(paper.date) if paper.date else "")
    rows = [row for row in ([number], [organ, day]) if any(line.sorts for line in row)]
    fixed = max(0, len(rows) - 1) * PITCH + BODY + NUMBER_TO_RULE + RED_RULE + title_height(title)
    lines, slack = to_grid(mark.bottom + MARK_TO_NUMBER + fixed + RULE_TO_TITLE + TITLE_TO_TEXT)
    slack /= 5  # five blank lines share what the grid asks for
    first_row = mark.bottom + MARK_TO_NUMBER + 2 * slack
    rule = first_row + max(0, len(rows) - 1) * PITCH + BODY + NUMBER_TO_RULE

    def draw_head(page: Page, root: Element) -> None:
        if paper.urgency:
            draw(page, compositor.line(paper.urgency, Role.HEI), LEFT, TOP, root.add("P"))
        mark.draw(page, root.add("P"))
        for place, row in enumerate(rows):
            top, element = first_row + place * PITCH, root.add("P")
            if row == [number]:
                draw(page, number, centred(number), top, element)
            else:
                draw(page, organ, LEFT + CELL, top, element)
                draw(page, day, RIGHT - CELL - day.width, top, element)
        page.draw(Rule(LEFT, rule, WIDTH, RED_RULE, colour))
        draw_title(page, title, rule + RED_RULE + RULE_TO_TITLE + 2 * slack, root.add("H1"))

    yield Head(lines, draw_head)
