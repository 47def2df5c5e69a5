"""阅办 of a received paper: the paper, who deals with it, what was said, and the buttons; 文件处理笺."""

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, Subquery, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from documents.incoming import assigning, forwarding, handling, receiving
from documents.incoming.models import Assignment, Incoming
from documents.incoming.reading import may_see
from documents.incoming.slip import print_slip
from documents.notices.gathering import lay_out, presence
from documents.notices.showing import duties_of, paper_view
from documents.printing import PrintingError
from workflows import engine
from workflows.database import lay

from .. import acting, routing
from ..acting import Typed
from ..arranging_form import ArrangeForm
from ..enclosures import attachments, newest_print, of_upload, paper_scans
from ..pdfs import as_pdf
from ..reading import Fact, decision
from ..shell import Back, business_posts, may_draft, my_posts, page
from . import acts

DAY = "Y年n月j日"
PARTS = ("attachments", "co_issuers", "corrections")
"""What many papers have none of."""
KNOWN = ("organ", "receipt__notice__organ", "receipt__signed_by", "registered_by", "answer")


def visible(request: HttpRequest, pk: int) -> Incoming:
    """The paper, if the reader may see it; else 404, whether it exists or not."""
    my_posts(request)  # with those that are lent; whether the paper may be seen asks for the own ones alone
    rows = Incoming.objects.select_related(*KNOWN).annotate(
        **presence("receipt__notice", *PARTS),
        with_assignments=Exists(Assignment.objects.filter(incoming=OuterRef("pk"))),
        with_children=Exists(forwarding.made_of(OuterRef("pk"), OuterRef("receipt__notice"), OuterRef("organ"))),
        print=Subquery(newest_print(OuterRef("receipt__notice"), OuterRef("receipt__notice__number"))),
    )
    found = rows.filter(pk=pk).first()
    if found is None or not may_see(request.user, found):
        raise Http404
    if found.with_assignments:
        prefetch_related_objects([found], "assignments")
    else:
        lay({found.pk: found}, "assignments", (), by="incoming")
    return found


@login_required
@require_GET
def received(request: HttpRequest, pk: int) -> HttpResponse:
    """The reading page."""
    incoming = visible(request, pk)
    return page(request, "desk/received.html", _context(request, incoming), here="incoming", back=_back())


def _back() -> Back:
    return Back(reverse("desk:incoming"), _("收文"))


def _context(request: HttpRequest, incoming: Incoming, form: ArrangeForm | None = None) -> dict[str, Any]:
    case = handling.case_of(incoming)
    deciding = _deciding(request, incoming, case)
    arranges = assigning.may_arrange(request.user, case, deciding.get("offers", ()))
    return {
        **deciding,
        **_paper(request, incoming),
        "incoming": incoming,
        "facts": _facts(incoming, case),
        "act_url": reverse("desk:received_act", args=[incoming.pk]),
        "arrange": (form or ArrangeForm(incoming=incoming)) if arranges else None,
        "arrange_open": form is not None,
        "arranged": _arranged(incoming) if arranges else "",
        "slip_url": reverse("desk:received_slip", args=[incoming.pk]),
        "compose_url": _compose_url(request, incoming),
        "children": (made := _children(incoming)),
        "follow_url": reverse("desk:receipts", args=[incoming.notice.pk])
        if made and incoming.notice and _receives_for(request, incoming)
        else "",
        "paper_scans": paper_scans(case)
        if case is not None and any(row.offline for row in deciding.get("history", ()))
        else [],
    }


def _arranged(incoming: Incoming) -> str:
    """Who was chosen, in a line."""
    named = assigning.in_words(incoming)
    return "　".join(f"{Assignment.Part(part).label}：{names}" for part, names in named.items() if names)


def _compose_url(request: HttpRequest, incoming: Incoming) -> str:
    """Where a paper of one's own is made of this one, for those who draft in the organ."""
    may = may_draft(request) and forwarding.unit_for(request.user, incoming) is not None
    return reverse("desk:compose", args=[incoming.pk]) if may else ""


def _receives_for(request: HttpRequest, incoming: Incoming) -> bool:
    """Whether the reader's posts are those that see how far the paper came: the organ's own and its office's."""
    return any(
        receiving.receives(post) and post.organisation.organ_pk == incoming.organ_id for post in business_posts(request)
    )


