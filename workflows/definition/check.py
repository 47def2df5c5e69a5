"""The proof that a definition can run: no dead end, no state that nobody reaches, a way to the end from everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .ballots import ballot, vote_problems
from .components import components
from .explore import BOUND, Walk, apart, shapes, walk
from .marking import Marking
from .model import Definition
from .nesting import nesting_problems
from .problems import Problem, Report
from .structure import structural_problems
from .votes import Seat, Skip


def check(definition: Definition, *, bound: int = BOUND, inner: Mapping[str, Definition] | None = None) -> Report:
    """Prove *definition*, or show by a shortest counter-example why not.

    First every course of the vote inside each state, with up to two added signers; then every marking of the whole.

    Explores every marking up to the exchange of like parties, for each level of origin, each profile of the organ, and trees
    that lack one level between. Guards may hold or not at any time; a guard that the state calls *curable* can be met there.
    A party that runs a process of its own (*inner*, by name) counts as a seat that may answer either way at any time; the
    inner process is proved by its own check. More than *bound* markings in all: “not proven”, which blocks like an error.
    """
    problems = [*structural_problems(definition), *nesting_problems(definition, inner or {})]
    if any(problem.severity == "error" for problem in problems):
        return Report(tuple(problems), 0, 0, bound, complete=True)
    problems += vote_problems(definition)
    walks: list[Walk] = []
    explored, found = _votes(definition, bound)
    problems += found
    votes = explored
    if explored >= bound:
        return Report(tuple(problems), explored, 0, bound, complete=False)
    every = list(shapes(definition))
    for shape in apart(definition, every):
        walks.append(walk(definition, shape, bound - explored))
        explored += len(walks[-1].parents)
        if not walks[-1].complete:
            return Report(tuple(problems), explored, len(every), bound, complete=False)
    problems += _global_problems(definition, walks)
    return Report(tuple(problems), explored - votes, len(every), bound, complete=True, votes=votes, walks=len(walks))


def _votes(definition: Definition, bound: int) -> tuple[int, list[Problem]]:
    """Every course of every vote, for each number of seats that some case brings: how many, and what is wrong."""
    explored = 0
    problems: list[Problem] = []
    tried: set[tuple[str, tuple[Seat, ...]]] = set()
    for shape in shapes(definition):
        for state in definition.states:
            seats = shape.seats(state)
            if isinstance(seats, Skip) or not seats or (state.name, seats) in tried:
                continue
            tried.add((state.name, seats))
            course = ballot(definition, state, seats, bound - explored)
            explored += course.markings
            if not course.complete:
                return bound, problems
            if course.stuck is not None:
                what, path = course.stuck
                problems.append(Problem("vote_stuck", "error", state.title, f"表决会卡住：{what}", path))
    return explored, problems


def _global_problems(definition: Definition, walks: list[Walk]) -> Iterator[Problem]:
    """Faults that only walking shows; each is told once, by the shortest way over all shapes."""
    shortest: dict[tuple[str, str], Problem] = {}
    for one in walks:
        for problem in _problems_of(definition, one):
            key = (problem.code, problem.where)
            if key not in shortest or len(problem.path) < len(shortest[key].path):
                shortest[key] = problem
    yield from shortest.values()
    if any(one.stuck for one in walks):
        return  # what lies behind a stuck place would only repeat it
    reached = {marking.state for one in walks for marking in one.parents}
    for state in definition.states:
        if state.name not in reached:
            yield Problem("unreachable", "error", state.title, "从第一个环节出发，无论怎么办都到不了这里")
    taken = {edge.transition for one in walks for edges in one.edges.values() for edge in edges}
    for transition in definition.transitions:
        if transition.name not in taken:
            yield Problem("never_offered", "warning", transition.title, "这项操作在任何情形下都用不上")


def _problems_of(definition: Definition, one: Walk) -> Iterator[Problem]:
    for marking, title, reason in one.stuck:
        way = f"“{title}”后走不下去：{reason}" if title else f"开始时走不下去：{reason}"
        yield Problem("nobody_to_ask", "error", definition.state(marking.state).title, way, one.path(marking))
    if one.stuck:
        return
    yield from _running_on(definition, one)
    finals = {marking for marking in one.parents if definition.state(marking.state).final}
    passed = {marking for marking in finals if definition.state(marking.state).outcome == "passed"}
    possible = one.reaching(finals, reliable=False)
    certain = one.reaching(finals, reliable=True)
    hopeful = one.reaching(passed, reliable=False)
    for marking in one.parents:
        title = definition.state(marking.state).title
        if marking not in possible:
            yield Problem("no_way_to_final", "error", title, "走到这里以后，再也到不了任何办结环节", one.path(marking))
        elif marking not in certain:
            if why := _doubts(definition, one, marking):
                message = f"若{why}，这里就走不到任何办结环节；加一项不带条件的操作，或用 unless 写出条件不满足时的去向，或把可在此补正的条件写进 curable"
                yield Problem("guarded_dead_end", "error", title, message, one.path(marking))
        elif marking not in hopeful and marking not in finals:
            yield Problem("no_way_to_success", "warning", title, "走到这里以后，再也办不成了", one.path(marking))


def _doubts(definition: Definition, one: Walk, marking: Marking) -> str:
    """What may keep every way out of a place shut for ever; empty where the fault lies further on."""
    state = definition.state(marking.state)
    taken = [definition.transition(edge.transition) for edge in one.edges[marking] if not edge.reliable]
    unmet = sorted({name for by in taken if by is not None for name in by.guards if name not in state.curable})
    met = sorted({name for by in taken if by is not None for name in by.unless})
    doubts = [f"条件（{'、'.join(unmet)}）一直不满足"] if unmet else []
    doubts += [f"条件（{'、'.join(met)}）一直满足"] if met else []
    if doubts:
        return "，".join(doubts)
    return "对方已经打开或办理" if taken else ""


def _running_on(definition: Definition, one: Walk) -> Iterator[Problem]:
    """Circles of automatic moves, skipped states included: where the case would run on by itself for ever."""
    onward = {
        marking: [
            edge.target
            for edge in edges
            if (by := definition.transition(edge.transition)) and by.automatic and not by.after
        ]
        for marking, edges in one.edges.items()
    }
    for component in components(onward):
        if len(component) > 1 or component[0] in onward[component[0]]:
            titles = "、".join(dict.fromkeys(definition.state(marking.state).title for marking in component))
            first = min(component, key=lambda marking: len(one.path(marking)))
            message = f"自动操作在“{titles}”之间打转，会一直自己走下去；去掉其中一个 automatic"
            yield Problem("automatic_cycle", "error", titles, message, one.path(first))
