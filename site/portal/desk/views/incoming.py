"""收文: what reached the reader's organisations, 签收 and 退文."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from documents.incoming import receiving
from documents.incoming.models import Receipt
from documents.notices.showing import PaperView, duties_of, paper_view

from .. import routing
from ..citing import cited
from ..enclosures import attachments, kept_prints
from ..paging import slice_of
from ..reading import Fact
from ..shell import Back, page

TABS = {
    "waiting": Receipt.Status.WAITING,
    "signed": Receipt.Status.SIGNED,
    "returned": Receipt.Status.RETURNED,
    "recalled": Receipt.Status.RECALLED,
}
EMPTY = {
    "waiting": (gettext_lazy("没有待签收的文件"), gettext_lazy("上级或其他单位分发给您单位的公文会出现在这里。")),
    "signed": (gettext_lazy("还没有签收过文件"), gettext_lazy("签收的公文会留在这里，随时可以再看。")),
    "returned": (gettext_lazy("没有退回过文件"), gettext_lazy("发错或有问题的公文可以退回来文单位，退回的记在这里。")),
    "recalled": (gettext_lazy("没有被撤回的文件"), gettext_lazy("来文单位发错了、撤回去的公文记在这里。")),
}
MARKS = {
    Receipt.Status.WAITING: "doing",
    Receipt.Status.SIGNED: "done",
    Receipt.Status.RETURNED: "returned",
    Receipt.Status.RECALLED: "off",
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


@dataclass(frozen=True)
class Tab:
    """One of 待签收 已签收 已退文."""

    title: str
    url: str
    current: bool


@login_required
@require_GET
def incoming(request: HttpRequest) -> HttpResponse:
    """The list, by state."""
    tab = request.GET.get("tab", "waiting")
    tab = tab if tab in TABS else "waiting"
    found = slice_of(receiving.inbox(request.user).filter(status=TABS[tab]), request)
    here = reverse("desk:incoming")
    say, hint = EMPTY[tab]
    context = {
        "tabs": [Tab(str(status.label), f"{here}?tab={key}", key == tab) for key, status in TABS.items()],
        "tab": tab,
        "rows": [_row(receipt) for receipt in found.rows],
        "empty_say": say,
        "empty_hint": hint,
        "page_obj": found,
    }
    return page(request, "desk/incoming.html", context, here="incoming")


def _row(receipt: Receipt) -> Row:
    waiting = receipt.status == Receipt.Status.WAITING
    informed = _("抄送") if receipt.part == "cc" else ""
    return Row(
        title=receipt.notice.plain_title,
        url=reverse("desk:receipt", args=[receipt.pk]),
        organ_name=str(receipt.notice.organ),
        number=receipt.notice.number,
        at=receipt.arrived_at if waiting or receipt.signed_at is None else receipt.signed_at,
        note="　".join(filter(None, (informed, receipt.notice.urgency, str(receipt.signed_by or "")))),
        state_title=receipt.get_status_display(),
        state_kind=MARKS[Receipt.Status(receipt.status)],
        button=_("签收") if waiting else _("查看"),
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
    return _show(request, row)


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
            Fact(_("签收"), row.signed_by if row.status == Receipt.Status.SIGNED else ""),
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
    from django.utils.formats import date_format
    from django.utils.timezone import localtime

    return date_format(localtime(at), "n月j日 H:i")


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
