"""Breaking a paragraph into lines on the grid of 28 cells (GB/T 9704-2012 5.2.3), the Chinese way.

Marks do not begin or end a line where they must not (禁则), numbers, years and Western words stay whole, and every full line ends flush at the
right edge: what is missing or too much is spread over the gaps between characters, after the blanks inside marks have been squeezed.

The module is pure: it sees characters and widths, not fonts or pages.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import accumulate
from typing import Final

from documents.printing.text import CLOSING, NO_END, NO_START, OPENING, PAIRED, is_narrow

TIGHT: Final = -0.022
"""Gap, in em, down to which a line is closed up before marks are squeezed."""
TIGHTEST: Final = -0.05
"""Gap, in em, below which characters would touch: 29 characters in a line, not 30."""
LOOSEST: Final = 0.5
"""Gap, in em, above which a line is left ragged rather than torn apart."""
SQUEEZE: Final = 0.4
"""How much of the blank half of a mark may go, in em."""

_COMFORTABLE_SQUEEZE: Final = 0.25
_SPACES: Final = frozenset(" \u3000")
_RUN = re.compile(r"[!-~]+")
_WHOLE = re.compile(r"〔\d{4}〕|\d+[年月日时分秒号]|第\d+|[￥＄]\d")
_RATHER_WHOLE_COST: Final = 1.5
_RATHER_WHOLE = re.compile(r"〔\d{4}〕(?=\d)")
_SOFT: Final = frozenset("/.@-_=&?:,;#%+")
_INSIDE_NUMBER: Final = frozenset(".,:-/")
_SHORT_RUN: Final = 4.0
_LONG_RUN: Final = 8.0
_HARD_RUN: Final = 20.0
_SOFT_COST: Final = 3.0
_SOFT_COST_IN_SHORT_RUN: Final = 9.0
_MAIL_COST: Final = 45.0
"""A line is spread by up to a quarter of an em before a mail address is divided."""
_HARD_COST: Final = 30.0
_NAME_COST: Final = 60.0
_WIDOW_COST: Final = 4.0
_NEVER: Final = float("inf")
_EPSILON: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Line:
    """Characters `start` to `end` of the paragraph. `gap` (points) follows every character that `stretches`, `squeeze` is taken from every inner blank."""

    start: int
    end: int
    gap: float
    squeeze: float = 0.0
    flush: bool = False


def stretches(text: str, index: int) -> bool:
    """Whether the gap after a character takes part in spacing; inside Western text it does not."""
    following = text[index + 1 : index + 2]
    return not (_narrow_or_blank(text[index]) and following and _narrow_or_blank(following))


def break_costs(text: str, widths: Sequence[float], em: float) -> list[float]:
    """For every index the cost of beginning a line there: 0 where it is fine, infinite where it is forbidden."""
    costs = [0.0] * (len(text) + 1)
    visible = ""
    for i in range(1, len(text)):
        before, after = text[i - 1], text[i]
        visible = visible if before in _SPACES else before
        if after in NO_START or visible in NO_END or after in _SPACES:
            costs[i] = _NEVER
        if (before == after and before in PAIRED) or (before in PAIRED and after in PAIRED):
            costs[i] = _NEVER
    for run in _RUN.finditer(text):
        _protect_run(costs, text, widths, run.start(), run.end(), em)
    for whole in _WHOLE.finditer(text):
        for i in range(whole.start() + 1, whole.end()):
            costs[i] = _NEVER
    for whole in _RATHER_WHOLE.finditer(text):
        costs[whole.end()] = max(costs[whole.end()], _RATHER_WHOLE_COST)
    costs[0] = 0.0
    costs[len(text)] = 0.0
    return costs


def break_lines(
    text: str,
    widths: Sequence[float],
    *,
    first: float,
    rest: float,
    em: float,
    gap: float = 0.0,
    whole: Iterable[tuple[int, int]] = (),
) -> list[Line]:
    """Break a paragraph.

    `widths` are the natural advances in points, `first` and `rest` the widths of the first and of the other lines, `gap` the spacing of a line that
    is not full (the grid's is a cell less an em); `whole` are stretches, begin and end, that are rather not divided.
    Blanks at a line's end are dropped, nothing else is.
    """
    if not text:
        return []
    setter = _Setter(text, widths, em, gap)
    for begin, end in whole:
        for i in range(begin + 1, end):
            setter.costs[i] += _NAME_COST
    lines = setter.greedy(first, rest)
    return setter.best(first, rest) if len(lines) > 1 and setter.is_widow(lines[-1]) else lines


def _narrow_or_blank(char: str) -> bool:
    return is_narrow(char) or char == " "


def _protect_run(costs: list[float], text: str, widths: Sequence[float], start: int, end: int, em: float) -> None:
    """Keep a Western run whole; a long one may break after a separator, an endless one anywhere. A mail address is rather whole."""
    length = sum(widths[start:end])
    least = _MAIL_COST if "@" in text[start:end] else 0.0
    piece = 0.0
    for i in range(start + 1, end):
        piece += widths[i - 1]
        separator = text[i - 1] in _SOFT and not (
            text[i - 1] in _INSIDE_NUMBER and text[i - 2].isdigit() and text[i].isdigit()
        )
        if length > _SHORT_RUN * em and separator:
            costs[i] = max(costs[i], least, _SOFT_COST if length > _LONG_RUN * em else _SOFT_COST_IN_SHORT_RUN)
            piece = 0.0
        elif piece > _HARD_RUN * em or (length > _HARD_RUN * em and not _has_separator(text, start, end)):
            costs[i] = _HARD_COST
        else:
            costs[i] = _NEVER


def _has_separator(text: str, start: int, end: int) -> bool:
    return any(char in _SOFT for char in text[start : end - 1])


class _Setter:
    """Running sums over one paragraph, so that any stretch of it is judged in constant time."""

    def __init__(self, text: str, widths: Sequence[float], em: float, gap: float) -> None:
        self.text = text
        self.em = em
        self.gap = gap
        self.costs = break_costs(text, widths, em)
        size = range(len(text))
        wide = [widths[i] > 0.9 * em for i in size]
        self.position = [0.0, *accumulate(widths)]
        self.gaps = [0, *accumulate(int(stretches(text, i)) for i in size)]
        self.closing = [0, *accumulate(int(text[i] in CLOSING and wide[i]) for i in size)]
        self.opening = [0, *accumulate(int(text[i] in OPENING and wide[i]) for i in size)]

    def greedy(self, first: float, rest: float) -> list[Line]:
        """Line by line, each as good as it can be."""
        lines: list[Line] = []
        start = 0
        while start < len(self.text):
            width = rest if lines else first
            lines.append(min(self.candidates(start, width), key=lambda candidate: candidate[0])[1])
            start = self._skip(lines[-1].end)
        return lines

    def best(self, first: float, rest: float) -> list[Line]:
        """The lines whose costs, a widow's among them, are least in sum. Slower than `greedy`, and seldom needed."""
        reached: dict[int, tuple[float, int, Line | None]] = {0: (0.0, -1, None)}
        waiting = [0]
        while waiting:
            start = heappop(waiting)
            if start >= len(self.text):
                break
            for cost, line in self.candidates(start, rest if start else first):
                following = self._skip(line.end)
                total = reached[start][0] + cost + (_WIDOW_COST if self.is_widow(line) and start else 0.0)
                if following not in reached:
                    heappush(waiting, following)
                if following not in reached or total < reached[following][0]:
                    reached[following] = (total, start, line)
        lines: list[Line] = []
        at = len(self.text)
        while (step := reached[at])[2] is not None:
            lines.append(step[2])
            at = step[1]
        return lines[::-1]

    def is_widow(self, line: Line) -> bool:
        """孤字: a last line of a single character, with or without a mark."""
        return (
            self._skip(line.end) == len(self.text)
            and sum(char not in CLOSING for char in self.text[line.start : line.end]) < 2
        )

    def candidates(self, start: int, width: float) -> list[tuple[float, Line]]:
        """All lines that may begin at `start`, longest first, with their costs; never empty."""
        found: list[tuple[float, Line]] = []
        best = _NEVER
        furthest = bisect_right(self.position, self.position[start] + width + 3 * self.em) - 1
        for end in range(max(start + 1, min(furthest, len(self.text))), start, -1):
            if self.costs[end] == _NEVER:
                continue
            cost, line = self.fit(start, end, width)
            if cost == _NEVER:
                continue
            found.append((cost + self.costs[end], line))
            best = min(best, found[-1][0])
            if cost > best + 2 * _WIDOW_COST:
                break  # shorter lines only look worse
        return found or [(_HARD_COST, self._emergency(start, width))]

    def fit(self, start: int, end: int, width: float) -> tuple[float, Line]:
        """Set characters `start` to `end` in a line of the given width: how bad it looks (infinite: it does not fit) and the line."""
        last = self._trim(start, end)
        gaps = self.gaps[last - 1] - self.gaps[start] if last > start else 0
        slack = width - (self.position[last] - self.position[start])
        if self._skip(end) == len(self.text) and slack + _EPSILON >= self.gap * gaps:
            return 0.0, Line(start, last, self.gap)
        if gaps == 0:
            return (1e3 + slack if slack >= -_EPSILON else _NEVER), Line(start, last, 0.0)
        gap, em = slack / gaps, self.em
        if gap > LOOSEST * em:
            return 1e3 + slack, Line(start, last, self.gap)
        if gap >= TIGHT * em:
            return self._unevenness(gap), Line(start, last, gap, flush=True)
        return self._squeezed(start, last, slack, gaps)

    def _squeezed(self, start: int, last: int, slack: float, gaps: int) -> tuple[float, Line]:
        em = self.em
        blanks = self._blanks(start, last)
        squeeze = min(SQUEEZE * em, (TIGHT * em * gaps - slack) / blanks) if blanks else 0.0
        gap = (slack + squeeze * blanks) / gaps
        if gap < TIGHTEST * em - _EPSILON:
            return _NEVER, Line(start, last, gap)
        return self._unevenness(gap) + (squeeze / (_COMFORTABLE_SQUEEZE * em)) ** 2, Line(
            start, last, gap, squeeze, flush=True
        )

    def _unevenness(self, gap: float) -> float:
        deviation = (gap - self.gap) / self.em * 28
        return deviation * deviation

    def _blanks(self, start: int, last: int) -> int:
        """Blank halves of marks inside a line: right of closing ones but not at its end, left of opening ones but not at its start."""
        if last - start < 2:
            return 0
        return self.closing[last - 1] - self.closing[start] + self.opening[last] - self.opening[start + 1]

    def _emergency(self, start: int, width: float) -> Line:
        """As many characters as fit, rules or no rules; at least one."""
        end = start + 1
        while end < len(self.text) and self.position[end + 1] - self.position[start] <= width + _EPSILON:
            end += 1
        return Line(start, self._trim(start, end), 0.0)

    def _trim(self, start: int, end: int) -> int:
        while end > start + 1 and self.text[end - 1] in _SPACES:
            end -= 1
        return end

    def _skip(self, index: int) -> int:
        while index < len(self.text) and self.text[index] in _SPACES:
            index += 1
        return index
