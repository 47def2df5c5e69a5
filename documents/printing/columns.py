"""The columns of a table: which cell stands where, how wide the columns are, how their contents are aligned."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from documents.printing.fonts import Role
from documents.printing.paper import Cell, Table
from documents.printing.setting import Compositor

_LONGEST_RUN: Final = 12.0
"""Western text up to twelve em is not divided in a cell."""
_EMPTY: Final = 2.0
_SHORT: Final = 8.0
_FIGURE = re.compile(r"[-+−]?[\d,，.]+[%％‰]?")
_WESTERN = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Try:
    """A way to set a table: type size in points, sideways or not, characters that the narrowest column holds in a row, and how
    much longer than the room the texts may be.
    """

    size: float
    landscape: bool = False
    narrowest: float = 3.0
    crowding: float = float("inf")


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell in its place."""

    row: int
    column: int
    cell: Cell


@dataclass(frozen=True, slots=True)
class Plan:
    """All cells of a table in their places, the number of its columns, and per column the longest Western run and the
    longest line in em."""

    spots: tuple[Spot, ...]
    columns: int
    western: tuple[float, ...]
    natural: tuple[float, ...]


def role_of(table: Table, row: int) -> Role:
    """黑体 in the head, 仿宋 below it."""
    return Role.HEI if row < table.head else Role.FANG


def plan(compositor: Compositor, table: Table) -> Plan:
    """Place the cells, those covered from above skipped and short rows filled, and take the measure of every column."""
    spots, columns = _place(table)
    western, natural = [0.0] * columns, [_EMPTY] * columns
    for spot in spots:
        text = spot.cell.text
        if spot.cell.across > 1 or not text:
            continue
        role = role_of(table, spot.row)
        width = max(compositor.width(line, role) for line in text.split("\n"))
        run = max((compositor.width(run, role) for run in _WESTERN.findall(text)), default=0.0)
        western[spot.column] = max(western[spot.column], min(run, _LONGEST_RUN))
        natural[spot.column] = max(natural[spot.column], width)
    return Plan(tuple(spots), columns, tuple(western), tuple(natural))


def widths(table: Table, plan: Plan, attempt: Try, *, room: float, pad: float) -> list[float] | None:
    """Widths of the columns in points; None when they do not fit the room the way the attempt wants it.

    The table's own proportions are kept when every column can bear them. Otherwise short columns get what they need and the
    long ones share the rest.
    """
    size = attempt.size
    least = [
        max(western, min(natural, attempt.narrowest)) * size + pad
        for western, natural in zip(plan.western, plan.natural, strict=True)
    ]
    natural = [width * size + pad for width in plan.natural]
    if sum(least) > room or sum(natural) > attempt.crowding * room:
        return None
    if len(table.widths) == plan.columns:
        wished = [room * share / sum(table.widths) for share in table.widths]
        if all(wish >= low - 1 for wish, low in zip(wished, least, strict=True)):
            return wished
    if sum(natural) <= room:
        extra = (room - sum(natural)) / plan.columns
        return [width + extra for width in natural]
    return _shared(least, natural, room)


def _shared(least: Sequence[float], natural: Sequence[float], room: float) -> list[float]:
    """Raise a common level until the columns, each between its least and its natural width, fill the room."""
    low, high = 0.0, room
    for _ in range(40):
        level = (low + high) / 2
        filled = sum(max(a, min(b, level)) for a, b in zip(least, natural, strict=True))
        low, high = (level, high) if filled < room else (low, level)
    return [max(a, min(b, low)) for a, b in zip(least, natural, strict=True)]


def alignments(compositor: Compositor, table: Table, plan: Plan) -> list[str]:
    """Per column: figures right, 序号 and short texts centred, others left."""
    texts: list[list[str]] = [[] for _ in range(plan.columns)]
    for spot in plan.spots:
        if spot.row >= table.head and spot.cell.across == 1 and spot.cell.text:
            texts[spot.column].append(spot.cell.text)
    found = []
    for values in texts:
        if values and all(_FIGURE.fullmatch(text) for text in values) and not _counts(values):
            found.append("right")
        elif all(compositor.width(text) <= _SHORT for text in values):
            found.append("centre")
        else:
            found.append("left")
    return found


def _counts(values: list[str]) -> bool:
    """Whether the column is nothing but 序号."""
    return all(text.rstrip(".、") == str(number) for number, text in enumerate(values, 1))


def _place(table: Table) -> tuple[list[Spot], int]:
    taken: set[tuple[int, int]] = set()
    spots: list[Spot] = []
    for number, row in enumerate(table.rows):
        column = 0
        for value in row:
            cell = Cell(value) if isinstance(value, str) else value
            while (number, column) in taken:
                column += 1
            down = min(cell.down, len(table.rows) - number)
            taken.update((number + r, column + c) for r in range(down) for c in range(cell.across))
            spots.append(Spot(number, column, replace(cell, down=down)))
            column += cell.across
    columns = max((column for _, column in taken), default=-1) + 1
    everywhere = ((row, column) for row in range(len(table.rows)) for column in range(columns))
    spots += [Spot(row, column, Cell("")) for row, column in everywhere if (row, column) not in taken]
    return sorted(spots, key=lambda spot: (spot.row, spot.column)), columns
