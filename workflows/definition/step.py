"""The one interpreter. The engine, the check and the simulation all call :func:`step`; nothing knows the rules twice."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from .marking import Change, Closed, Entered, Finished, Left, Marking, Ran, Skipped, Take, Voted
from .model import CHOSEN, PREVIOUS, RETURNER, Definition, State, Transition
from .votes import Seat, Skip, World, open_seats, outcome, with_vote

MAX_SKIPS = 50


class Impossible(Exception):
    """The step cannot be taken; *reasons* say why, in Chinese."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("；".join(reasons))
        self.reasons = list(reasons)


def begin(definition: Definition, world: World) -> tuple[Marking, tuple[Change, ...]]:
    """The marking of a new case, with what must be opened for it.

    Raises:
        Impossible: nobody can be asked in the first state.
    """
    return enter(definition, Marking(definition.initial), definition.initial, (), world)


def step(definition: Definition, marking: Marking, action: Take, world: World) -> tuple[Marking, tuple[Change, ...]]:
    """Take *action* at *marking*: the next marking, and what changed, in the order in which it is to be written.

    Rights, guards and the clock are not looked at; they belong to whoever calls.

    Raises:
        Impossible: the transition is not offered here, the seat may not speak now, or there is no such way.
    """
    state = definition.state(marking.state)
    transition = definition.transition(action.transition)
    if transition is None or state.name not in transition.sources:
        raise Impossible(f"“{state.title}”环节没有这项操作")
    seats = marking.seats
    changes: list[Change] = []
    if action.seat:
        if action.seat not in {seat.key for seat in open_seats(seats)}:
            raise Impossible("现在还没有轮到，或者已经办过")
        changes.append(Voted(action.seat, transition.verdict))
        if transition.verdict in ("yes", "no"):
            seats = with_vote(seats, action.seat, transition.verdict)
            if not _decides(state, seats, transition):
                return replace(marking, seats=seats), tuple(changes)
    status: Literal["removed", "recalled"] = "recalled" if transition.unread else "removed"
    changes += [Closed(seat.key, status) for seat in seats if not seat.vote and seat.key != action.seat]
    return _move(definition, marking, transition, action, world, changes)


def targets(definition: Definition, marking: Marking, transition: Transition) -> tuple[str, ...]:
    """Where a transition can lead from *marking*, the usual place first; empty when it leads nowhere now."""
    if transition.to == PREVIOUS:
        origin = _sent_from(marking) if transition.unread else ""
        return (origin,) if origin else marking.path[-1:]
    if transition.to == RETURNER:
        return (_straight(marking),) if marking.returner else ()
    if transition.to == CHOSEN:
        return tuple(name for name in marking.path if not transition.choices or name in transition.choices)
    if transition.verdict == "yes" and marking.direct and marking.returner:
        return (_straight(marking),)
    return (transition.to,)


def _sent_from(marking: Marking) -> str:
    """Where the last move began when that is not the last of the path: the way was straight, or the paper was returned.

    Taking back (撤回) leads there, so that the sender has again what the sender had.
    """
    return marking.came or marking.returner


def _straight(marking: Marking) -> str:
    """The next place on the straight way back: where a signature is to be renewed first, else who returned the paper."""
    return marking.stops[0] if marking.stops else marking.returner


def _decides(state: State, seats: tuple[Seat, ...], transition: Transition) -> bool:
    """Whether this vote settles the state, and in the sense of the transition that was taken."""
    result = outcome(state.quorum, veto=state.veto, seats=seats)
    return result == ("passed" if transition.verdict == "yes" else "failed")


def _move(
    definition: Definition,
    marking: Marking,
    transition: Transition,
    action: Take,
    world: World,
    changes: list[Change],
) -> tuple[Marking, tuple[Change, ...]]:
    """Leave the state by *transition*: effects first, then the new state."""
    possible = targets(definition, marking, transition)
    if not possible:
        raise Impossible(f"没有可以“{transition.title}”到的环节")
    target = action.to if transition.to == CHOSEN and action.to else possible[0]
    if target not in possible:
        raise Impossible("只能退回已经办过的环节")
    changes.append(Left(marking.state))
    changes += [Ran(effect) for effect in transition.effects]
    base, path = _after_leaving(marking, transition, target, action.resubmit)
    returned = transition.verdict == "return"
    entered, more = enter(definition, base, target, path, world, returned=returned)
    return entered, (*changes, *more)


