"""报送进度: where every unit stands, in a handful of queries whatever their number."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows import engine
from workflows.organisations.models import Organisation
from workflows.organisations.tree import span

from .models import Addressee, Call, Submission


class Standing(models.TextChoices):
    """Where a unit stands; every unit is in exactly one."""

    REPORTED = "reported", _("已报")
    PROXY = "proxy", _("代报")
    RETURNED = "returned", _("退回")
    EXTENDED = "extended", _("延期")
    MISSING = "missing", _("未报")
    EXEMPT = "exempt", _("免报")


OWING = frozenset({Standing.MISSING, Standing.EXTENDED, Standing.RETURNED})
"""Those who are still to send something: they are reminded."""


@dataclass(frozen=True)
class Row:
    """One unit. ``at`` is when it sent, ``note`` what else is to be known, ``state_title`` where its paper is now."""

    addressee: Addressee
    standing: Standing
    due_at: datetime
    state_title: str = ""
    at: datetime | None = None
    late: bool = False
    note: str = ""
    submission_id: int | None = None
    is_begun: bool = False

    @property
    def organ(self) -> Organisation:
        """The unit."""
        return self.addressee.organ

    @property
    def call(self) -> Call:
        """What it answers."""
        return self.addressee.call


@dataclass(frozen=True)
class Progress:
    """All units of a part of the tree."""

    rows: list[Row] = field(default_factory=list)

    @property
    def expected(self) -> int:
        """应报: all but the exempt."""
        return sum(row.standing is not Standing.EXEMPT for row in self.rows)

    @property
    def owing(self) -> list[Row]:
        """Who is still to send something."""
        return [row for row in self.rows if row.standing in OWING]

    def count(self, standing: Standing) -> int:
        """How many stand there."""
        return sum(row.standing is standing for row in self.rows)

    def only(self, standing: str) -> list[Row]:
        """The units that stand there; all of them for an unknown word."""
        return (
            [row for row in self.rows if row.standing == standing] if standing in Standing.values else list(self.rows)
        )


def progress(call: Call, organs: Sequence[Organisation], *, now: datetime | None = None) -> Progress:
    """Where the units of a call at and below *organs* stand. Six queries."""
    spans = [span(organ.path) for organ in organs]
    addressees = [
        addressee
        for addressee in with_terms(Addressee.objects.filter(call=call)).order_by("organ__path")
        if any(low <= addressee.organ.path < high for low, high in spans)
    ]
    return Progress(standings(addressees, now=now))


def with_terms(addressees: QuerySet[Addressee]) -> QuerySet[Addressee]:
    """With what a row needs."""
    return addressees.select_related("organ", "call__organ").prefetch_related("extensions")


def standings(addressees: Sequence[Addressee], *, now: datetime | None = None) -> list[Row]:
    """A row for each addressee, of one call or of several, in the given order. Four queries; see :func:`with_terms`."""
    papers = _papers(addressees)
    moment = now or timezone.now()
    return [_row(row, papers.get((row.call_id, row.organ_id), []), moment) for row in addressees]


@dataclass(frozen=True)
class _Paper:
    """A submission with what the engine knows of it."""

    submission: Submission
    state: str
    state_title: str
    returned: bool
    sent_at: datetime | None


def _papers(addressees: Sequence[Addressee]) -> dict[tuple[int, int], list[_Paper]]:
    """The submissions that were not taken back, by call and organ, newest first."""
    calls = {addressee.call_id: addressee.call for addressee in addressees}
    organs = {addressee.organ_id for addressee in addressees}
    submissions = (
        Submission.objects.filter(call__in=calls, organ__in=organs)
        .annotate(sent_at=Min("versions__saved_at"))
        .order_by("-pk")
    )
    series = [call.series for call in calls.values()]
    instances = {
        (instance.process, instance.subject_id): instance
        for instance in engine.Instance.objects.filter(series__in=series).select_related("node").order_by("pk")
    }
    returned = set(
        engine.WorkItem.objects.filter(instance__series__in=series, status="open", returned=True).values_list(
            "instance_id", flat=True
        )
    )
    found: dict[tuple[int, int], list[_Paper]] = {}
    for submission in submissions:
        instance = instances.get((calls[submission.call_id].process, submission.pk))
        if instance is None or instance.outcome == "withdrawn":
            continue
        paper = _Paper(submission, instance.node.name, instance.node.title, instance.pk in returned, submission.sent_at)
        found.setdefault((submission.call_id, submission.organ_id), []).append(paper)
    return found


def _row(addressee: Addressee, papers: list[_Paper], now: datetime) -> Row:
    standing, paper = _standing(addressee, papers, now)
    due_at = addressee.due_at
    sent = paper.sent_at if paper else None
    late = bool(sent and sent > due_at) and standing in {Standing.REPORTED, Standing.PROXY}
    return Row(
        addressee=addressee,
        standing=standing,
        due_at=due_at,
        state_title=paper.state_title if paper else "",
        at=sent if standing not in {Standing.MISSING, Standing.EXEMPT} else None,
        late=late,
        note=_note(addressee, paper, standing, late=late, overdue=now > due_at),
        submission_id=paper.submission.pk if paper else None,
        is_begun=paper is not None,
    )


def _standing(addressee: Addressee, papers: list[_Paper], now: datetime) -> tuple[Standing, _Paper | None]:
    """The farthest paper speaks for the unit."""
    if addressee.is_exempt:
        return Standing.EXEMPT, None
    away = next((paper for paper in papers if paper.state != "draft"), None)
    if away is not None:
        return (Standing.PROXY if away.submission.is_proxy else Standing.REPORTED), away
    back = next((paper for paper in papers if paper.returned), None)
    if back is not None:
        return Standing.RETURNED, back
    begun = papers[0] if papers else None
    longer = addressee.is_extended and now <= addressee.due_at
    return (Standing.EXTENDED if longer else Standing.MISSING), begun


def _note(addressee: Addressee, paper: _Paper | None, standing: Standing, *, late: bool, overdue: bool) -> str:
    if standing is Standing.EXEMPT:
        return addressee.exempt_reason
    if standing is Standing.EXTENDED:
        return gettext("延至%(day)s") % {"day": addressee.until.isoformat()}
    if standing is Standing.MISSING:
        begun = gettext("正在填写") if paper else gettext("还没有开始")
        return gettext("%(begun)s，已逾期") % {"begun": begun} if overdue else begun
    return gettext("逾期补报") if late else ""


def reminder(call: Call, found: Progress, *, link: str = "") -> str:
    """催报: a ready text for the work group, with the list, the term and a link."""
    names = "、".join(str(row.organ) for row in found.owing)
    if not names:
        return ""
    day = gettext("%(month)d月%(day)d日17:30前") % {"month": call.until.month, "day": call.until.day}
    text = gettext("【催报】“%(call)s”请于%(day)s报送。尚未报送的单位：%(names)s。") % {
        "call": call,
        "day": day,
        "names": names,
    }
    return f"{text}{_('填报地址：')}{link}" if link else text


def summary_columns() -> list[tuple[str, int]]:
    """The head of the exported list, with widths in characters."""
    return [
        (gettext("序号"), 6),
        (gettext("市"), 14),
        (gettext("单位"), 28),
        (gettext("单位编码"), 12),
        (gettext("状态"), 8),
        (gettext("当前环节"), 14),
        (gettext("报送时间"), 18),
        (gettext("截止时间"), 18),
        (gettext("备注"), 30),
    ]


def summary_rows(found: Progress, cities: dict[str, str]) -> list[list[Any]]:
    """The lines of the exported list; *cities* names a city by its path."""
    step = Organisation.steplen
    return [
        [
            place,
            next(
                (
                    cities[row.organ.path[:end]]
                    for end in range(len(row.organ.path), 0, -step)
                    if row.organ.path[:end] in cities
                ),
                "",
            ),
            row.organ.name,
            row.organ.code,
            str(row.standing.label),
            row.state_title,
            row.at,
            row.due_at,
            row.note,
        ]
        for place, row in enumerate(found.rows, start=1)
    ]
