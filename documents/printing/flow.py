"""Filling pages: items come one after another, lines keep to the grid of 22, and what belongs together stays together.

Positions are counted in lines of the grid from the top of the 版心; a table row may take a fraction of a line, the text after it begins on a whole one.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol

from documents.printing.canvas import Element, Page
from documents.printing.grid import BODY, BOTTOM, HEIGHT, LEADING, LEFT, LINES, MM, PITCH, TOP, WIDTH, line_top
from documents.printing.setting import SetLine, draw

_TIGHTEST_PITCH: Final = 0.9
_WIDEST_PITCH: Final = 1.12
_EPSILON: Final = 1e-6
_AFTER_TABLE: Final = 0.25
"""Least room, in lines, between a table and the text below it."""


class Item(Protocol):
    """Something that takes up height. `keep` ties it to the item that follows, `whole` says that it occupies whole lines of the grid."""

    height: float
    keep: bool
    whole: bool

    def draw(self, page: Page, top: Callable[[float], float], left: float) -> None:
        """Draw the item; `top(n)` is the y of its n-th line's face, `left` the left edge of the text area."""


@dataclass(slots=True)
class TextItem:
    """A line of text, `indent` points from the left edge; `before` holds what stands to the left of it. `listed` is what stands below
    the text, as 附件说明 does.
    """

    line: SetLine
    element: Element
    indent: float = 0.0
    keep: bool = False
    before: tuple[tuple[float, SetLine], ...] = ()
    height: float = 1.0
    whole: bool = True
    listed: bool = False

    def draw(self, page: Page, top: Callable[[float], float], left: float) -> None:
        """See Item."""
        for indent, piece in self.before:
            draw(page, piece, left + indent, top(0), self.element)
        draw(page, self.line, left + self.indent, top(0), self.element)


@dataclass(slots=True)
class Blank:
    """Empty lines; they vanish at the top of a page."""

    height: float = 1.0
    keep: bool = False
    whole: bool = True

    def draw(self, page: Page, top: Callable[[float], float], left: float) -> None:
        """See Item."""


@dataclass(slots=True)
class Side:
    """One page in the making. `start` is the line below the head; `shift` is how far its grid lies below that of the other pages; `pitch` is the factor by which the line pitch was adjusted
    (7.3.5.5); the first `pinned` items never leave the page; `lonely` says that the
    signature stands on it without text.
    """

    start: float = 0.0
    landscape: bool = False
    items: list[tuple[float, Item]] = field(default_factory=list)
    used: float = 0.0
    pitch: float = 1.0
    numbered: bool = True
    pinned: int = 0
    lonely: bool = False
    shift: float = 0.0

    def __post_init__(self) -> None:
        self.used = max(self.used, self.start)

    @property
    def left(self) -> float:
        """Left edge of the text area."""
        return 35 * MM if self.landscape else LEFT

    @property
    def width(self) -> float:
        """Width of the text area."""
        return HEIGHT if self.landscape else WIDTH

    @property
    def capacity(self) -> float:
        """Lines that the text area holds, counting the fraction that only a table can use."""
        return (WIDTH if self.landscape else HEIGHT) / PITCH

    def fits(self, item: Item) -> bool:
        """Whether an item has room below what is there."""
        begin = self.begin(item)
        limit = float(LINES) if item.whole and not self.landscape else self.capacity
        return begin + item.height <= limit + _EPSILON

    def begin(self, item: Item) -> float:
        """The line at which an item would begin."""
        if item.whole and not float(self.used).is_integer():
            return float(math.ceil(self.used + _AFTER_TABLE))
        return self.used

    def place(self, item: Item) -> None:
        """Put an item below what is there."""
        begin = self.begin(item)
        self.items.append((begin, item))
        self.used = begin + item.height

    def y(self, line: float) -> float:
        """Top of the face of a line on this page."""
        if self.landscape:
            return 28 * MM + line * PITCH
        if line <= self.start:
            return line_top(line) + self.shift
        return line_top(self.start) + self.shift + (line - self.start) * PITCH * self.pitch

    @property
    def floor(self) -> float:
        """Where the face of the last line ends."""
        return BOTTOM + self.shift

    @property
    def bottom(self) -> float:
        """Lower edge of the last thing on the page."""
        if not self.items:
            return TOP if self.start == 0 else self.y(self.start - 1) + BODY
        return self.y(self.used - 1) + BODY if self.items[-1][1].whole else self.y(self.used)

    def only_text(self) -> bool:
        """Whether the page holds nothing but whole lines, so that their pitch may be adjusted."""
        return not self.landscape and all(item.whole for _, item in self.items)

    def press(self, lowest: float) -> bool:
        """Adjust the pitch so that the last face ends at `lowest`; False when that would look wrong (7.3.5.5 allows the adjustment)."""
        lines = self.used - 1 - self.start
        if lines < 5 or not self.only_text():
            return False
        pitch = (lowest - BODY - self.y(self.start)) / (lines * PITCH)
        if not _TIGHTEST_PITCH <= pitch <= _WIDEST_PITCH:
            return False
        self.pitch = pitch
        return True


