"""Finished public pages are kept and handed out again while the edition lasts: one query instead of a dozen.

Only strangers get a kept page (no session cookie), so nothing personal can be in it. Whatever the public sees advances the
edition when it changes, in the same transaction; so a page that was taken down is gone with the commit.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control

View = Callable[..., HttpResponseBase]

KEPT_FOR = 3600
"""Seconds after which a kept page is forgotten even without a change."""
FRESH_FOR = 60
"""Seconds for which browsers and proxies may use a page without asking."""


@dataclass(frozen=True)
class Kept:
    """A finished page and the edition it belongs to."""

    edition: UUID | None
    body: bytes
    content_type: str

    @property
    def etag(self) -> str:
        """Changes with the text."""
        return f'"{sha256(self.body).hexdigest()[:32]}"'

    def response(self, request: HttpRequest) -> HttpResponseBase:
        """The page again, or 304 when the browser has it."""
        response = HttpResponse(self.body, content_type=self.content_type, headers={"ETag": self.etag})
        patch_cache_control(response, public=True, max_age=FRESH_FOR)
        return get_conditional_response(request, etag=self.etag, response=response) or response


def is_stranger(request: HttpRequest) -> bool:
    """Whether nobody in particular is asking."""
    return settings.SESSION_COOKIE_NAME not in request.COOKIES


def kept(view: View) -> View:
    """Hand out a kept page, or keep what *view* makes."""
    from .models import Edition

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"} or not is_stranger(request):
            return view(request, *args, **kwargs)
        key = _key(request)
        edition = Edition.current()
        found: Kept | None = cache.get(key)
        if found is None or found.edition != edition:
            response = view(request, *args, **kwargs)
            if isinstance(response, SimpleTemplateResponse):
                response.render()
            if not isinstance(response, HttpResponse) or response.status_code != 200 or response.cookies:
                return response
            found = Kept(edition, response.content, response["Content-Type"])
            if edition is not None:
                cache.set(key, found, KEPT_FOR)
        return found.response(request)

    return answer


def _key(request: HttpRequest) -> str:
    """Host, address and day: the day marks today in the line of phases."""
    plain = f"{request.get_host()} {request.get_full_path()} {timezone.localdate()}"
    return f"public-page-{sha256(plain.encode()).hexdigest()}"


def _advance(sender: type[Model], **kwargs: Any) -> None:
    from .models import Edition

    if not kwargs.get("raw"):
        Edition.advance()


def watch(models: list[type[Model]]) -> None:
    """Advance the edition whenever a row of these models changes."""
    for model in models:
        for name, signal in (("save", post_save), ("delete", post_delete)):
            signal.connect(_advance, sender=model, dispatch_uid=f"edition-{name}-{model._meta.label}")
