"""Delivery after the commit: at least once out of the outbox, deduplicated by the rows it writes.

A row of the outbox is written together with what happened, so nothing is lost when the process dies before it could tell.
The handler of its topic turns it into messages; letters leave outside every transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from .letters import send_letter
from .models import Notification, Outbox
from .posting import Message, post

logger = logging.getLogger(__name__)

Handler = Callable[[int], Iterable[Message]]

BATCH = 500
CLAIM = timedelta(minutes=10)
"""How long a letter belongs to the process that took it up; after that another may try."""

_handlers: dict[str, Handler] = {}


def handles(topic: str) -> Callable[[Handler], Handler]:
    """Register the function that turns a key of *topic* into messages."""

    def register(function: Handler) -> Handler:
        _handlers[topic] = function
        return function

    return register


def deliver(*, now: datetime | None = None) -> int:
    """Deliver everything that waits: messages first, then letters. Safe to run twice at once. Returns how many rows."""
    moment = now or timezone.now()
    done = 0
    for pk in list(Outbox.objects.filter(done_at__isnull=True).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        try:
            done += _deliver_one(pk, moment)
        except Exception:
            logger.exception("outbox row %s could not be delivered", pk)
    send_letters(now=moment)
    return done


def deliver_soon() -> None:
    """Ask for a delivery once the present transaction is committed; never fails the work that was done."""
    from .tasks import deliver_outbox

    transaction.on_commit(lambda: deliver_outbox.enqueue(), robust=True)


def send_letters(*, now: datetime | None = None) -> int:
    """Send the letters that wait, each claimed first so that two runs do not send it twice. Returns how many left."""
    moment = now or timezone.now()
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=moment - CLAIM)
    sent = 0
    for letter in list(Notification.objects.unsent().filter(free).select_related("user").order_by("pk")[:BATCH]):
        claimed = Notification.objects.filter(free, pk=letter.pk, sent_at__isnull=True).update(claimed_at=moment)
        if not claimed:
            continue
        try:
            send_letter(letter)
        except (OSError, SMTPException):
            logger.exception("letter %s did not leave; it will be tried again", letter.pk)
            continue
        Notification.objects.filter(pk=letter.pk).update(sent_at=moment)
        sent += 1
    return sent


def _deliver_one(pk: int, now: datetime) -> bool:
    """Deliver one row of the outbox, unless another process has it in hand or did it already."""
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        row = Outbox.objects.select_for_update(skip_locked=skip).filter(pk=pk, done_at__isnull=True).first()
        if row is None:
            return False
        handler = _handlers.get(row.topic)
        if handler is None:
            logger.error("nobody handles outbox topic %s", row.topic)
            return False
        post(handler(row.key), now=now)
        Outbox.objects.filter(pk=pk).update(done_at=now)
    return True
