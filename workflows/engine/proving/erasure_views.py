"""抹去 in the administration: one administrator proposes, another confirms after a look at what will go; auditors read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.organisations.models import User
from workflows.organisations.registers import holds
from workflows.organisations.roles import REGISTER_ROLES

from ..errors import Refused
from ..models import Erasure, Instance
from .erasing import Preview, confirm_erasure, preview_erasure, propose_erasure

READERS = REGISTER_ROLES | {"auditor"}
SHOWN = 100
DIGITS = 17


class ErasureForm(forms.Form):
    """Whom or which matter, and why; what the administrator knows are accounts and numbers, never texts."""

    account = forms.CharField(
        label=gettext_lazy("账号"), required=False, max_length=150, help_text=gettext_lazy("抹去一个人的姓名和意见")
    )
    case = forms.CharField(
        label=gettext_lazy("事项编号"),
        required=False,
        max_length=DIGITS,
        help_text=gettext_lazy("或者抹去一份文书的意见和内容；编号在办理经过的页面上"),
    )
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("如“本人要求删除，已核实”；理由一直保留"),
    )

    def clean(self) -> dict[str, Any]:
        """Exactly one of the two, and it exists."""
        given: dict[str, Any] = super().clean() or {}
        account, number = (given.get("account") or "").strip(), (given.get("case") or "").strip()
        if bool(account) == bool(number):
            self.add_error(None, _("写账号，或者写事项编号，只写一样。"))
        elif account:
            given["person"] = User.objects.filter(username=account).first()
            if given["person"] is None:
                self.add_error("account", _("没有账号“%s”。") % account)
        else:
            number = number if number.isascii() and number.isdigit() else "0"
            given["instance"] = Instance.objects.filter(pk=int(number)).first()
            if given["instance"] is None:
                self.add_error("case", _("没有这个编号的事项。"))
        return given


def erasures(request: HttpRequest) -> HttpResponse:
    """What was blanked and what waits for the second person; POST shows what would go, or proposes it (``propose``)."""
    if not holds(request.user, READERS):
        raise PermissionDenied
    may_propose = holds(request.user, REGISTER_ROLES)
    form, found = ErasureForm(request.POST or None), None
    if request.method == "POST":
        if not may_propose:
            raise PermissionDenied
        if form.is_valid():
            found = _preview(form.cleaned_data)
            if "propose" in request.POST and not found.obstacles and _propose(request, form):
                return redirect("erasures")
    rows = Erasure.objects.select_related("person", "proposed_by", "confirmed_by", "subject_type")[:SHOWN]
    context = {"form": form if may_propose else None, "preview": found, "rows": rows, "may_confirm": may_propose}
    context["person"] = bool(form.is_bound and form.cleaned_data.get("person"))
    return render(request, "engine/erasures.html", context, status=422 if form.errors else 200)


def _preview(given: dict[str, Any]) -> Preview:
    if person := given.get("person"):
        return preview_erasure(person=person)
    return preview_erasure(kind=given["instance"].subject_type, pk=given["instance"].subject_id)


def _propose(request: HttpRequest, form: ErasureForm) -> bool:
    """Propose; a refusal becomes an error of the form."""
    given, by = form.cleaned_data, request.user
    actor: Any = by
    try:
        subject = given["instance"].subject if given.get("instance") else None
        propose_erasure(reason=given["reason"], by=actor, person=given.get("person"), subject=subject)
    except Refused as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return False
    messages.success(request, _("已提出，等另一位管理员确认。"))
    return True


def erasure_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person's look at what will go, and 确认抹去."""
    if not holds(request.user, REGISTER_ROLES):
        raise PermissionDenied
    rows = Erasure.objects.select_related("person", "proposed_by", "subject_type")
    row = get_object_or_404(rows.filter(confirmed_at=None), pk=pk)
    actor: Any = request.user
    if request.method == "POST":
        try:
            done = confirm_erasure(row, by=actor)
        except Refused as refusal:
            messages.error(request, "".join(refusal.reasons))
        else:
            told = "，".join(f"{name} {count}" for name, count in done.blanked.items() if count)
            messages.success(request, _("已抹去：%s。") % (told or _("没有需要抹去的")))
        return redirect("erasures")
    seen = preview_erasure(person=row.person, kind=row.subject_type, pk=row.subject_id)
    own = actor.pk in (row.proposed_by_id, row.person_id)
    return render(
        request, "engine/erasure_confirm.html", {"row": row, "preview": seen, "own": own, "person": row.person_id}
    )
