"""Changing a print on its way into the file, to see whether the report finds it."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from documents.printing import Paper, Report
from documents.printing.canvas import Glyphs, Mark

Change: TypeAlias = Callable[[Mark, int], Mark | None]
"""What becomes of a mark on a page; None leaves it out."""
Spoil: TypeAlias = Callable[[Paper, Change], Report]


def faults(report: Report) -> set[str]:
    return {finding.what for finding in report.faults}


def moved(mark: Mark, *, x: float = 0.0, y: float = 0.0) -> Mark:
    if isinstance(mark, Glyphs):
        return replace(mark, x=mark.x + x, baseline=mark.baseline + y)
    return replace(mark, x=mark.x + x, y=mark.y + y)
