"""Reading a finished PDF: where every character and every rule really is. Nothing here knows how the page was made."""

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from documents.printing.fonts import FontSet, Role
from documents.printing.grid import BODY, BOTTOM, MM, PAGE_NUMBER, RIGHT

_SAME_LINE: Final = 4.0
_SPACES: Final = " \u3000"
_SMALLEST: Final = 9.0
_WIDEST_SQUARE: Final = 20 * MM


@dataclass(frozen=True, slots=True)
class Char:
    """A character: its face box (points from the top left of the sheet), size, font name, colour, baseline, page index."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    font: str
    colour: tuple[float, ...]
    baseline: float
    page: int

    @property
    def middle(self) -> float:
        """Middle of the character, from the left."""
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rule, or the frame of a table cell."""

    x0: float
    x1: float
    top: float
    bottom: float
    colour: tuple[float, ...]
    page: int

    @property
    def width(self) -> float:
        """Length of a level rule."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Thickness of a level rule."""
        return self.bottom - self.top


@dataclass(frozen=True)
class Row:
    """A line of text: its characters from left to right, spaces left out."""

    chars: tuple[Char, ...]

    @property
    def text(self) -> str:
        """The characters as a string."""
        return "".join(char.text for char in self.chars)

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.chars[0].x0

    @property
    def x1(self) -> float:
        """Right edge."""
        return self.chars[-1].x1

    @property
    def page(self) -> int:
        """Index of the page."""
        return self.chars[0].page

    @property
    def size(self) -> float:
        """Size of most of the characters."""
        sizes = sorted(char.size for char in self.chars)
        return sizes[len(sizes) // 2]

    @cached_property
    def top(self) -> float:
        """Upper edge of the face of the full-width characters."""
        wide = [char for char in self.chars if char.text > "\u2e80"] or list(self.chars)
        tops = sorted(char.top for char in wide)
        return tops[len(tops) // 2]

    @property
    def bottom(self) -> float:
        """Lower edge of the face."""
        return self.top + self.size


class Extract:
    """Part of a document's characters in reading order, searchable. Spaces do not count."""

    def __init__(self, chars: Sequence[Char]) -> None:
        self._chars = [char for char in chars if len(char.text) == 1]
        self._text = "".join(char.text for char in self._chars)

    def all(self, text: str) -> list[Sequence[Char]]:
        """The characters of every occurrence of a text."""
        wanted = "".join(char for char in text if char not in _SPACES + "\n")
        if not wanted:
            return []
        places = [match.start() for match in re.finditer(f"(?={re.escape(wanted)})", self._text)]
        return [self._chars[at : at + len(wanted)] for at in places]


class Seen:
    """A PDF as it was read: sheets, rows of level text, turned text, rules, frames of table cells; `margin` is the small print beside and
    below the 版心.
    """

    def __init__(self, pdf: bytes, fonts: FontSet) -> None:
        self.fonts = fonts
        self.sheets: list[tuple[float, float]] = []
        self.turned: list[Char] = []
        self.bars: list[Bar] = []
        self.frames: list[Bar] = []
        self.margin: list[Char | Bar] = []
        self.kinds: set[str] = set()
        self._chars: list[Char] = []
        import pdfplumber  # half a second that only measuring needs

        with pdfplumber.open(io.BytesIO(pdf)) as document:
            for index, page in enumerate(document.pages):
                self.sheets.append((float(page.width), float(page.height)))
                self._read(page, index)
                page.close()

    def _read(self, page: Any, index: int) -> None:
        for raw in page.chars:
            turned = not raw["upright"] or abs(raw["matrix"][1]) > 0.1
            char = Char(
                str(raw["text"]),
                float(raw["x0"]),
                float(raw["x1"]),
                float(raw["top"]),
                float(raw["bottom"]),
                float(raw["x1"] - raw["x0"] if turned else raw["size"]),
                str(raw["fontname"]).partition("+")[2] or str(raw["fontname"]),
                tuple(float(part) for part in raw["non_stroking_color"] or (0,)),
                float(page.height) - float(raw["matrix"][5]),
                index,
            )
            if turned:
                self.turned.append(char)
            elif char.text not in _SPACES:
                outside = self.is_upright(index) and char.size < _SMALLEST and _in_margin(char.x0, char.top)
                (self.margin if outside else self._chars).append(char)
        for raw in page.rects:
            colour = tuple(float(part) for part in raw["non_stroking_color"] or (0,))
            bar = Bar(float(raw["x0"]), float(raw["x1"]), float(raw["top"]), float(raw["bottom"]), colour, index)
            outside = self.is_upright(index) and bar.width < _WIDEST_SQUARE and _in_margin(bar.x0, bar.top)
            (self.margin if outside else self.bars if raw["fill"] else self.frames).append(bar)

    @cached_property
    def rows(self) -> list[Row]:
        """All lines of level text, page by page from top to bottom; page numbers are not among them."""
        rows: list[list[Char]] = []
        for char in sorted(self._chars, key=lambda c: (c.page, c.baseline)):
            if self.is_upright(char.page) and _below_text(char):
                continue
            last = rows[-1] if rows else None
            if last and last[-1].page == char.page and char.baseline - last[-1].baseline < _SAME_LINE:
                last.append(char)
            else:
                rows.append([char])
        return [Row(tuple(sorted(row, key=lambda c: c.x0))) for row in rows]

    def is_upright(self, page: int) -> bool:
        """Whether a sheet is higher than wide."""
        return self.sheets[page][1] > self.sheets[page][0]

    def folio(self, page: int) -> list[Char]:
        """The characters of the page number: level ones below the 版心, turned ones on a sheet turned sideways."""
        if self.is_upright(page):
            return sorted((c for c in self._chars if c.page == page and _below_text(c)), key=lambda c: c.x0)
        return sorted(
            (c for c in self.turned if c.page == page and c.text not in _SPACES and c.size < 20), key=lambda c: c.top
        )

    @property
    def chars(self) -> Sequence[Char]:
        """Every level character, page numbers included."""
        return self._chars

    @property
    def folios(self) -> Sequence[Char]:
        """The characters of the page numbers on sheets turned sideways, which are turned back."""
        return [char for page in range(len(self.sheets)) if not self.is_upright(page) for char in self.folio(page)]

    @cached_property
    def stream(self) -> list[Char]:
        """All level characters in reading order."""
        return [char for row in self.rows for char in row.chars]

    def extract(self, where: Callable[[Char], bool]) -> "Extract":
        """The characters chosen, to be searched more than once."""
        return Extract([char for char in self.stream if where(char)])

    def find(self, text: str, where: Callable[[Char], bool], *, last: bool = False) -> Sequence[Char]:
        """The characters of the first (or last) occurrence of a text among those chosen; empty when it is not there."""
        found = self.extract(where).all(text)
        return found[-1 if last else 0] if found else ()

    def is_role(self, char: Char, role: Role) -> bool:
        """Whether a character is set in a face of the role, its fallbacks and Western companion included."""
        names = {face.name for face in (*self.fonts.faces[role], *self.fonts.faces[Role.LATIN])}
        return char.font in names

    def own_role(self, char: Char, role: Role) -> bool:
        """Whether a character is set in the role's own face; the fallback is right for a character that this face lacks."""
        *own, fallback = self.fonts.faces[role]
        if char.font == fallback.name:
            return not any(face.has(char.text) for face in own)
        return char.font in {face.name for face in own}

    def ink(self, char: Char) -> tuple[float, float]:
        """Upper and lower edge of the outline of a character."""
        for chain in self.fonts.faces.values():
            for face in chain:
                if face.name == char.font and face.has(char.text):
                    bottom, top = face.ink(char.text)
                    return char.baseline - top * char.size, char.baseline - bottom * char.size
        return char.top, char.bottom


def _in_margin(x: float, top: float) -> bool:
    """Whether something begins to the right of the 版心 or below its page number."""
    return x > RIGHT + MM or top > PAGE_NUMBER + 2 * MM


def _below_text(char: Char) -> bool:
    """Whether a character stands below the 版心 as a page number does; the text of a letter's first page goes further down in larger type (10.1)."""
    return char.top > BOTTOM + MM and char.size < BODY - 1


def rows_of(chars: Sequence[Char]) -> list[Row]:
    """Characters in reading order, parted where a new line begins."""
    rows: list[list[Char]] = []
    for char in chars:
        last = rows[-1][-1] if rows else None
        if last and last.page == char.page and abs(char.baseline - last.baseline) < _SAME_LINE:
            rows[-1].append(char)
        else:
            rows.append([char])
    return [Row(tuple(row)) for row in rows]
