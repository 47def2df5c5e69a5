"""The phases of a campaign as a line with today marked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from documents.campaigns.models import Phase


@dataclass(frozen=True)
class Step:
    """One phase as ``templates/pieces/phases.html`` draws it."""

    title: str
    when: str
    phase: str
    note: str = ""
    url: str = ""


def timeline(phases: Iterable[Phase], today: date) -> list[Step]:
    """Each phase as done, now or ahead on the day. Phases may overlap or leave gaps; then several are now, or none."""
    return [Step(phase.title, span(phase.starts, phase.ends), _phase(phase, today), phase.summary) for phase in phases]


def _phase(phase: Phase, today: date) -> str:
    if phase.ends < today:
        return "done"
    return "now" if phase.starts <= today else "ahead"


def day(value: date) -> str:
    """11月10日."""
    return _("%(month)d月%(day)d日") % {"month": value.month, "day": value.day}


def long_day(value: date | None) -> str:
    """2026年11月10日; empty without a date."""
    return _("%(year)d年%(day)s") % {"year": value.year, "day": day(value)} if value else ""


def span(starts: date, ends: date) -> str:
    """11月10日, 11月10日至27日, 11月10日至12月18日; with the years where they differ."""
    if starts == ends:
        return day(starts)
    if (starts.year, starts.month) == (ends.year, ends.month):
        return _("%(start)s至%(day)d日") % {"start": day(starts), "day": ends.day}
    if starts.year != ends.year:
        return _("%(start)s至%(end)s") % {"start": long_day(starts), "end": long_day(ends)}
    return _("%(start)s至%(end)s") % {"start": day(starts), "end": day(ends)}
