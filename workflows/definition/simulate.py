"""A dry run: take the acts one by one and tell what would happen, without a database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random

from .explore import Shape, takes
from .marking import Change, Closed, Entered, Finished, Marking, Ran, Skipped, Take, Voted
from .model import LEVELS, Definition
from .nesting import answer
from .step import Impossible, begin, step, targets
from .votes import World, open_seats
from .words import OUTCOME_WORDS, Titles, listed, party_words


@dataclass(frozen=True)
class Trace:
    """What happened: one line per thing, the last marking, and why the run stopped early (empty if it did not)."""

    lines: tuple[str, ...]
    marking: Marking
    refused: str = ""


def regular(definition: Definition, *, profile: str = "full", level: str = "county", **named: int) -> Shape:
    """A case in a tree with all levels, for an organ of *profile* and *level*; *named* counts what the document names."""
    names = sorted({party.dynamic for state in definition.states for party in state.parties if party.dynamic})
    present = frozenset(LEVELS[LEVELS.index(level) :])
    return Shape(profile, level, present, tuple((name, named.get(name, 0)) for name in names))


@dataclass(frozen=True)
class Inside:
    """Acts in the inner process of one seat; when it ends, its outcome is the seat's answer."""

    seat: str
    acts: tuple[str | Take, ...]


Act = str | Take | Inside


def simulate(
    definition: Definition,
    acts: Iterable[Act],
    world: World,
    *,
    inner: Mapping[str, Definition] | None = None,
    names: Titles | None = None,
) -> Trace:
    """Take *acts* from the beginning: names of transitions (taken by the first seat that may), :class:`Take`, or
    :class:`Inside` for the way inside a party that runs a process of its own (*inner*, by name).

    Stops at the first act that is impossible and says why. With *names* parties and effects are told by their titles, else by
    their keys.
    """
    try:
        marking, changes = begin(definition, world)
    except Impossible as error:
        return Trace((), Marking(definition.initial), str(error))
    lines = list(_lines(definition, definition.initial, changes, names))
    for act in acts:
        if isinstance(act, Inside):
            nested, take = _inside(definition, marking, act, world, inner or {})
            lines += [f"  〔{act.seat}〕{line}" for line in nested.lines]
            if nested.refused or take is None:
                return Trace(tuple(lines), marking, f"〔{act.seat}〕{nested.refused or '内部流程还没有办完'}")
        else:
            take = act if isinstance(act, Take) else _usual(definition, marking, act)
        transition = definition.transition(take.transition)
        title = transition.title if transition is not None else take.transition
        stood = marking.state
        try:
            marking, changes = step(definition, marking, take, world)
        except Impossible as error:
            return Trace(tuple(lines), marking, f"{title}：{error}")
        if transition is not None and transition.after:
            lines.append(f"过了 {transition.after} 个工作日")
        by_itself = transition is not None and transition.automatic
        lines.append(f"系统自动“{title}”" if by_itself else f"操作“{title}”")
        lines += _lines(definition, stood, changes, names)
    return Trace(tuple(lines), marking)


def _inside(
    definition: Definition, marking: Marking, act: Inside, world: World, inner: Mapping[str, Definition]
) -> tuple[Trace, Take | None]:
    """The run inside a party, and what it makes the party say; None while it has not ended."""
    name = act.seat.partition(":")[0]
    process = next((party.process for party in definition.state(marking.state).parties if party.name == name), "")
    if process not in inner:
        return Trace((), marking, "这一方不走内部流程"), None
    found = inner[process]
    trace = simulate(found, act.acts, regular(found), inner=inner)
    ending = found.state(trace.marking.state)
    said = answer(definition, marking.state, ending.outcome) if ending.final and not trace.refused else None
    return trace, Take(said.name, act.seat) if said is not None else None


def wander(definition: Definition, world: World, *, seed: int, limit: int = 60, names: Titles | None = None) -> Trace:
    """A run by chance, the same for the same *seed*: at each place any act that is possible there, at most *limit* of them.

    Every condition counts as met.
    """
    chance = Random(seed)  # noqa: S311 - a dry run, no secret
    acts: list[Take] = []
    trace = simulate(definition, acts, world, names=names)
    while not trace.refused and len(acts) < limit:
        possible = [
            take
            for transition in definition.exits(trace.marking.state)
            for take in takes(trace.marking, transition, targets(definition, trace.marking, transition))
        ]
        if not possible:
            return trace
        acts.append(chance.choice(possible))
        trace = simulate(definition, acts, world, names=names)
    return trace


def _usual(definition: Definition, marking: Marking, name: str) -> Take:
    """The act as the first person who may would do it."""
    transition = definition.transition(name)
    free = open_seats(marking.seats)
    by_party = transition is not None and "party" in transition.by and not transition.automatic and free
    return Take(name, free[0].key if by_party else "")


def _lines(definition: Definition, state: str, changes: Iterable[Change], names: Titles | None) -> Iterable[str]:
    """What happened while the case stood in *state*, and after it moved on."""
    for change in changes:
        match change:
            case Voted(seat, verdict):
                yield f"  {_seat(definition, state, seat, names)} 表态：{_VERDICT_WORDS[verdict]}"
            case Closed(seat, status):
                yield f"  {_seat(definition, state, seat, names)} {'无需处理' if status == 'removed' else '被撤回'}"
            case Skipped(passed, reason):
                yield f"  跳过“{definition.state(passed).title}”：{reason}"
            case Entered(state, seats, returned):
                asked = "、".join(_seat(definition, state, seat.key, names) for seat in seats)
                how = "退回到" if returned else "进入"
                yield f"  {how}“{definition.state(state).title}”" + (f"，请 {asked} 办理" if asked else "")
            case Ran(effect):
                yield f"  执行 {listed((effect,), names or {})}"
            case Finished(outcome):
                yield f"  办结：{OUTCOME_WORDS[outcome]}"
            case _:
                pass


def _seat(definition: Definition, state: str, key: str, names: Titles | None) -> str:
    """Who speaks, in words; the several of a list by their numbers."""
    name, _colon, number = key.partition(":")
    party = next((one for one in definition.state(state).parties if one.name == name), None)
    if names is None or party is None:
        return key
    return party_words(party, names) + (f"（第{int(number) + 1}方）" if number.isdigit() else "")


_VERDICT_WORDS = {"yes": "同意", "no": "不同意", "return": "退回", "none": "办理", "": "未表态"}
