"""The columns of a table: which cell stands where, how wide the columns are, how their contents are aligned."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt
from statistics import fmean
from typing import Final

from documents.printing.fonts import Role
from documents.printing.paper import Cell, Table
from documents.printing.setting import Compositor

_LONGEST_RUN: Final = 12.0
"""Western text up to twelve em is not divided in a cell."""
_EMPTY: Final = 2.0
_EASY: Final = 5.0
"""Texts up to five em, such as names and days, are rather not divided."""
_EPSILON: Final = 1e-6
_SHORT: Final = 8.0
_FIGURE = re.compile(r"[-+−]?[\d,，.]+[%％‰]?")
_WESTERN = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Try:
    """A way to set a table: type size in points, sideways or not, characters that the narrowest column holds in a row, how
    much longer than the room the texts may be, and whether it is taken only when nothing is torn that reads better whole.
    """

    size: float
    landscape: bool = False
    narrowest: float = 3.0
    crowding: float = float("inf")
    easy: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell in its place."""

    row: int
    column: int
    cell: Cell


@dataclass(frozen=True, slots=True)
class Plan:
    """All cells of a table in their places, the number of its columns, and per column in em: the longest Western run, the
    longest line, the length of the longer texts below the head, and the width in which nothing is torn that reads better whole.
    """

    spots: tuple[Spot, ...]
    columns: int
    western: tuple[float, ...]
    natural: tuple[float, ...]
    usual: tuple[float, ...]
    easy: tuple[float, ...]


def role_of(table: Table, row: int) -> Role:
    """黑体 in the head, 仿宋 below it."""
    return Role.HEI if row < table.head else Role.FANG


def plan(compositor: Compositor, table: Table) -> Plan:
    """Place the cells, those covered from above skipped and short rows filled, and take the measure of every column."""
    spots, columns = _place(table)
    western, natural = [0.0] * columns, [_EMPTY] * columns
    lengths: list[list[float]] = [[] for _ in range(columns)]
    easy = [0.0] * columns
    for spot in spots:
        text = spot.cell.text
        if spot.cell.across > 1 or not text:
            continue
        role = role_of(table, spot.row)
        width = max(compositor.width(line, role) for line in text.split("\n"))
        run = max((compositor.width(run, role) for run in _WESTERN.findall(text)), default=0.0)
        western[spot.column] = max(western[spot.column], min(run, _LONGEST_RUN))
        natural[spot.column] = max(natural[spot.column], width)
        parts = phrases(text) if spot.row < table.head else text.split("\n")
        easy[spot.column] = max(easy[spot.column], min(_EASY, max(compositor.width(part, role) for part in parts)))
        if spot.row >= table.head:
            lengths[spot.column].append(compositor.width(text.replace("\n", ""), role))
    usual = tuple(fmean(sorted(found)[len(found) // 2 :]) if found else 0.0 for found in lengths)
    return Plan(tuple(spots), columns, tuple(western), tuple(natural), usual, tuple(easy))


def phrases(text: str) -> list[str]:
    """The parts of a head: what stands in brackets may have a line of its own."""
    return [part for line in text.split("\n") for part in re.split(r"(?<=.)(?=[（(])", line)]


def widths(table: Table, plan: Plan, attempt: Try, *, room: float, pad: float) -> list[float] | None:
    """Widths of the columns in points; None when they do not fit the room the way the attempt wants it.

    The table's own proportions are kept when every column can bear them. Otherwise short columns get what they need, and the
    columns with long texts share the rest: the more is to be read in one, the wider it is.
    """
    size = attempt.size
    least = [
        max(western, min(natural, attempt.narrowest)) * size + pad
        for western, natural in zip(plan.western, plan.natural, strict=True)
    ]
    if attempt.easy:
        least = [max(low, width * size + pad) for low, width in zip(least, plan.easy, strict=True)]
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
    wish = [min(usual * size + pad, most) for usual, most in zip(plan.usual, natural, strict=True)]
    return _shared(least, wish, natural, room)


def _shared(least: Sequence[float], usual: Sequence[float], natural: Sequence[float], room: float) -> list[float]:
    """Widths that fill the room: each column its least, then what its usual texts want, then what its longest line wants. Where a
    step wants more than there is, the columns get it in proportion to the square root of what they want.
    """
    widths = list(least)
    for wanted in (usual, natural):
        missing = [max(0.0, wish - width) for wish, width in zip(wanted, widths, strict=True)]
        rest = room - sum(widths)
        if sum(missing) >= rest:
            return _by_need(widths, missing, rest)
        widths = [width + lack for width, lack in zip(widths, missing, strict=True)]
    return widths


def _by_need(widths: Sequence[float], missing: Sequence[float], rest: float) -> list[float]:
    """Share `rest` among the columns by the square roots of what they lack, none getting more than it lacks."""
    given = [0.0] * len(widths)
    open_columns = [column for column, lack in enumerate(missing) if lack > _EPSILON]
    while rest > _EPSILON and open_columns:
        total = sum(sqrt(missing[column]) for column in open_columns)
        step = min([rest / total, *((missing[c] - given[c]) / sqrt(missing[c]) for c in open_columns)])
        for column in open_columns:
            given[column] += step * sqrt(missing[column])
        rest -= step * total
        open_columns = [column for column in open_columns if missing[column] - given[column] > _EPSILON]
    return [width + got for width, got in zip(widths, given, strict=True)]


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
