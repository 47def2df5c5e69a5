"""The engine's tables (engine.md §1)."""

from .cases import NO_TERM, Instance, WorkItem
from .definitions import Definition, Node, Policy
from .erasing import Erasure
from .history import Content, Event, EventText, Seal, Verification

__all__ = [
    "NO_TERM",
    "Content",
    "Definition",
    "Erasure",
    "Event",
    "EventText",
    "Instance",
    "Node",
    "Policy",
    "Seal",
    "Verification",
    "WorkItem",
]
