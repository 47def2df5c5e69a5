"""Where a case stands, what can be done to it, and what changed by doing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .votes import Seat, Vote, remembered_hash


@dataclass(frozen=True)
class Marking:
    """The whole state of a case for the interpreter.

    *path* holds the states passed, oldest first, without the present one; a return cuts it. *returner* is the state that
    sent the paper back, *direct* that resubmitting goes straight to it, and *back* the path to restore then. *stops* are the
    states on that straight way where a signature fell meanwhile: they are asked again before the returner is reached.
    *came* is set on the straight way: the state from which the paper came here, which is not the last of *path*; *direct* is
    kept with it. *stood* are the seats in the returner's state that had agreed: whoever keeps the rows leaves out those whose
    yes stands no more, and the straight way does not ask the others again.
    """

    state: str
    seats: tuple[Seat, ...] = ()
    path: tuple[str, ...] = ()
    returner: str = ""
    direct: bool = False
    back: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    came: str = ""
    stood: tuple[str, ...] = ()

    def __hash__(self) -> int:
        """Counted once: a check looks the same marking up very often."""
        return remembered_hash(
            self, (self.state, self.seats, self.path, self.returner, self.direct, self.back, self.came)
        )


@dataclass(frozen=True)
class Take:
    """Take a transition; *seat* is the seat of the person who acts, empty for those who act from outside the vote."""

    transition: str
    seat: str = ""
    to: str = ""
    resubmit: Literal["", "again", "direct"] = ""


@dataclass(frozen=True)
class Voted:
    """A seat has spoken; ``none`` when its holder moved the case without a vote."""

    seat: str
    verdict: Vote | Literal["none", "return"]


@dataclass(frozen=True)
class Closed:
    """An unfinished seat is no longer asked: ``removed`` (无需处理) or ``recalled`` (被撤回)."""

    seat: str
    status: Literal["removed", "recalled"]


@dataclass(frozen=True)
class Left:
    """The case has left a state."""

    state: str


@dataclass(frozen=True)
class Skipped:
    """A state was passed by, and why."""

    state: str
    reason: str


@dataclass(frozen=True)
class Entered:
    """A state was entered; *returned* when the case was sent back to it."""

    state: str
    seats: tuple[Seat, ...]
    returned: bool = False


@dataclass(frozen=True)
class Ran:
    """An effect of the definition to be run, by name."""

    effect: str


@dataclass(frozen=True)
class Finished:
    """The case is finished with an outcome of :data:`workflows.definition.model.OUTCOMES`."""

    outcome: str


Change = Voted | Closed | Left | Skipped | Entered | Ran | Finished
