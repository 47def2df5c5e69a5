"""发文机关署名、成文日期、附注, and the empty places for wet seals (GB/T 9704-2012 7.3.5 and 7.3.6).

A county's seal is 40 mm across, a province's 44 mm; places are kept for the larger. Names and date lie a little below the middle of the seal, whose
top is less than a line below the text: that makes two blank lines above the name.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from documents.printing.canvas import Element, Page
from documents.printing.grid import BODY, CELL, MM, WIDTH
from documents.printing.setting import Compositor, SetLine, Span, draw

SEAL: Final = 44 * MM
"""Diameter of the place kept for a seal."""
_SEAL_GAP: Final = 2 * MM
_ABOVE_SEALED: Final = 2
_ABOVE_UNSEALED: Final = 1
_SEAL_ROWS: Final = 5
"""Lines from one row of seals to the next: 52 mm, so that they do not touch."""
_MOST_ROWS: Final = 3
_MOST_SEALS: Final = 12
"""More organs than that sign in several blocks, which pages may part."""
_DATE_MARGIN: Final = 4 * CELL
_NAME_MARGIN: Final = 2 * CELL
_LONGEST_NAME: Final = 22 * CELL


@dataclass(frozen=True, slots=True)
class Placed:
    """A line of the block: `row` lines below its top, `x` points from the left edge of the 版心."""

    row: float
    x: float
    line: SetLine


@dataclass(slots=True)
class Closing:
    """The block as one item of the flow: it is never divided."""

    placed: list[Placed]
    height: float
    element: Element
    keep: bool = False
    whole: bool = True

    def draw(self, page: Page, top: Callable[[float], float], left: float) -> None:
        """See Item."""
        for piece in self.placed:
            draw(page, piece.line, left + piece.x, top(piece.row), self.element)


def compose_closing(
    compositor: Compositor, names: Sequence[str], date: str, note: str, *, sealed: bool, root: Element
) -> list[Closing]:
    """Lay out names, date and 附注, in one block where twelve seals or fewer are wanted; nothing when there is nothing of them."""
    if not names and not date and not note:
        return []
    parts = (
        [names[start : start + _MOST_SEALS] for start in range(0, max(1, len(names)), _MOST_SEALS)]
        if sealed
        else [names]
    )
    blocks = [_block(compositor, part, "", "", sealed=sealed, root=root) for part in parts[:-1]]
    return [*blocks, _block(compositor, parts[-1], date, note, sealed=sealed, root=root)]


def _block(
    compositor: Compositor, names: Sequence[str], date: str, note: str, *, sealed: bool, root: Element
) -> Closing:
    day = compositor.line(date) if date else None
    if not sealed:
        placed, height = _unsealed([_name_lines(compositor, name, _LONGEST_NAME) for name in names], day)
    elif len(names) < 2:
        placed, height = _sealed([_name_lines(compositor, name, _LONGEST_NAME) for name in names], day)
    else:
        placed, height = _sealed_jointly(_joint_lines(compositor, names, day), day)
    if note:
        text = note if note.startswith(("（", "(")) else f"（{note}）"
        lines = compositor.paragraph([Span(text)], first=WIDTH - 2 * CELL, rest=WIDTH)
        placed += [Placed(height + n, 0.0 if n else 2 * CELL, line) for n, line in enumerate(lines)]
        height += len(lines)
    return Closing(placed, height, root.add("P"))


def _name_lines(compositor: Compositor, name: str, longest: float) -> list[SetLine]:
    """A signature; one longer than `longest` takes two lines or more of like length."""
    whole = compositor.line(name)
    if whole.width <= longest:
        return [whole]
    half = min(whole.width / 2 + BODY, longest)
    return compositor.paragraph([Span(name)], first=half, rest=half)


def _joint_lines(compositor: Compositor, names: Sequence[str], day: SetLine | None) -> list[list[SetLine]]:
    """The signatures of a joint paper: each on one line, unless that made more than three rows of seals."""
    whole = [_name_lines(compositor, name, _LONGEST_NAME) for name in names]
    columns = _columns([max(line.width for line in lines) for lines in whole], day.width if day else 0.0)[0]
    if -(-len(names) // columns) <= _MOST_ROWS:
        return whole
    third = (WIDTH - 2 * _SEAL_GAP) / 3
    return [_name_lines(compositor, name, third) for name in names]


def _sealed(names: list[list[SetLine]], day: SetLine | None) -> tuple[list[Placed], float]:
    """One organ, 7.3.5.1: the date 右空四字, the name centred over it; a name too long for that ends at the right edge, the date below its middle."""
    lines = names[0] if names else []
    widest = max((line.width for line in lines), default=0.0)
    day_width = day.width if day else 0.0
    centre = WIDTH - _DATE_MARGIN - (day_width or 6.5 * BODY) / 2
    centre = min(centre, WIDTH - widest / 2)
    placed = [Placed(_ABOVE_SEALED + n, centre - line.width / 2, line) for n, line in enumerate(lines)]
    if day:
        placed.append(Placed(_ABOVE_SEALED + len(lines), centre - day_width / 2, day))
    return placed, float(_ABOVE_SEALED + len(lines) + (day is not None))


def _sealed_jointly(names: list[list[SetLine]], day: SetLine | None) -> tuple[list[Placed], float]:
    """Several organs, 7.3.5.1: in their order, up to three a row, each with the place of its seal; the last stands over the date."""
    widths = [max(line.width for line in lines) for lines in names]
    day_width = day.width if day else 0.0
    columns, centres = _columns(widths, day_width)
    rows = [list(range(start, min(start + columns, len(names)))) for start in range(0, len(names), columns)]
    placed: list[Placed] = []
    row_top = float(_ABOVE_SEALED)
    last = _last_row([widths[index] for index in rows[-1]], day_width, full=len(rows[-1]) == columns) or centres
    for number, row in enumerate(rows):
        middles = last[-len(row) :] if number == len(rows) - 1 else centres
        for centre, index in zip(middles, row, strict=True):
            placed += [Placed(row_top + n, centre - line.width / 2, line) for n, line in enumerate(names[index])]
        if number < len(rows) - 1:
            row_top += _SEAL_ROWS
    height = row_top + max(len(names[index]) for index in rows[-1])
    if day:
        placed.append(Placed(row_top + len(names[-1]), last[-1] - day_width / 2, day))
        height = max(height, row_top + len(names[-1]) + 1)
    return placed, height


def _last_row(widths: list[float], day_width: float, *, full: bool) -> list[float]:
    """Middles of a last row that is not full: it has room for the date 右空四字, the last organ over it. Empty when it has none."""
    if full or not day_width:
        return []
    fields = [max(SEAL, width) for width in widths]
    gap = (WIDTH - _DATE_MARGIN - sum(fields)) / len(fields) if len(fields) > 1 else 0.0
    centres = [min(WIDTH - _DATE_MARGIN - day_width / 2, WIDTH - fields[-1] / 2)]
    for left, right in zip(reversed(fields[:-1]), reversed(fields[1:]), strict=True):
        centres.insert(0, centres[0] - (left + right) / 2 - max(_SEAL_GAP, min(gap, 4 * CELL)))
    return centres if centres[0] >= fields[0] / 2 else []


def _columns(widths: list[float], day_width: float) -> tuple[int, list[float]]:
    """How many organs stand in a row, and the middles of the columns."""
    count = len(widths)
    for columns in (3, 2, 1):
        last = (count - 1) // columns * columns
        shift = columns - (count - last)
        fields = [SEAL] * columns
        for index, width in enumerate(widths):
            column = index % columns + (shift if index >= last else 0)
            fields[column] = max(fields[column], width)
        needed = sum(fields) + _SEAL_GAP * (columns - 1)
        if needed <= WIDTH or columns == 1:
            break
    columns = min(columns, count)
    fields = fields[-columns:]
    # 右空四字 for the date, as far as the columns leave room for it.
    margin = max(0.0, _DATE_MARGIN + day_width / 2 - fields[-1] / 2)
    slack = WIDTH - sum(fields) - _SEAL_GAP * (columns - 1)
    margin = min(margin, max(0.0, slack))
    gap = _SEAL_GAP + max(0.0, slack - margin) / columns
    centres = []
    x = WIDTH - margin
    for field in reversed(fields):
        centres.append(x - field / 2)
        x -= field + gap
    return columns, centres[::-1]


def _unsealed(names: list[list[SetLine]], day: SetLine | None) -> tuple[list[Placed], float]:
    """7.3.5.2: one blank line, the name 右空二字, the date two characters right of where it begins; a longer date is itself 右空二字."""
    widths = [max(line.width for line in lines) for lines in names]
    widest = max(widths, default=0.0)
    day_width = day.width if day else 0.0
    name_x = WIDTH - _NAME_MARGIN - widest
    day_x = name_x + 2 * CELL
    if day_width > widest or day_x + day_width > WIDTH:
        day_x = WIDTH - _NAME_MARGIN - day_width
        name_x = min(name_x, day_x - 2 * CELL) if names else name_x
    placed = []
    row = float(_ABOVE_UNSEALED)
    for lines in names:
        for line in lines:
            placed.append(Placed(row, name_x, line))
            row += 1
    if day:
        placed.append(Placed(row, day_x, day))
        row += 1
    return placed, row
