"""我的事项: what a person drafted, started and handled, and what their posts and shares let them see."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workflows import engine
from workflows.organisations.models import Organisation

from . import acting, measuring

FIRST_STATES = ("draft", "edit", "propose")
"""Where the shipped processes begin."""

KINDS = {"notice": _("公文"), "incoming": _("收文"), "submission": _("报送")}

PROCESSES = {"publish": _("公开发布"), "showcase": _("典型公开发布")}
"""Told apart in lists, since the same document may run through two processes."""

Find = Callable[[Any, "Wanted", int], QuerySet[Any]]
"""The newest so many of the person's cases, narrowed."""


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
    case: int
    followed: bool
    button_url: str = ""


@dataclass(frozen=True)
class Tab:
    """One list: its name, how its cases are found, what it says while empty, which states it may be narrowed to.
    *by_kind*: one kind of document at a time. *urges*: whoever sees it there may remind the others."""

    title: Any
    find: Find
    say: Any
    hint: Any
    states: tuple[str, ...] = ("running", "finished", "returned")
    by_kind: bool = False
    urges: bool = False


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed by. *kind* is a kind of document, or one of its processes: ``notice``, ``submission.pilot``."""

    text: str = ""
    kind: str = ""
    state: str = ""
    unit: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def document(self) -> str:
        """The kind of document; empty for all."""
        return self.kind.partition(".")[0]

    @property
    def narrows(self) -> bool:
        """Whether anything was asked for."""
        return any((self.text, self.kind, self.state, self.unit, self.since, self.until))

    def conditions(self) -> list[Q]:
        """One condition for each; every one narrows the list further. One query where a unit is named."""
        found = []
        if self.text:
            found.append(Q(title__icontains=self.text))
        if process := self.kind.partition(".")[2]:
            found.append(Q(process=process))
        if self.state == "returned":
            back = engine.WorkItem.objects.filter(instance=OuterRef("pk"), status="open", returned=True)
            found.append(Q(Exists(back)))
        elif self.state:
            found.append(Q(finished_at__isnull=self.state == "running"))
        if self.unit:
            units = _units(self.unit)
            found.append(Q(organ__in=units) | Q(organisation__in=units))
        if self.since:
            found.append(Q(changed_at__gte=_midnight(self.since)))
        if self.until:
            found.append(Q(changed_at__lt=_midnight(self.until + timedelta(days=1))))
        return found


MOST_UNITS = 200
"""So many units a word may mean; whoever asks for “团” is not served better by more."""


def _units(text: str) -> list[int]:
    named = Organisation.objects.filter(Q(name__icontains=text) | Q(short_name__icontains=text))
    return list(named.order_by("path").values_list("pk", flat=True)[:MOST_UNITS])


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _drafts(user: Any) -> QuerySet[Any]:
    return _started(user).filter(finished_at__isnull=True, node__name__in=FIRST_STATES)


def _started(user: Any) -> QuerySet[Any]:
    return engine.Instance.objects.filter(started_by=user)


def _handled(user: Any) -> QuerySet[Any]:
    return engine.Instance.objects.filter(items__done_by=user, finished_at__isnull=True)


def _finished(user: Any) -> QuerySet[Any]:
    return engine.Instance.objects.filter(items__done_by=user, finished_at__isnull=False)


def _followed(user: Any) -> QuerySet[Any]:
    return engine.Instance.objects.filter(pk__in=engine.followed(user))


def _among(candidates: Callable[[Any], QuerySet[Any]]) -> Find:
    """Of what the person once had to do with: what may still be seen."""

    def find(user: Any, wanted: Wanted, first: int) -> QuerySet[Any]:
        kinds = [wanted.document] if wanted.document else list(KINDS)
        return engine.seen_among(user, candidates(user).filter(*wanted.conditions()), *kinds, first=first)

    return find


def _arm(name: Literal["within", "own", "shared"]) -> Find:
    """Of what the person's posts and shares show: all of one kind of document."""
    return lambda user, wanted, _first: engine.listing(user, wanted.document or "notice", name).filter(
        *wanted.conditions()
    )


STATES = {"running": _("在办"), "finished": _("办结"), "returned": _("被退回")}

TABS = {
    "drafts": Tab(
        _("草稿箱"),
        _among(_drafts),
        _("草稿箱是空的"),
        _("您新建、还没有送出的公文和报送会出现在这里。"),
        ("returned",),
    ),
    "started": Tab(
        _("我发起的"),
        _among(_started),
        _("还没有发起过事项"),
        _("您拟的公文、填的报送，送出以后在这里看进展。"),
        urges=True,
    ),
    "handled": Tab(
        _("已办"),
        _among(_handled),
        _("没有办过还在流转的事项"),
        _("您办过、别人正在办的事项会出现在这里。"),
        ("returned",),
        urges=True,
    ),
    "finished": Tab(
        _("办结"), _among(_finished), _("还没有办结的事项"), _("您办过并且已经办结的事项会出现在这里。"), ()
    ),
    "followed": Tab(
        _("关注"),
        _among(_followed),
        _("还没有关注的事项"),
        _("点事项前面的星，或阅办页上的“关注”，就会出现在这里；办结、退回时提醒您。"),
    ),
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


def cases(user: Any, tab: Tab, wanted: Wanted, offset: int, limit: int) -> QuerySet[Any]:
    """A page of the cases of a tab, newest first, narrowed; each with whether the person follows it."""
    star = Exists(engine.followed(user).filter(instance=OuterRef("pk")))
    found = tab.find(user, wanted, offset + limit).annotate(is_followed=star).order_by("-id")
    return found[offset : offset + limit]


def row(case: Any, tab: Tab, user: Any) -> Row:
    """One case as a line: an own draft is gone on with, what lies with others is reminded of, the rest is looked at."""
    running = case.finished_at is None
    draft = running and case.started_by_id == user.pk and case.state in FIRST_STATES
    urged = running and not draft and tab.urges
    return Row(
        title=case.title,
        url=acting.address_of(case),
        organ_name=str(case.organ),
        state=case.state,
        state_title=case.state_title,
        at=case.changed_at,
        note=PROCESSES.get(case.process, ""),
        button=str(_("继续") if draft else _("催办") if urged else _("查看")),
        button_url=measuring.address_of(case, "urge") if urged else "",
        case=case.pk,
        followed=bool(getattr(case, "is_followed", False)),
    )
