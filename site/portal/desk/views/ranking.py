"""推荐与研究, the city's part: putting what its counties sent into an order."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from documents.submissions.models import Call, Submission
from documents.submissions.quotas import RECOMMENDED, Cities, quota_of
from documents.submissions.ranking import rank, rankable
from workflows import engine
from workflows.organisations.models import Level, Organisation

from ..shell import business_posts, page
from .calls import visible_call
from .papers import to_call

RANKING_ROLES = frozenset({"drafter", "reviewer", "deputy", "secretary"})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ranking(request: HttpRequest, pk: int) -> HttpResponse:
    """Numbers beside the submissions; equal or missing numbers keep the order in which they stand."""
    call, _asked, watching = visible_call(request, pk)
    city = next((organ for organ in watching if organ.level == Level.CITY), None)
    if city is None:
        raise Http404
    may_write = any(
        post.role.key in RANKING_ROLES and post.organisation.organ_pk == city.pk for post in business_posts(request)
    )
    if request.method == "POST":
        if not may_write:
            raise Http404
        return _write(request, call, city)
    return _page(request, call, city, may_write=may_write)


def _write(request: HttpRequest, call: Call, city: Organisation) -> HttpResponse:
    typed = {row.pk: request.POST.get(f"position.{row.pk}", "").strip() for row in rankable(call, city)}
    wrong = [text for text in typed.values() if text and not (text.isascii() and text.isdigit() and int(text) > 0)]
    if wrong:
        error = _("顺序要填1、2、3这样的数字，现在有“%s”。") % wrong[0][:10]
        return _page(request, call, city, may_write=True, typed=typed, error=error)
    ranked = sorted((pk for pk, text in typed.items() if text), key=lambda pk: int(typed[pk]))
    try:
        rank(call, city, ranked, actor=request.user)
    except ValidationError as problem:
        return _page(request, call, city, may_write=True, typed=typed, error=problem.messages[0])
    messages.success(request, _("推荐顺序已保存。"))
    return redirect("desk:call_ranking", pk=call.pk)


def _page(
    request: HttpRequest,
    call: Call,
    city: Organisation,
    *,
    may_write: bool,
    typed: dict[int, str] | None = None,
    error: str = "",
) -> HttpResponse:
    submissions = list(rankable(call, city))
    instances = engine.Instance.objects.filter(series=call.series, process=call.process).select_related("node")
    states = {instance.subject_id: instance.node for instance in instances}
    rows = [_row(submission, states.get(submission.pk), typed) for submission in submissions]
    used = sum(row["counts"] for row in rows)
    quota = quota_of(call, Cities(city))
    context = {
        "call": call,
        "city": city,
        "rows": rows,
        "error": error,
        "may_write": may_write,
        "quota": quota.limit if quota is not None else None,
        "quota_note": quota.note if quota is not None else "",
        "used": used,
    }
    return page(request, "desk/ranking.html", context, here="calls", back=to_call(call), status=422 if error else 200)


def _row(submission: Submission, node: Any, typed: dict[int, str] | None) -> dict[str, Any]:
    ranked = getattr(submission, "ranking", None)
    designated = submission.entry == Submission.Entry.DESIGNATED
    recommended = node is not None and node.name in RECOMMENDED
    return {
        "pk": submission.pk,
        "unit": submission.organ,
        "title": submission.title,
        "url": submission.get_absolute_url(),
        "entry": submission.get_entry_display() if designated else "",
        "state": node.name if node else "",
        "state_title": node.title if node else "",
        "position": typed.get(submission.pk, "") if typed is not None else (ranked.position if ranked else ""),
        "counts": recommended and not designated,
    }
