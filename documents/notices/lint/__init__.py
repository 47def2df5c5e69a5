"""Judging a paper by the rules of official papers: elements, dates, figures, addressees, kinds, personal data.

Pure Python without Django. ``check`` gives the findings of a reading, ``checked`` a reading that carries them. Each rule is a
small function with a code; ``RULES`` lists all codes, those of the reading itself included, as code → (severity, title, source).
Errors block 送核 and 签发; warnings are ticked off with one 已核; infos only tell.
"""

from dataclasses import replace
from datetime import date

from documents.notices.reading import CODES, Code, Finding, Reading
from documents.notices.reading.structure import SEVERITIES

from . import (
    addressing,
    attachments,
    burden,
    citations,
    contacts,
    dates,
    elements,
    figures,
    headings,
    issuing,
    kinds,
    lengths,
    numbers,
    placeholders,
    privacy,
    relations,
    schedule,
    secrecy,
    tables,
    titles,
    wording,
)
from .calendar import workday as published_workday
from .damaged import damage
from .rule import REGISTER, Paper, Rule, Workday

__all__ = ["RULES", "Paper", "Rule", "Workday", "check", "checked"]

_MODULES = (
    elements, secrecy, titles, dates, placeholders, figures, tables, numbers, attachments, addressing, relations, kinds, issuing, lengths, schedule,
    headings, citations, privacy, contacts, wording, burden,
)  # fmt: skip

RULES: dict[str, Code] = {
    **{code: Code(rule.severity, rule.title, rule.source) for code, rule in REGISTER.items()},
    **CODES,
}


def check(reading: Reading, today: date | None = None, workday: Workday = published_workday) -> tuple[Finding, ...]:
    """The findings on a paper as it stands, errors first: those of the rules, and damage that is still in the text.

    ``today`` is what a draft without any date is measured against. ``workday`` answers whether a day is worked, None when that
    is not known (then no claim is made).
    """
    paper = Paper(reading, today, workday)
    found = [finding for rule in REGISTER.values() for finding in rule.findings(paper)]
    return by_weight([*damage(paper), *found])


def checked(reading: Reading, today: date | None = None, workday: Workday = published_workday) -> Reading:
    """The same reading with the findings of reading and rules together, errors first."""
    found = dict.fromkeys([*reading.findings, *check(reading, today, workday)])
    return replace(reading, findings=by_weight(list(found)))


def by_weight(findings: list[Finding]) -> tuple[Finding, ...]:
    """Errors, then warnings, then infos; within each the given order."""
    return tuple(sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity)))
