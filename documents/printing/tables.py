"""Tables: rows that are not torn, the head on every page (GB/T 9704-2012 clause 8).

A table first gets smaller type, then a sheet turned sideways; what fits neither is refused with advice.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from documents.printing.canvas import Element, Frame, Page
from documents.printing.columns import Plan, Spot, Try, alignments, phrases, plan, role_of, widths
from documents.printing.errors import TableTooWideError
from documents.printing.flow import Flow
from documents.printing.fonts import Role
from documents.printing.grid import HEIGHT, PITCH, THIN, WIDTH
from documents.printing.paper import Table
from documents.printing.setting import Compositor, SetLine, Span, draw
from documents.printing.text import NO_END, NO_START, is_narrow

IN_PAPERS: Final = (
    *(Try(14.0, easy=True), Try(12.0, easy=True), Try(14.0), Try(12.0), Try(10.5)),
    *(Try(12.0, True, easy=True), Try(10.5, True, easy=True), Try(12.0, True), Try(10.5, True)),
    *(Try(10.5, True, narrowest=2.0), Try(9.0, True, narrowest=2.0)),
)
"""4号, 小四, 五号 upright; then sideways, at last with heads of two characters a line and 小五. A smaller size is better than torn names."""
IN_LEDGERS: Final = (
    *(Try(10.5, crowding=1.3, easy=True), Try(10.5, True, easy=True)),
    *(Try(10.5, crowding=1.3), Try(10.5, True), Try(9.0, True, narrowest=2.0)),
)

_SIDE_PAD: Final = 4.0
_ROW_PAD: Final = 4.0
_PITCH: Final = 1.4
_MOST_SPREAD: Final = 0.12


@dataclass(slots=True)
class Box:
    """A cell with its lines and their alignment."""

    spot: Spot
    lines: list[SetLine]
    align: str


@dataclass(slots=True)
class Layout:
    """A table whose columns and lines are fixed: edges of the columns, heights of the rows, the boxes that begin in every row."""

    size: float
    landscape: bool
    edges: list[float]
    heights: list[float]
    boxes: list[list[Box]]


@dataclass(slots=True)
class RowItem:
    """Rows of a table that stay together, as an item of the flow. `repeat` are the head rows that a new page begins with."""

    layout: Layout
    first: int
    count: int
    element: Element
    repeat: "RowItem | None" = None
    lines: tuple[int, int] | None = None
    tall: float = 0.0
    keep: bool = False
    whole: bool = False
    height: float = field(init=False)

    def __post_init__(self) -> None:
        self.height = (self.tall or sum(self.layout.heights[self.first : self.first + self.count])) / PITCH

    def draw(self, page: Page, top: Callable[[float], float], left: float) -> None:
        """See Item."""
        rows = [top(0)]
        for height in self.layout.heights[self.first : self.first + self.count]:
            rows.append(rows[-1] + (self.tall or height))
        for start, boxes in enumerate(self.layout.boxes[self.first : self.first + self.count]):
            for box in boxes:
                self._draw_box(page, box, left, rows[start], rows[min(start + box.spot.cell.down, self.count)])

    def _draw_box(self, page: Page, box: Box, left: float, top: float, bottom: float) -> None:
        spot, edges = box.spot, self.layout.edges
        x, right = left + edges[spot.column], left + edges[spot.column + spot.cell.across]
        page.draw(Frame(x, top, right - x, bottom - top, THIN))
        lines = box.lines[slice(*self.lines)] if self.lines else box.lines
        pitch = self.layout.size * _PITCH
        y = top + (bottom - top - len(lines) * pitch) / 2 + (pitch - self.layout.size) / 2
        cell = self.element.add("TH" if box.align == "head" else "TD")
        for line in lines:
            room = right - x - 2 * _SIDE_PAD - line.width
            shift = {"right": room, "left": 0.0}.get(box.align, room / 2)
            draw(page, line, x + _SIDE_PAD + shift, y, cell)
            y += pitch


def lay_out(compositor: Compositor, table: Table, tries: tuple[Try, ...] = IN_PAPERS) -> Layout:
    """Fix type size, orientation and columns: the first of the `tries` that fits.

    Raises TableTooWideError when none does, and says what to do.
    """
    planned = plan(compositor, table)
    for attempt in tries:
        room = HEIGHT if attempt.landscape else WIDTH
        found = widths(table, planned, attempt, room=room, pad=2 * _SIDE_PAD + 1)
        if found:
            return _fill(compositor, table, planned, found, attempt)
    name = table.caption or next((spot.cell.text for spot in planned.spots if spot.cell.text), "")
    raise TableTooWideError(
        f"表格《{name}》有{planned.columns}列，横排也放不下。请减少列数、缩短列标题，或者拆成两张表；较长的编号、网址可以移到表后说明。"
    )


def add_table(flow: Flow, layout: Layout, table: Table, element: Element) -> None:
    """Put a table into the flow; every page that it reaches begins with its head."""
    for item in _row_items(layout, table, element, flow.side.capacity * PITCH):
        side = flow.side
        if item.repeat and not side.fits(item) and side.items and side.items[-1][1] is not item.repeat:
            flow.new_page(landscape=layout.landscape).place(item.repeat)
        flow.add(item)


def _row_items(layout: Layout, table: Table, element: Element, capacity: float) -> Iterator[RowItem]:
    """The rows as items: rows tied by a cell that covers several stay together; a row higher than a page is the only one that is divided.

    `capacity` is the height of a page's text area in points.
    """
    head = None
    if table.head:
        head = RowItem(layout, 0, table.head, element.add("TR"), keep=True)
        yield head
    row = table.head
    while row < len(layout.heights):
        count = _tied(layout, row)
        room = capacity - (head.height * PITCH if head else 0.0)
        item = RowItem(layout, row, count, element.add("TR"), head)
        if item.height * PITCH > room:
            yield from _divided(item, room)
        else:
            yield item
        row += count


def _divided(item: RowItem, room: float) -> Iterator[RowItem]:
    """A row too high for any page, in parts that fill one each."""
    pitch = item.layout.size * _PITCH
    most = max(1, int((room - 2 * _ROW_PAD) / pitch))
    for first in range(item.first, item.first + item.count):
        longest = max(len(box.lines) for box in item.layout.boxes[first])
        for start in range(0, max(1, longest), most):
            end = min(start + most, longest)
            yield replace(item, first=first, count=1, lines=(start, end), tall=(end - start) * pitch + 2 * _ROW_PAD)


def _tied(layout: Layout, first: int) -> int:
    """How many rows from `first` on are tied together by cells that cover several."""
    row, end = first, first + 1
    while row < end:
        end = max([end, *(box.spot.row + box.spot.cell.down for box in layout.boxes[row])])
        row += 1
    return end - first


def _fill(compositor: Compositor, table: Table, planned: Plan, columns: list[float], attempt: Try) -> Layout:
    """Break the cells' texts and find the heights of the rows."""
    size = attempt.size
    edges = [0.0]
    for width in columns:
        edges.append(edges[-1] + width)
    heights = [_high(1, size)] * len(table.rows)
    aligned = alignments(compositor, table, planned)
    boxes: list[list[Box]] = [[] for _ in table.rows]
    for spot in planned.spots:
        room = edges[spot.column + spot.cell.across] - edges[spot.column] - 2 * _SIDE_PAD
        role = role_of(table, spot.row)
        align = "head" if spot.row < table.head else spot.cell.align or aligned[spot.column]
        lines: list[SetLine] = []
        for text in spot.cell.text.split("\n"):
            lines += _lines(compositor, text, role, size, room, centred=align in ("head", "centre"))
        if spot.cell.across > 1 and len(lines) < 2 and not spot.cell.align and align != "head":
            align = "centre"
        boxes[spot.row].append(Box(spot, lines, align))
        if spot.cell.down == 1:
            heights[spot.row] = max(heights[spot.row], _high(len(lines), size))
    for box in (box for row in boxes for box in row if box.spot.cell.down > 1):
        first, last = box.spot.row, box.spot.row + box.spot.cell.down
        heights[last - 1] += max(0.0, _high(len(box.lines), size) - sum(heights[first:last]))
    return Layout(size, attempt.landscape, edges, heights, boxes)


