"""迁移在办事项 in the administration: versions left behind, what would happen, and doing it; all cases or none."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from workflows.organisations.registers import holds

from ..errors import Refused
from ..models import Definition
from .migrating import migrate
from .migration_pages import MOST, chosen_states, left_behind, migration_context, running_by_version, targets_of, told
from .registers import READERS
from .versions import CONFIRMERS


def migrations(request: HttpRequest) -> HttpResponse:
    """Versions that still have running cases though another is in force."""
    if not holds(request.user, READERS):
        raise PermissionDenied
    rows = left_behind()
    rest = sum(running_by_version().values()) - sum(one.cases for one in rows)
    return render(request, "engine/migrations.html", {"rows": rows, "rest": rest})


def migration(request: HttpRequest, pk: int) -> HttpResponse:
    """What would become of the running cases of one version; on POST they go, or nothing changes."""
    if not holds(request.user, CONFIRMERS if request.method == "POST" else READERS):
        raise PermissionDenied
    source = get_object_or_404(Definition, pk=pk)
    given = request.POST if request.method == "POST" else request.GET
    target = _target(source, given.get("to", ""))
    names = chosen_states(given.dict())
    faults: list[str] = []
    if request.method == "POST" and target is not None:
        try:
            done = migrate(source, target, names, actor=request.user)  # type: ignore[arg-type]
        except Refused as refusal:
            faults = refusal.reasons
        else:
            words = {"count": done.cases, "old": source.version, "new": target.version, "states": told(done.states)}
            said = (
                _("已把 %(count)d 件从第%(old)d版移到第%(new)d版：%(states)s。每一件的办理经过里都记了一笔。") % words
            )
            messages.success(request, said if done.cases else _("没有在办的事项要移。"))
            return redirect("migrations")
    context = migration_context(source, target, names, request.user) | {"faults": faults, "most": MOST}
    return render(request, "engine/migration.html", context, status=422 if faults else 200)


def _target(source: Definition, given: str) -> Definition | None:
    """The version chosen, else the one in force, else the newest that was."""
    rows = list(targets_of(source))
    chosen = next((one for one in rows if given and str(one.pk) == given), None)
    in_force = next((one for one in rows if one.status == Definition.Status.ACTIVE), None)
    return chosen or in_force or next(iter(rows), None)