@dataclass(slots=True)
class Flow:
    """The pages of a paper, filled from first to last."""

    sides: list[Side] = field(default_factory=lambda: [Side()])

    @property
    def side(self) -> Side:
        """The page that is being filled."""
        return self.sides[-1]

    def new_page(self, *, landscape: bool = False) -> Side:
        """Go on with a fresh page; an untouched one is used as it is."""
        if self.side.items or self.side.start:
            self.sides.append(Side(landscape=landscape))
        else:
            self.side.landscape = landscape
        return self.side

    def add(self, item: Item) -> None:
        """Place an item, on the next page when it has no room here; what must stay with it goes along."""
        if isinstance(item, Blank) and not self.side.items and not self.side.start:
            return
        if not self.side.fits(item):
            carried = self._carried(lambda kept: kept.keep)
            self.new_page(landscape=self.side.landscape)
            for kept in carried:
                self.side.place(kept)
            if isinstance(item, Blank) and not carried:
                return
        self.side.place(item)

    def add_closing(self, item: Item, *, company: int = 2) -> None:
        """Place the signature block so that text stands on its page (7.3.5.5): by adjusting the line pitch, else by taking lines along."""
        if self.side.landscape:
            self.new_page()
        side = self.side
        if side.fits(item):
            self._fetch_company(company, room=LINES - side.used - item.height - 1)
            side.place(item)
            return
        if not side.only_text():
            self._close_on_new_page(item, company)
            return
        side.place(item)
        if not side.press(side.floor):
            side.items.pop()
            side.used = side.items[-1][0] + side.items[-1][1].height if side.items else side.start
            self._close_on_new_page(item, company)

    def _fetch_company(self, company: int, *, room: float) -> None:
        """Where only a list (附件说明) or the last line of a paragraph has reached the page of the signature, bring the end of the
        text along, `room` lines at most.
        """
        side, before = self.side, self.sides[-2] if len(self.sides) > 1 else None
        here = [item for _, item in side.items]
        if before is None or before.landscape or not here or side.start or side.landscape or room < 1:
            return
        texts = [
            item for item in here if not isinstance(item, Blank) and not (isinstance(item, TextItem) and item.listed)
        ]
        if texts and not (len(texts) == 1 and texts[0] is here[0] and _parted(before, here[0])):
            return
        carried = self._carried(_company(company - len(texts), int(room)), before)
        while carried and isinstance(carried[0], Blank):
            del carried[0]
        while carried and isinstance(carried[-1], Blank):
            del carried[-1]
        if not carried:
            return
        side.items, side.used = [], side.start
        joined = bool(texts) or (
            isinstance(carried[-1], TextItem) and carried[-1].listed
        )  # what was here goes right on
        for item in (*carried, *(() if joined else (Blank(),)), *here):
            side.place(item)
        before.press(before.floor)

    def _close_on_new_page(self, item: Item, company: int) -> None:
        most = max(1, int(LINES - item.height))
        carried = self._carried(_company(company, most)) or self._carried(_company(company, most, listed=True))
        while carried and isinstance(carried[0], Blank):
            del carried[0]
        left_behind = self.side
        self.new_page()
        for kept in carried:
            self.side.place(kept)
        self.side.place(item)
        self.side.lonely = not carried
        if carried:
            left_behind.press(left_behind.floor)

    def _carried(self, goes_along: Callable[[Item], bool], side: Side | None = None) -> list[Item]:
        """Take from the end of a page, the last unless told, what goes along to the next, unless that would be everything."""
        side = side or self.side
        count = 0
        while count < len(side.items) - side.pinned and goes_along(side.items[len(side.items) - 1 - count][1]):
            count += 1
        if count == 0 or count == len(side.items):
            return []
        carried = [item for _, item in side.items[-count:]]
        del side.items[-count:]
        while side.items and isinstance(side.items[-1][1], Blank):
            side.items.pop()
        side.used = side.items[-1][0] + side.items[-1][1].height if side.items else side.start
        return carried

    def room_for_record(self, height: float, *, even_page: bool = True) -> None:
        """End the flow on the page that carries the 版记 (7.4): the last, an even one. Blank pages before it go without numbers (7.5).

        In 信函格式 it stands on the last page whatever its number (10.1): `even_page` is False.
        """
        limit = BOTTOM - height - LEADING - PITCH
        even = len(self.sides) % 2 == 0 or not even_page
        if even and not self.side.landscape and (self.side.bottom <= limit or self._tighten(limit)):
            return
        if even and even_page:
            self.sides += [Side(numbered=False), Side(numbered=False)]
        else:
            self.sides.append(Side())

    def _tighten(self, limit: float) -> bool:
        side = self.side
        before = side.pitch
        if before == 1.0 and side.press(limit):
            return side.pitch <= 1.0
        side.pitch = before
        return False


def _parted(before: Side, item: Item) -> bool:
    """Whether a line goes on with the paragraph that ends the page before."""
    last = before.items[-1][1] if before.items else None
    return isinstance(last, TextItem) and isinstance(item, TextItem) and last.element is item.element


def _company(wanted: int, most: int, *, listed: bool = False) -> Callable[[Item], bool]:
    """What goes along with a signature to a new page, asked from the last line upwards.

    `wanted` lines of text do, or a short paragraph, with what is listed below the text (附件说明) and headings above it, `most` lines in
    all. Where that does not come out, `listed` lines do as well as text.
    """
    taken: list[TextItem] = []
    height = 0.0

    def goes_along(kept: Item) -> bool:
        nonlocal height
        height += kept.height
        if not isinstance(kept, TextItem):
            return isinstance(kept, Blank) and not taken and not listed and height < most
        enough = len(taken) >= wanted or (taken and kept.element is not taken[-1].element)  # a short paragraph does
        if (enough and not kept.keep) or height > most:
            return False
        if listed or not kept.listed:
            taken.append(kept)
        return True

    return goes_along


def draw_side(side: Side, page: Page) -> None:
    """Draw all items of a page."""
    for begin, item in side.items:
        item.draw(page, lambda line, begin=begin: side.y(begin + line), side.left)  # type: ignore[misc]
