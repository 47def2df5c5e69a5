"""签收 and 退文: an organisation answers for what reached it (条例第24条)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.notices.models import Notice, NoticeRecipient
from workflows import engine
from workflows.engine import Moment, effect
from workflows.notifications.delivery import deliver_soon
from workflows.organisations.models import Membership, Organisation, Role
from workflows.organisations.posts import posts
from workflows.worktime.calendar import Calendar, WorkingDay

from . import announcing, handling, numbering, reporting
from .announcing import OFFICE_ROLES
from .models import Incoming, Receipt

REASON_AT_LEAST = 4

SIGN_WITHIN = {"特急": 0, "加急": 1}
USUAL_DAYS = 2
"""Working days in which a paper is to be signed for. 条例第24条 asks for urgent papers first and names no days; these are
the house's. 0 is the day of arrival."""


class ReceivingError(Exception):
    """The act is not possible; the message says why and what to do."""


@effect("notice.dispatch", title=_("给各分送单位发签收件"))
def deliver(moment: Moment) -> None:
    """核发: one receipt for each organisation of the 分送范围, written at once; those already there are kept."""
    due_at = sign_by(moment.subject.urgency, moment.now)
    Receipt.objects.bulk_create(
        [
            Receipt(
                notice_id=row.notice_id,
                organisation_id=row.organisation_id,
                part=row.part,
                arrived_at=moment.now,
                due_at=due_at,
            )
            for row in NoticeRecipient.objects.filter(notice=moment.subject).order_by("pk")
        ],
        batch_size=150,  # SQLite takes 999 parameters a statement
        ignore_conflicts=True,
    )
    announcing.announce(moment.subject, moment.now)


def sign_by(urgency: str, arrived_at: datetime) -> datetime:
    """Until when a paper is to be signed for: 17:30 of the n-th working day after it arrived (:data:`SIGN_WITHIN`)."""
    return _term(Calendar.recent(), urgency, arrived_at).end


def is_guessed(receipt: Receipt) -> bool:
    """Whether the term rests on a year whose holidays are not published (暂计)."""
    return _term(Calendar.recent(), receipt.notice.urgency, receipt.arrived_at).provisional


def _term(calendar: Calendar, urgency: str, arrived_at: datetime) -> WorkingDay:
    return calendar.term(arrived_at, SIGN_WITHIN.get(urgency, USUAL_DAYS))


@engine.follows_calendar
def renew(calendar: Calendar, now: datetime) -> int:
    """The terms of papers that wait to be signed for, when the calendar has changed; one statement for each dispatch."""
    waiting = Receipt.objects.filter(status=Receipt.Status.WAITING, due_at__isnull=False).order_by()
    changed = 0
    for arrived_at, urgency in list(waiting.values_list("arrived_at", "notice__urgency").distinct()):
        due_at = _term(calendar, urgency, arrived_at).end
        rows = waiting.filter(arrived_at=arrived_at, notice__urgency=urgency).exclude(due_at=due_at)
        changed += Receipt.objects.filter(pk__in=rows.values("pk")).update(due_at=due_at)
    return changed


@engine.follows_successors
def follow(successors: Mapping[int, Organisation], now: datetime) -> int:
    """What waits to be signed for at an organ that was merged into another waits there; where that one has the paper already,
    nothing is asked twice. What is being dealt with goes on there.
    """
    changed = _take_over(successors)
    for receipt in Receipt.objects.waiting().filter(organisation__in=list(successors)).order_by("pk"):
        organ = successors[receipt.organisation_id]
        mine = Receipt.objects.filter(pk=receipt.pk, status=Receipt.Status.WAITING)
        if Receipt.objects.filter(notice=receipt.notice_id, organisation=organ).exists():
            reason = _("已并入%(organ)s，由其签收。") % {"organ": organ}
            changed += mine.update(status=Receipt.Status.RECALLED, reason=reason[:200])
        else:
            changed += mine.update(organisation=organ)
    return changed


def _take_over(successors: Mapping[int, Organisation]) -> int:
    """Papers that a merged organ was dealing with stand in the successor's book, those with a number under one of its own.

    The note keeps the old number; what was closed stays in the book of the organ that closed it.
    """
    open_ones = Incoming.objects.select_for_update(of=("self",)).select_related("organ")
    taken = list(
        open_ones.filter(organ__in=list(successors), status=Incoming.Status.OPEN).order_by("organ", "year", "n", "pk")
    )
    for paper in taken:
        words = {"organ": paper.organ, "number": paper.registered_number}
        told = _("原%(organ)s%(number)s") % words if paper.n else _("原%(organ)s收文") % words
        numbered, paper.n = paper.n is not None, None
        paper.organ, paper.note = successors[paper.organ_id], "；".join([told, *filter(None, [paper.note])])[:200]
        paper.save(update_fields=["organ", "n", "note"])
        if numbered:
            numbering.allocate(paper)
    return len(taken)


def receiving_posts(user: Any) -> list[Membership]:
    """Posts from which a person receives papers for an organ: business posts in the organ itself, and those of its office
    (文书, 办公室主任) in whatever department they stand.
    """
    return [post for post in posts(user) if receives(post)]


def receives(post: Membership) -> bool:
    """Whether papers are received from the post."""
    return post.role.kind == Role.Kind.BUSINESS and (
        post.organisation.organ_id is None or post.role.key in OFFICE_ROLES
    )


def inbox(user: Any) -> QuerySet[Receipt]:
    """Everything that reached the person's organisations, newest first; nothing for a stranger."""
    pks = {post.organisation.organ_pk for post in receiving_posts(user)}
    return (
        Receipt.objects.filter(organisation__in=pks)
        .select_related("notice", "notice__organ", "organisation", "signed_by")
        .order_by("-pk")
    )


