"""逐级汇总: who reads whose paper and adds up its figures, and until when each level has to send.

A unit's paper stops at its collector: the nearest organ above that is asked itself and is a county or more, else the host.
Townships collect from nobody; their one part-time secretary has a phone (practice.md §1), so schools below them report to
the county.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from workflows.database import once
from workflows.organisations.models import Level, Membership, Organisation, Role
from workflows.organisations.tree import followed, is_within, paths_upward, span
from workflows.worktime.calendar import Calendar

from .models import Addressee, Call, Submission

COLLECTING = frozenset({Level.COUNTY, Level.CITY, Level.PROVINCE, Level.CENTRAL})
"""Levels whose organs write a report made of those below."""


def collector_of(call: Call, organ: Organisation) -> Organisation:
    """The organ that collects from *organ*; one query, or two when it is the host."""
    above = Addressee.objects.filter(
        call=call, organ__path__in=paths_upward(organ.path)[1:], organ__level__in=COLLECTING
    )
    nearest = once(("collector", call.pk, organ.path), above.select_related("organ").order_by("-organ__path").first)
    return nearest.organ if nearest is not None else call.organ


def collectors(call: Call, organs: Iterable[Organisation]) -> dict[str, str]:
    """The path of each organ's collector by its own path; *organs* are all that the call asks. No query."""
    asked = list(organs)
    collecting = {organ.path for organ in asked if organ.level in COLLECTING}
    return {
        organ.path: next((path for path in paths_upward(organ.path)[1:] if path in collecting), call.organ.path)
        for organ in asked
    }


def collected_by(call: Call, rows: Sequence[Addressee], organs: Iterable[Organisation]) -> list[Addressee]:
    """Those of *rows*, which are all units of the call, that one of *organs* collects from."""
    mine = {organ.path for organ in organs}
    above = collectors(call, (row.organ for row in rows))
    return [row for row in rows if above[row.organ.path] in mine]


def collects(call: Call, organ: Organisation, *, units: Sequence[Addressee] | None = None) -> bool:
    """Whether the organ has a report to make of others: it collects from somebody, and is asked itself.

    One query, none when *units*, all of the call's, are at hand.
    """
    if not call.compiles or organ.level not in COLLECTING:
        return False
    if units is None:
        low, high = span(organ.path)
        inside = call.addressees.filter(organ__path__gte=low, organ__path__lt=high)
        asked = set(inside.values_list("organ", flat=True)[:2])
    else:
        asked = {row.organ_id for row in units if is_within(row.organ.path, organ.path)}
    return organ.pk in asked and len(asked) > 1


def terms(call: Call, organs: Sequence[Organisation], *, today: date) -> dict[int, date]:
    """The last day of each unit that has to send before its collector does, by the unit's key.

    Each level sends ``lead_days`` working days before the next one above; nobody is asked for a day that is over.
    """
    if not call.compiles or not call.lead_days:
        return {}
    above = collectors(call, organs)
    calendar = Calendar.read()
    found = {}
    for organ in organs:
        steps, path = 0, above[organ.path]
        while path in above and path != call.organ.path:
            steps, path = steps + 1, above[path]
        if steps:
            found[organ.pk] = max(today, calendar.before(call.until, steps * call.lead_days))
    return found


def lower_term(call: Call, organs: Iterable[Organisation]) -> date | None:
    """The last day of those from whom one of *organs* collects, where it differs from the call's; one query."""
    mine = list(organs)
    rows = Addressee.objects.filter(call=call, own_until__isnull=False).select_related("organ")
    own = {organ.pk for organ in mine}
    below = [row for row in rows if row.organ_id not in own and any(is_within(row.organ.path, o.path) for o in mine)]
    return max((row.own_until for row in below if row.own_until), default=None)


def has_head(submission: Submission) -> bool:
    """Whether somebody in the unit can look at the paper before it leaves: not when one person does everything there, and
    not when a superior entered it from paper.
    """
    if submission.is_proxy:
        return False
    held = Membership.objects.current().filter(role__kind=Role.Kind.BUSINESS)
    unit = followed(submission.organ).pk
    inside = held.filter(organisation=unit) | held.filter(organisation__organ=unit)
    return inside.values("user").distinct().count() > 1
