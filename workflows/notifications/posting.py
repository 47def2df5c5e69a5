"""Telling people: messages become rows, once per matter, person, kind and road."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from .matters import Mail, choices_of, matter_of
from .models import Notification

if TYPE_CHECKING:
    from workflows.organisations.models import User

DESK, MAIL, DIGEST = Notification.Channel.DESK, Notification.Channel.MAIL, Notification.Channel.DIGEST


@dataclass(frozen=True)
class Message:
    """What one person is to be told: *topic* and *key* say about what, *kind* why (todo, returned, finished …).

    *state* is where the document stands, for roads that are told no more than title, state and link.
    """

    user: User
    kind: str
    title: str
    topic: str
    key: int
    body: str = ""
    url: str = ""
    state: str = ""
    channels: tuple[str, ...] = (DESK, MAIL)


def post(messages: Iterable[Message], *, now: datetime | None = None) -> list[Notification]:
    """Write the messages down; those already written are left as they are. Letters leave later, by ``send_letters``.

    The desk shows everything. By mail comes what the person wants, at once or in a letter a day, and only to people with an
    address who still work here. Returns the rows, which may be there already.
    """
    written_at = now or timezone.now()
    given = [message for message in messages if message.user.is_active]
    by_mail = [message.user for message in given if MAIL in message.channels and message.user.email]
    chosen = choices_of(by_mail) if by_mail else {}
    rows = [
        Notification(
            topic=message.topic,
            key=message.key,
            user=message.user,
            kind=message.kind,
            channel=channel,
            title=message.title[:300],
            body=message.body,
            url=message.url,
            state=message.state[:80],
            created_at=written_at,
        )
        for message in given
        for channel in _roads(message, chosen)
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    return rows


def _roads(message: Message, chosen: dict[tuple[int, str], Mail]) -> Iterator[str]:
    """By which roads a message goes, as its reader wants."""
    matter = matter_of(message.kind)
    wanted = chosen.get((message.user.pk, matter.key), matter.usual)
    for channel in message.channels:
        if channel != MAIL:
            yield channel
        elif message.user.email and wanted != Mail.NEVER:
            yield MAIL if wanted == Mail.NOW else DIGEST


def mark_read(user: User, *, topic: str, keys: Iterable[int] | None = None, now: datetime | None = None) -> int:
    """Note that the person has seen messages about *keys* (all of the topic when not given); returns how many."""
    rows = Notification.objects.filter(user=user, channel=DESK, topic=topic, read_at__isnull=True)
    if keys is not None:
        rows = rows.filter(key__in=list(keys))
    return rows.update(read_at=now or timezone.now())
