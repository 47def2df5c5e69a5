"""征集报送: what my unit is asked for, what it watches over, one call, and beginning an answer."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from documents.submissions.calling import answering
from documents.submissions.collecting import collects, lower_term
from documents.submissions.duties import overseen, owed
from documents.submissions.filing import FilingError, begin, may_file
from documents.submissions.models import Addressee, Call, Submission
from documents.submissions.progress import OWING, Row, Standing, standings, with_terms
from documents.submissions.publicising import may_look
from documents.submissions.results import results as decided
from documents.submissions.succeeding import FOLLOWERS, asked_of, belonging_to, unit_among
from workflows import engine
from workflows.organisations.models import Organisation

from ..paging import slice_of
from ..reading import Fact
from ..shell import business_posts, page
from .arranging import arranging_organs, steps
from .papers import Tab, my_organs_in_full, to_call, to_calls, watching_organs

MARKS = {
    Standing.REPORTED: "done",
    Standing.PROXY: "done",
    Standing.ZERO: "done",
    Standing.RETURNED: "returned",
    Standing.EXTENDED: "soon",
    Standing.MISSING: "open",
    Standing.EXEMPT: "off",
}
"""The shape that stands for each standing."""


@require_safe
@login_required
def calls(request: HttpRequest) -> HttpResponse:
    """要报的 (``?arm=own``) or 组织的 (``?arm=watch``); unless told, what the person's organs are asked for, if anything."""
    organs = my_organs_in_full(request)
    if not organs:
        raise Http404
    duties = owed([organ.pk for organ in organs])
    arm = request.GET.get("arm") or ("own" if duties.exists() else "watch")
    watching = arm == "watch"
    here = reverse("desk:calls")
    tabs = [
        Tab(_("要报的"), f"{here}?arm=own", not watching),
        Tab(_("组织的"), f"{here}?arm=watch", watching),
    ]
    if watching:
        shown = slice_of(overseen(organs), request)
        rows = [_watched_row(call) for call in shown.rows]
    else:
        shown = slice_of(duties, request)
        rows = [_owed_row(row, several=len(organs) > 1) for row in standings(shown.rows)]
    context = {
        "tabs": tabs,
        "rows": rows,
        "page_obj": shown,
        "watching": watching,
        "new_url": reverse("desk:call_new") if arranging_organs(request) else "",
    }
    return page(request, "desk/calls.html", context, here="calls")


def _owed_row(row: Row, *, several: bool) -> dict[str, Any]:
    owing = row.standing in OWING and row.call.is_open
    return {
        "title": str(row.call),
        "url": row.call.get_absolute_url(),
        "organ_name": str(row.call.organ),
        "note": f"{row.organ}　{row.note}" if several else row.note,
        "state_title": row.state_title if row.standing is Standing.REPORTED else str(row.standing.label),
        "state_kind": MARKS[row.standing],
        "returned": row.standing is Standing.RETURNED,
        "left": engine.time_left(row.due_at, timezone.now()) if owing else "",
        "due_at": row.due_at,
        "at": row.at,
        "button": (_("继续填") if row.is_begun else _("去填报")) if owing else "",
    }


def _watched_row(call: Call) -> dict[str, Any]:
    state = _("未下达") if call.opened_at is None else _("已结束") if call.closed_at else _("收集中")
    return {
        "title": str(call),
        "url": call.get_absolute_url(),
        "organ_name": str(call.organ),
        "note": call.get_kind_display(),
        "state_title": state,
        "state_kind": "doing" if call.is_open else "off",
        "left": engine.time_left(call.due_at, timezone.now()) if call.is_open else "",
        "due_at": call.due_at,
        "button": _("看进度") if call.opened_at else "",
    }


def visible_call(request: HttpRequest, pk: int) -> tuple[Call, list[Addressee], list[Organisation]]:
    """The call with what it asks of my organs and the organs of mine that watch over it; 404 for everybody else."""
    call = Call.objects.select_related("organ", "campaign", "form_version").filter(pk=pk).first()
    if call is None:
        raise Http404
    mine = [organ.pk for organ in my_organs_in_full(request)]
    asked = list(with_terms(asked_of(mine).filter(call=call))) if call.opened_at else []
    watching = watching_organs(request, call)
    if not asked and not watching:
        raise Http404
    return call, asked, watching


@require_safe
@login_required
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """One call: what is asked until when, my unit's answers, and for those above the ways to progress, order and results."""
    found, asked, watching = visible_call(request, pk)
    return _call_page(request, found, asked, watching)


def _call_page(
    request: HttpRequest,
    found: Call,
    asked: list[Addressee],
    watching: list[Organisation],
    *,
    problems: list[str] | None = None,
) -> HttpResponse:
    schema = found.form_version.parsed
    rows = standings(asked)
    due_at = max((row.due_at for row in asked), default=found.due_at)
    waits = found.is_open and (not rows or any(row.standing in OWING for row in rows))
    context = {
        "call": found,
        "facts": _facts(found, asked, watching),
        "left": engine.time_left(due_at, timezone.now()) if waits else "",
        "due_at": due_at,
        "units": _units(request, found, rows),
        "sections": [
            {"title": section.title, "fields": [spec for spec in section.fields if not spec.prefill or spec.required]}
            for section in schema.sections
        ],
        "problems": problems or [],
        "start_url": reverse("desk:call_start", args=[found.pk]),
        "progress_url": reverse("desk:call_progress", args=[found.pk]) if watching and found.opened_at else "",
        "totals_url": reverse("desk:call_totals", args=[found.pk]) if watching and _is_compiling(found) else "",
        "ranking_url": reverse("desk:call_ranking", args=[found.pk]) if _may_rank(found, watching) else "",
        "publicity_url": reverse("desk:call_publicity", args=[found.pk]) if _shows_lists(request, found) else "",
        "results_url": reverse("desk:call_results", args=[found.pk]) if found.opened_at and not found.compiles else "",
        "expected": answering(found).count() if found.opened_at is None else 0,
        **steps(request, found),
    }
    return page(request, "desk/call.html", context, here="calls", back=to_calls(), status=409 if problems else 200)


