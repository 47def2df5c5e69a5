"""Running cases to another version of their process: first what would happen, then all of them or none.

States go by name, or by the mapping given; who is asked there follows the parties of the new version (``reseating``). What has
no place in the new version is never guessed: it refuses, with how many cases it concerns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from workflows.definition import Skip, outcome
from workflows.definition.words import Titles
from workflows.organisations.models import User

from ..clock.terms import Terms
from ..deciding.children import follow
from ..deciding.dossier import LASTING, UNFINISHED, VOICES, Dossier, dossiers, locked_instances
from ..deciding.recording import Entry, record
from ..deciding.writing import write
from ..errors import Refused
from ..models import Definition, Instance, WorkItem
from ..people.directory import Directory
from .definitions import Loaded, loaded
from .naming import titles
from .reseating import Reseating
from .versions import may_confirm

CHUNK = 200

MIGRATED = "tuanwen.migration"
"""The log's name for a migration, on the version that the cases took."""


@dataclass(frozen=True)
class StateMove:
    """How many cases stand in a state, where they would go (empty: nowhere), how many for each reason cannot, and of how many
    somebody else would be asked, in words.
    """

    name: str
    title: str
    cases: int
    to: str
    problems: tuple[tuple[str, int], ...] = ()
    changes: tuple[tuple[str, int], ...] = ()


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


@dataclass(frozen=True)
class Move:
    """From which version to which, by which names of states, by whom (None only on the command line)."""

    source: Definition
    target: Definition
    names: Mapping[str, str]
    actor: User | None = None
    titles: Titles = field(default_factory=dict)
    terms: Terms = field(default_factory=Terms)


@dataclass(frozen=True)
class Tried:
    """What became of one case: its old state, why it has no place (empty when it has), who else is asked."""

    state: str
    reason: str = ""
    changes: tuple[str, ...] = ()


def migration_preview(
    source: Definition, target: Definition, mapping: Mapping[str, str] | None = None, *, now: datetime | None = None
) -> MigrationPreview:
    """What :func:`migrate_cases` would do now; nothing is locked or written.

    Raises:
        Refused: the versions do not belong together, or the mapping names states that are not there.
    """
    moment, move = now or timezone.now(), _checked(source, target, mapping)
    pks = list(_running(source).values_list("pk", flat=True))
    return _preview(move, [_tried(case, move) for case in _cases(pks, moment, lock=False)])


def migrate_cases(
    source: Definition,
    target: Definition,
    mapping: Mapping[str, str] | None = None,
    *,
    actor: User | None,
    now: datetime | None = None,
) -> int:
    """Take every running case of *source* to *target* in one transaction, with an event for each; how many there were.

    *mapping* gives the names of states that the new version has not, old to new. *actor* is None only on the command line.

    Raises:
        Refused: the person may not (see :func:`may_move`), or some case has no place in the new version; nothing has changed then.
    """
    return migrate(source, target, mapping, actor=actor, now=now).cases


def migrate(
    source: Definition,
    target: Definition,
    mapping: Mapping[str, str] | None = None,
    *,
    actor: User | None,
    now: datetime | None = None,
) -> MigrationPreview:
    """:func:`migrate_cases`, with what was done state by state."""
    moment = now or timezone.now()
    with transaction.atomic():
        target = Definition.objects.select_for_update(of=("self",)).get(pk=target.pk)
        if reasons := may_move(target, actor):
            raise Refused(reasons)
        move = _checked(source, target, mapping, actor)
        pks = list(_running(source).values_list("pk", flat=True))
        locked_instances(pks)
        found: list[Tried] = []
        for chunk in _chunks(pks):
            moved = []
            for case in _cases(chunk, moment, lock=True):
                if case.instance.definition_id != source.pk or case.instance.finished_at is not None:
                    continue
                found.append(_tried(case, move))
                moved.append(case)
            if not any(one.reason for one in found):
                write(moved, moment)
                follow(moved, moment, move.terms)
        done = _preview(move, found)
        if done.refusals:
            raise Refused([_("没有迁移，一件也没有动。"), *done.refusals])
        _note(move, done.cases)
    return done


def may_move(target: Definition, actor: User | None) -> list[str]:
    """Why somebody may not take running cases to a version; empty when they may. The rule of 启用 holds here too.

    New rules for what runs already weigh as much as rules for what is new: two persons answer for them. So the version was
    put in force by somebody else than its author, and its author does not take the cases there alone.
    """
    if actor is not None and not may_confirm(actor):
        return [_("只有系统管理员、安全管理员可以迁移在办事项。")]
    if target.status == Definition.Status.DRAFT:
        return [_("第%(version)d版还是草稿，先由另一位管理员启用，再迁移。") % {"version": target.version}]
    if actor is not None and target.author_id == actor.pk:
        return [_("这个版本是您起草的，要由另一位系统管理员或安全管理员迁移。")]
    return []


def _note(move: Move, cases: int) -> None:
    """The log of the version says how many came, from where, by whom."""
    if not cases:
        return
    data = {"from": move.source.version, "cases": cases, "states": _names_in_words(move)}
    log(instance=move.target, action=MIGRATED, user=move.actor, data=data)


def moves_into(row: Definition) -> list[tuple[datetime, str, str]]:
    """When who took cases to a version, and how many from where; the newest first, one query."""
    entries = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Definition), object_id=str(row.pk), action=MIGRATED
    )
    told = entries.select_related("user").order_by("-timestamp")[:20]
    return [(one.timestamp, str(one.user or _("命令行")), str(one.message)) for one in told]


