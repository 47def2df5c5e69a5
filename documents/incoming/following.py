"""签收与落实: how far a paper has come down the tree: who signed, who passed it on, and after how many days.

Every level sees its own part: the issuer (and whom the engine shows the paper) the whole, an organ that received it what lies
at and below itself; everybody else nothing. One page looks at one organ of the tree and at what it sent on: the number of
queries does not grow with the number of recipients.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, FilteredRelation, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.notices.models import Notice
from workflows import engine
from workflows.notifications.posting import Message, post
from workflows.organisations.models import LEVELS_UPWARD, Organisation
from workflows.organisations.tree import STEP, line_upward, node_in_line, span

from . import announcing, receiving
from .models import Incoming, Receipt

TOLD = ("clerk", "office", "drafter", "reporter", "secretary", "liaison")
DEEPEST = len(LEVELS_UPWARD)

COLUMNS = (
    (gettext_lazy("序号"), 6),
    (gettext_lazy("单位"), 30),
    (gettext_lazy("单位编码"), 12),
    (gettext_lazy("来文"), 20),
    (gettext_lazy("方式"), 6),
    (gettext_lazy("状态"), 8),
    (gettext_lazy("送达"), 17),
    (gettext_lazy("签收时限"), 17),
    (gettext_lazy("首次打开"), 17),
    (gettext_lazy("签收人"), 10),
    (gettext_lazy("签收时间"), 17),
    (gettext_lazy("转发文号"), 20),
    (gettext_lazy("转发用时（天）"), 8),
    (gettext_lazy("办理"), 8),
    (gettext_lazy("办结时间"), 17),
    (gettext_lazy("答复"), 40),
    (gettext_lazy("退文原因"), 30),
)

OVERDUE, CLOSED = "overdue", "closed"
STATUSES = frozenset({*Receipt.Status.values, OVERDUE, CLOSED})

LIVE = (Incoming.Status.OPEN, Incoming.Status.CLOSED, Incoming.Status.NOTED)
"""What became of a receipt that was signed for; at most one such row exists for each."""


@dataclass(frozen=True)
class View:
    """One look: at *root*, within what the reader may see; *papers* are what *root* sent down, the paper itself or its own.

    *line* leads from the reader's top to *root*. *whole*: the reader may look at the part of every recipient.
    """

    notice: Notice
    root: Organisation
    papers: tuple[int, ...]
    line: tuple[Organisation, ...]
    whole: bool

    @property
    def is_top(self) -> bool:
        """Whether the look is at the issuer itself."""
        return self.root.pk == self.notice.organ_id


@dataclass(frozen=True)
class Passed:
    """The own paper by which a recipient sent it on: when, after how many days, and how many of its recipients signed."""

    notice: Notice
    at: datetime
    days: int
    total: int
    signed: int

    @property
    def pace(self) -> str:
        """After how many days it was sent on, in words."""
        return pace(self.days)


def pace(days: int) -> str:
    """“当天转下”, “次日转下”, “3天后转下”."""
    return (_("当天转下"), _("次日转下"))[days] if days < 2 else _("%d天后转下") % days


@dataclass(frozen=True)
class Handled:
    """How far the recipient is in dealing with it: *status* as in its own book, since when it is closed, and its answer."""

    status: str
    closed_at: datetime | None
    reply: str

    @property
    def title(self) -> str:
        """已办结, 在办; 已签收 where papers are not dealt with here."""
        return str(Incoming.Status(self.status).label)


@dataclass(frozen=True)
class Row:
    """One recipient."""

    receipt: Receipt
    passed: Passed | None = None
    overdue: bool = False
    handled: Handled | None = None


def paper(user: Any, pk: int) -> Notice | None:
    """The paper with ``receivers``, those of the reader's organs that received it; one query beside the posts."""
    organs = {post.organisation.organ_pk for post in receiving.receiving_posts(user)}
    rows = Notice.objects.select_related("organ").filter(pk=pk)
    if organs:
        mine = FilteredRelation("receipts", condition=Q(receipts__organisation__in=organs))
        rows = rows.annotate(mine=mine, receiver=F("mine__organisation"))
    found: list[Any] = list(rows)
    if not found:
        return None
    notice: Notice = found[0]
    notice.receivers = [row.receiver for row in found if row.receiver is not None] if organs else []
    return notice


def look(user: Any, notice: Notice, at: str = "") -> View | None:
    """The look at *at* (a key of an organisation; the reader's top when empty); None for what the reader may not see."""
    tops, whole = _tops(user, notice)
    if not tops:
        return None
    top = tops[0]
    if at:
        wanted = node_in_line(int(at)) if at.isascii() and at.isdigit() else None
        inside = [one for one in tops if wanted is not None and wanted.path.startswith(one.path)]
        if wanted is None or not inside:
            return None
        top, root = inside[0], wanted
    else:
        root = top
    line = line_upward(root) if root.pk != top.pk else [root]
    upward = [node for node in line if node.path.startswith(top.path) and node.organ_id is None]
    return View(notice, root, _papers(notice, root), tuple(reversed(upward)), whole)


