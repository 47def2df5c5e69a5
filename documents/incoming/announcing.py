"""Who receives papers for an organ, and what they are told when one arrives."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from documents.notices.models import Notice
from workflows.notifications.delivery import handles
from workflows.notifications.models import Outbox
from workflows.notifications.posting import Message
from workflows.organisations.models import Membership, Role

from .models import Receipt

ARRIVED = "arrived"
"""Topic of the outbox; the key is the :class:`Notice` that was sent out."""

OFFICE_ROLES = frozenset({"clerk", "office"})


def receivers(organs: Any, day: date) -> QuerySet[Membership]:
    """The posts from which papers are received for *organs* (keys, or a subquery of them), wherever their office stands."""
    inside = Q(organisation__in=organs) | Q(organisation__organ__in=organs, role__key__in=OFFICE_ROLES)
    held = Membership.objects.current(day).filter(inside, role__kind=Role.Kind.BUSINESS)
    return held.select_related("user", "role", "organisation").order_by("pk")


def announce(notice: Notice, now: datetime) -> None:
    """Let the receivers know once the transaction has been committed; one statement."""
    Outbox.objects.bulk_create([Outbox(topic=ARRIVED, key=notice.pk, created_at=now)], ignore_conflicts=True)


@handles(ARRIVED)
def arrived(key: int) -> Iterator[Message]:
    """来文: the office of each organ that has not signed yet; where there is none, everybody who receives papers there."""
    waiting = Receipt.objects.waiting().filter(notice=key).select_related("notice__organ")
    receipts = {row.organisation_id: row for row in waiting}
    told: set[int] = set()
    for organ, posts in _by_organ(receivers(waiting.order_by().values("organisation"), timezone.localdate())).items():
        office = [post for post in posts if post.role.key in OFFICE_ROLES]
        for post in office or posts:
            if post.user_id not in told and organ in receipts:
                told.add(post.user_id)
                yield _message(post, receipts[organ])


def _by_organ(posts: Iterable[Membership]) -> dict[int, list[Membership]]:
    found: dict[int, list[Membership]] = defaultdict(list)
    for post in posts:
        found[post.organisation.organ_pk].append(post)
    return found


def _message(post: Membership, receipt: Receipt) -> Message:
    notice = receipt.notice
    until = date_format(timezone.localtime(receipt.due_at), "n月j日 H:i") if receipt.due_at else ""
    body = _("%(organ)s %(number)s。") % {"organ": notice.organ, "number": notice.number}
    return Message(
        user=post.user,
        kind="todo",
        title=_("来文：%(title)s") % {"title": notice.plain_title},
        topic=ARRIVED,
        key=notice.pk,
        body=body + (_("请在%s前签收。") % until if until else ""),
        url=reverse("desk:receipt", args=[receipt.pk]),
        state=receipt.get_status_display(),
    )
