"""与上年比: how many papers an organ sent out and received this year, against the same days of last year."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from documents.incoming.models import Incoming
from documents.notices.models import IssuedNumber

from . import register


@dataclass(frozen=True)
class Line:
    """One kind of paper: this year so far, the same days of last year, and last year whole."""

    label: str
    now: int
    before: int
    whole: int

    @property
    def change(self) -> str:
        """In words: 多3件, 少2件, 持平."""
        if self.now == self.before:
            return _("持平")
        return (_("多%d件") if self.now > self.before else _("少%d件")) % abs(self.now - self.before)


@dataclass(frozen=True)
class Comparison:
    """A year beside the one before. *until*: the day up to which both are counted; None for a year that is over."""

    year: int
    until: date | None
    sent: Line
    received: Line
    kinds: list[Line]
    marks: list[Line]


def comparison(organs: Iterable[int], year: int, today: date) -> Comparison:
    """Papers that went out by the day of their number, papers received by the day on which they came; two queries."""
    keys = list(organs)
    years = (year - 1, year)
    numbers = register.entries(keys, register.Wanted(state=register.SENT)).filter(pool__year__in=years)
    sent = list(numbers.order_by().values_list("pool__year", "at", "notice__kind", "pool__mark"))
    came = list(_received(keys, years))
    until = today if year == today.year else None

    def line(label: str, rows: Iterable[tuple[int, datetime]]) -> Line:
        now: Counter[int] = Counter()
        whole = 0
        for when, at in rows:
            whole += when == year - 1
            now[when] += until is None or _month_day(at) <= (until.month, until.day)
        return Line(label, now[year], now[year - 1], whole)

    kinds = sorted({kind for _year, _at, kind, _mark in sent})
    marks = sorted({mark for _year, _at, _kind, mark in sent})
    return Comparison(
        year,
        until,
        line(_("发文"), ((when, at) for when, at, _kind, _mark in sent)),
        line(_("收文"), came),
        [line(kind, ((when, at) for when, at, one, _mark in sent if one == kind)) for kind in kinds],
        [line(mark, ((when, at) for when, at, _kind, one in sent if one == mark)) for mark in marks],
    )


def _received(organs: list[int], years: tuple[int, int]) -> Iterable[tuple[int, datetime]]:
    rows = Incoming.objects.filter(organ__in=organs, year__in=years).exclude(status=Incoming.Status.RETURNED)
    return rows.order_by().values_list("year", "received_at")


def _month_day(at: datetime) -> tuple[int, int]:
    local = timezone.localdate(at)
    return local.month, local.day


def years(organs: Iterable[int], today: date) -> list[int]:
    """The years that can be looked at, newest first: those of the register and the present one."""
    found = IssuedNumber.objects.filter(pool__organ__in=list(organs)).values_list("pool__year", flat=True)
    return sorted({today.year, *found.distinct().order_by()}, reverse=True)
