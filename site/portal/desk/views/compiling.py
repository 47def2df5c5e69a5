"""汇总: the table of what the units sent, its sums for WPS, the press that makes the own report of them, and 零报送."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.printing import PrintingError, Table
from documents.printing.ledgers import ledger
from documents.submissions.collecting import collects
from documents.submissions.compiling import compile_report, own_report, parts_of
from documents.submissions.filing import FilingError, may_file
from documents.submissions.models import Addressee, Call, Submission
from documents.submissions.totals import Line, Totals, number, printed_totals, total_columns, total_rows, totals
from documents.submissions.zeroing import may_be_zero, report_nothing
from workflows import engine
from workflows.organisations.models import Membership, Organisation

from .. import spreadsheets
from ..reading import Fact
from ..shell import business_posts, page
from .calls import MARKS
from .notice import as_pdf
from .papers import is_filling, seen_papers, to_call
from .progress import Watched, compile_tabs, watched


def compiled(request: HttpRequest, pk: int) -> Watched:
    """A call in 逐级汇总 for which one of the person's organs adds up; 404 for everybody else."""
    looked = watched(request, pk)
    if not looked.call.compiles:
        raise Http404
    return looked


@require_safe
@login_required
def call_totals(request: HttpRequest, pk: int) -> HttpResponse:
    """汇总表: unit by unit, the sums below, who is not in them and why."""
    return _page(request, compiled(request, pk))


def _page(request: HttpRequest, looked: Watched, *, problems: list[str] | None = None) -> HttpResponse:
    call = looked.call
    found = totals(call, looked.organs, units=looked.units)
    seen = seen_papers(request, call, (line.row.submission_id for line in found.lines if line.is_sent))
    sums = found.sums
    context = {
        "title": str(call),
        "tabs": compile_tabs(call, here="totals"),
        "problems": problems or [],
        "columns": [{"label": spec.label, "unit": spec.unit} for spec in found.fields],
        "rows": [_row(call, found, line, seen) for line in found.lines],
        "sums": [{"label": spec.label, "value": number(sums.get(spec.key))} for spec in found.fields],
        "counted": len(found.counted),
        "left_out": [{"unit": str(line.row.organ), "why": line.left_out} for line in found.left_out],
        "export_url": reverse("desk:call_totals_export", args=[call.pk]),
        "print_url": reverse("desk:call_totals_print", args=[call.pk]) if found.lines else "",
        "zip_url": reverse("desk:call_files", args=[call.pk]),
        **_own(request, looked),
    }
    status = 409 if problems else 200
    return page(request, "desk/totals.html", context, here="calls", back=to_call(call), status=status)


def _row(call: Call, found: Totals, line: Line, seen: set[int]) -> dict[str, Any]:
    key = line.row.submission_id
    return {
        "unit": str(line.row.organ),
        "url": reverse("desk:submission", args=[key])
        if key in seen
        else reverse("desk:unit", args=[call.pk, line.row.addressee.pk]),
        "kind": MARKS[line.row.standing],
        "state_title": str(line.row.standing.label),
        "late": line.row.late,
        "why": line.left_out if line.is_sent else "",
        "counts": line.counts,
        "cells": [
            {"label": spec.label, "value": number(line.figures.get(spec.key)) if line.is_sent else None}
            for spec in found.fields
        ],
    }


def _own(request: HttpRequest, looked: Watched) -> dict[str, Any]:
    """What the person's own organ may do with the sums: begin its report, bring it up to date, or look at what it sent."""
    call = looked.call
    organ = next((organ for organ in looked.organs if collects(call, organ, units=looked.units)), None)
    if organ is None:
        return {}
    report = own_report(call, organ)
    instance = engine.instance_of(report, call.process) if report else None
    may_press = call.is_open and _own_post(request, call, organ) is not None
    filling = instance is not None and is_filling(request, instance)
    added = getattr(report, "compilation", None)
    return {
        "organ": organ,
        "press_url": reverse("desk:call_compile", args=[call.pk]) if may_press and (not report or filling) else "",
        "report_url": report.get_absolute_url() if report else "",
        "report_state": instance.state if instance else "",
        "report_state_title": instance.state_title if instance else "",
        "start_url": reverse("desk:call_start", args=[call.pk]) if may_press and not report else "",
        "added": len({part["submission"] for part in added.parts}) if added is not None else 0,
    }


