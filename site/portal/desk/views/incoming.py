"""收文: what reached the reader's organisations and how far it is, 签收 and 退文."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from documents.incoming import book, reading, receiving
from documents.incoming.models import Incoming, Receipt
from documents.incoming.registering import is_for_league
from documents.notices.showing import PaperView, duties_of, paper_view
from workflows import engine

from .. import routing
from ..citing import cited
from ..enclosures import attachments, kept_prints
from ..forms import Search
from ..paging import Slice, slice_of
from ..reading import Fact
from ..shell import Back, my_posts, page
from .received import due_at

TABS = {
    "waiting": gettext_lazy("待签收"),
    "open": gettext_lazy("在办"),
    "closed": gettext_lazy("已办结"),
    "returned": gettext_lazy("已退文"),
    "recalled": gettext_lazy("已撤回"),
}
RECEIPTS = {"waiting": Receipt.Status.WAITING, "recalled": Receipt.Status.RECALLED}
STATUSES = {
    "open": (Incoming.Status.OPEN,),
    "closed": (Incoming.Status.CLOSED, Incoming.Status.NOTED),
    "returned": (Incoming.Status.RETURNED,),
}
EMPTY = {
    "waiting": (gettext_lazy("没有待签收的文件"), gettext_lazy("上级或其他单位分发给您单位的公文会出现在这里。")),
    "open": (gettext_lazy("没有在办的来文"), gettext_lazy("签收、登记以后还没办结的来文会出现在这里。")),
    "closed": (gettext_lazy("还没有办结的来文"), gettext_lazy("办结的来文会留在这里，随时可以再看。")),
    "returned": (gettext_lazy("没有退回过文件"), gettext_lazy("发错或有问题的公文可以退回来文单位，退回的记在这里。")),
    "recalled": (gettext_lazy("没有被撤回的文件"), gettext_lazy("来文单位发错了、撤回去的公文记在这里。")),
}
MARKS = {
    Incoming.Status.OPEN: "doing",
    Incoming.Status.CLOSED: "done",
    Incoming.Status.NOTED: "done",
    Incoming.Status.RETURNED: "returned",
}


@dataclass(frozen=True)
class Row:
    """A line of the list."""

    title: str
    url: str
    organ_name: str
    number: str
    at: datetime
    note: str
    state_title: str
    state_kind: str
    button: str
    left: Any = ""
    due_at: datetime | None = None


@dataclass(frozen=True)
class Tab:
    """One of 待签收 在办 已办结 已退文; *number* stands behind it when there is something to count."""

    title: str
    url: str
    current: bool
    number: int = 0


@login_required
@require_GET
def incoming(request: HttpRequest) -> HttpResponse:
    """The list, by state, narrowed by words of title, sender or number."""
    tab = request.GET.get("tab", "waiting")
    tab = tab if tab in TABS else "waiting"
    search = Search(request.GET, label=_("标题、来文单位或字号"))
    search.carry("tab", tab)
    rows, found = _receipts(request, tab, search.text) if tab in RECEIPTS else _received(request, tab, search.text)
    here = reverse("desk:incoming")
    say, hint = EMPTY[tab]
    context = {
        "tabs": [Tab(str(title), f"{here}?tab={key}", key == tab) for key, title in TABS.items()],
        "tab": tab,
        "rows": rows,
        "filters": search,
        "empty_say": say,
        "empty_hint": hint,
        "register_url": reverse("desk:incoming_new")
        if any(receiving.receives(post) and is_for_league(post) for post in my_posts(request))
        else "",
        "book_url": reverse("desk:incoming_book"),
        "page_obj": found,
    }
    return page(request, "desk/incoming.html", context, here="incoming")


def _receipts(request: HttpRequest, tab: str, text: str) -> tuple[list[Row], Slice[Receipt]]:
    receipts = receiving.inbox(request.user).filter(status=RECEIPTS[tab])
    if text:
        wanted = Q(notice__title__icontains=text) | Q(notice__number__icontains=text)
        receipts = receipts.filter(wanted | Q(notice__organ__name__icontains=text))
    found = slice_of(receipts, request)
    now = timezone.now()
    return [_arrived(receipt, now) for receipt in found.rows], found


def _arrived(receipt: Receipt, now: datetime) -> Row:
    waiting = receipt.status == Receipt.Status.WAITING
    informed = _("抄送") if receipt.part == "cc" else ""
    return Row(
        title=receipt.notice.plain_title,
        url=reverse("desk:receipt", args=[receipt.pk]),
        organ_name=str(receipt.notice.organ),
        number=receipt.notice.number,
        at=receipt.arrived_at,
        note="　".join(filter(None, (informed, receipt.notice.urgency))),
        state_title=receipt.get_status_display(),
        state_kind="doing" if waiting else "off",
        button=_("签收") if waiting else _("查看"),
        left=_left(receipt, now) if waiting else "",
        due_at=receipt.due_at,
    )


def _left(receipt: Receipt, now: datetime) -> engine.Left:
    """How long there is to sign."""
    return engine.time_left(receipt.due_at, now, provisional=receiving.is_guessed(receipt))


def _received(request: HttpRequest, tab: str, text: str) -> tuple[list[Row], Slice[Incoming]]:
    papers = reading.of_organs(request.user).filter(status__in=STATUSES[tab])
    if text:
        papers = papers.filter(Q(title__icontains=text) | Q(sender__icontains=text) | Q(number__icontains=text))
    found = slice_of(papers, request)
    steps = book.steps(paper.pk for paper in found.rows) if tab == "open" else {}
    return [_row(paper, steps) for paper in found.rows], found


def _row(paper: Incoming, steps: dict[int, str]) -> Row:
    due = due_at(paper)
    return Row(
        title=paper.title,
        url=paper.get_absolute_url(),
        organ_name=paper.sender,
        number=paper.registered_number or paper.number,
        at=paper.closed_at or paper.received_at,
        note=paper.urgency,
        state_title=steps.get(paper.pk) or paper.get_status_display(),
        state_kind=MARKS[Incoming.Status(paper.status)],
        button=_("办理") if paper.status == Incoming.Status.OPEN else _("查看"),
        left=engine.time_left(due, timezone.now()) if due else "",
        due_at=due,
    )


def _mine(request: HttpRequest, pk: int) -> Receipt:
    """The receipt, if it is of one of the reader's organisations; else 404."""
    return get_object_or_404(receiving.inbox(request.user).select_related("post"), pk=pk)


