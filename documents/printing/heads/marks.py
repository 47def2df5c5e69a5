"""发文机关标志: the red names at the head, one or several, large as they can be (GB/T 9704-2012 7.2.4)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from documents.printing.canvas import Colour, Element, Glyphs, Page
from documents.printing.faces import Face
from documents.printing.fonts import Role
from documents.printing.grid import BODY, LEFT, MARK_TOP, MM, WIDTH
from documents.printing.setting import Compositor, Sort
from documents.printing.titles import break_title

SUFFIX: Final = "文件"
_WIDEST: Final = 15 * MM
_TALLEST: Final = 20 * MM
_NARROWEST: Final = 0.75
_SMALLER: Final = (1.0, 0.8, 0.6)
"""Sizes of a single mark that are tried beside a long title."""
_SPREAD: Final = 1.15
"""How far the characters of one name, or the longest name of a joint head, are spread."""
_JOINT_SIZES: Final = (40.0, 36.0, 32.0, 29.0, 26.0, 24.0, 22.0, 20.0, 18.0, BODY)
"""Names smaller than the text would be no head."""
_ROW: Final = 1.38
"""Row pitch of a joint head, in sizes."""
_ONE_LINE: Final = 22
"""More characters than that stand in two lines: in one they would be smaller than the title."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A finished 发文机关标志: what is drawn, and where its lower edge lies."""

    runs: tuple[Glyphs, ...]
    bottom: float

    def draw(self, page: Page, element: Element) -> None:
        """Draw it; it knows its place."""
        for run in self.runs:
            page.draw(run, element)


def file_marks(names: Sequence[str], compositor: Compositor, colour: Colour) -> Iterator[Mark]:
    """Possible marks of 文件格式, the largest first: one organ's name with “文件”, or several with “文件” beside them."""
    if len(names) == 1:
        for part in _SMALLER:
            text = names[0].removesuffix(SUFFIX) + SUFFIX
            yield single_mark(text, compositor, colour, widest=part * _WIDEST, tallest=part * _TALLEST)
        return
    cut = [compositor.sorts(name.removesuffix(SUFFIX), Role.TITLE) for name in names]
    suffix = compositor.sorts(SUFFIX, Role.TITLE)
    for size in _JOINT_SIZES:
        yield _joint_mark(cut, suffix, size, colour)


def single_mark(
    text: str,
    compositor: Compositor,
    colour: Colour,
    *,
    top: float = MARK_TOP,
    widest: float = _WIDEST,
    tallest: float = _TALLEST,
) -> Mark:
    """One name, its upper edge at `top`: characters up to `widest` by `tallest`, narrowed like those of a red head, centred on the sheet.

    A long name takes two lines, broken by sense.
    """
    rows = [compositor.sorts(line, Role.TITLE) for line in _lines(text, compositor)]
    pitch = min(WIDTH / max(map(len, rows)), _SPREAD * widest)
    width = min(0.94 * pitch, widest)
    size = min(width / _NARROWEST, tallest)
    low, high = _ink([sort for row in rows for sort in row])
    baseline = top + high * size
    runs: list[Glyphs] = []
    for number, row in enumerate(rows):
        x = LEFT + (WIDTH - (len(row) - 1) * pitch - width) / 2
        runs.extend(_spread(row, x, baseline + number * _ROW * size, size, pitch, colour, width / size))
    return Mark(tuple(runs), baseline + (len(rows) - 1) * _ROW * size - low * size)


def _lines(text: str, compositor: Compositor) -> list[str]:
    if len(text) <= _ONE_LINE:
        return [text]
    widths = [sort.advance for sort in compositor.sorts(text, Role.TITLE)]
    lines = break_title(text, widths, width=0.62 * sum(widths), em=1.0)
    return lines if len(lines) == 2 else [text]


def _ink(sorts: Sequence[Sort]) -> tuple[float, float]:
    boxes = [sort.face.ink(sort.char) for sort in sorts]
    return min(bottom for bottom, _ in boxes), max(top for _, top in boxes)


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
    """Several organs, the host on top, all spread to the width of the longest; “文件” beside them, centred in height."""
    longest = max(len(name) for name in names)
    suffix_size = min(1.8 * size, 54.0)
    gap = 0.5 * suffix_size
    field = WIDTH - 2 * suffix_size - gap
    stretch = min(1.0, field / (longest * size))
    width = min(field, longest * size * _SPREAD)
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
