"""签收与落实: the tree for the issuer and for each level on the way; 催办, the list as .xlsx, 签收单, and what a local paper changed."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from documents.incoming import cascade, comparing, following, receiving
from documents.incoming.branching import Numbers, branches, counted
from documents.incoming.cascade import Node
from documents.incoming.following import CLOSED, OVERDUE, Row, View
from documents.incoming.models import Receipt
from documents.notices.models import Notice
from workflows.organisations.tree import is_within

from .. import ledgers, spreadsheets
from ..paging import slice_of
from ..shell import Back, business_posts, my_posts, page
from .incoming import Tab
from .todo import Tally

SIZE = 50
EXPORT_LIMIT = 20_000
PRINT_LIMIT = 5_000
MOST_NAMES, NAMED = 60, 10
"""So many units are named in the text for the work group, and in the answer to 催办."""
PRINTED = (0, 1, 3, 4, 5, 6, 9, 10, 13)
"""The columns of 签收单."""
SOURCE = 3
"""来文: left out where everybody received the same paper, which the head of the sheet names."""


def _look(request: HttpRequest, pk: int, at: str) -> View:
    """The look that the reader may have; else 404, whether the paper exists or not."""
    my_posts(request)  # with those that are lent; the paper asks for the own ones alone
    notice = following.paper(request.user, pk)
    found = following.look(request.user, notice, at) if notice is not None else None
    if found is None:
        raise Http404
    return found


def _address(view: View, name: str = "receipts", **query: Any) -> str:
    words = urlencode({"at": view.root.pk, **{key: value for key, value in query.items() if value}})
    return f"{reverse(f'desk:{name}', args=[view.notice.pk])}?{words}"


@login_required
@require_GET
def receipts(request: HttpRequest, pk: int) -> HttpResponse:
    """签收: the numbers and the recipients; ``?show=tree`` 转发贯彻: what was made of the paper, level by level."""
    view = _look(request, pk, request.GET.get("at", ""))
    now = timezone.now()
    wanted = request.GET.get("status", "")
    wanted = wanted if wanted in following.STATUSES else ""
    counts, numbers = counted(view, now)
    as_tree = request.GET.get("show") == "tree"
    context = {
        "notice": view.notice,
        "view": view,
        "line": [
            {"name": str(node), "url": f"{reverse('desk:receipts', args=[pk])}?at={node.pk}"} for node in view.line
        ],
        "tabs": [
            Tab(_("签收"), _address(view), not as_tree),
            Tab(_("转发贯彻"), _address(view, show="tree"), as_tree, counts["passed"]),
        ],
        **(_forest(request, view) if as_tree else _recipients(request, view, counts, numbers, wanted, now)),
    }
    back = Back(reverse("desk:notice", args=[pk]), _("公文"))
    return page(request, "desk/receipts.html", context, here="issued" if view.whole else "incoming", back=back)


def _forest(request: HttpRequest, view: View) -> dict[str, Any]:
    """The tree as lines of a list in a list."""
    nodes = cascade.tree(view)
    reads = _reads(request)
    cut = sum(1 for _node in cascade.every(nodes)) >= cascade.MOST
    return {"as_tree": True, "forest": [_branch(view, node, reads) for node in nodes], "cut": cut}


def _branch(view: View, node: Node, reads: Callable[[Notice], bool]) -> dict[str, Any]:
    readable = reads(node.notice)
    return {
        "node": node,
        "organ_url": f"{reverse('desk:receipts', args=[view.notice.pk])}?at={node.notice.organ_id}",
        "paper_url": node.notice.get_absolute_url() if readable else "",
        "changes_url": reverse("desk:receipts_changes", args=[view.notice.pk, node.notice.pk]) if readable else "",
        "below": [_branch(view, one, reads) for one in node.below],
    }


def _recipients(
    request: HttpRequest, view: View, counts: dict[str, int], numbers: Numbers, wanted: str, now: datetime
) -> dict[str, Any]:
    """The numbers, the branches, the recipients of one page, and a ready text to remind those who have not signed."""
    pk = view.notice.pk
    every = following.with_handling(following.receipts(view))
    known = following.rows_of(list(every), now) if counts["total"] <= SIZE else None
    if known is not None:  # few enough to be read whole: whom to remind and the branches are among them
        found = slice_of([row for row in known if following.fits(row, wanted)], request, size=SIZE)
        rows, late = found.rows, [row.receipt for row in known if following.fits(row, Receipt.Status.WAITING)]
    else:
        found = slice_of(following.narrowed(every, wanted, now), request, size=SIZE)
        rows, late = following.rows_of(found.rows, now), waiting(view) if counts["waiting"] else []
    reads = _reads(request)
    return {
        "total": Tally(_("应签收"), counts["total"], _address(view), current=not wanted),
        "tallies": _tallies(view, counts, wanted),
        "opened": counts["opened"],
        "closed": Tally(_("已办结"), counts["closed"], _address(view, status=CLOSED), "done", wanted == CLOSED),
        "branches": [
            {"branch": branch, "url": f"{reverse('desk:receipts', args=[pk])}?at={branch.organ.pk}"}
            for branch in (branches(view, numbers) if counts["total"] > len(rows) else ())
        ],
        "rows": [_line(view, row, reads) for row in rows],
        "page_obj": found,
        "reminder": reminder(view, late, now, link=request.build_absolute_uri(reverse("desk:incoming")))
        if late
        else "",
        "waiting_count": counts["waiting"],
        "remind_url": _address(view, "receipts_remind"),
        "export_url": _address(view, "receipts_export", status=wanted),
        "sheet_url": _address(view, "receipts_sheet"),
    }


def _tallies(view: View, counts: dict[str, int], wanted: str) -> list[Tally]:
    """已签收, 未签收 with and without what is late, 已退文."""
    punctual = counts["waiting"] - counts["overdue"]
    return [
        Tally(_("已签收"), counts["signed"], _address(view, status="signed"), "done", wanted == "signed"),
        Tally(_("未签收"), punctual, _address(view, status="waiting"), "doing", wanted == "waiting"),
        Tally(_("逾期未签"), counts["overdue"], _address(view, status=OVERDUE), "late", wanted == OVERDUE),
        Tally(_("已退文"), counts["returned"], _address(view, status="returned"), "returned", wanted == "returned"),
    ]


def _reads(request: HttpRequest) -> Callable[[Notice], bool]:
    """Which of the own papers below are shown with a link: what was sent out below one's own organ is open to it (已印发 in
    发文: ``*@above``). The page behind the link asks the engine; here it would take five queries more.
    """
    reach = {post.organisation.as_organ.path for post in business_posts(request)}
    return lambda paper: any(is_within(paper.organ.path, path) for path in reach)


def _line(view: View, row: Row, reads: Callable[[Notice], bool]) -> dict[str, Any]:
    passed = row.passed
    open_to_reader = passed is not None and reads(passed.notice)
    return {
        "receipt": row.receipt,
        "overdue": row.overdue,
        "handled": row.handled,
        "passed": passed,
        "paper_url": passed.notice.get_absolute_url() if passed and open_to_reader else "",
        "changes_url": reverse("desk:receipts_changes", args=[view.notice.pk, passed.notice.pk])
        if passed and open_to_reader
        else "",
        "below_url": f"{reverse('desk:receipts', args=[view.notice.pk])}?at={row.receipt.organisation_id}"
        if passed
        else "",
    }


def waiting(view: View) -> list[Receipt]:
    """The first who have not signed, one more than are named."""
    return list(following.receipts(view).filter(status=Receipt.Status.WAITING)[: MOST_NAMES + 1])


def reminder(view: View, rows: Sequence[Receipt], now: datetime, *, link: str) -> str:
    """A text to paste into the work group: which paper, until when, who has not signed, where to sign."""
    names = "、".join(str(row.organisation) for row in rows[:MOST_NAMES])
    dues = Counter(row.due_at for row in rows if row.due_at is not None)
    until = dues.most_common(1)[0][0] if dues else None
    if until is None:
        told = _("%(number)s《%(title)s》已经送达，请签收。")
    elif until < now:
        told = _("%(number)s《%(title)s》签收时限（%(day)s）已过，请尽快签收。")
    else:
        told = _("%(number)s《%(title)s》请于%(day)s前签收。")
    day = date_format(timezone.localtime(until), "n月j日H:i") if until is not None else ""
    told = told % {"number": view.notice.number, "title": view.notice.plain_title, "day": day}
    missing = _("尚未签收的单位：%(names)s%(more)s。") % {
        "names": names,
        "more": _("等") if len(rows) > MOST_NAMES else "",
    }
    return _("【签收提醒】") + told + missing + _("签收地址：%s") % link


@login_required
@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """催办 of everybody below who has not signed."""
    view = _look(request, pk, request.GET.get("at", ""))
    told = following.remind(view, url=reverse("desk:incoming"))
    if told:
        messages.success(request, _("已提醒%d个单位签收；同一天不重复提醒。") % told)
    if vacant := following.out_of_reach(view):
        words = {"n": len(vacant), "names": "、".join(vacant[:NAMED]), "more": _("等") if len(vacant) > NAMED else ""}
        messages.warning(
            request,
            _("有%(n)d个单位没有人在岗，系统提醒不到，请打电话，或者把“催签收”里的话贴到工作群：%(names)s%(more)s。")
            % words,
        )
    return redirect(_address(view))


@login_required
@require_GET
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The recipients as .xlsx."""
    view = _look(request, pk, request.GET.get("at", ""))
    now = timezone.now()
    every = following.with_handling(following.receipts(view))
    rows = following.narrowed(every, request.GET.get("status", ""), now)[:EXPORT_LIMIT]
    columns = [(str(name), width) for name, width in following.COLUMNS]
    content = spreadsheets.workbook(_("签收与落实"), columns, following.table(rows, now))
    name = view.notice.number or view.notice.plain_title
    return spreadsheets.answer(_("签收与落实 %s.xlsx") % name, content)


