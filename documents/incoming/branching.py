"""The parts of the tree below one organ in which a paper was received, each with its numbers."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models.functions import Substr

from workflows.organisations.models import Organisation
from workflows.organisations.tree import STEP, span

from .following import View, aggregates, receipts

NUMBERS = ("total", "signed", "waiting", "overdue")

Numbers = dict[str, Counter[str]]
"""For the path of each part its :data:`NUMBERS`."""


@dataclass(frozen=True)
class Branch:
    """A part of the tree with its numbers."""

    organ: Organisation
    total: int
    signed: int
    waiting: int
    overdue: int


def branches(view: View, numbers: Numbers) -> list[Branch]:
    """The parts right below *root* in which more than the organ itself received the paper; one query."""
    found = {path: row for path, row in numbers.items() if row["total"] > 1}
    organs = Organisation.objects.filter(path__in=list(found)).organs()
    return [Branch(organ, *(found[organ.path][name] for name in NUMBERS)) for organ in organs]


def counted(view: View, now: datetime) -> tuple[dict[str, int], Numbers]:
    """The numbers of the look, as :func:`documents.incoming.following.counts`, and those of its parts; one query for both."""
    rows = receipts(view).order_by().annotate(branch=Substr("organisation__path", 1, len(view.root.path) + STEP))
    low, high = span(view.root.path)
    counts, numbers = Counter(dict.fromkeys(aggregates(now), 0)), Numbers()
    found: Any = rows.values("branch").annotate(**aggregates(now))
    for row in found:
        path = row.pop("branch")
        counts.update(row)
        if low < path < high:
            numbers[path] = Counter({name: row[name] for name in NUMBERS})
    return dict(counts), numbers
