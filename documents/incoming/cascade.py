"""转发贯彻: the tree 省 → 市 → 县 of one paper: who passed it on, after how many days, and how far it has come below."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from documents.notices.models import Notice
from workflows.organisations.tree import span

from .following import DEEPEST, View, pace
from .models import Incoming, Receipt

MOST = 300
"""Papers shown in one tree; what lies further down is reached by looking at one organ."""


@dataclass
class Node:
    """One organ's own paper: *days* after it received the source; of its recipients *signed* of *total* signed, *closed* are
    done with it. *below* is what those made of it.
    """

    notice: Notice
    arrived_at: datetime
    sent_at: datetime
    total: int
    signed: int
    closed: int
    below: list["Node"] = field(default_factory=list)

    @property
    def days(self) -> int:
        """Whole days from the arrival of the source to the day on which it was passed on."""
        return max((timezone.localdate(self.sent_at) - timezone.localdate(self.arrived_at)).days, 0)

    @property
    def pace(self) -> str:
        """The same in words."""
        return pace(self.days)


def tree(view: View) -> list[Node]:
    """Everything that was made of the papers of *view* below its root, level by level: a query a level, and one for the end.

    An organ that made several papers of one source stands with each of them.
    """
    roots: list[Node] = []
    frontier: dict[int, list[Node]] = dict.fromkeys(view.papers, roots)
    left = MOST
    low, high = span(view.root.path)
    inside = Q() if view.is_top else Q(organ__path__gt=low, organ__path__lt=high)
    for _level in range(DEEPEST):
        nodes = [_node(row) for row in _made_of(frontier).filter(inside)[:left]]
        for node in nodes:
            frontier[node.notice.parent_id or 0].append(node)
        left -= len(nodes)
        if not nodes or left <= 0:
            break
        frontier = {node.notice.pk: node.below for node in nodes}
    return roots


def _made_of(papers: Iterable[int]) -> QuerySet[Notice]:
    """Papers sent out that cite one of *papers* and come from an organ that received it."""
    arrival = Receipt.objects.filter(notice=OuterRef("parent"), organisation=OuterRef("organ"))
    return (
        Notice.objects.filter(parent__in=list(papers))
        .select_related("organ")
        .annotate(
            arrived_at=Subquery(arrival.exclude(status=Receipt.Status.RECALLED).values("arrived_at")[:1]),
            sent_at=Min("receipts__arrived_at"),
            asked=Count("receipts", filter=~Q(receipts__status=Receipt.Status.RECALLED), distinct=True),
            signed=Count("receipts", filter=Q(receipts__status=Receipt.Status.SIGNED), distinct=True),
            closed=Count("receipts", filter=Q(receipts__incoming__status=Incoming.Status.CLOSED), distinct=True),
        )
        .filter(sent_at__isnull=False, arrived_at__isnull=False)
        .order_by(F("organ__path"), "pk")
    )


def _node(row: Notice) -> Node:
    found = row.__dict__  # the annotations of ``_made_of``
    return Node(row, found["arrived_at"], found["sent_at"], found["asked"], found["signed"], found["closed"])


def every(nodes: Iterable[Node]) -> Iterator[Node]:
    """All nodes of the tree."""
    for node in nodes:
        yield node
        yield from every(node.below)
