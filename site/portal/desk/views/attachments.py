"""Adding a file to a notice, and taking one away."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from documents.files.receiving import RefusedFileError
from documents.notices.models import Notice
from workflows import engine

from .. import attaching
from .notice import readable


def _editable(request: HttpRequest, pk: int) -> Notice:
    """The notice, if the reader may edit it now; else 404."""
    paper = readable(request, pk)
    if not engine.allowed(request.user, "edit", paper):
        raise Http404
    return paper


@login_required
@require_POST
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file in."""
    paper = _editable(request, pk)
    form = attaching.AttachForm(request.POST, request.FILES, notice=paper)
    if not form.is_valid():
        messages.error(request, _("请先选择要上传的文件。"))
        return redirect("desk:notice", pk=paper.pk)
    chosen: dict[str, Any] = form.cleaned_data
    try:
        attaching.attach(paper, chosen["file"], row=chosen["row"], user=request.user)
    except (RefusedFileError, engine.Refused) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("附件已上传。"))
    return redirect("desk:notice", pk=paper.pk)


@login_required
@require_POST
def detach(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Take a file away."""
    paper = _editable(request, pk)
    try:
        attaching.detach(paper, row=row, user=request.user)
    except engine.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("附件已删除。"))
    return redirect("desk:notice", pk=paper.pk)