def _tops(user: Any, notice: Notice) -> tuple[list[Organisation], bool]:
    """The highest organs of which the reader sees everything below."""
    if engine.allowed(user, "view", notice):
        return [notice.organ], True
    organs = {post.organisation.organ_pk: post.organisation.as_organ for post in receiving.receiving_posts(user)}
    received = getattr(notice, "receivers", None)
    if received is None:
        rows = Receipt.objects.filter(notice=notice, organisation__in=list(organs))
        received = list(rows.values_list("organisation", flat=True))
    return sorted((organs[pk] for pk in received), key=lambda organ: organ.path), False


def _papers(notice: Notice, root: Organisation) -> tuple[int, ...]:
    """The paper, and what the organs from the issuer down to *root* made of it; what *root* sent itself, and the paper.

    A recipient's own paper may cite the issuer's, or that of a level between: an arm for each level on the way, one query.
    """
    way = [node.pk for node in _way(notice, root) if node.pk != notice.organ_id]
    if root.pk == notice.organ_id or not way:
        return (notice.pk,)
    first, *others = (_made_after(notice, root, way, steps) for steps in range(1, min(len(way), DEEPEST) + 1))
    return tuple(sorted({notice.pk, *first.union(*others)}))


def _made_after(notice: Notice, root: Organisation, way: list[int], steps: int) -> QuerySet[Notice, int]:
    """The papers of *root* that come from *notice* in so many steps, each of them taken by an organ on the *way*."""
    between = {f"{'parent__' * step}organ__in": way for step in range(1, steps)}
    source = {"__".join(["parent"] * steps): notice.pk}
    return Notice.objects.filter(organ=root.pk, **source, **between).order_by().values_list("pk", flat=True)


def _way(notice: Notice, root: Organisation) -> list[Organisation]:
    """Who may have sent the paper on towards *root*: the organs from there up to the issuer, above which nobody sent it down."""
    issuer = notice.organ.path
    if not root.path.startswith(issuer):
        return line_upward(root)
    if len(root.path) == len(issuer) + STEP:
        return [root]
    return [node for node in line_upward(root) if node.path.startswith(issuer)]


def receipts(view: View) -> QuerySet[Receipt]:
    """The receipts below *root* of what is looked at, in tree order; at the top those of other systems too."""
    rows = Receipt.objects.filter(notice__in=view.papers).exclude(status=Receipt.Status.RECALLED)
    if not view.is_top:
        low, high = span(view.root.path)
        rows = rows.filter(organisation__path__gt=low, organisation__path__lt=high)
    return rows.select_related("organisation", "signed_by", "notice").order_by("organisation__path", "pk")


def narrowed(rows: QuerySet[Receipt], status: str, now: datetime) -> QuerySet[Receipt]:
    """Only those of a status, or only the overdue."""
    if status == OVERDUE:
        return rows.filter(status=Receipt.Status.WAITING, due_at__lt=now)
    if status == CLOSED:
        return rows.filter(_is_closed())
    return rows.filter(status=status) if status in Receipt.Status.values else rows


def _is_closed() -> Exists:
    return Exists(Incoming.objects.filter(receipt=OuterRef("pk"), status=Incoming.Status.CLOSED))


def _is_passed_on() -> Exists:
    own = Notice.objects.filter(parent=OuterRef("notice"), organ=OuterRef("organisation"), receipts__isnull=False)
    return Exists(own)


def fits(row: Row, status: str) -> bool:
    """As :func:`narrowed`, of a line that is at hand."""
    if status == OVERDUE:
        return row.overdue
    if status == CLOSED:
        return row.handled is not None and row.handled.status == Incoming.Status.CLOSED
    return status not in Receipt.Status.values or row.receipt.status == status


def with_handling(rows: QuerySet[Receipt]) -> QuerySet[Receipt]:
    """The same, each with what its organ's own book says of the paper; for lists, not for counting."""
    mine = Incoming.objects.filter(receipt=OuterRef("pk"), status__in=LIVE)
    return rows.annotate(
        handled_status=Subquery(mine.values("status")[:1]),
        handled_at=Subquery(mine.values("closed_at")[:1]),
        handled_reply=Subquery(mine.values("reply")[:1]),
    )


def counts(rows: QuerySet[Receipt], now: datetime) -> dict[str, int]:
    """The numbers of the look; one query."""
    return rows.order_by().aggregate(**aggregates(now))


def aggregates(now: datetime) -> dict[str, Count]:
    """What is counted, by name."""
    late = Q(status=Receipt.Status.WAITING, due_at__lt=now)
    return {
        "total": Count("pk"),
        "opened": Count("pk", filter=Q(opened_at__isnull=False)),
        "signed": Count("pk", filter=Q(status=Receipt.Status.SIGNED)),
        "waiting": Count("pk", filter=Q(status=Receipt.Status.WAITING)),
        "overdue": Count("pk", filter=late),
        "returned": Count("pk", filter=Q(status=Receipt.Status.RETURNED)),
        "closed": Count("pk", filter=_is_closed()),
        "passed": Count("pk", filter=_is_passed_on()),
    }