def _lines(compositor: Compositor, text: str, role: Role, size: float, room: float, *, centred: bool) -> list[SetLine]:
    """The lines of a cell. Centred ones are not spread but of like length, a unit in brackets has a line of its own; others are
    spread a little.
    """

    def broken(words: str, width: float) -> list[SetLine]:
        return compositor.paragraph([Span(words, role)], first=width, rest=width, size=size, gap=0.0)

    found = broken(text, room)
    if len(found) < 2:
        return found
    if not centred:
        return [compositor.line(line.text, role, size=size) if _is_torn(line) else line for line in found]
    parts = phrases(text)
    if len(parts) != len(found):
        parts = _alike(text, len(found))
    if all(compositor.width(part, role) * size <= room for part in parts):
        return [line for part in parts for line in broken(part, room)]
    width = compositor.width(text, role) * size / len(found)
    while width < room and len(broken(text, width)) > len(found):
        width += size / 2
    return broken(text, min(width, room))


def _is_torn(line: SetLine) -> bool:
    """Whether a line had to be spread so far that it falls apart in a narrow cell."""
    return line.flush and max(line.gaps, default=0.0) > _MOST_SPREAD * line.size


def _alike(text: str, count: int) -> list[str]:
    """The text in `count` parts of like length; whole where that broke a rule for the beginnings and ends of lines."""
    least, more = divmod(len(text), count)
    edges = [n * least + min(n, more) for n in range(count + 1)]
    torn = any(
        text[at] in NO_START or text[at - 1] in NO_END or (is_narrow(text[at]) and is_narrow(text[at - 1]))
        for at in edges[1:-1]
    )
    return [text] if torn else [text[a:b] for a, b in pairwise(edges)]


def _high(lines: int, size: float) -> float:
    """Height of a row of that many lines."""
    return lines * size * _PITCH + 2 * _ROW_PAD
