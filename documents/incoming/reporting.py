"""What the sender is told of a paper that reached somebody: that it was sent back, and what was answered."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.notices.kinds import Direction
from workflows.notifications.delivery import handles
from workflows.notifications.models import Outbox
from workflows.notifications.posting import Message
from workflows.organisations.models import Membership

from .models import Incoming

SENT_BACK, ANSWERED = "sent_back", "answered"
"""Topics of the outbox; the key is the :class:`Incoming`."""

CLERKS = ("clerk", "office")


def tell(topic: str, incoming: Any, now: datetime) -> None:
    """Let the sender know once the transaction has been committed; nothing for a paper from outside the system.

    Answers are told for papers that go up or sideways: those of the receivers of a 通知 stand in 签收与落实.
    """
    notice = incoming.notice
    if notice is None or (topic == ANSWERED and notice.direction == Direction.DOWN):
        return
    Outbox.objects.get_or_create(topic=topic, key=incoming.pk, defaults={"created_at": now})


@handles(SENT_BACK)
def sent_back(key: int) -> Iterable[Message]:
    """退文: who drafted the paper and who keeps the register learn why."""
    return _messages(key, SENT_BACK, "returned", _("退文：%(title)s"), _("%(organ)s退回。原因：%(words)s"))


@handles(ANSWERED)
def answered(key: int) -> Iterable[Message]:
    """答复: who drafted the paper and who keeps the register read it."""
    return _messages(key, ANSWERED, "finished", _("答复：%(title)s"), _("%(organ)s：%(words)s"))


def _messages(key: int, topic: str, kind: str, title: str, body: str) -> Iterable[Message]:
    rows = Incoming.objects.select_related("organ", "receipt__notice__author", "receipt__notice__organ")
    incoming = rows.filter(pk=key).first()
    notice = incoming.notice if incoming is not None else None
    if incoming is None or notice is None:
        return
    words = {
        "title": notice.plain_title,
        "organ": incoming.organ,
        "words": (incoming.note if topic == SENT_BACK else incoming.reply) or _("已办结，没有另写答复"),
    }
    here = Q(organisation=notice.organ_id) | Q(organisation__organ=notice.organ_id)
    held = Membership.objects.current(timezone.localdate()).filter(here, role__key__in=CLERKS)
    people = {notice.author_id: notice.author, **{post.user_id: post.user for post in held.select_related("user")}}
    for user in people.values():
        yield Message(
            user=user,
            kind=kind,
            title=title % words,
            topic=topic,
            key=key,
            body=body % words,
            url=reverse("desk:receipts", args=[notice.pk]),
            state=incoming.get_status_display(),
        )
