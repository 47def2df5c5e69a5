"""文件格式, and 普通材料 without a head (GB/T 9704-2012 7.2).

The standard fixes where the red head begins, the rule below the number and the blank lines between; the sizes are free (7.2.4), so they are chosen
here: large, but leaving room for the body, which must begin on the first page (7.3.3).
"""

import math
from collections.abc import Iterator, Sequence

from documents.printing.canvas import Colour, Element, Page, Rule
from documents.printing.fonts import Role
from documents.printing.grid import (
    BODY,
    CELL,
    LEFT,
    NUMBER_TO_RULE,
    PITCH,
    RED_RULE,
    RIGHT,
    TITLE,
    TOP,
    WIDTH,
    line_top,
)
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
from documents.printing.heads.marks import Mark, file_marks
from documents.printing.paper import Paper
from documents.printing.setting import Compositor, SetLine, draw


def file_heads(paper: Paper, compositor: Compositor, title: list[SetLine], colour: Colour) -> Iterator[Head]:
    """文件格式: mark, two blank lines, number (and 签发人), red rule, two blank lines, title, one blank line. The largest mark first."""
    for mark in file_marks(paper.marks, compositor, colour):
        yield _file_head(paper, compositor, mark, title, colour)


def _file_head(paper: Paper, compositor: Compositor, mark: Mark, title: list[SetLine], colour: Colour) -> Head:
    number = compositor.line(paper.number)
    signers = _signer_rows(paper.signers, compositor, WIDTH - 3 * CELL - number.width)
    rows = max(1, len(signers))
    fixed = (rows - 1) * PITCH + BODY + NUMBER_TO_RULE + RED_RULE + title_height(title)
    lines, slack = to_grid(mark.bottom + MARK_TO_NUMBER + fixed + RULE_TO_TITLE + TITLE_TO_TEXT)
    slack /= 5  # five blank lines share what the grid asks for
    first_row = mark.bottom + MARK_TO_NUMBER + 2 * slack
    number_top = first_row + (rows - 1) * PITCH
    rule = number_top + BODY + NUMBER_TO_RULE
    title_top = rule + RED_RULE + RULE_TO_TITLE + 2 * slack

    def draw_head(page: Page, root: Element) -> None:
        if paper.urgency:
            draw(page, compositor.line(paper.urgency, Role.HEI), LEFT, TOP, root.add("P"))
        mark.draw(page, root.add("P"))
        draw(page, number, LEFT + CELL if signers else centred(number), number_top, root.add("P"))
        element = root.add("P")
        for row, pieces in enumerate(signers):
            for x, piece in pieces:
                draw(page, piece, x, first_row + row * PITCH, element)
        page.draw(Rule(LEFT, rule, WIDTH, RED_RULE, colour))
        draw_title(page, title, title_top, root.add("H1"))

    return Head(lines, draw_head)


def plain_head(paper: Paper, compositor: Compositor, title: list[SetLine]) -> Head:
    """普通材料: a number, if any, on the first line, the title on the third, one blank line."""
    title_top = line_top(2) - (TITLE - BODY) / 2
    number = compositor.line(paper.number)

    def draw_title_only(page: Page, root: Element) -> None:
        draw(page, number, centred(number), TOP, root.add("P"))
        draw_title(page, title, title_top, root.add("H1"))

    bottom = title_top + title_height(title)
    return Head(math.ceil((bottom + TITLE_TO_TEXT - 4 - TOP) / PITCH), draw_title_only)


def _signer_rows(signers: Sequence[str], compositor: Compositor, room: float) -> list[list[tuple[float, SetLine]]]:
    """签发人, 7.2.6: two names a row (one, where two leave no room for the number), the rows aligned at the first name, the
    widest ending one character before the right edge.
    """
    if not signers:
        return []
    names = [compositor.line(name, Role.KAI) for name in signers]
    label = compositor.line("签发人：")
    fields = [max(name.width for name in names[column::2]) for column in range(min(2, len(names)))]
    if label.width + sum(fields) + CELL > room:
        fields = [max(name.width for name in names)]
    first = RIGHT - CELL - sum(fields) - (len(fields) - 1) * CELL
    places = [first, first + fields[0] + CELL]
    columns = len(fields)
    rows = [list(zip(places, names[start : start + columns], strict=False)) for start in range(0, len(names), columns)]
    rows[0].insert(0, (first - label.width - (CELL - BODY), label))
    return rows
