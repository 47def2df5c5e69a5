"""What the pages about 迁移在办事项 show: versions left behind with running cases, and what would become of those."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from ..errors import Refused
from ..models import Definition, Instance
from .definitions import loaded
from .migrating import StateMove, may_move, migration_preview

MOST = 2000
"""Running cases that a page tries one by one; more are left to the command line, where nothing waits for the answer."""
FIELD = "map-"
"""How the fields begin that say which state stands for one that is gone."""


@dataclass(frozen=True)
class LeftBehind:
    """A version that is in force no more, or not yet, with cases that are still worked by it; *current* is the one in force."""

    row: Definition
    cases: int
    current: Definition | None


def left_behind() -> list[LeftBehind]:
    """Every version with running cases that is not in force, by process and version; two queries."""
    counted = running_by_version()
    rows = Definition.objects.defer("source", "document").order_by("process", "version")
    kept = [one for one in rows if one.pk in counted or one.status == Definition.Status.ACTIVE]
    current = {one.process: one for one in kept if one.status == Definition.Status.ACTIVE}
    return [
        LeftBehind(one, counted[one.pk], current.get(one.process))
        for one in kept
        if one.status != Definition.Status.ACTIVE
    ]


def running_by_version() -> dict[int, int]:
    """How many cases run by each version, by its key; one query."""
    running = Instance.objects.filter(finished_at__isnull=True).order_by()
    return dict(running.values_list("definition").annotate(Count("pk")))


def targets_of(source: Definition) -> QuerySet[Definition]:
    """The versions to which its cases may go: those that are, or were, in force; the newest first."""
    others = Definition.objects.filter(process=source.process, subject=source.subject).exclude(pk=source.pk)
    return others.exclude(status=Definition.Status.DRAFT).defer("source", "document").order_by("-version")


@dataclass(frozen=True)
class Line:
    """A state in the table: what happens there, and the choice of a state that stands for it where it is gone."""

    move: StateMove
    to: str
    field: str = ""
    chosen: str = ""


def chosen_states(given: Mapping[str, str]) -> dict[str, str]:
    """The states chosen on the page, by the old names."""
    return {key.removeprefix(FIELD): to for key, to in given.items() if key.startswith(FIELD) and to}


def migration_context(
    source: Definition, target: Definition | None, names: Mapping[str, str], user: Any
) -> dict[str, Any]:
    """Everything about taking the cases of one version to another; without a target only how many there are."""
    cases = Instance.objects.filter(definition=source, finished_at__isnull=True).count()
    context: dict[str, Any] = {"source": source, "target": target, "targets": targets_of(source), "cases": cases}
    if target is None:
        return context
    new = loaded(target.pk).rules
    names = {old: to for old, to in names.items() if not new.has_state(old)}
    context |= {
        "choices": [(state.name, state.title) for state in new.states if not state.final],
        "names": [(f"{FIELD}{old}", to) for old, to in names.items()],
        "barred": may_move(target, user),
    }
    if cases > MOST:
        return context | {"too_many": MOST, **_table(_counted(source, target, names), target, names)}
    try:
        preview = migration_preview(source, target, names)
    except Refused as refusal:
        return context | {"refusals": refusal.reasons, **_table(_counted(source, target, {}), target, names)}
    return context | {
        **_table(preview.states, target, names),
        "refusals": preview.refusals,
        "previewed": True,
        "may_move": bool(preview.cases) and not preview.refusals and not context["barred"],
    }


def _table(moves: Sequence[StateMove], target: Definition, names: Mapping[str, str]) -> dict[str, Any]:
    """A line for each state with cases, and the titles of those without."""
    return {
        "lines": [_line(move, target, names) for move in moves if move.cases],
        "empty": [move.title for move in moves if not move.cases],
    }


def _counted(source: Definition, target: Definition, names: Mapping[str, str]) -> list[StateMove]:
    """How many cases stand where, without trying them; one query."""
    running = Instance.objects.filter(definition=source, finished_at__isnull=True).order_by()
    counts = Counter(dict(running.values_list("node__name").annotate(Count("pk"))))
    new = loaded(target.pk).rules
    return [
        StateMove(state.name, state.title, counts[state.name], to if new.has_state(to) else "")
        for state in loaded(source.pk).rules.states
        for to in [names.get(state.name, state.name)]
        if not state.final
    ]


def _line(move: StateMove, target: Definition, names: Mapping[str, str]) -> Line:
    new = loaded(target.pk).rules
    title = new.state(move.to).title if move.to else ""
    if new.has_state(move.name) and not new.state(move.name).final:
        return Line(move, title)
    return Line(move, title, f"{FIELD}{move.name}", names.get(move.name, ""))


def told(moves: tuple[StateMove, ...]) -> str:
    """What was done, state by state."""
    return "，".join(
        _("“%(state)s”%(count)d 件") % {"state": one.title, "count": one.cases} for one in moves if one.cases
    )
