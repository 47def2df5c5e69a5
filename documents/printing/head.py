"""The head of the first page (版头, GB/T 9704-2012 7.2) and the title below it, laid out so that the text after them lies on the grid.

The standard fixes where the red head begins, the rule below the number and the blank lines between; the sizes are free (7.2.4), so they are chosen
here: large, but leaving room for the body, which must begin on the first page (7.3.3).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from documents.printing.canvas import Colour, Element, Glyphs, Page, Rule
from documents.printing.faces import Face
from documents.printing.fonts import Role
from documents.printing.grid import (
    BODY,
    CELL,
    GREY,
    LEFT,
    LINES,
    MARK_TOP,
    MM,
    NUMBER_TO_RULE,
    PITCH,
    RED,
    RED_RULE,
    RIGHT,
    TITLE,
    TITLE_PITCH,
    TOP,
    WIDTH,
    line_top,
)
from documents.printing.paper import Form, Paper
from documents.printing.setting import Compositor, SetLine, Sort, draw
from documents.printing.titles import break_title

_SUFFIX: Final = "文件"
_WIDEST_MARK: Final = 15 * MM
_TALLEST_MARK: Final = 20 * MM
_NARROWEST: Final = 0.75
_JOINT_SIZES: Final = (40.0, 36.0, 32.0, 29.0, 26.0, 24.0, 22.0, 20.0, 18.0, 16.0, 14.0, 12.0)
_ROW: Final = 1.38
"""Row pitch of a joint head, in sizes."""
_JOINT_SPREAD: Final = 1.15
"""How far the longest name of a joint head is spread."""
_BODY_WANTED: Final = 3
"""Lines of body text that the first page should show; one is the least (7.3.3)."""

_PRESSED: Final = 2 * PITCH
_MARK_TO_NUMBER: Final = 3 * PITCH - BODY
_RULE_TO_TITLE: Final = 2.5 * PITCH - BODY / 2
_TITLE_TO_TEXT: Final = 2 * PITCH - BODY


@dataclass(frozen=True, slots=True)
class Mark:
    """A finished 发文机关标志: what is drawn, and where its lower edge lies."""

    runs: tuple[Glyphs, ...]
    bottom: float


@dataclass(frozen=True, slots=True)
class Head:
    """The head, ready to be drawn; the text begins on line `lines` of the first page."""

    lines: int
    draw: Callable[[Page, Element], None]


def compose_head(paper: Paper, compositor: Compositor, recipient_lines: int) -> Head:
    """Lay out head and title so that at least three lines of the body fit on the page, or as many as can be had."""
    title = set_title(paper.title, compositor)
    if not paper.marks:
        return _no_head(paper, compositor, title)
    colour = GREY if paper.sample else RED
    heads = []
    for mark in _marks(paper, compositor, colour):
        heads.append(_HEADS[paper.form](paper, compositor, mark, title, colour))
        if LINES - heads[-1].lines - recipient_lines >= _BODY_WANTED:
            return heads[-1]
    return min(heads, key=lambda head: head.lines)


def set_title(text: str, compositor: Compositor) -> list[SetLine]:
    """The lines of a title, 2号小标宋."""
    widths = [0.0 if char == "\n" else compositor.sorts(char, Role.TITLE)[0].advance * TITLE for char in text]
    lines = break_title(text, widths, width=WIDTH, em=TITLE)
    return [compositor.line(line, Role.TITLE, size=TITLE, close_marks=True) for line in lines]


def draw_title(page: Page, lines: Sequence[SetLine], top: float, element: Element, left: float = LEFT) -> None:
    """Draw title lines centred, the first face beginning at `top`."""
    for number, line in enumerate(lines):
        draw(page, line, left + (WIDTH - line.width) / 2, top + number * TITLE_PITCH, element)


def _file_head(paper: Paper, compositor: Compositor, mark: Mark, title: list[SetLine], colour: Colour) -> Head:
    """文件格式: mark, two blank lines, number (and 签发人), red rule, two blank lines, title, one blank line."""
    number = compositor.line(paper.number)
    signers = _signer_rows(paper.signers, compositor, WIDTH - 3 * CELL - number.width)
    rows = max(1, len(signers))
    title_height = TITLE + (len(title) - 1) * TITLE_PITCH if title else 0.0
    fixed = (rows - 1) * PITCH + BODY + NUMBER_TO_RULE + RED_RULE + title_height
    natural = mark.bottom + _MARK_TO_NUMBER + fixed + _RULE_TO_TITLE + _TITLE_TO_TEXT
    lines = round((natural - TOP) / PITCH)
    if natural - line_top(LINES - 1) < _PRESSED:
        lines = min(lines, LINES - 1)  # a very full head gives way a little, so that the body begins on this page
    slack = (line_top(lines) - natural) / 5  # five blank lines share what the grid asks for
    first_row = mark.bottom + _MARK_TO_NUMBER + 2 * slack
    number_top = first_row + (rows - 1) * PITCH
    rule = number_top + BODY + NUMBER_TO_RULE
    title_top = rule + RED_RULE + _RULE_TO_TITLE + 2 * slack

    def draw_head(page: Page, root: Element) -> None:
        if paper.urgency:
            draw(page, compositor.line(paper.urgency, Role.HEI), LEFT, TOP, root.add("P"))
        element = root.add("P")
        for run in mark.runs:
            page.draw(run, element)
        centred = LEFT + (WIDTH - number.width) / 2
        draw(page, number, LEFT + CELL if signers else centred, number_top, root.add("P"))
        element = root.add("P")
        for row, pieces in enumerate(signers):
            for x, piece in pieces:
                draw(page, piece, x, first_row + row * PITCH, element)
        page.draw(Rule(LEFT, rule, WIDTH, RED_RULE, colour))
        draw_title(page, title, title_top, root.add("H1"))

    return Head(lines, draw_head)


def _no_head(paper: Paper, compositor: Compositor, title: list[SetLine]) -> Head:
    """普通材料: a number, if any, on the first line, the title on the third, one blank line."""
    title_top = line_top(2) - (TITLE - BODY) / 2
    bottom = title_top + TITLE + (len(title) - 1) * TITLE_PITCH
    number = compositor.line(paper.number)

    def draw_title_only(page: Page, root: Element) -> None:
        draw(page, number, LEFT + (WIDTH - number.width) / 2, TOP, root.add("P"))
        draw_title(page, title, title_top, root.add("H1"))

    return Head(math.ceil((bottom + _TITLE_TO_TEXT - 4 - TOP) / PITCH), draw_title_only)


_HEADS: Final = {Form.FILE: _file_head}
"""One way to lay out the first page per 格式."""


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


def _marks(paper: Paper, compositor: Compositor, colour: Colour) -> list[Mark]:
    """Possible heads, the largest first."""
    if len(paper.marks) == 1:
        name = paper.marks[0].removesuffix(_SUFFIX) + _SUFFIX
        return [_single_mark(compositor.sorts(name, Role.TITLE), colour)]
    names = [compositor.sorts(name.removesuffix(_SUFFIX), Role.TITLE) for name in paper.marks]
    suffix = compositor.sorts(_SUFFIX, Role.TITLE)
    return [_joint_mark(names, suffix, size, colour) for size in _JOINT_SIZES]


def _ink(sorts: Sequence[Sort]) -> tuple[float, float]:
    boxes = [sort.face.ink(sort.char) for sort in sorts]
    return min(bottom for bottom, _ in boxes), max(top for _, top in boxes)


def _single_mark(sorts: list[Sort], colour: Colour) -> Mark:
    """One organ: characters up to 15 mm by 20 mm, narrowed like those of a red head, centred on the sheet."""
    pitch = min(WIDTH / len(sorts), 1.15 * _WIDEST_MARK)
    width = min(0.94 * pitch, _WIDEST_MARK)
    size = min(width / _NARROWEST, _TALLEST_MARK)
    bottom, top = _ink(sorts)
    baseline = MARK_TOP + top * size
    x = LEFT + (WIDTH - (len(sorts) - 1) * pitch - width) / 2
    runs = _spread(sorts, x, baseline, size, pitch, colour, width / size)
    return Mark(runs, baseline - bottom * size)


def _spread(
    sorts: Sequence[Sort], x: float, baseline: float, size: float, pitch: float, colour: Colour, stretch: float = 1.0
) -> tuple[Glyphs, ...]:
    """Characters at equal distances, each a run of its own so that no face's metrics disturb the distances."""
    return tuple(
        Glyphs(
            sort.face,
            size,
            x + number * pitch,
            baseline + sort.shift * size,
            sort.char,
            colour=colour,
            stretch=stretch,
            bold=sort.bold,
        )
        for number, sort in enumerate(sorts)
    )


