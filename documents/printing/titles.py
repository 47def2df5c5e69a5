"""Breaking a title into lines that read well: by sense, words and names whole, the lines forming a 梯形 or a 菱形 (GB/T 9704-2012 7.3.1).

The author's own breaks win. Between them every division into the least number of lines is weighed: what the breaks tear apart, and what shape the
lines make.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate, pairwise
from typing import Final

from documents.printing.breaking import break_costs, break_lines

_ORGAN = re.compile(
    r"(?:中共|共青团|中国共产党|中国共产主义青年团)?[\u4e00-\u9fff]{2,6}?(?:省委|市委|县委|区委|州委|旗委|镇委|乡委|自治区|委员会)"
    r"(?:办公厅|办公室|[\u4e00-\u9fff]{2,5}部)?|[\u4e00-\u9fff]{2,4}(?:省|市|县|区|州|旗)(?:[\u4e00-\u9fff]{2,4}?(?:厅|局|委|办)|妇联|总工会)"
)
_PLACE = re.compile(
    r"(?:中共|共青团)[\u4e00-\u9fff]{2,4}?(?:省|市|县|区|州|旗|镇|乡)|第[一二三四五六七八九十百\d]+(?:次|届|批|期)"
)
_GROUP = re.compile(r"《[^《》]*》|“[^“”]*”|（[^（）]*）|〔[^〔〕]*〕")
_NEVER: Final = float("inf")
_INSIDE_WORD: Final = 12.0
_INSIDE_NAME: Final = 9.0
_INSIDE_GROUP: Final = 6.0
_UNKNOWN: Final = 4.0
_NEXT_TO_UNKNOWN: Final = 1.5
_NOT_FIRST: Final = {**dict.fromkeys("的地得了等之们者", 20.0), **dict.fromkeys("和与及或暨中上下内", 4.0)}
_NOT_LAST: Final = dict.fromkeys("对在向为把将由从以就按经和与及或暨第各该本", 8.0)
_BEFORE_ABOUT: Final = -3.0
_AFTER_ABOUT: Final = 15.0
_AT_SPACE: Final = -4.0
_EXTRA_LINE: Final = 6.0
_MOST_LINES: Final = 6


def break_title(text: str, widths: Sequence[float], *, width: float, em: float) -> list[str]:
    """The lines of a title. `widths` are the advances of its characters in points (a line feed's is ignored), `width` is what a line may hold."""
    lines: list[str] = []
    at = 0
    for piece in text.split("\n"):
        stripped = piece.strip(" \u3000")
        offset = at + (len(piece) - len(piece.lstrip(" \u3000")))
        at += len(piece) + 1
        if stripped:
            lines.extend(_break_piece(stripped, widths[offset : offset + len(stripped)], width, em))
    return lines


def phrases(text: str) -> list[str]:
    """The title cut where a line may break without tearing a known word, for a screen that breaks lines itself."""
    costs = _costs(text, [1.0] * len(text), 1.0)
    places = [0, *(i for i in range(1, len(text)) if costs[i] <= _NEXT_TO_UNKNOWN), len(text)]
    return [text[a:b] for a, b in pairwise(places) if a < b]


def _break_piece(text: str, widths: Sequence[float], width: float, em: float) -> list[str]:
    position = [0.0, *accumulate(widths)]
    if position[-1] <= width:
        return [text]
    costs = _costs(text, widths, em)
    fewest = int(position[-1] // width) + 1
    best: tuple[float, list[int]] | None = None
    for count in (fewest, fewest + 1):
        if count > _MOST_LINES:
            break
        for breaks in _divisions(text, position, costs, count, width):
            lengths = [_length(text, position, a, b) / em for a, b in pairwise(breaks)]
            cost = sum(costs[i] for i in breaks[1:-1]) + _shape(lengths) + _EXTRA_LINE * (count - fewest)
            if best is None or cost < best[0]:
                best = (cost, breaks)
    if best is None:
        found = break_lines(text, widths, first=width, rest=width, em=em)
        return [text[line.start : line.end] for line in found]
    return [text[a:b].strip(" \u3000") for a, b in pairwise(best[1])]


def _length(text: str, position: Sequence[float], start: int, end: int) -> float:
    while end > start and text[end - 1] in " \u3000":
        end -= 1
    while start < end and text[start] in " \u3000":
        start += 1
    return position[end] - position[start]


def _divisions(
    text: str, position: Sequence[float], costs: Sequence[float], count: int, width: float
) -> Iterator[list[int]]:
    """Every way to cut the text into `count` lines that fit, none shorter than a quarter of the line."""
    size = len(text)
    # A handful of good places is enough; all places would be tried in vain in long titles.
    places = sorted(sorted(range(1, size), key=lambda i: (costs[i], i))[: 400 // count**2 + 6])

    def extend(start: int, left: int) -> Iterator[list[int]]:
        if left == 1:
            if _length(text, position, start, size) <= width:
                yield [start, size]
            return
        for place in places:
            if place <= start or costs[place] == _NEVER:
                continue
            length = _length(text, position, start, place)
            if length > width:
                break
            if length < width / 5 or position[size] - position[place] > (left - 1) * width:
                continue
            for rest in extend(place, left - 1):
                yield [start, *rest]

    return extend(0, count)


def _shape(lengths: Sequence[float]) -> float:
    """How far the lines are from a trapezium or a rhomb: 0 is well shaped. Lengths in em."""
    longest, shortest = max(lengths), min(lengths)
    penalty = 0.0
    steps = [b - a for a, b in pairwise(lengths)]
    turns = [(a < -0.6, b > 0.6) for a, b in pairwise(steps)]
    penalty += 8.0 * sum(falls and rises for falls, rises in turns)  # waisted: 沙漏形
    if longest - shortest < 0.6:
        penalty += 2.0  # 矩形
    penalty += max(0.0, longest * 0.4 - shortest) * 1.5
    penalty += sum(abs(step) for step in steps) * 0.25
    return penalty


def _costs(text: str, widths: Sequence[float], em: float) -> list[float]:
    """What a break before every character would cost to the reader."""
    costs = break_costs(text, widths, em)
    words = _words(text)
    for i in range(1, len(text)):
        if costs[i] == _NEVER:
            continue
        costs[i] += words[i]
        costs[i] += _NOT_FIRST.get(text[i], 0.0) + _NOT_LAST.get(text[i - 1], 0.0)
        if text.startswith("关于", i):
            costs[i] += _BEFORE_ABOUT
        if text.startswith("关于", i - 2) and i >= 2:
            costs[i] += _AFTER_ABOUT
        if text[i - 1] in " \u3000":
            costs[i] += _AT_SPACE
    for pattern, price in ((_ORGAN, _INSIDE_NAME), (_PLACE, _INSIDE_NAME), (_GROUP, _INSIDE_GROUP)):
        for match in pattern.finditer(text):
            for i in range(match.start() + 1, match.end()):
                costs[i] += price
    return costs


def _words(text: str) -> list[float]:
    """Cost of a break before every character by the lexicon: inside a word, inside or beside what it does not know."""
    lexicon, longest = _lexicon()
    costs = [0.0] * (len(text) + 1)
    known = [False] * len(text)
    i = 0
    while i < len(text):
        length = next((n for n in range(min(longest, len(text) - i), 0, -1) if text[i : i + n] in lexicon), 0)
        for k in range(i, i + max(1, length)):
            known[k] = length > 0 or not text[k].isalpha()
        for k in range(i + 1, i + length):
            costs[k] += _INSIDE_WORD
        i += max(1, length)
    for k in range(1, len(text)):
        if not known[k - 1] and not known[k]:
            costs[k] += _UNKNOWN
        elif not (known[k - 1] and known[k]):
            costs[k] += _NEXT_TO_UNKNOWN
    return costs


@lru_cache(maxsize=1)
def _lexicon() -> tuple[frozenset[str], int]:
    text = (files("documents.printing") / "lexicon.txt").read_text(encoding="utf-8")
    words = frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
    return words, max(map(len, words))
