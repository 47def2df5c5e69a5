"""The history's chain: what an event's digest covers, and how words are committed to without being in it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from workflows.database import fresh
from workflows.definition import canonical_json
from workflows.organisations.models import Membership, User

from ..models import Event, EventText, Node, WorkItem
from .dossier import Dossier

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Said:
    """The words beside an event: opinion, ticked reasons, and where a paper act came from."""

    opinion: str = ""
    labels: Sequence[str] = ()
    origin: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.opinion or self.labels or self.origin)


@dataclass(frozen=True)
class Entry:
    """What an event records beside the words."""

    kind: str
    name: str = ""
    source: Node | None = None
    target: Node | None = None
    visit: int = 0
    item: WorkItem | None = None
    actor: User | None = None
    post: Membership | None = None
    behalf: User | None = None
    content: bytes | None = None
    request_key: str = ""
    scan: bytes | None = None
    data: dict[str, Any] = field(default_factory=dict)


def record(dossier: Dossier, entry: Entry, said: Said = Said()) -> Event:
    """Add an event to the case's chain: the next number, the digest over everything, the new head. Saved later."""
    instance = dossier.instance
    event = fresh(
        Event,
        instance=instance,
        seq=instance.seq + 1,
        at=dossier.now,
        kind=entry.kind,
        name=entry.name,
        source=entry.source,
        target=entry.target,
        entry=entry.visit,
        item=entry.item,
        actor=entry.actor,
        post_id=entry.post.pk if entry.post is not None else None,
        behalf=entry.behalf,
        content_id=entry.content,
        request_key=entry.request_key or None,
        scan=entry.scan,
        data=canonical_json(entry.data),
        previous=bytes(instance.head),
    )
    if said:
        text = fresh(
            EventText,
            salt=secrets.token_bytes(16),
            opinion=said.opinion,
            labels=canonical_json(list(said.labels)) if said.labels else "[]",
            origin=canonical_json(said.origin) if said.origin else "{}",
        )
        event.text_commitment = commitment(text)
        dossier.texts.append(text)
        text.event = event
    event.digest = event_digest(
        event,
        actor=entry.actor.uuid.hex if entry.actor is not None else None,
        behalf=entry.behalf.uuid.hex if entry.behalf is not None else None,
    )
    instance.seq, instance.head, instance.changed_at = event.seq, event.digest, dossier.now
    dossier.events.append(event)
    return event


def event_digest(event: Event, *, actor: str | None, behalf: str | None) -> bytes:
    """SHA-256 over the digest before and the canonical form of the columns; persons by their uuid in hexadecimal."""
    return chained(bytes(event.previous), columns_of(event, actor=actor, behalf=behalf))


def columns_of(event: Event, *, actor: str | None, behalf: str | None) -> dict[str, Any]:
    """What the digest of an event covers; persons by their uuid in hexadecimal."""
    return {
        "instance": event.instance_id,
        "seq": event.seq,
        "at": microseconds(event.at),
        "kind": event.kind,
        "name": event.name,
        "source": event.source_id,
        "target": event.target_id,
        "entry": event.entry,
        "item": event.item_id,
        "actor": actor,
        "post": event.post_id,
        "behalf": behalf,
        "content": hexadecimal(event.content_id),
        "request_key": event.request_key,
        "scan": hexadecimal(event.scan),
        "data": event.data,
        "text": hexadecimal(event.text_commitment),
    }


def chained(previous: bytes, columns: dict[str, Any]) -> bytes:
    """The digest of *columns* behind the digest *previous*."""
    return hashlib.sha256(previous + canonical_json(columns).encode()).digest()


def commitment(text: EventText) -> bytes:
    """What the chain holds of the words: a salted digest that stays when the words are erased."""
    words = {"opinion": text.opinion, "labels": text.labels, "origin": text.origin}
    return hashlib.sha256(bytes(text.salt or b"") + canonical_json(words).encode()).digest()


def microseconds(moment: datetime) -> int:
    """Whole microseconds since 1970 in UTC; no floats on the way."""
    return (moment.astimezone(UTC) - EPOCH) // timedelta(microseconds=1)


def hexadecimal(value: Any) -> str | None:
    """Bytes as text, None as it is."""
    return None if value is None else bytes(value).hex()
