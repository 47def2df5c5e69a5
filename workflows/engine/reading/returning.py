"""Why a paper came back, for whoever has to mend it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ..models import Instance, WorkItem
from ..shown import shown_items
from .histories import HistoryRow, last_act


@dataclass(frozen=True)
class Returned:
    """Who sent it back, when, the reasons ticked, and the points written."""

    by: str
    at: datetime
    reasons: list[str]
    opinion: str


def why_returned(instance: Instance, rows: Sequence[HistoryRow] | None = None) -> Returned | None:
    """The last return, while the paper lies where it was sent back to; two queries, none for the history where it is given and for
    the items that the same glance has read."""
    if not any(item.status == WorkItem.Status.OPEN and item.returned for item in shown_items([instance])[instance.pk]):
        return None
    row = last_act(instance) if rows is None else next((row for row in reversed(rows) if row.kind == "act"), None)
    return Returned(row.actor, row.at, list(row.labels), row.opinion) if row else None
