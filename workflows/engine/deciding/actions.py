"""What is asked of the engine, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflows.organisations.models import Membership, User

from ..models import Event, Instance


def said_in(words: str) -> int:
    """How many characters of *words* say something: marks of punctuation and blanks do not."""
    return sum(char.isalnum() for char in words)


@dataclass(frozen=True)
class Offline:
    """线下办理登记: the act was done on paper. *scan* is the SHA-256 of the scanned paper in hexadecimal."""

    scan: str
    signer: str
    signed_on: date


@dataclass(frozen=True)
class Action:
    """One act on one case.

    *token* is what the page was given by ``offers``: it refuses the act when the case, the own item or the content changed
    since. *request_key* makes a repeated request (a double click) return the first result. *params* may hold ``to`` (the
    state for a chosen return), ``resubmit`` (``again`` or ``direct``) and ``item`` (the work item of an offline act); guards
    and effects see all of it.
    """

    instance_id: int
    transition: str
    actor: User
    token: str | None = None
    post: Membership | None = None
    behalf: User | None = None
    opinion: str = ""
    labels: tuple[str, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)
    request_key: str = ""
    offline: Offline | None = None


@dataclass(frozen=True)
class Outcome:
    """What came of an act; *moved* is False while other votes are awaited."""

    instance: Instance
    event: Event
    moved: bool


def token_of(instance: Instance, item_id: int | None) -> str:
    """What a page must bring back: the visit, the own item, and the content that was seen."""
    seen = bytes(instance.content_id or b"").hex()[:16]
    return f"{instance.entry}.{item_id or 0}.{seen}"
