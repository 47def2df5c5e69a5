"""Rows that were read by themselves, laid where ``prefetch_related`` would have laid them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def lay(parents: Mapping[int, Any], name: str, rows: Iterable[Any], *, by: str) -> None:
    """Lay *rows* into their parents' relation *name*; *by* is the foreign key that names the parent, a key of *parents*.

    ``parent.name.all()`` then gives the rows in their order, without asking the database.
    """
    children: dict[int, list[Any]] = {key: [] for key in parents}
    for row in rows:
        key = getattr(row, f"{by}_id")
        setattr(row, by, parents[key])
        children[key].append(row)
    for key, parent in parents.items():
        held = getattr(parent, name).all()
        held._result_cache, held._prefetch_done = children[key], True  # noqa: SLF001 - as Django's prefetching does
        parent.__dict__.setdefault("_prefetched_objects_cache", {})[name] = held
