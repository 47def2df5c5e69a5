"""待办: the home of everybody who works here."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from documents.incoming.models import Receipt
from documents.incoming.receiving import inbox
from workflows import engine

from ..batching import groups
from ..forms import Search
from ..paging import fetched, slice_of
from ..shell import MANY, business_posts, in_words, may_administer, may_draft, my_counts, my_posts, page

SIZE = 10
LOOKED_THROUGH = 200
"""So far down the list 下一件 looks for the present matter; below that it begins again at the top."""

NARROWED: dict[str, Callable[[Any], bool]] = {
    "soon": lambda row: bool(row.left.urgency),
    "returned": lambda row: row.returned,
}
"""What the counts 快到期 and 被退回 leave of the list."""

NONE = {
    "soon": (gettext_lazy("没有快到期的"), gettext_lazy("离期限还有两个工作日以内和已经逾期的，会列在这里。")),
    "returned": (gettext_lazy("没有被退回的"), gettext_lazy("上级或同事退回给您修改的，会列在这里。")),
}
"""What these say when they leave nothing."""

REPORTING_ROLES = frozenset({"reporter", "drafter", "clerk", "publicity"})


@dataclass(frozen=True)
class Tally:
    """One of the numbers on top."""

    label: str
    number: int | str
    url: str
    kind: str = ""
    current: bool = False


@dataclass(frozen=True)
class Entry:
    """One entry under 新建."""

    title: str
    url: str


@login_required
@require_GET
def todo(request: HttpRequest) -> HttpResponse:
    """The four counts, the matters by due time, and one 新建. Counts (``?only=``) and words (``?q=``) narrow the list."""
    only, search = asked(request)
    if only or search.text:
        found = slice_of(narrowed(request, only, search.text), request, size=SIZE)
    else:
        found = fetched(
            lambda offset, limit: engine.worklist(request.user, limit=limit, offset=offset), request, size=SIZE
        )
    context = {
        "rows": [to_open(row) for row in found.rows],
        "page_obj": found,
        "tallies": tallies(request, only) if business_posts(request) else [],
        "create": create(request),
        "batch_url": reverse("desk:batch") if groups(found.rows) else "",
        "filters": search if request.GET.get("q") or found.has_other_pages else None,
        **(nothing(request, only, search.text) if not found.rows else {}),
    }
    return page(request, "desk/todo.html", context, here="todo")


def asked(request: HttpRequest) -> tuple[str, Search]:
    """Which count narrows the list, and the words looked for; each keeps the other in the address."""
    only, search = request.GET.get("only", ""), Search(request.GET, label=_("标题、单位或环节"))
    if only not in NARROWED:
        return "", search
    search.carry("only", only)
    return only, search


def narrowed(request: HttpRequest, only: str, words: str) -> list[Any]:
    """What a count and some words leave of the list."""
    fits = NARROWED.get(only, lambda _row: True)
    return [
        row
        for row in engine.worklist(request.user, limit=MANY)
        if fits(row) and any(words in text for text in (row.title, row.organ_name, str(row.state_title)))
    ]


def to_open(row: Any) -> Any:
    """The row with a button that says what it does: it opens the matter, and decides nothing that has not been seen."""
    return replace(row, button=row.button if row.kind == engine.WorkItem.Kind.READ else _("办理"))


def nothing(request: HttpRequest, only: str, words: str) -> dict[str, Any]:
    """What an empty list says: of what there is none, and whoever handles no documents where their work is."""
    if words:
        found = {"empty_say": _("没有找到"), "empty_hint": _("换个词再查；不是等您办的，到“检索”里找。")}
        return found | {"empty_url": reverse("desk:todo"), "empty_button": _("清除条件")}
    if only in NONE:
        return dict(zip(("empty_say", "empty_hint"), NONE[only], strict=True))
    if business_posts(request):
        return {"empty_say": _("都办完了"), "empty_hint": _("新的公文、报送和退回会出现在这里。")}
    if not my_posts(request):
        hint = _("有了岗位才能办事。请联系本单位或上级团委的单位管理员。")
        return {"empty_say": _("您还没有岗位"), "empty_hint": hint}
    found = {
        "empty_say": _("这里没有要您办的"),
        "empty_hint": _("您的岗位不办公文和报送；单位、岗位、流程在管理后台里。"),
    }
    if may_administer(request):
        found |= {"empty_url": reverse("wagtailadmin_home"), "empty_button": _("进管理后台")}
    return found


@login_required
@require_GET
def following(request: HttpRequest) -> HttpResponse:
    """下一件: on from the matter ``?after=`` (its case) to the next one that waits, in the order of 待办; round to the first."""
    rows = engine.worklist(request.user, limit=LOOKED_THROUGH)
    keys = [str(row.instance_id) for row in rows]
    after = request.GET.get("after", "")
    place = keys.index(after) + 1 if after in keys else 0
    others = [row for row in [*rows[place:], *rows[:place]] if str(row.instance_id) != after]
    if others:
        return redirect(others[0].url)
    messages.info(request, _("没有别的待办了。"))
    return redirect("desk:todo")


def tallies(request: HttpRequest, only: str = "") -> list[Tally]:
    """待我办 待签收 快到期 被退回."""
    counts = my_counts(request)
    to_sign = inbox(request.user).filter(status=Receipt.Status.WAITING).order_by()[:MANY].count()
    here = reverse("desk:todo")
    return [
        Tally(_("待我办"), in_words(counts.todo), here, current=only not in NARROWED),
        Tally(_("待签收"), in_words(to_sign), reverse("desk:incoming"), "doing"),
        Tally(_("快到期"), in_words(counts.soon), f"{here}?only=soon", "soon", only == "soon"),
        Tally(_("被退回"), in_words(counts.returned), f"{here}?only=returned", "returned", only == "returned"),
    ]


def create(request: HttpRequest) -> list[Entry]:
    """拟稿 and 导入 for those who draft papers, 填报 for those who report."""
    entries: list[Any] = []
    if may_draft(request):
        entries.append(Entry(_("拟稿"), reverse("notices:new")))
        entries.append(Entry(_("导入"), reverse("notices:import")))
    if any(post.role.key in REPORTING_ROLES for post in business_posts(request)):
        entries.append(Entry(_("填报"), reverse("desk:calls")))
    return entries
