"""An organ and a day on one line: a signature (“共青团曦原省委　2026年11月5日”), or the line under the head of minutes."""

import re

from .dates import DATE
from .lines import Line
from .organs import organs_on

_LINE = re.compile(rf"^(?P<organ>.{{3,60}}?)[ \u3000\t]*(?P<date>{DATE.pattern})[。.]?$")


def organ_and_day(line: Line) -> re.Match[str] | None:
    """The match, with the groups ``organ`` and ``date``, when a line is organs' names and a date and nothing else."""
    match = _LINE.match(line.raw.strip())
    return match if match and organs_on(match["organ"]) else None
