"""What is to be drawn: the main way as a column of states, the others beside it, and the links between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..model import CHOSEN, PREVIOUS, RETURNER, Definition, Transition


@dataclass
class Link:
    """Transitions drawn as one line: all *sources* run together into *targets* (several only where one may choose)."""

    sources: list[str]
    targets: tuple[str, ...]
    labels: list[str]
    returns: bool = False


@dataclass
class Scheme:
    """The states by column, the straight steps down the main way, and all other links."""

    main: list[str]
    side: list[str]
    steps: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    notes: dict[str, list[str]] = field(default_factory=dict)


def scheme(definition: Definition) -> Scheme:
    """Sort states and transitions for drawing. What leads to a place known only at run time is noted in the state itself."""
    main = main_way(definition)
    made = Scheme(main, [state.name for state in definition.states if state.name not in main])
    rows = {name: row for row, name in enumerate(main)}
    for transition in definition.transitions:
        _sort(definition, made, rows, transition)
    made.links = _joined(made.links)
    return made


def main_way(definition: Definition) -> list[str]:
    """The states that a paper passes when everybody agrees, first to last."""
    way = [definition.initial]
    while (onward := _onward(definition, way)) is not None:
        way.append(onward)
    return way


def _onward(definition: Definition, way: list[str]) -> str | None:
    exits = definition.exits(way[-1])
    preferred = sorted(exits, key=lambda one: ("yes", "none", "no", "return").index(one.verdict))
    return next(
        (one.to for one in preferred if definition.has_state(one.to) and _is_onward(definition, way, one)), None
    )


def _is_onward(definition: Definition, way: list[str], transition: Transition) -> bool:
    if transition.to in way or transition.verdict in ("no", "return"):
        return False
    state = definition.state(transition.to)
    return transition.verdict == "yes" or not state.final or state.outcome == "passed"


def _sort(definition: Definition, made: Scheme, rows: dict[str, int], transition: Transition) -> None:
    label = _label(transition)
    if transition.to in (PREVIOUS, RETURNER):
        for source in transition.sources:
            made.notes.setdefault(source, []).append(label)
        return
    if transition.to == CHOSEN:
        targets = transition.choices or (definition.initial,)
        sources = [source for source in transition.sources if source not in targets[:1]]
        words = [label] if transition.choices and len(targets) == 1 else [label, "（到办过的环节）"]
        for group in _by_column(rows, sources):
            made.links.append(Link(group, targets, words, returns=True))
        return
    lone = []
    for source in transition.sources:
        if source == transition.to:
            made.notes.setdefault(source, []).append(label)
        elif source in rows and rows.get(transition.to) == rows[source] + 1:
            made.steps.setdefault((source, transition.to), []).append(label)
        else:
            lone.append(source)
    for group in _by_column(rows, lone):
        made.links.append(Link(group, (transition.to,), [label], returns=transition.verdict == "return"))


def _label(transition: Transition) -> str:
    """What is written at a line: the title, and that it is not for anybody to take at any time."""
    marks = [
        *(["自动"] if transition.automatic else []),
        *([f"满{transition.after}个工作日"] if transition.after else []),
        *(["条件不满足时"] if transition.unless else []),
    ]
    return f"{transition.title}（{'，'.join(marks)}）" if marks else transition.title


def _by_column(rows: dict[str, int], sources: list[str]) -> Iterator[list[str]]:
    """Sources that can share a line: those of the main way, and those beside it."""
    for inside in (True, False):
        if group := [source for source in sources if (source in rows) is inside]:
            yield group


def _joined(links: list[Link]) -> list[Link]:
    """Links with the same ends as one, with several labels."""
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], Link] = {}
    for link in links:
        known = found.setdefault((tuple(sorted(link.sources)), link.targets), link)
        if known is not link:
            known.labels = [*known.labels, *(label for label in link.labels if label not in known.labels)]
    return list(found.values())
