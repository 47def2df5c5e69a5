"""Telling people: messages become rows, once per matter, person, kind and road."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from .models import Notification

if TYPE_CHECKING:
    from workflows.organisations.models import User

DESK, MAIL = Notification.Channel.DESK.value, Notification.Channel.MAIL.value


@dataclass(frozen=True)
class Message:
    """What one person is to be told: *topic* and *key* say about what, *kind* why (todo, returned, finished …)."""

    user: User
    kind: str
    title: str
    topic: str
    key: int
    body: str = ""
    url: str = ""
    channels: tuple[str, ...] = (DESK, MAIL)


def post(messages: Iterable[Message], *, now: datetime | None = None) -> None:
    """Write the messages down; those already written are left as they are. Letters leave later, by ``send_letters``.

    A letter is written only to people with a mail address who still work here.
    """
    written_at = now or timezone.now()
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
            created_at=written_at,
        )
        for message in messages
        for channel in message.channels
        if message.user.is_active and (channel != MAIL or message.user.email)
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)


def mark_read(user: User, *, topic: str, keys: Iterable[int] | None = None, now: datetime | None = None) -> int:
    """Note that the person has seen messages about *keys* (all of the topic when not given); returns how many."""
    rows = Notification.objects.filter(user=user, channel=DESK, topic=topic, read_at__isnull=True)
    if keys is not None:
        rows = rows.filter(key__in=list(keys))
    return rows.update(read_at=now or timezone.now())
