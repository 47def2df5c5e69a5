"""Walking the tree by path strings, without asking the database more than once."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Subquery
from django.db.models.functions import Substr
from django.utils import timezone

from workflows.database import keep, once

from .models import LEVELS_UPWARD, Level, Organisation

STEP = Organisation.steplen


def span(path: str) -> tuple[str, str]:
    """The half-open range ``[low, high)`` of paths at and below *path*.

    The tree's alphabet is ``0-9A-Z``, so the character after ``Z`` bounds every step.
    """
    return path, path[:-1] + chr(ord(path[-1]) + 1)


def is_within(path: str, ancestor: str) -> bool:
    """Whether *path* lies at or below *ancestor*."""
    return path.startswith(ancestor)


def paths_upward(path: str) -> list[str]:
    """The path itself, its parent's, and so on up to the root's."""
    return [path[:end] for end in range(len(path), 0, -STEP)]


def line_upward(organisation: Organisation) -> list[Organisation]:
    """The node and its superiors, nearest first, in one query."""
    upward = Organisation.objects.filter(path__in=paths_upward(organisation.path))
    found = once(("line", organisation.path), lambda: {node.path: node for node in upward})
    return [found[path] for path in paths_upward(organisation.path) if path in found]


def node_in_line(pk: int) -> Organisation | None:
    """The node of that key, read together with its superiors: a page that asks for :func:`line_upward` has them; one query."""
    path = Subquery(Organisation.objects.filter(pk=pk).values("path")[:1])
    steps = [Substr(path, 1, STEP * step) for step in range(1, DEEPEST + 1)]
    found = {node.path: node for node in Organisation.objects.filter(Q(pk=pk) | Q(path__in=steps))}
    node = next((node for node in found.values() if node.pk == pk), None)
    if node is not None and len(node.path) <= STEP * DEEPEST:
        keep(("line", node.path), found)
    return node


DEEPEST = len(LEVELS_UPWARD) + 1
"""So many steps a department of the lowest organ lies deep."""


def organ_at(organisation: Organisation, level: str) -> Organisation | None:
    """The organ of *level* above (or at) the node; None where the tree skips that level."""
    for node in line_upward(organisation):
        if node.organ_id is None and node.level == level:
            return node
    return None


def superior(organisation: Organisation) -> Organisation | None:
    """The next organ above the node's own organ."""
    own = organisation.organ_pk
    return next((node for node in line_upward(organisation) if node.organ_id is None and node.pk != own), None)


def merged_into(organisations: Iterable[int], on: date | None = None) -> frozenset[int]:
    """Closed organisations that one of these follows, through any number of closings; one query where there is none."""
    day, keys = on or timezone.localdate(), frozenset(organisations)
    return once(("merged", keys, day), lambda: _merged(keys, day))


def _merged(keys: frozenset[int], day: date) -> frozenset[int]:
    found: set[int] = set()
    nearest = set(keys)
    while nearest:
        closed = (
            Organisation.objects.filter(successor__in=nearest, until__lte=day).order_by().values_list("pk", flat=True)
        )
        nearest = set(closed) - found - keys
        found |= nearest
    return frozenset(found)


def followed(organisation: Organisation, on: date | None = None) -> Organisation:
    """Whoever took over from a closed organisation, through any number of closings; else itself. No query for one that stands."""
    day, seen = on or timezone.localdate(), {organisation.pk}
    while organisation.until is not None and organisation.until <= day:
        if organisation.successor is None or organisation.successor_id in seen:
            break
        organisation = organisation.successor
        seen.add(organisation.pk)
    return organisation


def is_higher(level: str, than: str) -> bool:
    """Whether *level* stands above *than*."""
    return LEVELS_UPWARD.index(Level(level)) > LEVELS_UPWARD.index(Level(than))


def within(queryset: QuerySet[Any], field: str, paths: list[str] | None) -> QuerySet[Any]:
    """Rows whose organisation lies at or below one of the paths."""
    if paths is None:
        return queryset
    reach = Q(pk__in=[])
    for path in paths:
        low, high = span(path)
        reach |= Q(**{f"{field}path__gte": low, f"{field}path__lt": high})
    return queryset.filter(reach)
