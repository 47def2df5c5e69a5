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
        held = parent.__dict__.get("_prefetched_objects_cache")
        if not isinstance(held, _Laid):
            held = parent.__dict__["_prefetched_objects_cache"] = _Laid(parent, held or {})
        held.pop(name, None)
        held.rows[name] = children[key]


def laid(parent: Any, name: str) -> list[Any]:
    """The rows of ``parent.name``, by the shortest way: those that were laid, unless the relation was changed in memory."""
    held = parent.__dict__.get("_prefetched_objects_cache")
    if isinstance(held, _Laid) and name in held.rows and name not in parent.__dict__.get(_EDITED, ()):
        return list(held.rows[name])
    return list(getattr(parent, name).all())


_EDITED = "_cluster_related_objects"
"""Where modelcluster keeps relations of which an editor has changed something that is not saved yet."""


class _Laid(dict[str, Any]):
    """Django's cache of prefetched relations; the queryset around laid rows is made when somebody asks for it."""

    def __init__(self, parent: Any, kept: Mapping[str, Any]) -> None:
        super().__init__(kept)
        self.parent = parent
        self.rows: dict[str, list[Any]] = {}

    def __missing__(self, name: str) -> Any:
        if name not in self.rows:
            raise KeyError(name)
        self.parent.__dict__["_prefetched_objects_cache"] = {}  # else the relation would look here again
        try:
            queryset = getattr(self.parent, name).all()
        finally:
            self.parent.__dict__["_prefetched_objects_cache"] = self
        queryset._result_cache, queryset._prefetch_done = list(self.rows[name]), True  # noqa: SLF001 - as prefetching does
        self[name] = queryset
        return queryset

    def __contains__(self, name: object) -> bool:
        return name in self.rows or super().__contains__(name)

    def get(self, name: str, default: Any = None) -> Any:
        """As the relation's own reading, for Django's prefetching through it."""
        return self[name] if name in self else default  # noqa: SIM401 - it is what get() does

    def __delitem__(self, name: str) -> None:
        self.pop(name, None)

    def pop(self, name: str, *default: Any) -> Any:
        """Django takes a relation out when it is changed; what was laid goes too."""
        self.rows.pop(name, None)
        return super().pop(name, *default)
