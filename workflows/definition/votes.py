"""The vote inside one state: seats, who may speak now, and what the votes come to.

A seat is one party that is asked. Ordered signing, N of M, veto and added signers need nothing but rank, required and the
relation to the seat that raised it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol

from .model import Quorum, State

Vote = Literal["", "yes", "no"]
Relation = Literal["initial", "before", "after", "beside", "assist"]
Outcome = Literal["passed", "failed", "pending"]


def remembered_hash(one: Any, parts: tuple[Any, ...]) -> int:
    """The hash of *parts*, kept with an object that never changes."""
    known: int | None = one.__dict__.get("_hash")
    if known is None:
        known = hash(parts)
        object.__setattr__(one, "_hash", known)
    return known


@dataclass(frozen=True)
class Seat:
    """A party that is asked: *required* must agree whatever the quorum, *counts* says whether its vote is counted."""

    key: str
    rank: int = 0
    vote: Vote = ""
    required: bool = False
    counts: bool = True
    relation: Relation = "initial"
    raised_by: str = ""

    def __hash__(self) -> int:
        """Counted once: a check looks the same seats up very often."""
        return remembered_hash(self, (self.key, self.rank, self.vote, self.required, self.relation, self.raised_by))


@dataclass(frozen=True)
class Skip:
    """Nobody is asked here, and why; shown in the route, never silent. *blocking*: nothing may pass by all the same."""

    reason: str
    blocking: bool = False


class World(Protocol):
    """What a step must know from outside: who is asked in a state of this case."""

    def seats(self, state: State) -> tuple[Seat, ...] | Skip:
        """The seats of a state that is being entered, or why it is passed by."""


def open_seats(seats: Iterable[Seat]) -> tuple[Seat, ...]:
    """The seats that may speak now.

    A seat of the definition waits for unfinished seats of lower rank, those added to them included, for unfinished ``before`` and ``assist`` seats that it raised, and, as
    ``after``, for the seat that raised it.
    """
    all_seats = tuple(seats)
    pending = [seat for seat in all_seats if not seat.vote]
    lowest = min((seat.rank for seat in pending), default=0)
    if all(seat.relation == "initial" for seat in all_seats):
        return tuple(seat for seat in pending if seat.rank == lowest)
    by_key = {seat.key: seat for seat in all_seats}

    def may_speak(seat: Seat) -> bool:
        if seat.relation == "initial" and seat.rank > lowest:
            return False
        if any(one.raised_by == seat.key and one.relation in ("before", "assist") for one in pending):
            return False
        raiser = by_key.get(seat.raised_by)
        return not (seat.relation == "after" and raiser is not None and not raiser.vote)

    return tuple(seat for seat in pending if may_speak(seat))


def outcome(quorum: Quorum, *, veto: bool, seats: Iterable[Seat]) -> Outcome:
    """What the votes come to under *quorum*; a required seat must agree in addition to it.

    With fewer seats than the number asked for, all of them must agree.
    """
    all_seats = tuple(seats)
    counted = [seat for seat in all_seats if seat.counts]
    yes = sum(seat.vote == "yes" for seat in counted)
    no = sum(seat.vote == "no" for seat in counted)
    required = [seat for seat in all_seats if seat.required]
    needed = needed_votes(quorum, len(counted))
    if any(seat.vote == "no" for seat in required) or (veto and no) or yes + (len(counted) - yes - no) < needed:
        return "failed"
    if yes >= needed and all(seat.vote == "yes" for seat in required):
        return "passed"
    return "pending"


def needed_votes(quorum: Quorum, seats: int) -> int:
    """How many of *seats* must agree."""
    if quorum == "any":
        return min(1, seats)
    if isinstance(quorum, int):
        return min(quorum, seats)
    return seats


def with_vote(seats: tuple[Seat, ...], key: str, vote: Vote) -> tuple[Seat, ...]:
    """The seats after one has spoken."""
    return tuple(replace(seat, vote=vote) if seat.key == key else seat for seat in seats)
