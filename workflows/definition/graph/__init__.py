"""The picture of a definition, and of one document's way through it: a layered layout of our own, drawn as SVG."""

from .svg import Status, Visit, draw

__all__ = ["Status", "Visit", "draw"]
