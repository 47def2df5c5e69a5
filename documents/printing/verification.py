"""A code by which a paper can be checked, outside the 版心 of the first page, where no rule of GB/T 9704-2012 is touched.

An address becomes a QR code with a caption, anything else one small line. A letter has its double line in the lower margin, so its
code stands in the right one.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

import segno

from documents.printing.canvas import Element, Page, Rule
from documents.printing.errors import InvalidPaperError
from documents.printing.fonts import Role
from documents.printing.grid import BOTTOM, LEFT, LETTER_FOOT, MM, RIGHT, WIDTH
from documents.printing.paper import Form, Paper
from documents.printing.setting import Compositor, Span, draw

SIZE: Final = 7.5
"""小六: far smaller than anything in the 版心."""
_SIDE: Final = 15 * MM
_GAP: Final = 3 * MM
_PITCH: Final = 1.35 * SIZE
_CAPTION: Final = "扫码核验"
_LABEL: Final = "核验码："
_MOST_MODULES: Final = 57
"""Finer codes could not be read from paper: a module would be less than a quarter of a millimetre."""
_MOST_LINES: Final = 3


def draw_verification(page: Page, paper: Paper, compositor: Compositor, root: Element) -> None:
    """Draw the code of a paper, if it has one. Raises InvalidPaperError when it is too long to be read from paper."""
    if not paper.verification:
        return
    letter = paper.form is Form.LETTER
    if "://" not in paper.verification:
        top = LETTER_FOOT + 3 * MM if letter else BOTTOM + 11 * MM
        _text(page, compositor, f"{_LABEL}{paper.verification}", LEFT, top, WIDTH * 0.6, root)
        return
    x, y = (RIGHT + 4 * MM, BOTTOM - 12 * MM) if letter else (LEFT, BOTTOM + 11 * MM)
    for rule in _squares(paper.verification, x, y):
        page.draw(rule)
    if letter:
        caption = compositor.line(_CAPTION, Role.SONG, size=SIZE)
        draw(page, caption, x + (_SIDE - caption.width) / 2, y + _SIDE + MM, root.add("P"))
    else:
        draw(page, compositor.line(_CAPTION, Role.SONG, size=SIZE), x + _SIDE + _GAP, y + MM, root.add("P"))
        room = WIDTH * 0.6 - _SIDE - _GAP
        _text(page, compositor, paper.verification, x + _SIDE + _GAP, y + MM + 2 * _PITCH, room, root)


def _text(page: Page, compositor: Compositor, text: str, x: float, top: float, room: float, root: Element) -> None:
    lines = compositor.paragraph([Span(text, Role.SONG)], first=room, rest=room, size=SIZE, gap=0.0)
    if len(lines) > _MOST_LINES:
        raise _too_long()
    element = root.add("P")
    for number, line in enumerate(lines):
        draw(page, line, x, top + number * _PITCH, element)


def _squares(text: str, x: float, y: float) -> Iterator[Rule]:
    """The dark modules of the QR code, those that touch in a row as one bar."""
    try:
        matrix = segno.make_qr(text, error="m").matrix
    except segno.DataOverflowError as error:
        raise _too_long() from error
    if len(matrix) > _MOST_MODULES:
        raise _too_long()
    module = _SIDE / len(matrix)
    for row, cells in enumerate(matrix):
        for dark, run in groupby(range(len(cells)), key=lambda column, cells=cells: bool(cells[column])):  # type: ignore[misc]
            columns = list(run)
            if dark:
                yield Rule(x + columns[0] * module, y + row * module, len(columns) * module, module)


def _too_long() -> InvalidPaperError:
    return InvalidPaperError("核验地址太长，印出来扫不清。请换用短一些的地址或核验码。")
