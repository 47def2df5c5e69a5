"""Walking every case that can be: breadth first over outcomes, once for each shape of the tree."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import product

from .marking import Marking, Take
from .model import CHOSEN, LEVELS, Definition, Party, State, Transition
from .renewal import with_renewal
from .step import Impossible, begin, step, targets
from .votes import Seat, Skip, open_seats
from .words import LEVEL_WORDS, missing_words

BOUND = 200_000
"""More markings than this are not explored; the verdict is then “not proven” and blocks."""


@dataclass(frozen=True)
class Shape:
    """A kind of case: the organ's 岗位设置, its level, the levels that exist above it, how many the document names."""

    profile: str
    level: str
    levels: frozenset[str]
    named: tuple[tuple[str, int], ...] = ()

    @property
    def words(self) -> str:
        """The shape in Chinese, for the head of a counter-example."""
        missing = [name for name in LEVELS[LEVELS.index(self.level) :] if name not in self.levels]
        parts = [f"{LEVEL_WORDS[self.level]}单位发起", "岗位齐全" if self.profile == "full" else "并岗"]
        parts += [f"没有{LEVEL_WORDS[name]}" for name in missing]
        parts += [f"{name} 有 {count} 方" for name, count in self.named]
        return "，".join(parts)

    def seats(self, state: State) -> tuple[Seat, ...] | Skip:
        """Who is asked in *state*; every post counts as held, vacancies are another report's matter."""
        if self.profile not in state.profiles:
            return Skip("本机关的岗位设置不设此环节")
        keys = [key for party in state.parties for key in self._keys(party)]
        if not keys and state.parties:
            return Skip(state.skip or missing_words(state.parties[0]))
        ordered = state.quorum == "ordered"
        return tuple(Seat(key, rank=number if ordered else 0) for number, key in enumerate(keys))

    def _keys(self, party: Party) -> list[str]:
        if party.dynamic:
            return [f"{party.name}:{number}" for number in range(dict(self.named)[party.dynamic])]
        bare = party.at.removeprefix("above:")
        if party.at == "superior":
            return [party.name] if len(self.levels) > 1 else []
        if bare in LEVELS:
            present = bare in self.levels and (party.at == bare or bare != self.level)
            return [party.name] if present else []
        return [party.name]


@dataclass
class Remembering:
    """A shape that works out once who is asked in a state: a walk asks very often."""

    shape: Shape
    _seats: dict[str, tuple[Seat, ...] | Skip] = field(default_factory=dict)

    def seats(self, state: State) -> tuple[Seat, ...] | Skip:
        """As :meth:`Shape.seats`."""
        if state.name not in self._seats:
            self._seats[state.name] = self.shape.seats(state)
        return self._seats[state.name]


@dataclass
class Edge:
    """One act: where it leads, and whether it can be relied on (no condition that may stay unmet for ever).

    *holds*: it can be relied on once these conditions hold. *fails*: it can be relied on unless all of these hold. *fallen*: it is
    there only once a signature fell, so that it is walked, but is no way out for who stands there without.
    """

    target: Marking
    line: str
    reliable: bool
    transition: str
    holds: frozenset[str] = frozenset()
    fails: frozenset[str] = frozenset()
    fallen: bool = False


