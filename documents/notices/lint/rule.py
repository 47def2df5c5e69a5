"""What a rule is, and the register of all rules."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from documents.notices.reading import Block, Finding, Reading, Severity

Workday = Callable[[date], bool | None]
_SENTENCE = re.compile("[^。；！？\n]+[。；！？]?")


class Hit(NamedTuple):
    """One place that a rule objects to: what is wrong, where, what to do; the words themselves; and the remedy, if it is sure."""

    message: str
    excerpt: str = ""
    find: str = ""
    put: str = ""


class Paper:
    """A paper as the rules see it: the reading, the day it is judged on, and the working-day calendar."""

    def __init__(self, reading: Reading, today: date | None, workday: Workday) -> None:
        self.reading = reading
        self.today = today
        self.workday = workday

    @cached_property
    def passages(self) -> list[str]:
        """Title and body, passage by passage."""
        return [*([self.reading.title] if self.reading.title else []), *(block.text for block in self.reading.body)]

    @cached_property
    def text(self) -> str:
        """The body in one piece."""
        return self.reading.text()

    @cached_property
    def sentences(self) -> list[str]:
        """The body sentence by sentence."""
        return [match.group().strip() for block in self.reading.body for match in _SENTENCE.finditer(block.text)]

    @property
    def issued(self) -> date | None:
        """成文日期, else 印发日期."""
        return self.reading.signed_on or self.reading.printed_on

    def headings(self) -> Iterator[Block]:
        """The blocks with an ordinal."""
        return (block for block in self.reading.body if block.level)


Check = Callable[[Paper], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its code, how heavy it weighs, a short title, the source it rests on, and the check itself."""

    code: str
    severity: Severity
    title: str
    source: str
    check: Check

    def findings(self, paper: Paper) -> Iterator[Finding]:
        """What the rule has to say of a paper, each thing once."""
        for hit in dict.fromkeys(self.check(paper)):
            yield Finding(self.code, self.severity, hit.message, hit.excerpt[:120], hit.find, hit.put)


REGISTER: dict[str, Rule] = {}


def rule(code: str, severity: Severity, title: str, source: str) -> Callable[[Check], Check]:
    """Register a check under a code."""

    def register(check: Check) -> Check:
        if code in REGISTER:
            raise ValueError(code)
        REGISTER[code] = Rule(code, severity, title, source, check)
        return check

    return register


def around(text: str, start: int, end: int, margin: int = 14) -> str:
    """A place with a little of what stands around it."""
    return text[max(0, start - margin) : end + margin]
