"""汇总表: the figures of those from whom an organ collects, unit by unit, and their sums.

Counted is what the organ has read and passed (审核通过); whoever owes, was returned or still waits is listed with the reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from documents.forms.schema import FieldSpec
from workflows.organisations.models import Organisation

from .models import Addressee, AnswerValue, Call
from .progress import SENT, Row, progress

PASSED = "accepted"
"""The state in which a report counts."""

READ_HERE = "collect"
"""The state in which a report lies before whoever collects it."""


@dataclass(frozen=True)
class Line:
    """One unit: its figures as last sent, whether they count, and why not."""

    row: Row
    figures: Mapping[str, Decimal] = field(default_factory=dict)
    left_out: str = ""

    @property
    def is_sent(self) -> bool:
        """Whether its paper has left it, with figures or without."""
        return _is_sent(self.row)

    @property
    def counts(self) -> bool:
        """Whether its figures are in the sums."""
        return self.is_sent and not self.left_out


@dataclass(frozen=True)
class Totals:
    """The whole table: questions across, units down."""

    fields: Sequence[FieldSpec]
    lines: Sequence[Line]

    @property
    def counted(self) -> list[Line]:
        """The units whose figures are in the sums."""
        return [line for line in self.lines if line.counts]

    @property
    def left_out(self) -> list[Line]:
        """The units whose figures are not, though they are expected."""
        return [line for line in self.lines if not line.counts and line.row.is_expected]

    @property
    def sums(self) -> dict[str, Decimal]:
        """The sum of each question that somebody answered."""
        return sums_of([line.figures for line in self.counted])


def sums_of(rows: Sequence[Mapping[str, Any]]) -> dict[str, Decimal]:
    """Rows of figures added up, question by question."""
    found: dict[str, Decimal] = {}
    for figures in rows:
        for key, value in figures.items():
            found[key] = found.get(key, Decimal(0)) + Decimal(value)
    return found


def totals(
    call: Call,
    organs: Sequence[Organisation],
    *,
    units: Sequence[Addressee] | None = None,
    now: datetime | None = None,
) -> Totals:
    """The table of those from whom *organs* collect. One query more than their progress."""
    rows = progress(call, organs, units=units, now=now).rows
    figures: dict[int, dict[str, Decimal]] = {}
    for value in AnswerValue.objects.filter(submission__in=[row.submission_id for row in rows if _is_sent(row)]):
        figures.setdefault(value.submission_id, {})[value.key] = value.value
    fields = [spec for spec in call.form_version.parsed if spec.countable]
    return Totals(fields, [Line(row, figures.get(row.submission_id or 0, {}), _left_out(row)) for row in rows])


def _is_sent(row: Row) -> bool:
    """Whether what the unit handed in stands in a version of its answers."""
    return row.standing in SENT and row.at is not None


def _left_out(row: Row) -> str:
    """Why a unit's figures are not counted; empty when they are."""
    if row.standing not in SENT:
        return str(row.standing.label)
    return "" if row.state == PASSED else stage(row)


def stage(row: Row) -> str:
    """Where the paper of a unit is, to whoever collects it: 待审核 is one's own turn."""
    if row.state == READ_HERE:
        return _("待审核")
    return row.state_title if row.state == PASSED else _("待%s") % row.state_title


def total_columns(found: Totals) -> list[tuple[str, int]]:
    """The head of the exported table, with widths in characters."""
    heads = [f"{spec.label}（{spec.unit}）" if spec.unit else spec.label for spec in found.fields]
    return [
        (_("序号"), 6),
        (_("单位"), 28),
        (_("单位编码"), 12),
        (_("状态"), 10),
        *((head, max(12, 2 * len(head))) for head in heads),
        (_("是否计入"), 14),
        (_("报送时间"), 18),
        (_("备注"), 24),
    ]


def total_rows(found: Totals) -> list[list[Any]]:
    """A line for each unit, then the sums."""
    rows: list[list[Any]] = [
        [
            place,
            line.row.organ.name,
            line.row.organ.code,
            str(line.row.standing.label),
            *(number(line.figures.get(spec.key)) for spec in found.fields),
            _("计入") if line.counts else line.left_out if line.row.is_expected else "",
            line.row.at,
            line.row.note,
        ]
        for place, line in enumerate(found.lines, start=1)
    ]
    sums = found.sums
    count = len(found.counted)
    closing = [
        _("合计"),
        _("%d个单位") % count,
        "",
        "",
        *(number(sums.get(spec.key)) for spec in found.fields),
        "",
        None,
        "",
    ]
    return [*rows, closing]


def printed_totals(found: Totals) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Head and lines as they are printed: without code and time, which only the exported table has."""
    heads = [head for head, _width in total_columns(found)]
    kept = [place for place in range(len(heads)) if place not in (2, len(heads) - 2)]
    rows = [tuple("" if row[place] is None else str(row[place]) for place in kept) for row in total_rows(found)]
    return tuple(heads[place] for place in kept), rows


def number(value: Decimal | None) -> int | float | None:
    """A sum as spreadsheets know it: whole where it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
