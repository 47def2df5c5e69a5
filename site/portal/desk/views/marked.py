"""花脸稿: two kept wordings of a paper side by side in one text, on screen and as a sheet; for the organs that write it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.notices import wordings
from documents.notices.models import Notice
from documents.notices.policy import readable

from ..shell import Back, page

PARTS = ("co_issuers", "attachments")


def _compared(request: HttpRequest, pk: int) -> dict[str, Any]:
    """The paper with the two wordings asked for; without a question the oldest against the newest. 404 for who is not of the house."""
    notice = readable(request.user).select_related("organ").prefetch_related(*PARTS).filter(pk=pk).first()
    if notice is None:
        raise Http404
    kept = wordings.kept_wordings(notice)
    old, new = request.GET.get("old") or kept[-1].key, request.GET.get("new") or wordings.NOW
    before, after = wordings.passages_of(notice, old), wordings.passages_of(notice, new)
    if before is None or after is None:
        raise Http404
    return {"notice": notice, "kept": kept, "old": old, "new": new, "differences": wordings.marked(before, after)}


@login_required
@require_safe
def marked(request: HttpRequest, pk: int) -> HttpResponse:
    """On screen."""
    context = _compared(request, pk)
    query = urlencode({"old": context["old"], "new": context["new"]})
    notice: Notice = context["notice"]
    context["pdf_url"] = f"{reverse('desk:marked_pdf', args=[notice.pk])}?{query}"
    return page(request, "desk/marked.html", context, here="issued", back=Back(notice.get_absolute_url(), _("公文")))


@login_required
@require_safe
def marked_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """As a sheet."""
    found = _compared(request, pk)
    notice, titles = found["notice"], {one.key: one.title for one in found["kept"]}
    printed = wordings.marked_sheet(
        notice, titles.get(found["old"], ""), titles.get(found["new"], ""), found["differences"]
    )
    response = HttpResponse(printed.pdf, content_type="application/pdf")
    response["Content-Disposition"] = (
        content_disposition_header(False, f"{notice.plain_title}（花脸稿）.pdf") or "inline"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'self'"
    return response