@login_required
@require_GET
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """签收单, on paper."""
    view = _look(request, pk, request.GET.get("at", ""))
    every = following.with_handling(following.receipts(view))
    lines = following.table(every[:PRINT_LIMIT], timezone.now())
    alike = len({line[SOURCE] for line in lines}) < 2
    places = [place for place in PRINTED if place != SOURCE or not alike]
    return ledgers.answer(
        request,
        [following.COLUMNS[place] for place in places],
        [[line[place] for place in places] for line in lines],
        title=_("公文签收单"),
        head=f"{view.notice.number}《{view.notice.plain_title}》",
        name=_("签收单 %s.pdf") % (view.notice.number or view.notice.plain_title),
        back=_address(view),
    )


@login_required
@require_GET
def changes(request: HttpRequest, pk: int, child: int) -> HttpResponse:
    """What a recipient's own paper changed against the paper that it passes on."""
    view = _look(request, pk, "")
    known = ("organ", "organisation", "parent__organ", "parent__parent__organ")
    local = Notice.objects.select_related(*known).filter(pk=child).first()
    source = comparing.source_of(local, view.notice) if local is not None else None
    if local is None or source is None or not receiving.may_read(request.user, local):
        raise Http404
    compared = comparing.compared(source, local)
    context = {"notice": view.notice, "source": source, "local": local, "compared": compared}
    back = Back(reverse("desk:receipts", args=[pk]), _("签收与落实"))
    return page(request, "desk/local_changes.html", context, here="issued" if view.whole else "incoming", back=back)
