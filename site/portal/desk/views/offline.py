"""线下办理登记: any act of somebody without an account, or away from the desk, recorded from the signed paper."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from documents.files.models import Upload
from documents.files.receiving import RefusedFileError
from workflows import engine

from .. import acting, measuring, recording
from ..reading import Fact
from ..recording import OfflineForm
from ..shell import Back, my_posts, page


@login_required
@require_http_methods(["GET", "POST"])
def offline(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose whose act it was (选定 brings the fields that it wants), fill in, record; the event is marked 代录 and bound to
    the scan. A refusal keeps everything that was typed, the scan too."""
    case = acting.visible_instance(request.user, pk)
    look = engine.Look(request.user, case)
    offers = look.offline_offers()
    if not offers:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    offer = recording.find_offer(offers, (posted or request.GET).get("act", ""))
    kept = recording.kept_scan(posted.get("kept", ""), request.user, case) if posted else None
    error = ""
    if request.FILES.get("scan"):
        try:
            organ = my_posts(request)[0].organisation.as_organ
            kept = recording.keep_scan(request.FILES["scan"], request.user, organ)  # type: ignore[arg-type]
        except RefusedFileError as refusal:
            error = str(refusal)
    form = OfflineForm(posted, offer=offer, look=look, kept=kept)
    choosing = posted is not None and ("choose" in posted or "search" in posted)
    if error:
        form.errors.pop("scan", None)  # “请上传扫描件” beside what is wrong with the one that came
        form.add_error("scan", error)
    if choosing:
        form.errors.clear()
    elif posted is not None and posted.get("act") != recording.key_of(offer):
        form.add_error(None, _("选的这一项已经办过了，请重新选。"))
    if posted and kept and not choosing and form.is_valid() and _recorded(request, case, form, kept):
        return redirect(acting.address_of(case))
    return _shown(request, case, offers, form, kept, choosing=choosing)


def _recorded(request: HttpRequest, case: Any, form: OfflineForm, scan: Upload) -> bool:
    """Record the act; a refusal becomes errors of the form."""
    try:
        outcome = recording.record(case, form.action(case, request.user, request.POST, scan), scan)
    except engine.Refused as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return False
    messages.success(request, acting.said(outcome, _("%s（代录）") % form.offer.title))
    return True


def _shown(
    request: HttpRequest, case: Any, offers: list[Any], form: OfflineForm, kept: Upload | None, *, choosing: bool
) -> HttpResponse:
    back = acting.address_of(case)
    offer = form.offer
    help_text = measuring.HELP.get(offer.transition.removeprefix(measuring.SIGN), "")
    context = {
        "facts": [Fact(_("标题"), case.title), Fact(_("现在的环节"), case.state_title)],
        **recording.choice(offers, offer, asked="act" in (request.POST or request.GET)),
        "intro": help_text if recording.is_measure(offer) else "",
        "form": form,
        "errors_shown": not choosing,
        "token": offer.token,
        "request_key": request.POST.get("request_key") or uuid.uuid4().hex,
        "kept": recording.ticket_of(kept, case),
        "cancel_url": back,
    }
    status = 422 if form.is_bound and not choosing else 200
    return page(request, "desk/offline.html", context, back=Back(back, _("返回")), status=status)
