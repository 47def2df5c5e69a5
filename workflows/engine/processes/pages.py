"""What the pages about processes show: picture, tables, report, posts, comparison. Views and registers only put it on paper."""

from __future__ import annotations

from difflib import unified_diff
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from workflows.definition import Definition as Rules
from workflows.definition.comparing import differences, state_words, transition_words
from workflows.definition.graph import Status, Visit, draw

from ..models import Definition
from ..reading.looking import Look
from ..reading.routes import Station
from .linking import Finding, lines_by_title, linked_problem
from .migrating import moves_into
from .naming import titles
from .staffing_pages import staffing_summary
from .versions import Verdict, judge, may_confirm, may_keep, rules_of, running

_PHASES: dict[str, Status] = {"done": "passed", "now": "current", "skipped": "skipped"}
_KINDS = {"+": "added", "-": "removed", "@": "place"}


def picture(rules: Rules, names: dict[str, str]) -> SafeString:
    """The process as SVG; every word in it is escaped by ``draw``."""
    return mark_safe(draw(rules, roles=names))  # noqa: S308 - our own SVG, words escaped


def way_picture(look: Look) -> SafeString:
    """One document's way through its process: where it was, who acted when, where it stands."""
    profile = look.case.organ.profile
    way = {
        state.name: Visit("skipped", (_("并岗机关不设") if profile == "small" else _("岗位齐全的机关不设"),))
        for state in look.case.rules.states
        if profile not in state.profiles
    }
    way |= {station.name: _visit(station) for station in look.route() if station.phase in _PHASES}
    return mark_safe(draw(look.case.rules, roles=titles(look.case.rules), way=way))  # noqa: S308 - our own SVG, words escaped


def _visit(station: Station) -> Visit:
    people = [
        f"{person.name} {timezone.localtime(person.at):%m-%d %H:%M}"
        if person.at is not None
        else person.name or f"{person.organ}{person.role}"
        for person in station.people
    ]
    return Visit(_PHASES[station.phase], tuple(people) or ((station.note,) if station.note else ()))


def verdict_context(source: str, *, quick: bool = False) -> dict[str, Any]:
    """The report on a source as it was typed, with its picture if it can be read; see :func:`judge` for *quick*."""
    verdict = judge(source, quick=quick)
    return {"verdict": verdict, "findings": _findings(verdict, source), "picture": _picture_of(verdict)}


def version_context(row: Definition, user: Any) -> dict[str, Any]:
    """Everything about one version."""
    rules = rules_of(row)
    names = titles(rules)
    verdict = judge(row.source)
    others = Definition.objects.filter(process=row.process).exclude(pk=row.pk).order_by("-version")
    return {
        "row": row,
        "picture": picture(rules, names),
        "states": [state_words(state, names) for state in rules.states],
        "transitions": [transition_words(rules, one, names) for one in rules.transitions],
        "verdict": verdict,
        "findings": _findings(verdict, row.source),
        "source_lines": list(enumerate(row.source.splitlines(), start=1)),
        **staffing_summary(row),
        "moves": moves_into(row),
        "running": running(row),
        "others": others,
        "may_keep": may_keep(user),
        "may_activate": may_confirm(user) and row.status != Definition.Status.ACTIVE and row.author_id != user.pk,
        "may_retire": may_keep(user) and row.status == Definition.Status.ACTIVE,
    }


def comparison_context(before: Definition, after: Definition) -> dict[str, Any]:
    """What differs between two versions, in words and line by line."""
    lines = unified_diff(before.source.splitlines(), after.source.splitlines(), lineterm="", n=2)
    rules = (rules_of(before), rules_of(after))
    told = [line for line in lines if not line.startswith(("---", "+++"))]
    return {
        "before": before,
        "after": after,
        "differences": differences(*rules, titles(*rules)),
        "lines": [(_KINDS.get(line[:1], "same"), line) for line in told],
    }


def _findings(verdict: Verdict, source: str) -> list[Finding]:
    if verdict.rules is None or verdict.report is None:
        return []
    lines = lines_by_title(verdict.rules, source)
    return [linked_problem(problem, lines) for problem in verdict.report.problems]


def _picture_of(verdict: Verdict) -> SafeString | None:
    return picture(verdict.rules, titles(verdict.rules)) if verdict.rules is not None else None
