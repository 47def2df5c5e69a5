"""The report on a source as a page shows it: every state and operation that it names leads to its line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from workflows.definition import Definition as Rules
from workflows.definition import Problem
from workflows.definition.lines import Lines

_NAMED = re.compile(r"“([^“”]+)”")

Linked = list[tuple[str, int]]
"""Words, piece by piece, each with the line to which it leads; 0 where it leads nowhere."""


@dataclass(frozen=True)
class Finding:
    """One problem of the check: where, what, and the way that shows it."""

    error: bool
    where: Linked
    message: Linked
    path: list[Linked]


def lines_by_title(rules: Rules, source: str) -> dict[str, int]:
    """Where each state and each operation begins, by its title; a state goes before an operation of the same name.

    The title of the whole leads to where it is written.
    """
    lines = Lines(source)
    found = {rules.title: lines.of(("title",))}
    found |= {one.title: lines.of(("transitions", one.name)) for one in reversed(rules.transitions)}
    return found | {one.title: lines.of(("states", one.name)) for one in reversed(rules.states)}


def linked_problem(problem: Problem, lines: Mapping[str, int]) -> Finding:
    """A problem with its names linked."""
    return Finding(
        error=problem.severity == "error",
        where=_listed(problem.where, lines),
        message=_said(problem.message, lines),
        path=[_said(step, lines) for step in problem.path],
    )


def _listed(titles: str, lines: Mapping[str, int]) -> Linked:
    """Titles with a comma between them."""
    found: Linked = []
    for title in titles.split("、"):
        found += [("、", 0), (title, lines.get(title, 0))] if found else [(title, lines.get(title, 0))]
    return found


def _said(words: str, lines: Mapping[str, int]) -> Linked:
    """A sentence in which titles stand between quotation marks."""
    found: Linked = []
    for number, piece in enumerate(_NAMED.split(words)):
        if number % 2 == 0:
            found.append((piece, 0))
        else:
            found += [("“", 0), (piece, lines.get(piece, 0)), ("”", 0)]
    return [(piece, line) for piece, line in found if piece]
