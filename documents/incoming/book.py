"""收文登记簿: every paper that an organ received, with what became of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents.notices.kinds import Validity
from workflows import engine

from .models import Assignment, Incoming

SOON_DAYS = 3

COLUMNS = (
    (_("收文号"), 16),
    (_("收到日期"), 12),
    (_("来文单位"), 28),
    (_("来文字号"), 20),
    (_("标题"), 60),
    (_("文种"), 8),
    (_("成文日期"), 12),
    (_("份数"), 6),
    (_("紧急程度"), 8),
    (_("主办"), 16),
    (_("协办"), 20),
    (_("办理时限"), 12),
    (_("状态"), 8),
    (_("当前环节"), 10),
    (_("办结日期"), 12),
    (_("答复"), 40),
    (_("备注"), 30),
    (_("登记人"), 10),
    (_("收文单位"), 24),
)


@dataclass(frozen=True)
class Wanted:
    """What the reader looks for; empty means everything. *term* is ``late``, ``soon``, ``running`` (being
    dealt with, not late) or ``set``."""

    year: str = ""
    text: str = ""
    status: str = ""
    kind: str = ""
    term: str = ""


def entries(organs: Iterable[int], wanted: Wanted, *, today: date | None = None) -> QuerySet[Incoming]:
    """The book of these organs, the newest year and number first; what has no number yet stands on top."""
    rows = Incoming.objects.filter(organ__in=list(organs)).select_related("organ", "registered_by", "receipt")
    rows = rows.annotate(validity=F("receipt__notice__validity"))
    if wanted.year.isascii() and wanted.year.isdigit():
        rows = rows.filter(year=int(wanted.year))
    if wanted.text:
        text = wanted.text
        rows = rows.filter(Q(title__icontains=text) | Q(sender__icontains=text) | Q(number__icontains=text))
    if wanted.status in Incoming.Status.values:
        rows = rows.filter(status=wanted.status)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    return _by_term(rows, wanted.term, today or timezone.localdate()).order_by(
        "-year", F("n").desc(nulls_first=True), "-pk"
    )


def _by_term(rows: QuerySet[Incoming], term: str, today: date) -> QuerySet[Incoming]:
    running = rows.filter(status=Incoming.Status.OPEN)
    if term == "late":
        return running.filter(due_on__lt=today)
    if term == "soon":
        return running.filter(due_on__gte=today, due_on__lte=today + timedelta(days=SOON_DAYS))
    if term == "running":
        return running.filter(Q(due_on__isnull=True) | Q(due_on__gte=today))
    return rows.filter(due_on__isnull=False) if term == "set" else rows


def counts(rows: QuerySet[Incoming], *, today: date | None = None) -> dict[str, int]:
    """How many there are, are being dealt with, are late, are closed, were sent back; one query."""
    day = today or timezone.localdate()
    status = Incoming.Status
    return rows.order_by().aggregate(
        total=Count("pk"),
        open=Count("pk", filter=Q(status=status.OPEN)),
        late=Count("pk", filter=Q(status=status.OPEN, due_on__lt=day)),
        closed=Count("pk", filter=Q(status__in=[status.CLOSED, status.NOTED])),
        returned=Count("pk", filter=Q(status=status.RETURNED)),
    )


def choices(organs: Iterable[int]) -> tuple[list[str], list[str]]:
    """Years and kinds that occur in the book; one query."""
    found = list(Incoming.objects.filter(organ__in=list(organs)).order_by().values_list("year", "kind").distinct())
    years = sorted({year for year, _kind in found}, reverse=True)
    return [str(year) for year in years], sorted({kind for _year, kind in found if kind})


def steps(keys: Iterable[int]) -> dict[int, str]:
    """Where each paper stands in 收文办理, in words, by key; one query."""
    cases = engine.Instance.objects.filter(
        subject_type=ContentType.objects.get_for_model(Incoming), subject_id__in=list(keys), parent_item=None
    ).select_related("node")
    return {case.subject_id: case.state_title for case in cases.order_by("pk")}


def hosts(keys: Iterable[int]) -> dict[int, dict[str, str]]:
    """主办, 协办 and 传阅 of each paper by name; one query."""
    rows = Assignment.objects.filter(incoming__in=list(keys)).select_related("organisation", "post__user")
    found: dict[int, dict[str, str]] = {}
    for row in rows.order_by("pk"):
        parts = found.setdefault(row.incoming_id, {})
        parts[row.part] = "、".join(filter(None, (parts.get(row.part, ""), str(row))))
    return found


def fate(row: Any) -> str:
    """What the sender did with a paper of :func:`entries` afterwards: took it back, revoked or repealed it; else empty."""
    if row.is_recalled:
        return str(row.receipt.reason)
    return gettext("来文%s") % Validity(row.validity).label if row.validity else ""


def table(rows: Iterable[Incoming]) -> Iterator[tuple[Any, ...]]:
    """The rows of the exported sheet, in the order of :data:`COLUMNS`; three queries."""
    found = list(rows)
    keys = [row.pk for row in found]
    named, standing = hosts(keys), steps(keys)
    for row in found:
        yield _line(row, named.get(row.pk, {}), standing.get(row.pk, ""))


def _line(row: Incoming, named: Mapping[str, str], step: str) -> tuple[Any, ...]:
    return (
        row.registered_number,
        timezone.localdate(row.received_at),
        row.sender,
        row.number,
        row.title,
        row.kind,
        row.dated,
        row.copies,
        row.urgency,
        named.get(Assignment.Part.LEAD, ""),
        named.get(Assignment.Part.SUPPORT, ""),
        row.due_on,
        row.get_status_display(),
        step,
        timezone.localdate(row.closed_at) if row.closed_at else None,
        row.reply,
        "；".join(filter(None, (row.note, fate(row)))),
        str(row.registered_by),
        row.organ.name,
    )