def _own_post(request: HttpRequest, call: Call, organ: Organisation) -> Membership | None:
    """The post in the organ itself under which the person may write its report."""
    inside = [post for post in business_posts(request) if post.organisation.organ_pk == organ.pk]
    return may_file(inside, call, organ)


@login_required
@require_POST
def compile_call(request: HttpRequest, pk: int) -> HttpResponse:
    """按下汇总: the own report with the sums in it, ready to be looked over."""
    looked = compiled(request, pk)
    call = looked.call
    organ = next((organ for organ in looked.organs if collects(call, organ)), None)
    post = _own_post(request, call, organ) if organ else None
    if organ is None or post is None:
        raise Http404
    try:
        report = compile_report(call, organ, actor=request.user, post=post)
    except FilingError as refused:
        return _page(request, looked, problems=refused.reasons)
    words = {"count": len(parts_of(report))}
    messages.success(request, _("已按%(count)d个单位的数汇总。请逐项核对，改动的要写明原因。") % words)
    return redirect(_first_sum(report))


def _first_sum(report: Submission) -> str:
    """The section in which the first sum stands."""
    schema = report.call.form_version.parsed
    section = next(schema.section_of[spec.key] for spec in schema if spec.countable)
    return reverse("desk:fill_section", args=[report.pk, section.key])


@require_safe
@login_required
def totals_export(request: HttpRequest, pk: int) -> HttpResponse:
    """汇总表 as a sheet that WPS opens, the sums in its last line."""
    looked = compiled(request, pk)
    call, found = looked.call, totals(looked.call, looked.organs, units=looked.units)
    content = spreadsheets.workbook(_("汇总表"), total_columns(found), total_rows(found))
    return spreadsheets.answer(f"{call}_{_('汇总表')}_{timezone.localdate():%Y%m%d}.xlsx", content)


@require_safe
@login_required
def totals_print(request: HttpRequest, pk: int) -> HttpResponse:
    """汇总表 on paper, the sums in its last line; sideways when its columns need it."""
    looked = compiled(request, pk)
    call, found = looked.call, totals(looked.call, looked.organs, units=looked.units)
    heads, rows = printed_totals(found)
    organs = "、".join(organ.name for organ in looked.organs)
    made = _("%s制表") % timezone.localdate().isoformat()
    try:
        printed = ledger(Table((heads, *rows)), title=f"{call}{_('汇总表')}", head=organs, meta=made)
    except PrintingError as refused:
        messages.warning(request, str(refused))
        return redirect("desk:call_totals", pk=call.pk)
    name = f"{call}_{_('汇总表')}_{timezone.localdate():%Y%m%d}.pdf"
    return as_pdf(HttpResponse(printed.pdf, content_type="application/pdf"), name)


class NothingForm(forms.Form):
    """零报送."""

    reason = forms.CharField(
        label=gettext_lazy("为什么没有"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("一句话，如“本期学校停课，没有开放”。"),
        error_messages={"required": gettext_lazy("请写一句为什么没有可报的。")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def nothing(request: HttpRequest, pk: int, addressee: int) -> HttpResponse:
    """零报送 for my unit, or from paper for one below: one sentence, then the last look before sending."""
    row = Addressee.objects.select_related("call__organ", "call__form_version", "organ").filter(
        pk=addressee, call=pk, call__opened_at__isnull=False
    )
    found = row.first()
    post = may_file(business_posts(request), found.call, found.organ) if found else None
    if found is None or post is None or not may_be_zero(found.call, found.organ):
        raise Http404
    call, organ = found.call, found.organ
    form = NothingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        mine = post.organisation.as_organ
        filed_by = mine if mine.pk != organ.pk else None
        try:
            report = report_nothing(
                call, organ, form.cleaned_data["reason"], actor=request.user, post=post, filed_by=filed_by
            )
        except FilingError as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            return redirect("desk:submit", pk=report.pk)
    context = {
        "title": _("%s：零报送") % organ,
        "intro": _("数字都填0，其余照通讯录填好；下一步核对以后提交。"),
        "form": form,
        "submit": _("填好，去核对"),
        "cancel_url": call.get_absolute_url(),
        "facts": [Fact(_("征集"), str(call)), Fact(_("总结时段"), call.period)],
    }
    status = 422 if form.errors else 200
    return page(request, "desk/form.html", context, here="calls", back=to_call(call), status=status)
