"""Colours and faces that several rules ask for."""

from collections.abc import Sequence

from documents.printing.fonts import Role
from documents.printing.grid import BODY
from documents.printing.measuring.lengths import near
from documents.printing.measuring.reading import Char, Seen
from documents.printing.measuring.report import Finding
from documents.printing.paper import Paper


def is_red(colour: tuple[float, ...]) -> bool:
    """The red of a head."""
    return len(colour) == 3 and colour[0] > 0.6 and max(colour[1:]) < 0.35


def is_grey(colour: tuple[float, ...]) -> bool:
    """The grey of a 样稿's head."""
    return len(colour) == 3 and 0.4 < min(colour) <= max(colour) < 0.8


def is_black(colour: tuple[float, ...]) -> bool:
    """Black, near enough for every printer."""
    return max(colour) < 0.2


def is_mark_colour(char: Char, paper: Paper) -> bool:
    """Whether a character has the colour of the head: red, in a 样稿 grey."""
    return is_grey(char.colour) if paper.sample else is_red(char.colour)


def plain(seen: Seen, clause: str, what: str, chars: Sequence[Char]) -> Finding:
    """Whether all characters are 3号仿宋 (5.2.2)."""
    wrong = [char for char in chars if not seen.is_role(char, Role.FANG) or not near(char.size, BODY, 0.2)]
    return Finding(clause, what, "3号仿宋", f"“{wrong[0].text}”不是" if wrong else "3号仿宋", not wrong)
