"""批注: to put one, to answer, to settle."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from documents.notices import remarking
from documents.notices.models import Remark
from workflows import engine

from .notice import readable


@login_required
@require_POST
def remark(request: HttpRequest, pk: int) -> HttpResponse:
    """A new remark."""
    paper = readable(request, pk)
    anchor = request.POST.get("at", "")
    try:
        remarking.add(paper, anchor=anchor, text=request.POST.get("text", ""), user=request.user)
    except remarking.RemarkRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("已批注，拟稿人会在稿子上看到。"))
    return redirect(f"{reverse('desk:notice', args=[pk])}#remarks")


def _found(request: HttpRequest, pk: int) -> Remark:
    """The remark, if the reader may see its paper; else 404."""
    row = Remark.objects.select_related("notice", "author").filter(pk=pk).first()
    if row is None or not engine.allowed(request.user, "view", row.notice):
        raise Http404
    return row


def _back(request: HttpRequest, row: Remark) -> HttpResponse:
    if request.POST.get("back") == "editor":
        return redirect("notices:edit", row.notice_id)
    return redirect(f"{reverse('desk:notice', args=[row.notice_id])}#remarks")


@login_required
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """答复; with the second button the remark is settled at once."""
    row = _found(request, pk)
    try:
        remarking.answer(row, text=request.POST.get("text", ""), user=request.user)
        if "settle" in request.POST:
            remarking.settle(row, user=request.user)
    except remarking.RemarkRefused as refusal:
        messages.warning(request, str(refusal))
    return _back(request, row)


@login_required
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """已处理."""
    row = _found(request, pk)
    try:
        remarking.settle(row, user=request.user)
    except remarking.RemarkRefused as refusal:
        messages.warning(request, str(refusal))
    return _back(request, row)
