"""The parts of the tree below one organ in which a paper was received, each with its numbers."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Substr

from workflows.organisations.models import Organisation
from workflows.organisations.tree import STEP, span

from .following import Row, View
from .models import Receipt

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


def branches(view: View, now: datetime, *, known: Iterable[Row] | None = None) -> list[Branch]:
    """The parts right below *root* in which more than the organ itself received the paper; two queries, one where *known*, all
    lines of the look, are at hand.
    """
    numbers = _counted(view, now) if known is None else _added_up(view, known)
    found = {path: row for path, row in numbers.items() if row["total"] > 1}
    organs = Organisation.objects.filter(path__in=list(found)).organs()
    return [Branch(organ, *(found[organ.path][name] for name in NUMBERS)) for organ in organs]


def _counted(view: View, now: datetime) -> Numbers:
    low, high = span(view.root.path)
    inside = Receipt.objects.filter(organisation__path__gt=low, organisation__path__lt=high, notice__in=view.papers)
    below = inside.exclude(status=Receipt.Status.RECALLED).annotate(
        branch=Substr("organisation__path", 1, len(view.root.path) + STEP)
    )
    rows: Any = (
        below.order_by()
        .values("branch")
        .annotate(
            total=Count("pk"),
            signed=Count("pk", filter=Q(status=Receipt.Status.SIGNED)),
            waiting=Count("pk", filter=Q(status=Receipt.Status.WAITING)),
            overdue=Count("pk", filter=Q(status=Receipt.Status.WAITING, due_at__lt=now)),
        )
    )
    return {row["branch"]: Counter({name: row[name] for name in NUMBERS}) for row in rows}


def _added_up(view: View, known: Iterable[Row]) -> Numbers:
    numbers: Numbers = {}
    low, high = span(view.root.path)
    for row in known:
        path, status = row.receipt.organisation.path, str(row.receipt.status)
        if low < path < high:
            told = numbers.setdefault(path[: len(low) + STEP], Counter())
            told.update(["total", status, *(["overdue"] if row.overdue else [])])
    return numbers
