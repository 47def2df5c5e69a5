"""编号分发: 复核, 登记编号, 印制 and 核发 on one page, each step when it is due."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from documents.notices import rechecking
from documents.notices.cosigning import names_at_stake
from documents.notices.gathering import gathered
from documents.notices.models import Artifact, Notice, NoticeRecipient
from documents.notices.printing import PrintRefused, issued_print, keep_sealed_scan, make_print
from documents.notices.showing import paper_view
from workflows import engine

from .. import clerk, enclosures, noticing, scans
from ..acting import Typed, keep
from ..distributing import DistributionForm
from ..reading import decision
from ..shell import may_administer, page, to_desk
from .acts import perform


def _case(request: HttpRequest, pk: int) -> tuple[Notice, Any]:
    """The notice and its 发文, for the person whose turn one of the clerk's steps is; others are sent to the reading page."""
    chosen = Exists(NoticeRecipient.objects.filter(notice=OuterRef("pk")))
    paper: Any = gathered(pk, with_distribution=chosen)
    if paper is None or not engine.allowed(request.user, "view", paper):
        raise Http404
    case = engine.instance_of(paper, "issue")
    if case is None or case.state not in clerk.STEPS:
        raise Http404
    return paper, case


@login_required
@require_http_methods(["GET", "POST"])
def number(request: HttpRequest, pk: int) -> HttpResponse:
    """The step that is due. A post saves what was filled in, then does what was chosen."""
    paper, case = _case(request, pk)
    deciding = decision(request, case, subject=paper) if request.method != "POST" else None
    offers = engine.offers(request.user, case) if deciding is None else deciding["offers"]
    if not any(offer.verdict == "yes" for offer in offers):
        return redirect(f"{reverse('desk:notice', args=[paper.pk])}?read")
    if request.method != "POST":
        form = DistributionForm(None, notice=paper) if case.state == "register" else None
        return _show(request, paper, case, form, deciding)
    here = reverse("desk:number", args=[paper.pk])
    typed = Typed.read(request.POST)
    if case.state == "register" and typed.transition in {"register", ""} and (stop := _fill_in(request, paper, case)):
        return stop
    if typed.transition == "print" and not typed.opinion and _is_faulty(case, issued_print(paper)):
        keep(request, case, typed, [_("版式检查有不符合的地方：请写明为什么仍然印发，或者改好后重新生成。")])
        return redirect(here)
    if not typed.transition:
        messages.success(request, _("已保存。"))
        return redirect(here)
    return perform(request, case, typed, page_url=here)


def _fill_in(request: HttpRequest, paper: Notice, case: Any) -> HttpResponse | None:
    """Save number row, copies and range; the page again when something is wrong with them, None when all is well."""
    form = DistributionForm(request.POST, notice=paper)
    if not form.is_valid():
        return _show(request, paper, case, form)
    chosen = form.cleaned_data
    try:
        clerk.keep(
            paper,
            user=request.user,
            instance=case,
            fields=form.kept_fields(),
            main=chosen["main"],
            cc=chosen["cc"],
            by_group=form.by_group(),
        )
    except engine.Refused as refusal:
        messages.error(request, "；".join(refusal.reasons))
        return redirect("desk:notice", pk=paper.pk)
    return None


def _is_faulty(case: Any, printed: Artifact | None) -> bool:
    """Whether the print breaks a rule of the layout that a reason may excuse."""
    return case.state == "print" and bool(clerk.faults(clerk.layout_report(printed)))


