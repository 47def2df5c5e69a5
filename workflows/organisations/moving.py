"""Moving in the tree (隶属调整): one at a time, and whoever keeps copies of paths follows in the same transaction.

Other packages connect to the two signals; ``Organisation.move`` sends them, whoever calls it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.dispatch import Signal

from .models import Organisation
from .tree import paths_upward

before_move = Signal()
"""The tree is about to change: lock what copies paths, before anything else is locked. Sent inside the transaction."""

after_move = Signal()
"""The tree has changed: ``changes`` (:class:`TreeChanges`) says how. Sent inside the transaction."""


@dataclass(frozen=True)
class TreeChanges:
    """Every path before and after, by the id of the organisation."""

    before: dict[int, str]
    after: dict[int, str]

    @property
    def moved(self) -> frozenset[int]:
        """The organisations whose path is another one now: what was moved, all below it, and siblings that made room."""
        return frozenset(pk for pk, path in self.after.items() if self.before.get(pk, path) != path)

    def lost(self) -> dict[int, frozenset[int]]:
        """By organisation: who was above it and is not any more; only those with such a change."""
        found = {}
        old, new = ({path: pk for pk, path in paths.items()} for paths in (self.before, self.after))
        for pk in self.moved:
            above = {old[path] for path in paths_upward(self.before[pk]) if path in old}
            gone = above - {new[path] for path in paths_upward(self.after[pk]) if path in new}
            if gone:
                found[pk] = frozenset(gone)
        return found


@contextmanager
def rearranging() -> Iterator[None]:
    """The one way to change paths: alone, in one transaction, with the signals around it."""
    with transaction.atomic():
        before_move.send(sender=Organisation)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {Organisation._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
        before = _paths()
        yield
        after = _paths()
        if before != after:
            after_move.send(sender=Organisation, changes=TreeChanges(before, after))


def put_below(node: Organisation, parent: Organisation | None) -> None:
    """Move *node* with all below it under *parent*, as the last there; among the topmost when that is None.

    Raises:
        InvalidMoveToDescendant: by now *parent* lies below the node.
    """
    if parent is not None:
        node.move(parent, "last-child")
    elif not node.is_root():
        node.move(Organisation.get_last_root_node(), "last-sibling")


def _paths() -> dict[int, str]:
    return dict(Organisation.objects.order_by().values_list("pk", "path"))
