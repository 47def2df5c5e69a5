"""How wide words are: Chinese takes a full square, Latin about six tenths of it; close enough for every font of the stack."""

from __future__ import annotations

import unicodedata

TITLE, TEXT, SMALL = 15, 12, 12


def width(text: str, size: float) -> float:
    """The width of *text* at *size* pixels, never less than what a browser needs."""
    return sum(size if unicodedata.east_asian_width(char) in "WFA" else size * 0.6 for char in text)


def wrapped(text: str, size: float, limit: float) -> list[str]:
    """*text* in lines no wider than *limit*, broken anywhere as Chinese is."""
    lines = [""]
    for char in text:
        if lines[-1] and width(lines[-1] + char, size) > limit:
            lines.append("")
        lines[-1] += char
    return lines
