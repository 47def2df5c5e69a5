"""What every request passes: whoever signed in with a one-time password gets no further than to the page where it is changed,
and a page that is only shown is drawn from one glance."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from workflows.database import glance


class OneTimePasswordMiddleware:
    """Leads every page but that of the password, signing out and files of the look to the password's page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let others pass."""
        if getattr(request.user, "one_time_until", None) is None:
            return self.get_response(request)
        if request.path in (reverse("desk:password"), reverse("logout")):
            return self.get_response(request)
        return redirect("desk:password")


class OneGlanceMiddleware:
    """What shows and changes nothing reads whatever several of its parts need once (``workflows.database.glance``)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Within one glance, unless something is sent in."""
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with glance():
            return self.get_response(request)
