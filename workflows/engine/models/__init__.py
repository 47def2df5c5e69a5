"""The engine's tables (engine.md §1)."""

from .cases import NO_TERM, Instance, WorkItem
from .definitions import Definition, Node, Policy, Proof
from .erasing import Erasure
from .following import Follow
from .history import Content, Event, EventText, Seal, Verification
from .sharing import ShareTerm
from .timing import CalendarPass, PostsPass, Reminder

__all__ = [
    "NO_TERM",
    "CalendarPass",
    "Content",
    "Definition",
    "Erasure",
    "Event",
    "EventText",
    "Follow",
    "Instance",
    "Node",
    "Policy",
    "PostsPass",
    "Proof",
    "Reminder",
    "Seal",
    "ShareTerm",
    "Verification",
    "WorkItem",
]
