"""报送进度: where every unit stands, in a handful of queries whatever their number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, FilteredRelation, Min, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows import engine
from workflows.organisations.models import Organisation
from workflows.organisations.tree import span

from .collecting import collected_by
from .models import Addressee, AnswerValue, Call, Submission
from .succeeding import FOLLOWERS, belonging_to, unit_among


class Standing(models.TextChoices):
    """Where a unit stands; every unit is in exactly one."""

    REPORTED = "reported", _("已报")
    PROXY = "proxy", _("代报")
    ZERO = "zero", _("零报送")
    RETURNED = "returned", _("退回")
    EXTENDED = "extended", _("延期")
    MISSING = "missing", _("未报")
    EXEMPT = "exempt", _("免报")


OWING = frozenset({Standing.MISSING, Standing.EXTENDED, Standing.RETURNED})
"""Those who are still to send something: they are reminded."""

SENT = frozenset({Standing.REPORTED, Standing.PROXY, Standing.ZERO})
"""Those whose paper has left the unit."""

COMPILED_ONLY = frozenset({Standing.ZERO})
"""Standings that only 逐级汇总 knows."""


@dataclass(frozen=True)
class Row:
    """One unit. ``at`` is when it sent, ``note`` what else is to be known, ``state`` and ``state_title`` where its paper is now,
    ``asked`` the posts before which it lies, as keys of organisation and role.
    """

    addressee: Addressee
    standing: Standing
    due_at: datetime
    state: str = ""
    state_title: str = ""
    at: datetime | None = None
    late: bool = False
    note: str = ""
    submission_id: int | None = None
    is_begun: bool = False
    asked: frozenset[tuple[int, int]] = frozenset()

    @property
    def is_expected(self) -> bool:
        """Whether the unit has to send at all."""
        return self.standing is not Standing.EXEMPT

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
        return sum(row.is_expected for row in self.rows)

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


def units_of(call: Call) -> list[Addressee]:
    """Everybody whom the call asks, in tree order, with what a row needs. Two queries."""
    return list(with_terms(Addressee.objects.filter(call=call)).order_by("organ__path"))


def progress(
    call: Call,
    organs: Sequence[Organisation],
    *,
    units: Sequence[Addressee] | None = None,
    now: datetime | None = None,
) -> Progress:
    """Where the units of a call at and below *organs* stand; in 逐级汇总 those from whom *organs* collect.

    Four queries; two when *units*, all of the call's, are at hand.
    """
    asked = units_of(call) if units is None else units
    if call.compiles:
        return Progress(standings(collected_by(call, asked, organs), now=now))
    spans = [span(organ.path) for organ in organs]
    inside = [row for row in asked if any(low <= row.organ.path < high for low, high in spans)]
    return Progress(standings(inside, now=now))


def standings_of(call: Call) -> list[Standing]:
    """The standings that its units can have, in the order shown."""
    return [standing for standing in Standing if call.compiles or standing not in COMPILED_ONLY]


def with_terms(addressees: QuerySet[Addressee]) -> QuerySet[Addressee]:
    """With what a row needs."""
    return addressees.select_related("organ", "call__organ").prefetch_related("extensions")


def standings(addressees: Sequence[Addressee], *, now: datetime | None = None) -> list[Row]:
    """A row for each addressee, of one call or of several, in the given order. Two queries; see :func:`with_terms`."""
    papers = _papers(addressees)
    moment = now or timezone.now()
    return [_row(row, papers.get((row.call_id, row.organ_id), []), moment) for row in addressees]


@dataclass(frozen=True)
class _Paper:
    """A submission with what the engine knows of it."""

    submission: Submission
    state: str
    state_title: str
    sent_at: datetime | None
    items: list[Any]
    is_zero: bool

    @property
    def returned(self) -> bool:
        """Whether it came back."""
        return any(item.returned for item in self.items)

    @property
    def asked(self) -> frozenset[tuple[int, int]]:
        """The posts before which it lies."""
        return frozenset((item.organisation_id, item.role_id) for item in self.items if item.role_id)


def _cases(series: Iterable[str]) -> QuerySet[Any]:
    """Cases with what is asked in them: each stands there once for every item that is ``waiting``, once where nothing is."""
    told: Any = engine.Instance.objects.annotate(waiting=FilteredRelation("items", condition=Q(items__status="open")))
    return told.filter(series__in=list(series)).select_related("node", "waiting").order_by("pk", "waiting__pk")


_FIGURES = AnswerValue.objects.filter(submission=OuterRef("pk"))


def _papers(addressees: Sequence[Addressee]) -> dict[tuple[int, int], list[_Paper]]:
    """The submissions that were not taken back, by call and organ, newest first."""
    calls = {addressee.call_id: addressee.call for addressee in addressees}
    organs = {addressee.organ_id for addressee in addressees}
    asked: dict[int, set[int]] = {}
    for addressee in addressees:
        asked.setdefault(addressee.call_id, set()).add(addressee.organ_id)
    submissions = (
        Submission.objects.filter(belonging_to(organs), call__in=calls)
        .select_related(*FOLLOWERS)
        .annotate(
            sent_at=Min("versions__saved_at"), has_figures=Exists(_FIGURES), has_some=Exists(_FIGURES.exclude(value=0))
        )
        .order_by("-pk")
    )
    instances: dict[tuple[str, int], Any] = {}
    waiting: dict[int, list[Any]] = {}
    for instance in _cases(call.series for call in calls.values()):
        instances[instance.process, instance.subject_id] = instance
        if (item := getattr(instance, "waiting", None)) is not None:
            waiting.setdefault(instance.pk, []).append(item)
    found: dict[tuple[int, int], list[_Paper]] = {}
    for submission in submissions:
        instance = instances.get((calls[submission.call_id].process, submission.pk))
        if instance is None or instance.outcome == "withdrawn":
            continue
        paper = _Paper(
            submission,
            instance.node.name,
            instance.node.title,
            submission.sent_at,
            waiting.get(instance.pk, []),
            is_zero=submission.has_figures and not submission.has_some,
        )
        unit = unit_among(submission.organ, asked[submission.call_id])
        found.setdefault((submission.call_id, unit), []).append(paper)
    return found


def _row(addressee: Addressee, papers: list[_Paper], now: datetime) -> Row:
    standing, paper = _standing(addressee, papers, now)
    due_at = addressee.due_at
    sent = paper.sent_at if paper else None
    late = bool(sent and sent > due_at) and standing in SENT
    return Row(
        addressee=addressee,
        standing=standing,
        due_at=due_at,
        state=paper.state if paper else "",
        state_title=paper.state_title if paper else "",
        at=sent if standing not in {Standing.MISSING, Standing.EXEMPT} else None,
        late=late,
        note=_note(addressee, paper, standing, late=late, overdue=now > due_at),
        submission_id=paper.submission.pk if paper else None,
        is_begun=paper is not None,
        asked=paper.asked if paper else frozenset(),
    )


def _standing(addressee: Addressee, papers: list[_Paper], now: datetime) -> tuple[Standing, _Paper | None]:
    """The farthest paper speaks for the unit."""
    if addressee.is_exempt:
        return Standing.EXEMPT, None
    away = next((paper for paper in papers if paper.state != "draft"), None)
    if away is not None:
        return _sent(addressee.call, away), away
    back = next((paper for paper in papers if paper.returned), None)
    if back is not None:
        return Standing.RETURNED, back
    begun = papers[0] if papers else None
    longer = addressee.is_extended and now <= addressee.due_at
    return (Standing.EXTENDED if longer else Standing.MISSING), begun


def _sent(call: Call, paper: _Paper) -> Standing:
    """A paper with nothing but zeros is a 零报送, whoever entered it."""
    if call.compiles and paper.is_zero:
        return Standing.ZERO
    return Standing.PROXY if paper.submission.is_proxy else Standing.REPORTED


def _note(addressee: Addressee, paper: _Paper | None, standing: Standing, *, late: bool, overdue: bool) -> str:
    if standing is Standing.EXEMPT:
        return addressee.exempt_reason
    if standing is Standing.EXTENDED:
        return gettext("延至%(day)s") % {"day": addressee.until.isoformat()}
    if standing is Standing.MISSING:
        begun = gettext("正在填写") if paper else gettext("还没有开始")
        return gettext("%(begun)s，已逾期") % {"begun": begun} if overdue else begun
    return gettext("逾期补报") if late else ""


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
