"""Many cases in portions, each a transaction of its own; one bad case holds up no other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

logger = logging.getLogger(__name__)

PORTION = 200
"""Cases under one lock; an act on one of them waits no longer than this takes."""


def in_portions(
    pks: Sequence[int], work: Callable[[Sequence[int]], int], what: str, *, portion: int = PORTION
) -> tuple[int, int]:
    """Do *work*, which commits or changes nothing, on all; what it returned summed up, and how many failed.

    A portion that fails is done again one by one; what fails alone is logged as *what*, and left as it was.
    """
    done = failed = 0
    for start in range(0, len(pks), portion):
        some = pks[start : start + portion]
        try:
            done += work(some)
        except Exception:
            if len(some) == 1:
                logger.exception("%s %s failed", what, some[0])
                failed += 1
                continue
            more, bad = in_portions(some, work, what, portion=1)
            done, failed = done + more, failed + bad
    return done, failed
