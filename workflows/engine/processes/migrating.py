"""Running cases to another version of their process: first what would happen, then all of them or none.

States go by name, or by the mapping given; items stay by the key of their party. What has no place in the new version is
never guessed: it refuses, with how many cases it concerns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.definition import Skip, outcome
from workflows.organisations.models import User

from ..clock.terms import Terms
from ..deciding.applying import ask, take_turns
from ..deciding.children import follow
from ..deciding.dossier import LASTING, SEATED, UNFINISHED, VOICES, VOTING, Dossier, dossiers, locked_instances
from ..deciding.recording import Entry, record
from ..deciding.writing import write
from ..errors import Refused
from ..models import Definition, Instance, WorkItem
from ..people.directory import Directory
from ..people.parties import Asked
from .definitions import Loaded, loaded
from .versions import may_keep

CHUNK = 200


@dataclass(frozen=True)
class StateMove:
    """How many cases stand in a state, where they would go (empty: nowhere), and how many for each reason cannot."""

    name: str
    title: str
    cases: int
    to: str
    problems: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class MigrationPreview:
    """What a migration would do, state by state in the order of the old version."""

    states: tuple[StateMove, ...]

    @property
    def cases(self) -> int:
        """How many cases it concerns."""
        return sum(state.cases for state in self.states)

    @property
    def refusals(self) -> list[str]:
        """Why it cannot be done, with counts; empty when it can."""
        return [
            _("“%(state)s”有 %(count)d 件：%(reason)s") % {"state": one.title, "count": count, "reason": reason}
            for one in self.states
            for reason, count in one.problems
        ]


def migration_preview(
    source: Definition, target: Definition, mapping: Mapping[str, str] | None = None, *, now: datetime | None = None
) -> MigrationPreview:
    """What :func:`migrate_cases` would do now; nothing is locked or written.

    Raises:
        Refused: the versions do not belong together, or the mapping names states that are not there.
    """
    moment, names = now or timezone.now(), _checked(source, target, mapping)
    pks = list(_running(source).values_list("pk", flat=True))
    found = [_tried(case, source, target, names) for case in _cases(pks, moment, lock=False)]
    return _preview(source, target, names, found)


def migrate_cases(
    source: Definition,
    target: Definition,
    mapping: Mapping[str, str] | None = None,
    *,
    actor: User | None,
    now: datetime | None = None,
) -> int:
    """Take every running case of *source* to *target* in one transaction, with an event for each; how many there were.

    *mapping* gives the new names of states, old to new. *actor* is None only on the command line.

    Raises:
        Refused: not an administrator of processes, or some case has no place in the new version; nothing has changed then.
    """
    if actor is not None and not may_keep(actor):
        raise Refused([_("只有系统管理员可以迁移在办事项。")])
    moment, names = now or timezone.now(), _checked(source, target, mapping)
    terms = Terms()
    with transaction.atomic():
        pks = list(_running(source).values_list("pk", flat=True))
        locked_instances(pks)
        found = []
        for chunk in _chunks(pks):
            moved = []
            for case in _cases(chunk, moment, lock=True):
                if case.instance.definition_id != source.pk or case.instance.finished_at is not None:
                    continue
                found.append(_tried(case, source, target, names, actor, terms))
                moved.append(case)
            if not any(reason for _state, reason in found):
                write(moved, moment)
                follow(moved, moment, terms)
        if refusals := _preview(source, target, names, found).refusals:
            raise Refused([_("没有迁移，一件也没有动。"), *refusals])
    return len(found)


def _running(source: Definition) -> Any:
    return Instance.objects.filter(definition=source, finished_at__isnull=True).order_by("pk")


def _checked(source: Definition, target: Definition, mapping: Mapping[str, str] | None) -> dict[str, str]:
    """The mapping, if it makes sense for these versions."""
    if source.pk == target.pk or source.process != target.process or source.subject != target.subject:
        raise Refused([_("只能在同一流程的两个版本之间迁移。")])
    old, new, names = loaded(source.pk).rules, loaded(target.pk).rules, dict(mapping or {})
    if wrong := [name for name in names if not old.has_state(name)]:
        raise Refused([_("旧版里没有“%(name)s”这个环节。") % {"name": wrong[0]}])
    if wrong := [name for name in names.values() if not new.has_state(name)]:
        raise Refused([_("新版里没有“%(name)s”这个环节。") % {"name": wrong[0]}])
    return names


def _chunks(pks: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(pks), CHUNK):
        yield pks[start : start + CHUNK]


def _cases(pks: Sequence[int], now: datetime, *, lock: bool) -> Iterator[Dossier]:
    """The dossiers of some cases, chunk by chunk."""
    for chunk in _chunks(pks):
        rows = Instance.objects.filter(pk__in=chunk).order_by("pk")
        instances = list(rows.select_for_update() if lock else rows.select_related("organ", "organisation"))
        yield from dossiers(instances, now, Directory(timezone.localdate(now))).values()


def _tried(
    case: Dossier,
    source: Definition,
    target: Definition,
    names: Mapping[str, str],
    actor: User | None = None,
    terms: Terms | None = None,
) -> tuple[str, str]:
    """Carry one case over in memory: its old state, and why it cannot be (empty when it can)."""
    state = case.state.name
    try:
        Carrying(case, loaded(target.pk), names, terms or Terms()).carry()
    except Refused as refusal:
        return state, refusal.reasons[0]
    _tell(case, source, target, state, actor)
    return state, ""


def _preview(
    source: Definition, target: Definition, names: Mapping[str, str], found: Sequence[tuple[str, str]]
) -> MigrationPreview:
    counts, reasons = Counter(state for state, _reason in found), Counter(one for one in found if one[1])
    new = loaded(target.pk).rules
    return MigrationPreview(
        tuple(
            StateMove(
                name=state.name,
                title=state.title,
                cases=counts[state.name],
                to=names.get(state.name, state.name) if new.has_state(names.get(state.name, state.name)) else "",
                problems=tuple((reason, count) for (where, reason), count in reasons.items() if where == state.name),
            )
            for state in loaded(source.pk).rules.states
            if not state.final or counts[state.name]
        )
    )


@dataclass
class Carrying:
    """One case on its way into another version, under its lock."""

    case: Dossier
    new: Loaded
    names: Mapping[str, str]
    terms: Terms

    def carry(self) -> None:
        """Change the dossier.

        Raises:
            Refused: the case has no place there; the dossier is of no use any more.
        """
        case = self.case
        to = self._name(case.state.name)
        if not to or self.new.rules.state(to).final:
            raise Refused([_("新版里没有这个环节，请指定对应的环节。")])
        case.instance.memory = self._memory(to)
        case.loaded = self.new
        case.instance.definition_id, case.instance.node = self.new.pk, self.new.nodes[to]
        case.__dict__.pop("world", None)
        case.organ  # noqa: B018 - reads the directory, whose roles are then widened
        case.directory.widen(case.roles)
        seats = case.world.seats(case.state)
        if isinstance(seats, Skip):
            raise Refused([_("新版对这类单位不设“%(state)s”。") % {"state": case.state.title}])
        self._parties({asked.seat.key: asked for asked in case.world.asked[to]})
        take_turns(case, case.marking(), self.terms)
        self.terms.renew_case(case.instance, case.rules)
        state, marking = case.state, case.marking()
        if marking.seats and outcome(state.quorum, veto=state.veto, seats=marking.seats) != "pending":
            raise Refused([_("按新版的票数这一环节已经有结果，请先按旧版办完。")])

    def _name(self, state: str) -> str:
        """The new name of a state; empty where there is none."""
        name = self.names.get(state, state)
        return name if self.new.rules.has_state(name) else ""

    def _memory(self, to: str) -> dict[str, Any]:
        """The path stack in the new names; states that are gone can no longer be returned to."""
        memory = dict(self.case.instance.memory)
        memory["path"] = self._renamed(memory.get("path", ()), without=to)
        returner = self._name(memory.get("returner", "")) if memory.get("returner") else ""
        if returner:
            memory |= {"returner": returner, "back": self._renamed(memory.get("back", ()), without=returner)}
        else:
            for key in ("returner", "back", "left", *(() if "came" in memory else ("direct",))):
                memory.pop(key, None)
        if came := self._name(memory.pop("came", "") or ""):
            memory["came"] = came
        if "visits" in memory:
            visits: dict[str, list[int]] = {}
            for name, entries in memory["visits"].items():
                if renamed := self._name(name):
                    visits[renamed] = sorted({*visits.get(renamed, ()), *entries})
            memory["visits"] = visits
        return memory

    def _renamed(self, passed: Sequence[Sequence[Any]], *, without: str) -> list[list[Any]]:
        """States passed, by their new names; of two that became one, the later visit counts."""
        found: dict[str, int] = {}
        for name, entry in passed:
            renamed = self._name(name)
            if renamed and renamed != without:
                found.pop(renamed, None)
                found[renamed] = entry
        return [[name, entry] for name, entry in found.items()]

    def _parties(self, asked: Mapping[str, Asked]) -> None:
        """Keep who is asked in both versions, ask who is new, and ask no longer who is not."""
        case, here = self.case, set()
        for item in case.current_items:
            if item.kind not in SEATED or item.status not in VOTING or item.relation != WorkItem.Relation.INITIAL:
                continue
            here.add(item.party)
            if item.party in asked:
                item.rank = asked[item.party].seat.rank
            elif item.status == WorkItem.Status.DONE:
                item.counts = item.required = False
            else:
                item.status = WorkItem.Status.REMOVED
            case.touch(item)
        for key, one in asked.items():
            if key not in here:
                ask(case, one, is_open=False, returned=False, terms=self.terms)


def _tell(case: Dossier, source: Definition, target: Definition, state: str, actor: User | None) -> None:
    """The event: from which version and state to which, and who is asked now."""
    left = [item for item in case.current_items if item.status in UNFINISHED and item.kind not in LASTING]
    data = {
        "definition": target.digest,
        "from": source.version,
        "to": target.version,
        "entry": case.instance.entry,
        "path": list(case.marking().path),
        "open": [[one.party, one.organisation_id, one.role_id, one.user_id, one.note] for one in left if _speaks(one)],
        "added": [
            [str(one.kind), one.party, one.organisation_id, one.role_id, one.user_id, one.note]
            for one in left
            if not _speaks(one)
        ],
    }
    entry = Entry(
        kind="migrate",
        name=case.instance.process,
        source=loaded(source.pk).nodes[state],
        target=case.instance.node,
        visit=case.instance.entry,
        actor=actor,
        data=data,
    )
    record(case, entry)


def _speaks(item: WorkItem) -> bool:
    return item.kind in VOICES
