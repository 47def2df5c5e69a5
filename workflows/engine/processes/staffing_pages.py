"""岗位配备 as a page: organ by organ, the worst first, by standing, by name, page after page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from workflows.organisations.models import Organisation
from workflows.organisations.registers import MembershipRegister, holds

from ..models import Definition
from .registers import READERS, DefinitionRegister
from .staffing import Staffing
from .staffing_kept import kept_staffing

PER_PAGE = 50
FEW = 500
"""Up to so many organs the page of a version counts on the spot; for more it only leads to the page of its own."""

STANDINGS = {
    "stuck": _("走不下去"),
    "helped": _("由他人代办"),
    "idle": _("自己不发起"),
    "full": _("配齐了"),
}
"""What there is to say of an organ, the worst first."""


def staffing_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is short of which post for one process; for whoever reads about processes."""
    if not holds(request.user, READERS):
        raise PermissionDenied
    row = get_object_or_404(Definition, pk=pk)
    every = kept_staffing(row)
    standing, sought = request.GET.get("standing", ""), request.GET.get("q", "").strip()
    shown = [one for one in every if _fits(one, standing, sought)]
    page = Paginator(_worst_first(shown), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "row": row,
        "counts": [(key, title, count) for key, title, count in _counts(every) if count],
        "all": len(every),
        "standing": standing,
        "sought": sought,
        "page": page,
        "back": DefinitionRegister().url_helper.get_action_url("inspect", row.pk),
        "posts": MembershipRegister().url_helper.index_url,
    }
    return render(request, "engine/staffing.html", context)


def staffing_summary(row: Definition) -> dict[str, Any]:
    """The counts for the page of a version, and the organs where papers would stop; only that there are many, where there are."""
    organs = Organisation.objects.organs().active().exclude(kind=Organisation.Kind.PARTNER)
    if organs.count() > FEW:
        return {"staffing_counts": None}
    every = kept_staffing(row)
    stuck = [one for one in _worst_first(every) if one.blocking]
    return {
        "staffing_counts": [one for one in _counts(every) if one[2]],
        "stuck": stuck[:10],
        "stuck_count": len(stuck),
    }


def _counts(every: Sequence[Staffing]) -> list[tuple[str, Any, int]]:
    counted = Counter(one.standing for one in every)
    return [(key, title, counted[key]) for key, title in STANDINGS.items()]


def _worst_first(some: Iterable[Staffing]) -> list[Staffing]:
    """By standing, then by how much is missing; the order of the tree otherwise."""
    order = list(STANDINGS)
    return sorted(some, key=lambda one: (order.index(one.standing), -one.blocking, -len(one.shortages)))


def _fits(one: Staffing, standing: str, sought: str) -> bool:
    if standing in STANDINGS and one.standing != standing:
        return False
    if not standing and not sought and one.standing == "full":
        return False  # nothing to do there
    return all(word in f"{one.organ} {one.superior}" for word in sought.split())
