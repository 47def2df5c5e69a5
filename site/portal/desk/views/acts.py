"""One act on one matter: decide, take back, ask why not, record what was decided on paper."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from workflows import engine

from .. import acting, consequences
from ..acting import Typed
from ..shell import Back, page


@login_required
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Do what was chosen. What leaves the house is confirmed first; a refusal comes back with the words as typed."""
    instance = acting.visible_instance(request.user, pk)
    return perform(request, instance, Typed.read(request.POST))


@login_required
@require_POST
def undo(request: HttpRequest, pk: int, transition: str) -> HttpResponse:
    """Take the last act back, while nobody has opened the paper since."""
    instance = acting.visible_instance(request.user, pk)
    return perform(request, instance, Typed.read(request.POST, transition=transition))


def perform(request: HttpRequest, instance: Any, typed: Typed, *, page_url: str = "") -> HttpResponse:
    """Confirm, act, and lead on. *page_url* is where a refusal leads back to (the document's own page when empty)."""
    lines = [] if typed.confirmed else consequences.before(instance, typed.transition)
    if lines:
        return confirmation(request, instance, typed, lines)
    title = acting.title_of(request.user, instance, typed.transition)
    try:
        outcome = engine.act(typed.action(instance, request.user))
    except engine.Refused as refusal:
        acting.keep(request, instance, typed, refusal.reasons)
        return redirect(page_url or acting.address_of(instance))
    messages.success(request, acting.said(outcome, title))
    acting.remember_undo(request, outcome.instance)
    return redirect(acting.next_address(request, reverse("desk:todo")))


def confirmation(request: HttpRequest, instance: Any, typed: Typed, lines: list[str]) -> HttpResponse:
    """The page that names what will happen; every word that was typed travels with it."""
    title = acting.title_of(request.user, instance, typed.transition)
    context = {
        "title": instance.title,
        "question": _("%s这份公文？") % title,
        "will": lines,
        "url": reverse("desk:act", args=[instance.pk]),
        "hidden": typed.hidden(next_url=request.POST.get("next", "")),
        "submit": _("确认%s") % title,
        "back_url": acting.address_of(instance),
    }
    return page(request, "desk/confirm.html", context, here="todo", back=Back(context["back_url"], _("返回")))
