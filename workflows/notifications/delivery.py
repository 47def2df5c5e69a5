"""Delivery after the commit: at least once out of the outbox, deduplicated by the rows it writes.

A row of the outbox is written together with what happened, so nothing is lost when the process dies before it could tell.
The handler of its topic turns it into messages; letters and calls leave outside every transaction. What fails is tried again,
later each time, and holds up nothing else.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from workflows.database import after_commit

from .digests import gather_digests
from .letters import send_letter
from .models import Notification, Outbox
from .posting import Message, post
from .webhook import Note, Road, road

logger = logging.getLogger(__name__)

Handler = Callable[[int], Iterable[Message]]

BATCH = 500
CLAIM = timedelta(minutes=10)
"""How long a letter or call belongs to the process that took it up; after that another may try."""

HOOK = "hook"
"""The outbox topic of calls to the webhook; the key is the row of the outbox whose messages they tell of."""

HOOKED = frozenset({"todo", "returned", "finished"})
"""Kinds of messages that a work group hears of too."""

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
MOST_CALLS = 12
"""So often a call is tried, over a day and a half; then it is given up."""

_handlers: dict[str, Handler] = {}


def handles(topic: str) -> Callable[[Handler], Handler]:
    """Register the function that turns a key of *topic* into messages."""

    def register(function: Handler) -> Handler:
        _handlers[topic] = function
        return function

    return register


def deliver(*, now: datetime | None = None) -> int:
    """Deliver everything that waits: messages first, then letters, then calls. Safe to run twice at once. Returns how many rows."""
    moment = now or timezone.now()
    done = 0
    for pk in _waiting(moment, ~Q(topic=HOOK)):
        try:
            done += _deliver_one(pk, moment)
        except Exception:
            logger.exception("outbox row %s could not be delivered", pk)
            _put_off(pk, moment)
    gather_digests(moment)
    send_letters(now=moment)
    make_calls(now=moment)
    return done


def deliver_soon() -> None:
    """Ask for a delivery once the present transaction is committed; never fails the work that was done.

    Not where ``deliver_outbox --loop`` looks every other second: a job a decision would double its cost.
    """
    if not settings.DELIVER_AT_ONCE:
        return
    after_commit(_ask_for_delivery)


def _ask_for_delivery() -> None:
    from .tasks import deliver_outbox

    deliver_outbox.enqueue()


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


def make_calls(*, now: datetime | None = None) -> int:
    """Make the calls that wait, each claimed first, and outside every transaction. Returns how many got through."""
    moment = now or timezone.now()
    way = road()
    made = 0
    for pk in _waiting(moment, Q(topic=HOOK)):
        claim = Outbox.objects.filter(_free(moment), pk=pk, done_at__isnull=True)
        if not claim.update(retry_at=moment + CLAIM, attempts=F("attempts") + 1):
            continue
        try:
            made += _call(Outbox.objects.get(pk=pk), way)
        except OSError as error:
            logger.warning("call %s did not get through: %s", pk, error)
            _put_off_call(pk, moment)
        else:
            Outbox.objects.filter(pk=pk).update(done_at=moment)
    return made


def _waiting(now: datetime, which: Q) -> list[int]:
    rows = Outbox.objects.filter(_free(now), which, done_at__isnull=True)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])


def _free(now: datetime) -> Q:
    return Q(retry_at__isnull=True) | Q(retry_at__lte=now)


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
            _put_off(pk, now)
            return False
        told = post(handler(row.key), now=now)
        if settings.WEBHOOK_URL and any(_is_hooked(one) for one in told):
            Outbox.objects.get_or_create(topic=HOOK, key=row.pk, defaults={"created_at": now})
        Outbox.objects.filter(pk=pk).update(done_at=now)
    return True


def _is_hooked(row: Notification) -> bool:
    return bool(row.kind in HOOKED and row.state)


def _call(row: Outbox, way: Road | None) -> bool:
    """Tell a work group of the messages of another row, once for each kind; nothing when the road was closed meanwhile."""
    about = Outbox.objects.filter(pk=row.key).first()
    if way is None or about is None:
        return False
    told = Notification.objects.filter(topic=about.topic, key=about.key, channel=Notification.Channel.DESK)
    first = {one.kind: one for one in told.order_by("-pk") if _is_hooked(one)}
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    for one in first.values():
        way.send(Note(one.title, one.state, f"{base}{one.url}" if one.url else ""))
    return bool(first)


def _put_off(pk: int, now: datetime) -> None:
    """Not again before some time has passed, twice as long each time."""
    tried = Outbox.objects.filter(pk=pk).values_list("attempts", flat=True).first() or 0
    Outbox.objects.filter(pk=pk).update(attempts=tried + 1, retry_at=now + _wait(tried + 1))


def _put_off_call(pk: int, now: datetime) -> None:
    """The same for a call, whose attempt is counted already; after many attempts it is given up."""
    tried = Outbox.objects.get(pk=pk).attempts
    if tried >= MOST_CALLS:
        logger.error("call %s is given up after %s attempts", pk, tried)
        Outbox.objects.filter(pk=pk).update(done_at=now)
    else:
        Outbox.objects.filter(pk=pk).update(retry_at=now + _wait(tried))


def _wait(attempts: int) -> timedelta:
    return min(FIRST_WAIT * 2 ** min(attempts - 1, 20), LONGEST_WAIT)