def rows_of(found: Sequence[Receipt], now: datetime) -> list[Row]:
    """The lines of one page: each receipt with the paper by which its organ sent it on; one query."""
    passed = passed_on(found)
    return [
        Row(
            receipt,
            passed.get((receipt.organisation_id, receipt.notice_id)),
            receipt.status == Receipt.Status.WAITING and receipt.due_at is not None and receipt.due_at < now,
            _handled(receipt),
        )
        for receipt in found
    ]


def _handled(receipt: Any) -> Handled | None:
    """What :func:`with_handling` found; None before 签收."""
    status = getattr(receipt, "handled_status", None)
    return Handled(status, receipt.handled_at, receipt.handled_reply) if status else None


def passed_on(found: Sequence[Receipt]) -> dict[tuple[int, int], Passed]:
    """The first own paper of each recipient that was sent out, by organ and source; one query."""
    if not found:
        return {}
    arrived = {(row.organisation_id, row.notice_id): row.arrived_at for row in found}
    children = (
        Notice.objects.filter(
            parent__in={row.notice_id for row in found}, organ__in=[row.organisation_id for row in found]
        )
        .select_related("organ")
        .annotate(
            sent_at=Min("receipts__arrived_at"),
            asked=Count("receipts", filter=~Q(receipts__status=Receipt.Status.RECALLED)),
            signed=Count("receipts", filter=Q(receipts__status=Receipt.Status.SIGNED)),
        )
        .filter(sent_at__isnull=False)
        .order_by("sent_at", "pk")
    )
    result: dict[tuple[int, int], Passed] = {}
    for child in children:
        key = (child.organ_id, child.parent_id or 0)
        if key in arrived and key not in result:
            days = (timezone.localdate(child.sent_at) - timezone.localdate(arrived[key])).days
            result[key] = Passed(child, child.sent_at, max(days, 0), child.asked, child.signed)
    return result


def remind(view: View, *, url: str, now: datetime | None = None) -> int:
    """催办: tell the people of the organs below *root* that have not signed, one message a person and day; returns how many
    organs were told. A second time on the same day adds nothing.
    """
    moment = now or timezone.now()
    day = timezone.localdate(moment)
    waiting = receipts(view).filter(status=Receipt.Status.WAITING).order_by().values("organisation")
    held = announcing.receivers(waiting, day).filter(role__key__in=TOLD)
    messages: dict[int, Message] = {}
    told = set()
    for membership in held:
        told.add(membership.organisation.organ_pk)
        words = {"title": view.notice.plain_title, "number": view.notice.number}
        messages[membership.user_id] = Message(
            user=membership.user,
            kind="remind",
            title=_("请签收：%(title)s") % words,
            body=_("%(number)s《%(title)s》已经送达，还没有签收。") % words,
            url=url,
            topic=f"sign:{day.isoformat()}",
            key=view.notice.pk,
        )
    post(messages.values(), now=moment)
    return len(told)


def out_of_reach(view: View, *, now: datetime | None = None) -> list[str]:
    """The organs below *root* that have not signed and where nobody can be reminded, by name; two queries."""
    waiting = receipts(view).filter(status=Receipt.Status.WAITING)
    held = announcing.receivers(waiting.order_by().values("organisation"), timezone.localdate(now or timezone.now()))
    reached = {post.organisation.organ_pk for post in held.filter(role__key__in=TOLD)}
    return [str(row.organisation) for row in waiting if row.organisation_id not in reached]


def table(found: Iterable[Receipt], now: datetime) -> list[tuple[Any, ...]]:
    """The lines of the exported sheet, in the order of :data:`COLUMNS`; one query for every thousand recipients."""
    every = list(found)
    lines: list[tuple[Any, ...]] = []
    for start in range(0, len(every), PORTION):
        for row in rows_of(every[start : start + PORTION], now):
            lines.append(_line(len(lines) + 1, row))
    return lines


PORTION = 400
"""Recipients whose own papers are looked up together; SQLite takes 999 parameters a statement."""


def _line(place: int, row: Row) -> tuple[Any, ...]:
    receipt = row.receipt
    return (
        place,
        receipt.organisation.name,
        receipt.organisation.code,
        receipt.notice.number,
        receipt.get_part_display(),
        _("逾期") if row.overdue else receipt.get_status_display(),
        receipt.arrived_at,
        receipt.due_at,
        receipt.opened_at,
        str(receipt.signed_by or ""),
        receipt.signed_at,
        row.passed.notice.number if row.passed else "",
        row.passed.days if row.passed else None,
        row.handled.title if row.handled else "",
        row.handled.closed_at if row.handled else None,
        row.handled.reply if row.handled else "",
        receipt.reason,
    )
