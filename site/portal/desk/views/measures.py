"""转办 加签 委派 传阅 催办 挂起 …: one plain page for each, the same for all."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from workflows import engine
from workflows.definition import ACTIONS

from .. import acting, measuring
from ..measuring import MeasureForm
from ..shell import Back, page, to_desk


@login_required
@require_http_methods(["GET", "POST"])
def measure(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Ask for what the act needs, and do it. A refusal comes back with everything as typed; 查找 only narrows the list.

    Who is offered the act may use the page; an administrator who may not read the paper sees its title and nothing more.
    A reader to whom it is not offered is led back to the paper: it moved on since the button was shown.
    """
    case = engine.case_of(pk)
    look = engine.Look(request.user, case) if case is not None else None
    offer = measuring.find_offer(look, name) if look is not None else None
    if case is None or look is None or name not in ACTIONS:
        raise Http404
    if offer is None:
        if not engine.allowed(request.user, "view", case):
            raise Http404
        return _too_late(request, case)
    form = MeasureForm(request.POST if request.method == "POST" else None, offer=offer, look=look)
    searching = "search" in request.POST
    if request.method == "POST" and not searching and form.is_valid() and _take(request, case, form):
        return redirect(_onward(request, case))
    readable = engine.allowed(request.user, "view", case)
    back = acting.address_of(case) if readable else reverse("desk:todo")
    context = {
        "title": offer.title,
        "case_title": case.title,
        "state_title": case.state_title,
        "intro": measuring.HELP.get(name, ""),
        "form": form,
        "errors_shown": not searching,
        "reasons": offer.reasons,
        "token": request.POST.get("token") or offer.token,
        "request_key": request.POST.get("request_key") or uuid.uuid4().hex,
        "cancel_url": back,
    }
    return page(request, "desk/measure.html", context, here="todo", back=Back(back, to_desk().title))


def _too_late(request: HttpRequest, case: Any) -> HttpResponse:
    """Back to the paper with the reason, and with the words that were typed."""
    reason = _("这一项现在不能办：可能刚有人办过，或者不归您办。请看现在到了哪一步。")
    words = request.POST.get("opinion", "").strip()
    if words:
        acting.keep(request, case, acting.Typed(opinion=words), [reason, _("您写的：%s") % words])
    else:
        messages.info(request, reason)
    return redirect(acting.address_of(case))


def _take(request: HttpRequest, case: Any, form: MeasureForm) -> bool:
    """Act; a refusal becomes errors of the form."""
    action = engine.Action(
        instance_id=case.pk,
        transition=form.offer.transition,
        actor=request.user,  # type: ignore[arg-type]
        token=request.POST.get("token") or None,
        opinion=form.cleaned_data.get("opinion", ""),
        params=form.params(),
        request_key=request.POST.get("request_key", "")[:64],
    )
    try:
        outcome = engine.act(action)
    except engine.Refused as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return False
    messages.success(request, acting.said(outcome, str(form.offer.title)))
    return True


def _onward(request: HttpRequest, case: Any) -> str:
    """Back to the paper, as long as the person may read it."""
    return acting.address_of(case) if engine.allowed(request.user, "view", case) else reverse("desk:todo")