def _joint_mark(names: list[list[Sort]], suffix: list[Sort], size: float, colour: Colour) -> Mark:
    """Several organs, the host on top, all spread to the width of the longest; “文件” beside them, centred in height (7.2.4)."""
    longest = max(len(name) for name in names)
    suffix_size = min(1.8 * size, 54.0)
    gap = 0.5 * suffix_size
    field = WIDTH - 2 * suffix_size - gap
    stretch = min(1.0, field / (longest * size))
    width = min(field, longest * size * _JOINT_SPREAD)
    bottom, top = _ink([sort for name in names for sort in name])
    left = LEFT + (WIDTH - width - gap - 2 * suffix_size) / 2
    first = MARK_TOP + top * size
    runs: list[Glyphs] = []
    for row, name in enumerate(names):
        cell = size * stretch
        pitch = (width - cell) / (len(name) - 1) if len(name) > 1 else 0.0
        runs.extend(_spread(name, left, first + row * _ROW * size, size, pitch, colour, stretch))
    low = first + (len(names) - 1) * _ROW * size - bottom * size
    face: Face = suffix[0].face
    middle = (MARK_TOP + low) / 2
    baseline = middle + face.centre * suffix_size
    runs.extend(_spread(suffix, left + width + gap, baseline, suffix_size, suffix_size, colour))
    return Mark(tuple(runs), low)
