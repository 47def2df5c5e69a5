"""签收 and 退文: an organisation answers for what reached it (条例第24条)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.notices.models import Notice, NoticeRecipient
from workflows import engine
from workflows.engine import Moment, effect
from workflows.organisations.models import Membership, Role
from workflows.organisations.posts import posts

from .models import Receipt

REASON_AT_LEAST = 4


class ReceivingError(Exception):
    """The act is not possible; the message says why and what to do."""


@effect("notice.dispatch")
def deliver(moment: Moment) -> None:
    """核发: one receipt for each organisation of the 分送范围, written at once; those already there are kept."""
    Receipt.objects.bulk_create(
        [
            Receipt(notice_id=row.notice_id, organisation_id=row.organisation_id, part=row.part, arrived_at=moment.now)
            for row in NoticeRecipient.objects.filter(notice=moment.subject).order_by("pk")
        ],
        batch_size=150,  # SQLite takes 999 parameters a statement
        ignore_conflicts=True,
    )


def receiving_posts(user: Any) -> list[Membership]:
    """Posts from which a person receives papers: business posts in the organ itself."""
    return [post for post in posts(user) if post.role.kind == Role.Kind.BUSINESS and post.organisation.organ_id is None]


def inbox(user: Any) -> QuerySet[Receipt]:
    """Everything that reached the person's organisations, newest first; nothing for a stranger."""
    pks = {post.organisation_id for post in receiving_posts(user)}
    return (
        Receipt.objects.filter(organisation__in=pks)
        .select_related("notice", "notice__organ", "organisation", "signed_by")
        .order_by("-pk")
    )


def may_read(user: Any, notice: Notice) -> bool:
    """Whether the person may read the paper: the engine says so, or their organisation received it."""
    received = inbox(user).exclude(status=Receipt.Status.RECALLED).filter(notice=notice)
    return engine.allowed(user, "view", notice) or received.exists()


def _post_for(user: Any, receipt: Receipt) -> Membership:
    post = next((post for post in receiving_posts(user) if post.organisation_id == receipt.organisation_id), None)
    if post is None:
        raise ReceivingError(_("这份公文不是发给您单位的，不能签收。"))
    return post


def _locked(receipt: Receipt) -> Receipt:
    return Receipt.objects.select_for_update(of=("self",)).select_related("signed_by").get(pk=receipt.pk)


@transaction.atomic
def sign(receipt: Receipt, *, user: Any, now: datetime | None = None) -> Receipt:
    """签收, once, with time and name. Raises :class:`ReceivingError` when somebody was first."""
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
    return fresh


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
    return fresh


def mark_opened(receipt: Receipt, *, now: datetime | None = None) -> None:
    """Note the first time that somebody of the organisation opened the paper."""
    Receipt.objects.filter(pk=receipt.pk, opened_at__isnull=True).update(opened_at=now or timezone.now())


def _when(receipt: Receipt) -> dict[str, str]:
    local = timezone.localtime(receipt.signed_at) if receipt.signed_at else None
    return {"who": str(receipt.signed_by), "when": f"{local:%m月%d日 %H:%M}" if local else ""}


def progress(notice: Notice) -> dict[str, int]:
    """How many received, signed, wait and sent back; one query."""
    return Receipt.objects.filter(notice=notice).aggregate(
        total=Count("pk"),
        signed=Count("pk", filter=Q(status=Receipt.Status.SIGNED)),
        waiting=Count("pk", filter=Q(status=Receipt.Status.WAITING)),
        returned=Count("pk", filter=Q(status=Receipt.Status.RETURNED)),
    )
