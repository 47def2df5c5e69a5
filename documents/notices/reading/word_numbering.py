"""Automatic numbers (自动编号) of a .docx: “一、” that stands nowhere in the text, only in the list definition."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_HAN = "〇一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_HAN_FORMATS = {
    "chineseCounting",
    "chineseCountingThousand",
    "chineseLegalSimplified",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "ideographDigital",
    "ideographTraditional",
    "koreanCounting",
}


def local(element: _Element) -> str:
    """The tag without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: _Element | None, *names: str) -> list[_Element]:
    """Child elements with one of the local names."""
    return [] if element is None else [child for child in element if local(child) in names]


def child(element: _Element | None, *path: str) -> _Element | None:
    """The first element down a path of local names."""
    for name in path:
        element = next(iter(children(element, name)), None)
    return element


def value(element: _Element | None, name: str = "val") -> str | None:
    """An attribute by its local name."""
    if element is None:
        return None
    return next((str(v) for k, v in element.attrib.items() if str(k).rpartition("}")[2] == name), None)


def han(n: int) -> str:
    """A counting number below 100 in Chinese: 12 is 十二."""
    if n <= 0 or n > 99:
        return str(n)
    tens, ones = divmod(n, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _HAN[tens] + "十") + (_HAN[ones] if ones else "")


def formatted(n: int, fmt: str) -> str:
    """A number in one of Word's number formats; formats without a Chinese paper's use fall back to digits."""
    if fmt in _HAN_FORMATS:
        return han(n)
    if fmt in {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"} and 1 <= n <= len(_CIRCLED):
        return _CIRCLED[n - 1]
    if fmt in {"lowerLetter", "upperLetter"} and 1 <= n <= 26:
        return chr(ord("a" if fmt == "lowerLetter" else "A") + n - 1)
    if fmt in {"lowerRoman", "upperRoman"} and 1 <= n < 40:
        return _roman(n).lower() if fmt == "lowerRoman" else _roman(n)
    return str(n)


def _roman(n: int) -> str:
    text = ""
    for amount, letters in _ROMAN:
        times, n = divmod(n, amount)
        text += letters * times
    return text


@dataclass(slots=True)
class _Level:
    fmt: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """Counts through the lists of one document and gives each paragraph its number."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, dict[int, int]] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, root: _Element | None) -> Numbering:
        """From the root of numbering.xml; None gives a document without lists."""
        numbering = cls()
        for abstract in children(root, "abstractNum"):
            key = value(abstract, "abstractNumId") or ""
            numbering.levels[key] = {_int(value(level, "ilvl")): _level(level) for level in children(abstract, "lvl")}
        for num in children(root, "num"):
            key = value(num, "numId") or ""
            numbering.lists[key] = value(child(num, "abstractNumId")) or ""
            for override in children(num, "lvlOverride"):
                if (start := value(child(override, "startOverride"))) is not None:
                    numbering.overrides.setdefault(key, {})[_int(value(override, "ilvl"))] = _int(start)
        return numbering

    def next(self, list_id: str, depth: int) -> str:
        """The number of the next paragraph of a list at a depth, counted from 0; empty for bullets and unknown lists."""
        abstract = self.lists.get(list_id)
        levels = self.levels.get(abstract or "", {})
        level = levels.get(depth)
        if abstract is None or level is None:
            return ""
        counts = self.counters.setdefault(abstract, {})
        override = self.overrides.get(list_id, {}).get(depth)
        if override is not None and (list_id, depth) not in self.begun:
            counts[depth] = override
        else:
            counts[depth] = counts.get(depth, level.start - 1) + 1
        self.begun.add((list_id, depth))
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        if level.fmt in {"bullet", "none"}:
            return ""
        return re.sub(r"%(\d)", lambda m: self._part(levels, counts, int(m[1]) - 1), level.text)

    @staticmethod
    def _part(levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
        level = levels.get(depth)
        return formatted(counts.get(depth, level.start), level.fmt) if level else ""


def _level(element: _Element) -> _Level:
    return _Level(
        value(child(element, "numFmt")) or "decimal",
        value(child(element, "lvlText")) or "",
        _int(value(child(element, "start")) or "1"),
    )


def _int(text: str | None) -> int:
    try:
        return max(-1, min(int(text or 0), 100_000))
    except ValueError:
        return 0