def _show(
    request: HttpRequest, paper: Notice, case: Any, form: DistributionForm | None, decided: Any = None
) -> HttpResponse:
    deciding = decided or decision(request, case, subject=paper)
    deciding["offers"] = [_open_for_form(case, offer) for offer in deciding["offers"]]
    registering = case.state == "register"
    printed = issued_print(paper) if case.state in {"print", "dispatch"} else None
    sealed = next((row for row in enclosures.kept_prints(paper) if row.kind == Artifact.Kind.SEALED_SCAN), None)
    upcoming, last = clerk.next_number(paper, form.initial["mark"]) if form is not None else ("", "")
    ranges = [] if registering else clerk.recipients(paper)
    context = {
        **deciding,
        "title": paper.plain_title,
        "paper": paper_view(paper, sample=not paper.number),
        "facts": noticing.facts(paper),
        "step": case.state,
        "steps": clerk.steps(case.state),
        **_rechecking(request, paper, case),
        "number": paper.number or upcoming,
        "number_given": bool(paper.number),
        "last_number": last,
        "form": form,
        "recipients": ranges,
        "recipient_count": sum(len(group.organs) for group in ranges),
        **_layout(printed),
        **_speaking(deciding, faulty=_is_faulty(case, printed)),
        "printed": printed,
        "make_url": reverse("desk:print_make", args=[paper.pk]) if case.state == "print" else "",
        "pdf_url": reverse("desk:print", args=[printed.pk]) if printed else reverse("desk:sample", args=[paper.pk]),
        "sealed_scan": enclosures.of_print(sealed) if sealed else None,
        "scan_upload_url": reverse("desk:scan", args=[paper.pk]) if case.state in {"print", "dispatch"} else "",
        "scan_accept": scans.ACCEPT,
        "act_url": reverse("desk:number", args=[paper.pk]),
        "next_url": reverse("desk:notice", args=[paper.pk]),
        "read_url": f"{reverse('desk:notice', args=[paper.pk])}?read",
    }
    return page(request, "desk/number_dispatch.html", context, here="todo", back=to_desk())


def _rechecking(request: HttpRequest, paper: Notice, case: Any) -> dict[str, Any]:
    """复核: the signed text beside the present one, and whose signatures a substantive change would void."""
    if case.state != rechecking.STATE:
        return {}
    return {
        "compared": rechecking.compared(paper, case),
        "at_stake": names_at_stake(paper),
        "declare_url": reverse("desk:declare", args=[paper.pk]),
        "edit_url": reverse("notices:edit", args=[paper.pk]) if may_administer(request) else "",
    }


def _layout(printed: Artifact | None) -> dict[str, Any]:
    """The report on the print, and the red list of what is not kept."""
    report = clerk.layout_report(printed)
    return {"print_report": report, "print_faults": clerk.faults(report)}


def _speaking(deciding: dict[str, Any], *, faulty: bool) -> dict[str, Any]:
    """The opinion box: for 复核 a word if wanted, for a print that breaks a rule the reason why it goes out all the same."""
    label = _("版式有不符合处，为什么仍然印发") if faulty else _("办理意见")
    return {"speaks": "" if deciding["silent"] else label, "must_speak": faulty}


def _open_for_form(case: Any, offer: Any) -> Any:
    """登记编号 is not refused for what the form on the same page is about to fill in; the engine asks again afterwards."""
    fills_in = case.state == "register" and offer.transition == "register"
    return replace(offer, allowed=True, reasons=[]) if fills_in else offer


def _printing(request: HttpRequest, pk: int, states: set[str]) -> Notice:
    """The notice, for the person whose turn 印制 is; 404 for everybody else."""
    paper, case = _case(request, pk)
    if case.state not in states or not engine.offers(request.user, case):
        raise Http404
    return paper


@login_required
@require_POST
def make(request: HttpRequest, pk: int) -> HttpResponse:
    """生成正式件: rendered and measured outside any transaction."""
    paper = _printing(request, pk, {"print"})
    try:
        artifact = make_print(paper, Artifact.Kind.ISSUED, request.user)
    except PrintRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("正式件已生成，共%d页。") % artifact.pages)
    return redirect("desk:number", pk=paper.pk)


@login_required
@require_POST
def scan(request: HttpRequest, pk: int) -> HttpResponse:
    """盖章扫描件: the copy of record beside the print."""
    paper = _printing(request, pk, {"print", "dispatch"})
    try:
        found = scans.as_pdf(request.FILES.getlist("scan"))
    except scans.ScanRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        keep_sealed_scan(paper, found.data, found.pages, request.user)
        messages.success(request, _("盖章扫描件已保存，共%d页。") % found.pages)
    return redirect("desk:number", pk=paper.pk)
