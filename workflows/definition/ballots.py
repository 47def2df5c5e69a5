"""The vote inside each state, every course of it: with up to two added signers, whoever speaks first, whatever they say.

Seats that count alike are exchanged freely, so five co-signers are one kind of seat.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from .model import Definition, State
from .problems import Problem
from .votes import Relation, Seat, Vote, open_seats, outcome, with_vote

MAX_ADDED = 2
"""加签 beyond this is not explored; the report says so."""

RELATIONS: tuple[Relation, ...] = ("before", "after", "beside", "assist")
_RELATION_WORDS = {"before": "前加签", "after": "后加签", "beside": "并加签", "assist": "委派"}
_VOTE_WORDS = {"yes": "同意", "no": "不同意"}


@dataclass
class Ballot:
    """All courses of one vote: how many, and the first that ends nowhere, by the shortest way (None: there is none)."""

    markings: int
    stuck: tuple[str, tuple[str, ...]] | None
    complete: bool = True


def vote_problems(definition: Definition) -> Iterator[Problem]:
    """What only adding signers brings out, though no course ends nowhere: where the last to sign would choose the way."""
    for state in definition.states:
        exits = [one for one in definition.exits(state.name) if "party" in one.by and not one.automatic]
        targets = {one.to for one in exits if one.verdict == "yes"}
        if len(state.parties) == 1 and not state.parties[0].dynamic and len(targets) > 1:
            message = "同意类操作有几个去向；一加签，就由最后签的人决定去哪里，加签前请留意"
            yield Problem("vote_split_when_added", "warning", state.title, message)


def ballot(definition: Definition, state: State, seats: tuple[Seat, ...], bound: int) -> Ballot:
    """Every course of the vote of *seats*: each must come to a result whose transition the last voter has in hand."""
    verdicts = [
        verdict
        for verdict in ("yes", "no")
        if any(one.verdict == verdict and "party" in one.by for one in definition.exits(state.name))
    ]
    parents: dict[Any, tuple[Any, str] | None] = {_alike(seats): None}
    waiting = deque([seats])
    while waiting and verdicts:
        here = waiting.popleft()
        key = _alike(here)
        speaking = open_seats(here)
        if not speaking:
            return Ballot(len(parents), ("谁也轮不到，却还没有结果", _path(parents, key)))
        for line, after, verdict in (*_spoken(speaking, here, verdicts), *_added(speaking, here)):
            result = outcome(state.quorum, veto=state.veto, seats=after) if verdict else "pending"
            if result != "pending":
                if result != ("passed" if verdict == "yes" else "failed"):
                    return Ballot(len(parents), ("结果已定，却没有相应的操作", (*_path(parents, key), line)))
                continue
            if _alike(after) not in parents:
                if len(parents) >= bound:
                    return Ballot(len(parents), None, complete=False)
                parents[_alike(after)] = (key, line)
                waiting.append(after)
    return Ballot(len(parents), None)


def _spoken(
    speaking: tuple[Seat, ...], seats: tuple[Seat, ...], verdicts: list[str]
) -> Iterator[tuple[str, tuple[Seat, ...], str]]:
    for seat in speaking:
        for verdict in verdicts:
            vote: Vote = "yes" if verdict == "yes" else "no"
            yield f"{seat.key}：{_VOTE_WORDS[verdict]}", with_vote(seats, seat.key, vote), verdict


def _added(speaking: tuple[Seat, ...], seats: tuple[Seat, ...]) -> Iterator[tuple[str, tuple[Seat, ...], str]]:
    number = sum(seat.relation != "initial" for seat in seats)
    if number >= MAX_ADDED:
        return
    for seat in speaking:
        for relation in RELATIONS:
            key = f"加签{number + 1}"
            required = relation != "assist"
            added = Seat(key, seat.rank, required=required, counts=False, relation=relation, raised_by=seat.key)
            yield f"{seat.key}：{_RELATION_WORDS[relation]}“{key}”", (*seats, added), ""


def _alike(seats: tuple[Seat, ...]) -> Any:
    """The seats without their names: what each is, and what hangs on it, in one order."""
    raised: dict[str, list[Seat]] = {}
    for seat in seats:
        raised.setdefault(seat.raised_by, []).append(seat)

    def form(seat: Seat) -> Any:
        bare = replace(seat, key="", raised_by="")
        below = sorted((form(one) for one in raised.get(seat.key, ())), key=repr)
        return (bare, *below)

    return tuple(sorted((form(seat) for seat in raised.get("", ())), key=repr))


def _path(parents: dict[Any, tuple[Any, str] | None], key: Any) -> tuple[str, ...]:
    lines: list[str] = []
    step_back = parents[key]
    while step_back is not None:
        before, line = step_back
        lines.append(line)
        step_back = parents[before]
    return tuple(reversed(lines))
