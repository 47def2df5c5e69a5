"""发文稿纸, 会签单, 意见采纳情况表, 用印登记, as PDF."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.notices import sheets
from documents.notices.printing import PrintRefused

from ..pdfs import as_pdf
from ..shell import business_posts
from .notice import readable


@login_required
@require_safe
def sheet(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One of the sheets of a paper, for who may read it."""
    paper = readable(request, pk)
    try:
        printed = sheets.made(paper, name)
    except PrintRefused as refusal:
        messages.warning(request, str(refusal))
        return redirect("desk:notice", pk=paper.pk)
    if printed is None:
        raise Http404
    return as_pdf(HttpResponse(printed.pdf, content_type="application/pdf"), f"{paper.plain_title}（{name}）.pdf")


@login_required
@require_safe
def seals(request: HttpRequest) -> HttpResponse:
    """用印登记 of the reader's organs for a year."""
    organs = {post.organisation.organ_pk: post.organisation.as_organ.name for post in business_posts(request)}
    year = request.GET.get("year", "")
    wanted = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else timezone.localdate().year
    if not organs:
        raise Http404
    try:
        printed = sheets.seals(organs, year=wanted, organ_name="、".join(organs.values()))
    except PrintRefused as refusal:
        messages.warning(request, str(refusal))
        return redirect("desk:register")
    name = _("用印登记簿%d年.pdf") % wanted
    return as_pdf(HttpResponse(printed.pdf, content_type="application/pdf"), name)
