"""Moves that no transition of a definition names: a leap to any state (跳转), an end from anywhere (撤销 终止 作废)."""

from __future__ import annotations

from .marking import Change, Closed, Entered, Finished, Left, Marking
from .model import Definition, State
from .step import Impossible, enter
from .votes import Skip, World


def leap(definition: Definition, marking: Marking, target: str, world: World) -> tuple[Marking, tuple[Change, ...]]:
    """Leave the present state for *target*, whatever the transitions say.

    A state that was passed cuts the way there; another is put behind the present one. Nobody leaps to an end, nor forward
    over a state that binds by signature and was not passed: that would be a signature nobody gave.

    Raises:
        Impossible: with the reason.
    """
    if not definition.has_state(target) or definition.state(target).final or target == marking.state:
        raise Impossible("只能跳到别的、还在办理的环节")
    if target not in marking.path and (unsigned := _unsigned(definition, marking, target, world)):
        raise Impossible(f"不能跳过须签字的“{unsigned.title}”")
    path = marking.path[: marking.path.index(target)] if target in marking.path else (*marking.path, marking.state)
    entered, more = enter(definition, Marking(target), target, path, world)
    if entered.state != target:
        raise Impossible(f"“{definition.state(target).title}”在这件事里不设")
    return entered, (*_left(marking), *more)


def end(definition: Definition, marking: Marking, outcomes: tuple[str, ...]) -> tuple[Marking, tuple[Change, ...]]:
    """End the case with the first of *outcomes* for which the definition has a state; in its present state where it has none."""
    finals = {state.outcome: state for state in reversed(definition.states) if state.final}
    found = next((finals[outcome] for outcome in outcomes if outcome in finals), None)
    if found is None:
        closed = tuple(change for change in _left(marking) if isinstance(change, Closed))
        return Marking(marking.state, (), marking.path), (*closed, Finished(outcomes[0]))
    path = (*marking.path, marking.state)
    return Marking(found.name, (), path), (*_left(marking), Entered(found.name, ()), Finished(outcomes[0]))


def _left(marking: Marking) -> tuple[Change, ...]:
    return (*(Closed(seat.key, "removed") for seat in marking.seats if not seat.vote), Left(marking.state))


def _unsigned(definition: Definition, marking: Marking, target: str, world: World) -> State | None:
    """The first state from here to *target*, in the order of the definition, that binds, asks somebody and was not passed."""
    names = [state.name for state in definition.states]
    between = definition.states[names.index(marking.state) : names.index(target)]
    return next(
        (
            state
            for state in between
            if state.binds and state.name not in marking.path and not isinstance(world.seats(state), Skip)
        ),
        None,
    )
