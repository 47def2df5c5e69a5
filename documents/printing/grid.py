"""The measures of GB/T 9704-2012, in points from the top left corner of the sheet, y downwards.

The standard gives millimetres and 号; a page is set in points (72 to the inch). 3号 is taken as 16 pt, 2号 as 22 pt, 4号 as 14 pt, as every word processor does.
"""

from typing import Final

MM: Final = 72 / 25.4
"""Points in a millimetre."""

SHEET_WIDTH: Final = 210 * MM
SHEET_HEIGHT: Final = 297 * MM

LEFT: Final = 28 * MM
"""订口, 5.2.1."""
TOP: Final = 37 * MM
"""天头, 5.2.1: the face of the first line touches it."""
WIDTH: Final = 156 * MM
HEIGHT: Final = 225 * MM
RIGHT: Final = LEFT + WIDTH
BOTTOM: Final = TOP + HEIGHT
"""Bottom edge of the 版心, 262 mm: the face of the 22nd line and the last rule of the 版记 touch it."""

BODY: Final = 16.0
"""3号, 5.2.2."""
TITLE: Final = 22.0
"""2号, 7.3.1."""
SMALL: Final = 14.0
"""4号, 7.4.2, 7.4.3, 7.5."""

LINES: Final = 22
COLUMNS: Final = 28
"""5.2.3: 22 lines of 28 characters fill the 版心."""

PITCH: Final = (HEIGHT - BODY) / (LINES - 1)
"""Line to line, 29.609 pt: the first and the last face touch the edges of the 版心 (5.2.3 撑满版心)."""
CELL: Final = WIDTH / COLUMNS
"""Width of one character cell (一字), 15.793 pt."""
LEADING: Final = BODY * 7 / 8
"""3.2: a line is the height of its characters and 7/8 of a 3号 character."""
TITLE_PITCH: Final = TITLE + LEADING
SMALL_PITCH: Final = SMALL + LEADING

MARK_TOP: Final = TOP + 35 * MM
"""7.2.4: top edge of the red head."""
NUMBER_TO_RULE: Final = 4 * MM
"""7.2.7: from the 发文字号 to the red rule."""
RED_RULE: Final = 0.7 * MM
"""Thickness of the red rule; the standard leaves it open, practice is 0.35 to 1 mm."""
THICK: Final = 0.35 * MM
THIN: Final = 0.25 * MM
"""7.4.1: first and last rule of the 版记, and those between."""
LETTER_TOP: Final = 30 * MM
"""10.1: upper edge of the mark of a letter, from the edge of the sheet."""
LETTER_FOOT: Final = SHEET_HEIGHT - 20 * MM
"""10.1: the lower double line ends 20 mm above the edge of the sheet."""
LETTER_WIDTH: Final = 170 * MM
LETTER_LEFT: Final = (SHEET_WIDTH - LETTER_WIDTH) / 2
"""10.1: double lines of 170 mm, centred on the sheet."""
DOUBLE_THICK: Final = 0.9 * MM
DOUBLE_GAP: Final = 0.45 * MM
DOUBLE_THIN: Final = 0.35 * MM
DOUBLE_HEIGHT: Final = DOUBLE_THICK + DOUBLE_GAP + DOUBLE_THIN
"""A thick and a thin line; the standard leaves their thickness open."""
PAGE_NUMBER: Final = BOTTOM + 7 * MM
"""7.5: height of the dashes beside the page number."""

RED: Final = (0.902, 0.047, 0.071)
GREY: Final = (0.62, 0.62, 0.62)
BLACK: Final = (0.0, 0.0, 0.0)


def line_top(line: float) -> float:
    """Top of the character face of a body line (0 is the first of the page)."""
    return TOP + line * PITCH
