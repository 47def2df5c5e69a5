"""阅办 of a notice, its proof, its prints, 已核, and 提请公开."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from documents.incoming import reading, receiving
from documents.notices import checking
from documents.notices.gathering import gathered
from documents.notices.models import Artifact, Notice
from documents.notices.printing import PrintRefused, typeset_notice
from workflows import engine

from .. import acting, noticing
from ..pdfs import as_pdf
from ..shell import page, to_desk


def readable(request: HttpRequest, pk: int) -> Notice:
    """The notice, if the engine shows it to the reader; else 404, whether it exists or not."""
    paper = _found(pk)
    if paper is None or not engine.allowed(request.user, "view", paper):
        raise Http404
    return paper


def _found(pk: int) -> Notice | None:
    return gathered(pk, **receiving.tallied())


@login_required
@require_GET
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """The reading page. Who only received the paper reads it where it is signed for or dealt with; the clerk's steps have their
    own page."""
    paper = _found(pk)
    if paper is None or not engine.allowed(request.user, "view", paper):
        received = receiving.inbox(request.user).filter(notice=pk).values_list("pk", flat=True).first()
        if received is not None:
            return redirect("desk:receipt", pk=received)
        dealt_with = reading.dealt_with(request.user).filter(receipt__notice=pk).first()
        if dealt_with is None:
            raise Http404
        return redirect(dealt_with)
    context = noticing.notice_page(request, paper)
    if context["number_url"] and "read" not in request.GET and not context["refused"]:
        return redirect(context["number_url"])
    return page(request, "desk/notice.html", context, here="todo" if context["turn"] else "issued", back=to_desk())


@login_required
@require_POST
def tick(request: HttpRequest, pk: int) -> HttpResponse:
    """已核: the warnings were looked at, all together."""
    paper = readable(request, pk)
    current = noticing.cases(paper, request.user).current
    if not (engine.allowed(request.user, "edit", paper) or engine.offers(request.user, current)):
        raise Http404
    checking.tick(paper, request.user)
    messages.success(request, _("提醒已记为核过；正文再有改动要重新核。"))
    return redirect("desk:notice", pk=paper.pk)


@login_required
@require_safe
def sample(request: HttpRequest, pk: int) -> HttpResponse:
    """样稿: the paper as it would be printed, the head grey, under a watermark; rendered from the text as it stands."""
    paper = readable(request, pk)
    try:
        printed = typeset_notice(paper, sample=True)
    except PrintRefused as refusal:
        messages.warning(request, str(refusal))
        return redirect("desk:notice", pk=paper.pk)
    return as_pdf(HttpResponse(printed.pdf, content_type="application/pdf"), f"{paper.plain_title}（样稿）.pdf")


@login_required
@require_safe
def kept_print(request: HttpRequest, pk: int) -> HttpResponseBase:
    """正式件 or 盖章扫描件, for those who may read the paper."""
    artifact = Artifact.objects.select_related("notice").filter(pk=pk).first()
    if artifact is None or not receiving.may_read(request.user, artifact.notice):
        raise Http404
    try:
        content = artifact.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    name = f"{artifact.number or artifact.notice.plain_title}{artifact.get_kind_display()}.pdf"
    return as_pdf(FileResponse(content, content_type="application/pdf"), name, download="download" in request.GET)


@login_required
@require_POST
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """提请公开: open the process 公开发布 and take its first step, or neither."""
    paper = readable(request, pk)
    if not noticing.may_propose(request.user, paper, noticing.cases(paper, request.user)):
        raise Http404
    actor: Any = request.user
    try:
        with transaction.atomic():
            case = engine.start(paper, "publish", actor=actor)
            outcome = engine.act(engine.Action(case.pk, "propose", actor))
    except engine.Refused as refusal:
        messages.error(request, _("没有提请成：%s") % "；".join(refusal.reasons))
    else:
        messages.success(request, acting.said(outcome, _("提请公开")))
    return redirect("desk:notice", pk=paper.pk)
