"""卡住的事项 in the administration: what stands still and why, and applying for 跳转; documents are never shown."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.organisations.reaching import held_posts, holds

from ..deciding.acting import act
from ..deciding.actions import Action
from ..errors import Refused
from ..models import Instance
from ..reading.looking import Look
from ..reading.offering import Offer
from ..reading.stuck import QUIET, stuck
from ..shown import for_display

ADMINISTRATORS = frozenset({"sysadmin"})
READERS = ADMINISTRATORS | {"auditor"}
JUMP = "@jump"


class JumpForm(forms.Form):
    """Where to, and why."""

    state = forms.ChoiceField(label=gettext_lazy("跳到哪个环节"), widget=forms.RadioSelect)
    opinion = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("写明为什么卡住、为什么跳到那里；记入办理经过。"),
    )
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, offer: Offer) -> None:
        super().__init__(data, initial={"token": offer.token})
        fields: Any = self.fields
        fields["state"].choices = [(one.name, one.title) for one in offer.choices]


def stuck_cases(request: HttpRequest) -> HttpResponse:
    """The list, for system administrators in their part of the tree, and for auditors."""
    if not holds(request.user, READERS):
        raise PermissionDenied
    context = {
        "rows": stuck(_paths(request.user)),
        "days": QUIET,
        "may_jump": holds(request.user, ADMINISTRATORS),
    }
    return render(request, "engine/stuck.html", context)


def _paths(user: Any) -> list[str] | None:
    """Where the person looks: an auditor everywhere, an administrator at the own organ and below."""
    held = held_posts(user)
    if any(post.role.key == "auditor" for post in held):
        return None
    return [post.organisation.as_organ.path for post in held if post.role.key in ADMINISTRATORS]


def jump_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Apply for a leap of one case; the second person agrees on the desk."""
    instance = for_display(Instance.objects.filter(pk=pk)).select_related("definition").first()
    found = Look(request.user, instance).more_offers() if instance is not None else []
    offer = next((one for one in found if one.transition == JUMP), None)
    if instance is None or offer is None:
        raise PermissionDenied
    form = JumpForm(request.POST or None, offer=offer)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        person: Any = request.user
        try:
            act(
                Action(
                    pk,
                    JUMP,
                    person,
                    opinion=given["opinion"],
                    params={"state": given["state"]},
                    token=given["token"] or None,
                )
            )
        except Refused as refusal:
            for reason in refusal.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, _("已申请跳转，等另一个人同意。"))
            return redirect("stuck_cases")
    context = {"case": instance, "offer": offer, "form": form}
    return render(request, "engine/jump.html", context, status=422 if form.errors else 200)