def _is_compiling(found: Call) -> bool:
    return found.compiles and found.opened_at is not None


def _shows_lists(request: HttpRequest, found: Call) -> bool:
    return found.opened_at is not None and not found.compiles and may_look(business_posts(request), found)


def _may_rank(found: Call, watching: list[Organisation]) -> bool:
    return (
        found.opened_at is not None
        and found.mode == Call.Mode.RECOMMEND
        and any(organ.level == "city" for organ in watching)
    )


def _facts(found: Call, asked: list[Addressee], watching: list[Organisation]) -> list[Fact]:
    usual = max((row.usual_until for row in asked), default=found.until)
    longest = max((row.until for row in asked), default=found.until)
    below = lower_term(found, watching) if found.compiles and asked and watching else None
    return [
        Fact(_("发起单位"), str(found.organ)),
        Fact(_("专项行动"), str(found.campaign) if found.campaign else ""),
        Fact(_("类别"), f"{found.get_kind_display()}（{found.get_mode_display()}）"),
        Fact(_("总结时段"), found.period),
        Fact(_("截止"), f"{usual:%Y-%m-%d} 17:30"),
        Fact(_("延期至"), f"{longest:%Y-%m-%d} 17:30" if longest > usual else ""),
        Fact(_("每级汇总"), _("下级早%d个工作日截止") % found.lead_days if found.lead_days and not asked else ""),
        Fact(_("下级截止"), f"{below:%Y-%m-%d} 17:30" if below and below != usual else ""),
        Fact(_("每市名额"), _("%d个") % found.quota_per_city if found.quota_per_city else ""),
    ]


def _units(request: HttpRequest, found: Call, rows: list[Row]) -> list[dict[str, Any]]:
    """My units' places in a call: their papers, and whether they may begin one more."""
    asked = {row.organ.pk for row in rows}
    kept = found.submissions.filter(belonging_to(asked)).select_related(*FOLLOWERS).order_by("number")
    instances = engine.Instance.objects.filter(series=found.series, process=found.process).select_related("node")
    cases = {instance.subject_id: instance for instance in instances.filter(subject_id__in=[one.pk for one in kept])}
    papers: dict[int, list[Submission]] = {}
    for paper in kept:
        if paper.pk in cases:
            papers.setdefault(unit_among(paper.organ, asked), []).append(paper)
    return [_unit(request, row, papers.get(row.organ.pk, []), cases) for row in rows]


def _unit(request: HttpRequest, row: Row, papers: list[Submission], cases: dict[int, Any]) -> dict[str, Any]:
    kept = sum(cases[paper.pk].outcome != "withdrawn" for paper in papers)
    adds_up = collects(row.call, row.organ)
    can_start = (
        row.call.is_open
        and not row.addressee.is_exempt
        and kept < row.call.per_unit
        and may_file(business_posts(request), row.call, row.organ) is not None
    )
    names = {"pk": row.call.pk, "addressee": row.addressee.pk}
    return {
        "organ": row.organ,
        "state_title": str(row.standing.label),
        "state_kind": MARKS[row.standing],
        "note": row.note,
        "papers": [
            {
                "title": paper.title,
                "url": paper.get_absolute_url(),
                "number": paper.print_number,
                "state": cases[paper.pk].node.name,
                "state_title": cases[paper.pk].node.title,
            }
            for paper in papers
        ],
        "can_start": can_start and not adds_up,
        "zero_url": reverse("desk:call_nothing", kwargs=names)
        if can_start and row.call.compiles and not adds_up
        else "",
        "totals_url": reverse("desk:call_totals", args=[row.call.pk]) if can_start and adds_up else "",
    }


@login_required
@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin an answer for my unit, or from paper for a unit below (代报)."""
    found = Call.objects.select_related("organ").filter(pk=pk).first()
    asked = request.POST.get("organ", "")
    organ = Organisation.objects.filter(pk=int(asked)).first() if asked.isascii() and asked.isdigit() else None
    post = may_file(business_posts(request), found, organ) if found and organ else None
    if found is None or organ is None or post is None or found.opened_at is None:
        raise Http404
    mine = post.organisation.as_organ
    try:
        submission = begin(
            found,
            organ,
            actor=request.user,
            post=post,
            title=request.POST.get("title", ""),
            filed_by=mine if mine.pk != organ.pk else None,
        )
    except FilingError as refused:
        call_seen, asked_rows, watching = visible_call(request, pk)
        return _call_page(request, call_seen, asked_rows, watching, problems=refused.reasons)
    return redirect("desk:fill", pk=submission.pk)


@require_safe
@login_required
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """The decided list, as far as it is decided; only the host sees more than its own part before the list is public."""
    found, asked, watching = visible_call(request, pk)
    whole = any(organ.pk == found.organ_id for organ in watching)
    below = None if whole else [*watching, *(row.organ for row in asked)]
    rows = decided(found, below=below)
    context = {
        "call": found,
        "title": str(found),
        "rows": rows,
        "whole": whole,
        "made_at": timezone.now(),
    }
    return page(request, "desk/results.html", context, here="calls", back=to_call(found))
