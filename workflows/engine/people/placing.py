"""Cases stand where their organs stand: their copies of paths follow every move in the tree, in the same transaction.

Moving takes the table of cases away from everybody else who writes or locks in it (PostgreSQL; SQLite has one writer anyway), so each
case is either there when the paths are followed, or reads its organ's path when the move is done.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from workflows.organisations.models import Organisation
from workflows.organisations.moving import TreeChanges

from ..models import Instance

CHUNK = 500


def follow_tree(organs: Iterable[int] | None = None) -> int:
    """Let the cases of some organs, or all cases, stand where their organ stands now; how many did not."""
    stale = Instance.objects.exclude(path=F("organ__path")).order_by()
    if organs is None:
        return _follow(stale)
    wanted = sorted(organs)
    chunks = [wanted[start : start + CHUNK] for start in range(0, len(wanted), CHUNK)]
    return sum(_follow(stale.filter(organ__in=chunk)) for chunk in chunks)


def stand_at_organ(instance: Instance) -> None:
    """After a case was inserted: its organ may have moved since its path was looked up."""
    path = Organisation.objects.order_by().values_list("path", flat=True).get(pk=instance.organ_id)
    if path != instance.path:
        instance.path = path
        Instance.objects.filter(pk=instance.pk).update(path=path)


def _follow(stale: QuerySet[Instance]) -> int:
    organs = Organisation.objects.filter(pk=OuterRef("organ")).order_by()
    return Instance.objects.filter(pk__in=stale.values("pk")).update(path=Subquery(organs.values("path")[:1]))


def before_move(**kwargs: Any) -> None:
    """Receiver of the tree's signal of that name: nobody opens a case, or acts on one, while the tree changes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Instance._meta.db_table} IN EXCLUSIVE MODE")


def after_move(changes: TreeChanges, **kwargs: Any) -> None:
    """Receiver of the tree's signal of that name: the paths follow, and what lies with a former superior goes to the new one."""
    from .stranding import settle_lost  # pulls in the acts, which open cases, which ask this module

    follow_tree(changes.moved)
    settle_lost(changes.lost(), timezone.now())
