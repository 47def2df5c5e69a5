"""The engine's tables (engine.md §1)."""

from .cases import NO_TERM, Instance, WorkItem
from .definitions import Definition, Node, Policy
from .history import Content, Event, EventText

__all__ = ["NO_TERM", "Content", "Definition", "Event", "EventText", "Instance", "Node", "Policy", "WorkItem"]