def _names_in_words(move: Move) -> str:
    old, new = loaded(move.source.pk).rules, loaded(move.target.pk).rules
    pairs = [f"“{old.state(one).title}”→“{new.state(to).title}”" for one, to in move.names.items()]
    return "、".join(pairs)


def _running(source: Definition) -> Any:
    return Instance.objects.filter(definition=source, finished_at__isnull=True).order_by("pk")


def _checked(
    source: Definition, target: Definition, mapping: Mapping[str, str] | None, actor: User | None = None
) -> Move:
    """The move, if it makes sense for these versions."""
    if source.pk == target.pk or source.process != target.process or source.subject != target.subject:
        raise Refused([_("只能在同一流程的两个版本之间迁移。")])
    old, new, names = loaded(source.pk).rules, loaded(target.pk).rules, dict(mapping or {})
    if wrong := [name for name in names if not old.has_state(name)]:
        raise Refused([_("旧版里没有“%(name)s”这个环节。") % {"name": wrong[0]}])
    if wrong := [name for name in names.values() if not new.has_state(name)]:
        raise Refused([_("新版里没有“%(name)s”这个环节。") % {"name": wrong[0]}])
    if wrong := [name for name in names if new.has_state(name)]:
        title = old.state(wrong[0]).title
        raise Refused([_("“%(state)s”在新版里还有，停在那里的仍在那里，不能另指环节。") % {"state": title}])
    return Move(source, target, names, actor, titles(old, new))


def _chunks(pks: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(pks), CHUNK):
        yield pks[start : start + CHUNK]


def _cases(pks: Sequence[int], now: datetime, *, lock: bool) -> Iterator[Dossier]:
    """The dossiers of some cases, chunk by chunk."""
    for chunk in _chunks(pks):
        rows = Instance.objects.filter(pk__in=chunk).order_by("pk")
        instances = list(rows.select_for_update() if lock else rows.select_related("organ", "organisation"))
        yield from dossiers(instances, now, Directory(timezone.localdate(now))).values()


def _tried(case: Dossier, move: Move) -> Tried:
    """Carry one case over in memory."""
    state = case.state.name
    carrying = Carrying(case, loaded(move.target.pk), move)
    try:
        seats = carrying.carry()
    except Refused as refusal:
        return Tried(state, refusal.reasons[0])
    _tell(case, move, state, seats.data)
    return Tried(state, changes=tuple(seats.told))


def _preview(move: Move, found: Sequence[Tried]) -> MigrationPreview:
    counts, reasons = (
        Counter(one.state for one in found),
        Counter((one.state, one.reason) for one in found if one.reason),
    )
    changes = Counter((one.state, words) for one in found for words in one.changes)
    new = loaded(move.target.pk).rules
    return MigrationPreview(
        tuple(
            StateMove(
                name=state.name,
                title=state.title,
                cases=counts[state.name],
                to=to if new.has_state(to) and not new.state(to).final else "",
                problems=tuple((reason, count) for (where, reason), count in reasons.items() if where == state.name),
                changes=tuple((words, count) for (where, words), count in changes.items() if where == state.name),
            )
            for state in loaded(move.source.pk).rules.states
            for to in [move.names.get(state.name, state.name)]
            if not state.final or counts[state.name]
        )
    )


@dataclass
class Carrying:
    """One case on its way into another version, under its lock."""

    case: Dossier
    new: Loaded
    move: Move

    def carry(self) -> Reseating:
        """Change the dossier; who is asked now.

        Raises:
            Refused: the case has no place there; the dossier is of no use any more.
        """
        case, before, terms = self.case, self.case.state, self.move.terms
        to = self._name(before.name)
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
        if before.name in self.move.names:
            self._leap_nothing(before.name, to)
        reseating = Reseating(case, before, terms, self.move.titles)
        reseating.take_seats({asked.seat.key: asked for asked in case.world.asked[to]})
        reseating.take_turns()
        terms.renew_case(case.instance, case.rules)
        state, marking = case.state, case.marking()
        if marking.seats and outcome(state.quorum, veto=state.veto, seats=marking.seats) != "pending":
            raise Refused([_("按新版的票数这一环节已经有结果，请先按旧版办完。")])
        return reseating

    def _name(self, state: str) -> str:
        """The new name of a state; empty where there is none."""
        name = self.move.names.get(state, state)
        return name if self.new.rules.has_state(name) else ""

    def _leap_nothing(self, gone: str, to: str) -> None:
        """The state chosen for one that is gone lies behind no signature that the case lacks (as 跳转 leaps over none)."""
        olds, rules = [state.name for state in loaded(self.move.source.pk).rules.states], self.new.rules
        order = [state.name for state in rules.states]
        kept = [order.index(name) for one in olds[: olds.index(gone)] if (name := self._name(one))]
        passed = set(self.case.marking().path)
        for state in rules.states[max(kept, default=-1) + 1 : order.index(to)]:
            if state.binds and state.name not in passed and not isinstance(self.case.world.seats(state), Skip):
                words = {"state": rules.state(to).title, "sign": state.title}
                raise Refused([_("不能改到“%(state)s”：它在须签字的“%(sign)s”后面，还没有签。") % words])

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


def _tell(case: Dossier, move: Move, state: str, seats: Mapping[str, Any]) -> None:
    """The event: from which version and state to which, and who is asked now."""
    left = [item for item in case.current_items if item.status in UNFINISHED and item.kind not in LASTING]
    data = {
        **seats,
        "definition": move.target.digest,
        "from": move.source.version,
        "to": move.target.version,
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
        source=loaded(move.source.pk).nodes[state],
        target=case.instance.node,
        visit=case.instance.entry,
        actor=move.actor,
        data=data,
    )
    record(case, entry)


def _speaks(item: WorkItem) -> bool:
    return item.kind in VOICES
