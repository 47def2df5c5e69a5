"""A road to a work group: 企业微信, 钉钉 or a gateway for short messages, behind one address. Empty and off by default.

What leaves is a line that anybody may read: title, state and link, no names, no opinions. It is never called from within a
transaction; a call that fails waits in the outbox and is repeated, later each time.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from http.client import HTTPException
from typing import Protocol
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.utils.translation import gettext as _

TIMEOUT_SECONDS = 5
LONGEST_ANSWER = 10_000
"""No more bytes of an answer are read."""


@dataclass(frozen=True)
class Note:
    """All that is told outside: what, where it stands, where to look."""

    title: str
    state: str
    link: str

    @property
    def line(self) -> str:
        """In one line: 待办：关于……的通知（签发） https://…"""
        told = _("%(title)s（%(state)s）") % {"title": self.title, "state": self.state} if self.state else self.title
        return f"{told} {self.link}".strip()


class Road(Protocol):
    """Whoever can carry a note."""

    def send(self, note: Note) -> None:
        """Carry it.

        Raises:
            OSError: it did not get through; it will be tried again.
        """


class _NoRedirects(HTTPRedirectHandler):
    """An address that sends us elsewhere is a wrong one."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


@dataclass(frozen=True)
class JsonRoad:
    """POST as JSON: the text message that the robots of 企业微信 and 钉钉 understand, and the same in parts for a gateway."""

    url: str
    timeout: float = TIMEOUT_SECONDS

    def send(self, note: Note) -> None:
        """Call the address; an answer other than 2xx, or with an ``errcode``, is a failure (an ``OSError``, as urllib's are)."""
        payload = {
            "msgtype": "text",
            "text": {"content": note.line},
            "title": note.title,
            "state": note.state,
            "link": note.link,
        }
        request = Request(  # noqa: S310 - `road` lets only http and https pass
            self.url,
            data=json.dumps(payload, ensure_ascii=False).encode(),
            headers={"Content-Type": "application/json; charset=utf-8"},
            method="POST",
        )
        try:
            with build_opener(_NoRedirects).open(request, timeout=self.timeout) as answer:
                _check(answer.read(LONGEST_ANSWER))
        except HTTPException as error:
            raise OSError(f"the webhook's answer is none: {error!r}") from error


def _check(body: bytes) -> None:
    """Robots answer 200 and tell the failure inside.

    Raises:
        OSError: they did.
    """
    try:
        answer = json.loads(body)
    except ValueError:
        return
    if isinstance(answer, dict) and answer.get("errcode"):
        raise OSError(f"the webhook refused it: {answer.get('errcode')}")


def road() -> Road | None:
    """The road that the environment opens (``TUANWEN_WEBHOOK``); None when it is off, or the address is none."""
    url = settings.WEBHOOK_URL
    return JsonRoad(url) if urlsplit(url).scheme in {"http", "https"} else None
