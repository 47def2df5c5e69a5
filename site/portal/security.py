"""Response headers: what a page may load, and what no cache may keep."""

import copy
from collections.abc import Callable
from typing import Any

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers

ADMIN = "/admin/"


def admin_directives(strict: dict[str, Any]) -> dict[str, Any]:
    """The strict policy with the one thing that Wagtail's own screens need: inline scripts and styles."""
    loose = copy.deepcopy(strict)
    loose["script-src"] = [SELF, UNSAFE_INLINE]
    loose["style-src"] = [SELF, UNSAFE_INLINE]
    loose["frame-src"] = [SELF]
    return loose


class ContentSecurityMiddleware(CSPMiddleware):
    """The strict policy for the public site and the desk; Wagtail's admin alone may use inline code."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """Choose the policy by the path."""
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith(ADMIN) and not report_only:
            parts.config = admin_directives(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"])
        return parts


class PrivateResponsesMiddleware:
    """No cache keeps what a signed-in person saw (ASVS 14.3.2)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Mark the response unless the view decided itself."""
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response