@login_required
@require_GET
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """One paper as it arrived."""
    row = _mine(request, pk)
    receiving.mark_opened(row)
    paper = Incoming.objects.filter(receipt=row, receipt__status=Receipt.Status.SIGNED).first()
    return redirect(paper) if paper is not None else _show(request, row)


def _show(request: HttpRequest, row: Receipt, *, error: str = "", reason: str = "", status: int = 200) -> HttpResponse:
    notice = row.notice
    recalled = row.status == Receipt.Status.RECALLED  # what was taken back is read here no more
    prints = [] if recalled else kept_prints(notice)
    paper = PaperView(notice.plain_title) if recalled else paper_view(notice)
    context: dict[str, Any] = {
        "paper": paper,
        "duties": duties_of(paper, row.organisation),
        "files": [] if recalled else attachments(notice),
        "facts": [
            Fact(_("来文单位"), notice.organ),
            Fact(_("发文字号"), notice.number),
            Fact(_("紧急程度"), notice.urgency),
            Fact(_("收文单位"), row.organisation),
            Fact(_("方式"), row.get_part_display()),
            Fact(_("送达"), _moment(row.arrived_at)),
            Fact(_("签收时限"), _moment(row.due_at) if row.due_at else ""),
            *cited(paper, request.user),
        ],
        "receipt": row,
        "standing": routing.standing(notice),
        "corrections": routing.corrections_for(request.user, notice),
        "sign_url": reverse("desk:receipt_sign", args=[row.pk]),
        "return_url": reverse("desk:receipt_return", args=[row.pk]),
        "return_error": error,
        "return_reason": reason,
        "pdf_url": reverse("desk:print", args=[prints[0].pk]) if prints else "",
    }
    back = Back(reverse("desk:incoming"), _("收文"))
    return page(request, "desk/receipt.html", context, here="incoming", back=back, status=status)


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "n月j日 H:i")


@login_required
@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """签收."""
    row = _mine(request, pk)
    try:
        receiving.sign(row, user=request.user)
    except receiving.ReceivingError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("已签收《%s》。") % row.notice.plain_title)
    return redirect("desk:receipt", pk=row.pk)


@login_required
@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """退文, with a reason."""
    row = _mine(request, pk)
    reason = request.POST.get("reason", "")
    try:
        receiving.send_back(row, user=request.user, reason=reason)
    except receiving.ReceivingError as error:
        return _show(request, row, error=str(error), reason=reason, status=409)
    messages.success(request, _("已退回%s，退文原因一并送达。") % row.notice.organ)
    return redirect("desk:incoming")
