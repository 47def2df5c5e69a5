"""经过核验: seals, the last results, and a proof on the spot, for auditors; they read and approve nothing."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from workflows.organisations.registers import holds

from ..models import Erasure, Event, Instance, Seal, Verification
from ..processes.pages import way_picture
from ..reading.looking import Look
from .auditing import audit, note

AUDITORS = frozenset({"auditor"})
SHOWN = 30


def audits(request: HttpRequest) -> HttpResponse:
    """Seals and results; POST proves one case by its number, or everything."""
    if not holds(request.user, AUDITORS):
        raise PermissionDenied
    if request.method == "POST":
        return _prove(request)
    last = Seal.objects.order_by("-number").first()
    context = {
        "seals": Seal.objects.all()[:SHOWN],
        "unsealed": Event.objects.filter(pk__gt=last.last_event if last is not None else 0).count(),
        "results": Verification.objects.select_related("by", "instance")[:SHOWN],
        "erasures": Erasure.objects.select_related("person", "proposed_by", "confirmed_by")[:SHOWN],
        "case": _case(request),
    }
    return render(request, "engine/audits.html", context)


def _prove(request: HttpRequest) -> HttpResponse:
    everything = "everything" in request.POST
    number = request.POST.get("case", "").strip()
    case = Instance.objects.filter(pk=number).first() if number.isdecimal() and len(number) < 18 else None
    if case is None and not everything:
        messages.error(request, _("没有编号为“%s”的事项。编号在办理经过的页面上。") % number)
        return redirect("audits")
    chosen = None if everything else case
    found = audit(chosen)
    note(found, by=request.user, instance=chosen)  # type: ignore[arg-type]
    if found.sound:
        told = _("%(cases)d 件、%(events)d 条经过完好。") % {"cases": found.cases, "events": found.events}
        messages.success(request, told)
    else:
        messages.error(request, _("经过被动过，见下面的结果。"))
    return redirect(reverse("audits") + (f"?case={chosen.pk}" if chosen is not None else ""))


def _case(request: HttpRequest) -> dict[str, Any] | None:
    """One case and its history, if the address names one."""
    number = request.GET.get("case", "")
    case = Instance.objects.filter(pk=number).first() if number.isdecimal() and len(number) < 18 else None
    if case is None:
        return None
    look = Look(None, case)
    return {"case": case, "rows": look.history(), "picture": way_picture(look)}