def _children(incoming: Any) -> list[dict[str, Any]]:
    if not incoming.with_children:
        return []
    return [
        {"title": child.plain_title, "url": child.get_absolute_url(), "state": child.number or _("还在办")}
        for child in forwarding.children(incoming)
    ]


def _deciding(request: HttpRequest, incoming: Incoming, case: Any) -> dict[str, Any]:
    """What the reader may do; only a sentence where nothing is being done with the paper."""
    if case is not None and engine.allowed(request.user, "view", case):
        found = decision(request, case, subject=incoming)
        left = found["left"] if found["turn"] else ""
        return {**found, "left": left or _left(incoming), "due_at": found["due_at"] if left else due_at(incoming)}
    return {"waiting": incoming.get_status_display()}


def due_at(incoming: Incoming) -> datetime | None:
    """When 办理时限 is over, while the paper is being dealt with."""
    if incoming.due_on is None or incoming.status != Incoming.Status.OPEN:
        return None
    return timezone.make_aware(datetime.combine(incoming.due_on, time(17, 30)))


def _left(incoming: Incoming) -> Any:
    due = due_at(incoming)
    return engine.time_left(due, timezone.now()) if due is not None else ""


def _paper(request: HttpRequest, incoming: Any) -> dict[str, Any]:
    """The paper of this system as a sheet; one from outside by its data and its scans."""
    notice = incoming.notice
    if incoming.is_recalled:  # what was taken back is read here no more
        return {"title": incoming.title, "recalled": incoming.receipt.reason if incoming.receipt else ""}
    if notice is not None:
        paper = paper_view(lay_out(notice, incoming, *PARTS))
        return {
            "paper": paper,
            "duties": duties_of(paper, incoming.organ),
            "files": attachments(notice),
            "standing": routing.standing(notice),
            "corrections": routing.corrections_for(request.user, notice),
            "original_url": reverse("desk:print", args=[incoming.print]) if incoming.print else "",
        }
    return {"title": incoming.title, "scans": [of_upload(row) for row in handling.files(incoming)]}


def _facts(incoming: Incoming, case: Any) -> list[Fact]:
    named = assigning.in_words(incoming)
    signed = incoming.receipt.signed_by if incoming.receipt is not None else None
    return [
        Fact(_("收文号"), incoming.registered_number),
        Fact(_("来文单位"), incoming.sender),
        Fact(_("来文字号"), incoming.number),
        Fact(_("文种"), incoming.kind),
        Fact(_("成文日期"), date_format(incoming.dated, DAY) if incoming.dated else ""),
        Fact(_("紧急程度"), incoming.urgency),
        Fact(_("份数"), incoming.copies if incoming.receipt_id is None else ""),
        Fact(_("收到"), date_format(timezone.localtime(incoming.received_at), "n月j日 H:i")),
        Fact(_("签收人") if signed else _("登记人"), signed or incoming.registered_by),
        Fact(_("主办"), named[Assignment.Part.LEAD]),
        Fact(_("协办"), named[Assignment.Part.SUPPORT]),
        Fact(_("传阅"), named[Assignment.Part.READER]),
        Fact(_("办理时限"), date_format(incoming.due_on, DAY) if incoming.due_on else ""),
        Fact(_("备注"), incoming.note),
        Fact(_("答复"), incoming.reply),
    ]


@login_required
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the arrangement, then do what was chosen. An arrangement that cannot be kept comes back with everything typed."""
    incoming = visible(request, pk)
    case = handling.case_of(incoming)
    if case is None or not engine.allowed(request.user, "view", case):
        raise Http404
    typed = Typed.read(request.POST)
    if "arranged" in request.POST and assigning.may_arrange(request.user, case):
        form = ArrangeForm(request.POST, incoming=incoming)
        if not (form.is_valid() and form.keep(request.user, case)):
            acting.keep(request, case, typed, [])
            context = _context(request, incoming, form)
            return page(request, "desk/received.html", context, here="incoming", back=_back(), status=422)
        if not typed.transition:
            messages.success(request, _("安排已保存。"))
            return redirect(incoming)
    return acts.perform(request, case, typed)


@login_required
@require_safe
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """文件处理笺."""
    incoming = visible(request, pk)
    try:
        printed = print_slip(incoming)
    except PrintingError as error:
        messages.warning(request, str(error))
        return redirect(incoming)
    return as_pdf(
        HttpResponse(printed.pdf, content_type="application/pdf"),
        _("文件处理笺 %s.pdf") % (incoming.registered_number or incoming.title),
    )
