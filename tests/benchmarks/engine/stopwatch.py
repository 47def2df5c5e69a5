"""Times and statement counts of a piece of work."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

BRACKETS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True)
class Figure:
    """One line of the report: the median in milliseconds, the statements of one run, and what is to be reached."""

    what: str
    ms: float
    statements: int | None = None
    reach: str = ""
    note: str = ""


def statements(work: Callable[[], Any]) -> int:
    """How many statements one run takes, transaction brackets aside."""
    with CaptureQueriesContext(connection) as seen:
        work()
    return sum(not query["sql"].startswith(BRACKETS) for query in seen)


def median(works: Iterable[Callable[[], Any]]) -> float:
    """The median of the times that the works took, in milliseconds."""
    times = []
    for work in works:
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1000


def measured(what: str, work: Callable[[], Any], *, runs: int = 30, reach: str = "", note: str = "") -> Figure:
    """A figure for work that may be repeated: three runs to warm up, one to count, the rest by the clock."""
    for _ in range(3):
        work()
    return Figure(what, median([work] * runs), statements(work), reach, note)
