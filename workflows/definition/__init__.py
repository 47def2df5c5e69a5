"""The ground of the workflow engine: what a definition says, and what one step does. Pure Python, no Django.

``parse`` reads TOML, ``step`` is the only interpreter, ``check`` proves a definition before it runs, ``simulate`` walks it.
README.md explains the format to a committee's administrator.
"""

from .actions import ACTIONS, ActionRule, ActionSpec
from .canonical import canonical_json, digest, from_document, to_document
from .check import check
from .leaps import end, leap
from .marking import Change, Closed, Entered, Finished, Left, Marking, Ran, Skipped, Take, Voted
from .model import RETURNER, Definition, Grant, Party, State, Transition
from .nesting import answer, inner_processes
from .problems import Problem, Report
from .reader import Fault
from .renewal import RENEW, with_renewal
from .simulate import Inside, Trace, regular, simulate, wander
from .source import DefinitionError, parse
from .step import Impossible, begin, step, targets
from .votes import Seat, Skip, World, open_seats, outcome

__all__ = [
    "ACTIONS",
    "RENEW",
    "RETURNER",
    "ActionRule",
    "ActionSpec",
    "Change",
    "Closed",
    "Definition",
    "DefinitionError",
    "Entered",
    "Fault",
    "Finished",
    "Grant",
    "Impossible",
    "Inside",
    "Left",
    "Marking",
    "Party",
    "Problem",
    "Ran",
    "Report",
    "Seat",
    "Skip",
    "Skipped",
    "State",
    "Take",
    "Trace",
    "Transition",
    "Voted",
    "World",
    "answer",
    "begin",
    "canonical_json",
    "check",
    "digest",
    "end",
    "from_document",
    "inner_processes",
    "leap",
    "open_seats",
    "outcome",
    "parse",
    "regular",
    "simulate",
    "step",
    "targets",
    "to_document",
    "wander",
    "with_renewal",
]