@dataclass
class Walk:
    """All markings of one shape, how each was first reached, and what can be done there."""

    shape: Shape
    edges: dict[Marking, list[Edge]]
    parents: dict[Marking, tuple[Marking, str] | None]
    stuck: list[tuple[Marking, str, str]]
    complete: bool
    same: dict[Marking, Marking] = field(default_factory=dict)
    """Equal markings as one object, which every look-up recognises at once."""

    def path(self, marking: Marking) -> tuple[str, ...]:
        """The shortest way to *marking*, one line per act."""
        lines: list[str] = []
        step_back = self.parents[marking]
        while step_back is not None:
            before, line = step_back
            lines.append(line)
            step_back = self.parents[before]
        return (f"（{self.shape.words}）", *reversed(lines))

    def reaching(self, goals: set[Marking], *, reliable: bool) -> set[Marking]:
        """The markings from which a goal can be reached.

        If *reliable*, by acts only that no condition can shut for ever. Two acts together count as one such act where the second
        is possible unless the conditions of the first hold: one of them always is, so both must lead on.
        """
        back: dict[Marking, list[tuple[Marking, Edge]]] = {}
        for marking, edges in self.edges.items():
            for edge in edges:
                if not edge.fallen:
                    back.setdefault(edge.target, []).append((marking, edge))
        found = set(goals)
        waiting = deque(goals)
        while waiting:
            for before, edge in back.get(waiting.popleft(), ()):
                if before not in found and (not reliable or edge.reliable or self._closed(before, edge, found)):
                    found.add(before)
                    waiting.append(before)
        return found

    def _closed(self, marking: Marking, edge: Edge, found: set[Marking]) -> bool:
        """Whether *edge* has a complement at *marking* that leads into *found* as well."""
        return any(
            other.target in found
            and not other.fallen
            and ((edge.holds and edge.holds <= other.fails) or (other.holds and other.holds <= edge.fails))
            for other in self.edges[marking]
        )


def shapes(definition: Definition) -> Iterator[Shape]:
    """Every kind of case worth telling apart: level of origin, one level between left out, profile, numbers of parties."""
    mentioned = {party.at.removeprefix("above:") for state in definition.states for party in state.parties}
    top = max((LEVELS.index(name) for name in mentioned if name in LEVELS), default=len(LEVELS) - 1)
    numbers = {state.quorum for state in definition.states if isinstance(state.quorum, int)}
    names = sorted({party.dynamic for state in definition.states for party in state.parties if party.dynamic})
    counts = sorted({0, 1, 2} | {number for number in numbers if isinstance(number, int)})
    for level in definition.levels:
        own = LEVELS.index(level)
        line = frozenset(LEVELS[own:])
        between = [name for name in LEVELS[own + 1 : top] if name in mentioned]
        for levels in (line, *(line - {name} for name in between)):
            for profile in ("full", "small"):
                for chosen in product(counts, repeat=len(names)):
                    yield Shape(profile, level, levels, tuple(zip(names, chosen, strict=True)))


def apart(definition: Definition, all_shapes: Iterable[Shape]) -> list[Shape]:
    """Those of some shapes that differ in who is asked anywhere, the first of each kind; the others walk the same ways."""
    found: dict[tuple[tuple[Seat, ...] | Skip, ...], Shape] = {}
    for shape in all_shapes:
        found.setdefault(tuple(shape.seats(state) for state in definition.states), shape)
    return list(found.values())


def walk(definition: Definition, shape: Shape, bound: int = BOUND) -> Walk:
    """Explore every marking of *shape*, breadth first, so that the first way found is a shortest one."""
    found = Walk(shape, {}, {}, [], complete=True)
    world = Remembering(shape)
    try:
        first, _ = begin(definition, world)
    except Impossible as error:
        first = Marking(definition.initial)
        found.parents[first] = None
        found.stuck.append((first, "", str(error)))
        return found
    first = _alike(first)
    found.same[first] = first
    found.parents[first] = None
    waiting = deque([first])
    while waiting:
        marking = waiting.popleft()
        found.edges[marking] = list(_edges(definition, world, marking, found))
        for edge in found.edges[marking]:
            if edge.target not in found.parents:
                if len(found.parents) >= bound:
                    found.complete = False
                    return found
                found.parents[edge.target] = (marking, edge.line)
                waiting.append(edge.target)
    return found


def _edges(definition: Definition, world: Remembering, marking: Marking, found: Walk) -> Iterator[Edge]:
    """What can be done at *marking*: as it is, and as it would be had signatures fallen by an edit."""
    state = definition.state(marking.state)
    yield from _edges_as(definition, world, marking, marking, found, definition.exits(marking.state))
    if state.final:
        return
    if marking.direct and (stops := _binding(definition, marking.back[_place(marking) :])):
        exits = [one for one in definition.exits(marking.state) if one.verdict == "yes"]
        yield from _fallen(_edges_as(definition, world, marking, replace(marking, stops=stops), found, exits))
    for signed in _binding(definition, marking.path):
        renewing = with_renewal(definition, marking.state, signed)
        yield from _fallen(_edges_as(renewing, world, marking, marking, found, renewing.transitions[-1:]))


