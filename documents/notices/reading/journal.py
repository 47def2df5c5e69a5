"""The record of a reading: every repair is counted and shown with one example, every doubt is noted."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from .codes import CODES
from .structure import Finding

MARGIN = 8


@dataclass(slots=True)
class _Tally:
    count: int
    before: str
    after: str


class Journal:
    """Collects what was repaired and what was doubted while one paper is read."""

    def __init__(self) -> None:
        self._repairs: dict[str, _Tally] = {}
        self._notes: dict[Finding, None] = {}

    def repair(self, code: str, before: str, after: str, count: int = 1) -> None:
        """Count ``count`` repairs under ``code``; the first one given is the example shown."""
        if tally := self._repairs.get(code):
            tally.count += count
        else:
            self._repairs[code] = _Tally(count, before.strip()[:80], after.strip()[:80])

    def note(self, code: str, message: str, excerpt: str = "") -> None:
        """Add a finding with its own message; the same one is not added twice."""
        finding = Finding(code, CODES[code].severity, message, excerpt[:120])
        self._notes.setdefault(finding)

    def sub(self, code: str, pattern: re.Pattern[str], repl: str | Callable[[re.Match[str]], str], text: str) -> str:
        """``pattern.sub`` that counts the changes it really made and keeps the first with a little context."""

        def change(match: re.Match[str]) -> str:
            new = repl(match) if callable(repl) else match.expand(repl)
            if new != match.group():
                left = text[max(0, match.start() - MARGIN) : match.start()].rpartition("\n")[2]
                right = text[match.end() : match.end() + MARGIN].partition("\n")[0]
                self.repair(code, left + match.group() + right, left + new + right)
            return new

        return pattern.sub(change, text)

    def findings(self) -> tuple[Finding, ...]:
        """Doubts first, then the repairs, each kind of repair once."""
        repairs = [
            Finding(code, CODES[code].severity, _message(CODES[code].title, tally), tally.before)
            for code, tally in self._repairs.items()
        ]
        return (*self._notes, *repairs)


def _message(title: str, tally: _Tally) -> str:
    if not tally.after:
        return f"{title}：{tally.count}处，如删去“{tally.before}”。"
    return f"{title}：{tally.count}处，如“{tally.before}”改为“{tally.after}”。"