def _after_leaving(
    marking: Marking, transition: Transition, target: str, resubmit: str
) -> tuple[Marking, tuple[str, ...]]:
    """What is remembered when leaving: the path with its cut at a return, and where a direct resubmission leads."""
    if transition.unread and transition.to == PREVIOUS and _sent_from(marking):
        return _taken_back(marking)
    backward = target in marking.path
    if backward:
        path = marking.path[: marking.path.index(target)]
        if transition.verdict != "return" and transition.resubmit != "direct":
            return Marking(target), path
        direct = transition.resubmit == "direct" or (transition.resubmit == "choose" and resubmit == "direct")
        back, stood = marking.path, _agreed(marking)
        return Marking(target, returner=marking.state, direct=direct, back=back, stood=stood), path
    if target == marking.state:
        return marking, marking.path
    if marking.returner and (transition.to == RETURNER or marking.direct) and target == _straight(marking):
        return _go_straight(marking)
    return Marking(target), (*marking.path, marking.state)


def _agreed(marking: Marking) -> tuple[str, ...]:
    """The seats that have agreed in the present state."""
    return tuple(seat.key for seat in marking.seats if seat.vote == "yes")


def _go_straight(marking: Marking) -> tuple[Marking, tuple[str, ...]]:
    """The next place on the straight way back, and the path as it was there."""
    target = _straight(marking)
    if target == marking.returner:
        return Marking(target, direct=marking.direct, came=marking.state, stood=marking.stood), marking.back
    ahead = replace(marking, state=target, direct=True, stops=marking.stops[1:], came=marking.state)
    return ahead, marking.back[: marking.back.index(target)]


def _taken_back(marking: Marking) -> tuple[Marking, tuple[str, ...]]:
    """The marking before the last move: with the returner as it was, or as if the paper had never been returned."""
    if not marking.came:
        return Marking(marking.returner, stood=marking.stood), marking.back
    if marking.returner:
        before = replace(marking, state=marking.came, stops=(marking.state, *marking.stops), came="")
    else:
        before = Marking(
            marking.came, returner=marking.state, direct=marking.direct, back=marking.path, stood=_agreed(marking)
        )
    place = before.back.index(marking.came) if marking.came in before.back else len(before.back)
    return before, before.back[:place]


def enter(
    definition: Definition, base: Marking, target: str, path: tuple[str, ...], world: World, *, returned: bool = False
) -> tuple[Marking, tuple[Change, ...]]:
    """Enter *target*, passing by the states where nobody is asked."""
    changes: list[Change] = []
    came = base.came
    for _ in range(MAX_SKIPS):
        state = definition.state(target)
        if state.final:
            changes += [Entered(target, ()), Finished(state.outcome)]
            return Marking(target, (), path), tuple(changes)
        seats = world.seats(state)
        if not isinstance(seats, Skip):
            if base.stood and not base.returner:
                seats = _as_left(state, seats, base.stood) if target == base.state else seats
                base = replace(base, stood=())
            changes.append(Entered(target, seats, returned))
            return replace(base, state=target, seats=seats, path=path), tuple(changes)
        if seats.blocking:
            raise Impossible(f"“{state.title}”环节无人可办：{seats.reason}")
        if base.direct and base.returner and state.skippable:
            changes.append(Skipped(target, seats.reason))
            base, path = _go_straight(base)
            base, target = replace(base, came=came), base.state
            continue
        onward = definition.forward(target)
        if not state.skippable or onward is None or onward.to.startswith("@"):
            raise Impossible(f"“{state.title}”环节无人可办：{seats.reason}")
        changes.append(Skipped(target, seats.reason))
        target = onward.to
        if target in path:
            path = path[: path.index(target)]
    raise Impossible("连续跳过的环节太多，请检查流程定义")


def _as_left(state: State, seats: tuple[Seat, ...], stood: tuple[str, ...]) -> tuple[Seat, ...]:
    """The seats of a state to which the paper comes straight back: whoever had agreed is not asked again.

    In an ordered line a yes stands only while everybody before it stands. Where nobody would be left to decide, since those
    who were awaited are asked no more, everybody is asked anew.
    """
    first = min((seat.rank for seat in seats if seat.key not in stood), default=0)
    left = tuple(replace(seat, vote="yes") if seat.key in stood and seat.rank <= first else seat for seat in seats)
    return left if outcome(state.quorum, veto=state.veto, seats=left) == "pending" else seats