def _fallen(edges: Iterable[Edge]) -> Iterator[Edge]:
    """What can be done only once a signature fell."""
    return (replace(edge, fallen=True) for edge in edges)


def _binding(definition: Definition, names: tuple[str, ...]) -> tuple[str, ...]:
    """The states among *names* where people sign."""
    return tuple(name for name in names if definition.state(name).binds)


def _place(marking: Marking) -> int:
    """Where the straight way begins: behind the present state."""
    return marking.back.index(marking.state) + 1 if marking.state in marking.back else 0


def _edges_as(
    definition: Definition,
    world: Remembering,
    shown: Marking,
    marking: Marking,
    found: Walk,
    exits: Iterable[Transition],
) -> Iterator[Edge]:
    """The acts of *exits* taken at *marking*, which stands for *shown*."""
    state = definition.state(marking.state)
    for transition in exits:
        for take in takes(marking, transition, targets(definition, marking, transition)):
            try:
                after, _ = step(definition, marking, take, world)
            except Impossible as error:
                found.stuck.append((shown, transition.title, str(error)))
                continue
            after = _alike(after)
            after = found.same.setdefault(after, after)
            moved = after.state != marking.state or not any(seat.vote for seat in after.seats)
            when = f"（满{transition.after}个工作日）" if transition.after else ""
            line = f"{state.title}：{transition.title}{when}" + (
                f" → {definition.state(after.state).title}" if moved else ""
            )
            open_way = not transition.unread
            holds = frozenset(transition.guards) - frozenset(state.curable)
            fails = frozenset(transition.unless)
            reliable = open_way and not holds and not fails
            if open_way and not fails:
                yield Edge(after, line, reliable, transition.name, holds=holds)
            elif open_way and not holds:
                yield Edge(after, line, reliable, transition.name, fails=fails)
            else:
                yield Edge(after, line, reliable, transition.name)


def takes(marking: Marking, transition: Transition, possible: tuple[str, ...]) -> Iterator[Take]:
    """Every way to take a transition, like seats once."""
    if not possible:
        return
    kinds = _speaking(marking.seats) if "party" in transition.by else ()
    by_others = transition.automatic or any(one != "party" for one in transition.by)
    keys = ([] if transition.automatic else list(kinds)) + ([""] if by_others else [])
    wheres = possible if transition.to == CHOSEN else ("",)
    for seat, where in product(keys, wheres):
        yield Take(transition.name, seat, where, "again")
        if transition.resubmit == "choose":
            yield Take(transition.name, seat, where, "direct")


@lru_cache(maxsize=4096)
def _speaking(seats: tuple[Seat, ...]) -> tuple[str, ...]:
    """The keys of the seats that may speak, one of each kind; what a seat is does not hang on who holds it."""
    return tuple({replace(seat, key=seat.key.partition(":")[0]): seat.key for seat in open_seats(seats)}.values())


def _alike(marking: Marking) -> Marking:
    """The marking with like seats in one order, so that exchanging them gives no new marking.

    Who had agreed before a return is left out: the vote that goes on there is one of those that ``ballots`` goes through.
    """
    ordered = _in_order(marking.seats)
    return marking if (ordered, ()) == (marking.seats, marking.stood) else replace(marking, seats=ordered, stood=())


@lru_cache(maxsize=4096)
def _in_order(seats: tuple[Seat, ...]) -> tuple[Seat, ...]:
    groups: dict[str, int] = {}
    renamed = []
    for seat in sorted(seats, key=lambda seat: (seat.rank, seat.key.partition(":")[0], seat.vote)):
        party, colon, _ = seat.key.partition(":")
        number = groups[party] = groups.get(party, -1) + 1
        renamed.append(replace(seat, key=f"{party}:{number}" if colon else party))
    return tuple(renamed)
