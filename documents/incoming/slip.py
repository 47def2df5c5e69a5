"""文件处理笺: the sheet that goes with a received paper, with 拟办意见, 批示, 传阅 and 承办结果 (practice.md §4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.printing import Printed
from documents.printing.sheets import sheet
from workflows import engine

from . import assigning, handling
from .models import Assignment, Incoming

ADVICE, ORDER, READ, DONE = ("advise", "intake"), ("instruct",), ("circulate",), ("handle",)


@dataclass(frozen=True)
class Said:
    """What one person wrote or signed, and when."""

    name: str
    organ: str
    text: str
    day: date | None
    offline: bool = False


def print_slip(incoming: Incoming) -> Printed:
    """The sheet as PDF; empty boxes leave the place for the pen."""
    return sheet(
        render_to_string("print/handling_slip.html", context(incoming)),
        title=_("文件处理笺"),
        head=incoming.organ.name,
        meta=incoming.registered_number or _("尚未登记"),
    )


def context(incoming: Incoming) -> dict[str, Any]:
    """What the template reads."""
    case = handling.case_of(incoming)
    stations = engine.route(case) if case is not None else []
    acts = [row for row in engine.history(case) if row.kind == "act"] if case is not None else []
    named = assigning.in_words(incoming)
    return {
        "incoming": incoming,
        "received_on": timezone.localdate(incoming.received_at),
        "leads": named[Assignment.Part.LEAD],
        "supports": named[Assignment.Part.SUPPORT],
        "advice": said(stations, ADVICE, done={row.at: _("%(act)s。") % {"act": row.verb} for row in acts}),
        "orders": said(stations, ORDER),
        "readers": said(stations, READ, waiting=True),
        "results": said(stations, DONE, waiting=True),
        "endings": _ending(acts) if incoming.closed_at else [],
        "files": [row.name for row in handling.files(incoming)],
    }


def _ending(acts: Sequence[Any]) -> list[Said]:
    """Who closed the paper, with which words."""
    return [Said(row.actor, row.post, row.opinion, timezone.localdate(row.at), row.offline) for row in acts[-1:]]


def said(
    stations: Sequence[Any], names: Sequence[str], *, waiting: bool = False, done: Mapping[Any, str] | None = None
) -> list[Said]:
    """What the people of these stations said, in their last visit; with those still *waiting* for if asked for. Who wrote
    nothing is quoted with what was *done* at that moment (直接交办, 阅知存查): a signature under nothing reads as words lost.
    """
    acts = done or {}
    return [
        Said(
            person.name or person.role,
            person.organ,
            person.opinion or acts.get(person.at, ""),
            timezone.localdate(person.at) if person.at else None,
            person.offline,
        )
        for station in stations
        if station.name in names and station.phase in {"done", "now"}
        for person in station.people
        if (person.at is not None and not person.voided) or (waiting and person.at is None)
    ]