def may_read(user: Any, notice: Notice) -> bool:
    """Whether the person may read the paper: the engine says so, their organisation received it, or they are asked there."""
    received = inbox(user).exclude(status=Receipt.Status.RECALLED).filter(notice=notice)
    if engine.allowed(user, "view", notice) or received.exists():
        return True
    asked = Incoming.objects.filter(receipt__notice=notice).exclude(receipt__status=Receipt.Status.RECALLED)
    return engine.visible(user, "incoming").filter(subject_id__in=asked.values("pk")).exists()


def _post_for(user: Any, receipt: Receipt) -> Membership:
    post = next((post for post in receiving_posts(user) if post.organisation.organ_pk == receipt.organisation_id), None)
    if post is None:
        raise ReceivingError(_("这份公文不是发给您单位的，不能签收。"))
    return post


def _locked(receipt: Receipt) -> Receipt:
    """The row as it is now, under lock. Nothing is joined: among a million papers PostgreSQL, going by yesterday's figures, may
    walk all of them to find the newest.
    """
    fresh = Receipt.objects.select_for_update().get(pk=receipt.pk)
    fresh.notice = Notice.objects.select_related("organ").get(pk=fresh.notice_id)
    return fresh


@transaction.atomic
def sign(receipt: Receipt, *, user: Any, now: datetime | None = None) -> Receipt:
    """签收, once, with time and name; 收文办理 begins with it. Raises :class:`ReceivingError` when somebody was first."""
    post = _post_for(user, receipt)
    fresh = _locked(receipt)
    if fresh.status == Receipt.Status.SIGNED:
        raise ReceivingError(_("%(who)s 已于 %(when)s 签收，不用再签。") % _when(fresh))
    if fresh.status == Receipt.Status.RECALLED:
        raise ReceivingError(_("来文单位已把这份公文撤回，不用签收。"))
    if fresh.status == Receipt.Status.RETURNED:
        raise ReceivingError(_("这份公文已退回来文单位，不能再签收。"))
    fresh.status = Receipt.Status.SIGNED
    fresh.signed_at = now or timezone.now()
    fresh.signed_by, fresh.post = user, post
    fresh.opened_at = fresh.opened_at or fresh.signed_at
    fresh.save()
    handling.begin(_arrived(fresh, user, fresh.signed_at), actor=user, post=post, now=fresh.signed_at)
    return fresh


def _arrived(receipt: Receipt, user: Any, now: datetime, **fields: Any) -> Incoming:
    """The organ's own row of the paper, with what stands on it copied."""
    notice = receipt.notice
    return Incoming.objects.create(
        organ=receipt.organisation,
        receipt=receipt,
        year=timezone.localtime(now).year,
        sender=notice.organ.name,
        number=notice.number,
        title=notice.plain_title,
        kind=notice.kind,
        dated=notice.signed_on,
        urgency=notice.urgency,
        received_at=now,
        registered_by=user,
        **fields,
    )


@transaction.atomic
def send_back(receipt: Receipt, *, user: Any, reason: str, now: datetime | None = None) -> Receipt:
    """退文 with a reason: sent to the wrong organisation, or faulty (条例第24条: 退回来文单位并说明理由)."""
    post = _post_for(user, receipt)
    if len(reason.strip()) < REASON_AT_LEAST:
        raise ReceivingError(_("请写明退文原因，来文单位才知道怎么改。"))
    fresh = _locked(receipt)
    if fresh.status != Receipt.Status.WAITING:
        raise ReceivingError(_("这份公文已经签收或退回，不能再退文。"))
    fresh.status = Receipt.Status.RETURNED
    fresh.reason = reason.strip()
    fresh.signed_at = now or timezone.now()
    fresh.signed_by, fresh.post = user, post
    fresh.save()
    closed = {"status": Incoming.Status.RETURNED, "closed_at": fresh.signed_at, "note": fresh.reason}
    reporting.tell(reporting.SENT_BACK, _arrived(fresh, user, fresh.signed_at, **closed), fresh.signed_at)
    deliver_soon()
    return fresh


def mark_opened(receipt: Receipt, *, now: datetime | None = None) -> None:
    """Note the first time that somebody of the organisation opened the paper."""
    Receipt.objects.filter(pk=receipt.pk, opened_at__isnull=True).update(opened_at=now or timezone.now())


def _when(receipt: Receipt) -> dict[str, str]:
    local = timezone.localtime(receipt.signed_at) if receipt.signed_at else None
    return {"who": str(receipt.signed_by), "when": f"{local:%m月%d日 %H:%M}" if local else ""}


STATES = {
    "total": tuple(status for status in Receipt.Status.values if status != Receipt.Status.RECALLED),
    "signed": (Receipt.Status.SIGNED,),
    "waiting": (Receipt.Status.WAITING,),
    "returned": (Receipt.Status.RETURNED,),
}


def tallied(path: str = "pk") -> dict[str, Any]:
    """Annotations of a paper at *path* from which :func:`progress` needs no query of its own."""

    def count(states: tuple[str, ...]) -> Any:
        rows = Receipt.objects.filter(notice=OuterRef(path), status__in=states).order_by().values("notice")
        return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)

    return {f"receipts_{name}": count(states) for name, states in STATES.items()}


def progress(notice: Any) -> dict[str, int]:
    """How many received, signed, wait and sent back; one query, none for a paper read with :func:`tallied`."""
    if hasattr(notice, "receipts_total"):
        return {name: getattr(notice, f"receipts_{name}") for name in STATES}
    counts = {name: Count("pk", filter=Q(status__in=states)) for name, states in STATES.items()}
    return Receipt.objects.filter(notice=notice).aggregate(**counts)
