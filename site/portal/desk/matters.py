"""我的事项: what a person drafted, started and handled, and what their posts and shares let them see."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from workflows import engine

from . import acting

FIRST_STATES = ("draft", "edit", "propose")
"""Where the shipped processes begin."""

KINDS = {"notice": _("公文"), "submission": _("报送")}

PROCESSES = {"publish": _("公开发布"), "showcase": _("典型公开发布")}
"""Told apart in lists, since the same document may run through two processes."""

Find = Callable[[Any, str], QuerySet[Any]]


@dataclass(frozen=True)
class Row:
    """A line of a list of matters (``pieces/work_row.html``)."""

    title: str
    url: str
    organ_name: str
    state: str
    state_title: str
    at: datetime
    note: Any
    button: str


@dataclass(frozen=True)
class Tab:
    """One list: its name, how its cases are found, what it says while empty. *by_kind*: one kind of document at a time."""

    title: Any
    find: Find
    say: Any
    hint: Any
    by_kind: bool = False


def _mine(user: Any) -> QuerySet[Any]:
    """All cases that the person may see, of every kind; only together with a condition that leaves few."""
    return engine.visible(user, "notice") | engine.visible(user, "submission")


def _drafts(user: Any, kind: str) -> QuerySet[Any]:
    return _mine(user).filter(started_by=user, finished_at__isnull=True, node__name__in=FIRST_STATES)


def _started(user: Any, kind: str) -> QuerySet[Any]:
    return _mine(user).filter(started_by=user)


def _handled(user: Any, kind: str) -> QuerySet[Any]:
    done = engine.WorkItem.objects.filter(done_by=user).values("instance")
    return _mine(user).filter(pk__in=done, finished_at__isnull=True)


def _finished(user: Any, kind: str) -> QuerySet[Any]:
    done = engine.WorkItem.objects.filter(done_by=user).values("instance")
    return _mine(user).filter(pk__in=done, finished_at__isnull=False)


def _arm(name: Literal["within", "own", "shared"]) -> Find:
    return lambda user, kind: engine.listing(user, kind, name)


TABS = {
    "drafts": Tab(_("草稿箱"), _drafts, _("草稿箱是空的"), _("您新建、还没有送出的公文和报送会出现在这里。")),
    "started": Tab(_("我发起的"), _started, _("还没有发起过事项"), _("您拟的公文、填的报送，送出以后在这里看进展。")),
    "handled": Tab(_("已办"), _handled, _("没有办过还在流转的事项"), _("您办过、别人正在办的事项会出现在这里。")),
    "finished": Tab(_("办结"), _finished, _("还没有办结的事项"), _("您办过并且已经办结的事项会出现在这里。")),
    "own": Tab(
        _("本单位"), _arm("own"), _("没有可以看的事项"), _("本单位的公文和报送，按您的岗位显示。"), by_kind=True
    ),
    "within": Tab(
        _("辖区"), _arm("within"), _("没有可以看的事项"), _("下级单位报上来、印发了的事项会出现在这里。"), by_kind=True
    ),
    "shared": Tab(
        _("共享"), _arm("shared"), _("没有共享给您的事项"), _("别的单位专门共享给您的事项会出现在这里。"), by_kind=True
    ),
}


def cases(user: Any, tab: Tab, kind: str, text: str) -> QuerySet[Any]:
    """The cases of a tab, newest first, narrowed by words of the title."""
    found = tab.find(user, kind)
    if text:
        found = found.filter(title__icontains=text)
    return found.select_related("node", "organ", "subject_type").order_by("-id")


def row(case: Any) -> Row:
    """One case as a line."""
    return Row(
        title=case.title,
        url=acting.address_of(case),
        organ_name=str(case.organ),
        state=case.state,
        state_title=case.state_title,
        at=case.changed_at,
        note=PROCESSES.get(case.process, ""),
        button=str(_("查看")),
    )
