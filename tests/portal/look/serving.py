"""Hands pages and static files to a browser directly, under the product's strict content policy: no server, no database."""

from collections.abc import Callable, Mapping
from urllib.parse import unquote, urlsplit

from playwright.sync_api import BrowserContext, Route

from tests.portal.look.rendering import STATIC

HOST = "http://look.example"
POLICY = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; form-action 'self'"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

Answer = Callable[[Route], None]


def serve(context: BrowserContext, pages: Mapping[str, str], answers: Mapping[str, Answer] | None = None) -> None:
    """Answer every request of *context*: a page by its name, a static file by its path, other addresses by *answers*."""

    def answer(route: Route) -> None:
        path = unquote(urlsplit(route.request.url).path)
        if answers and path in answers:
            answers[path](route)
        elif path.startswith("/static/"):
            app, _, name = path.removeprefix("/static/").partition("/")
            file = STATIC[app] / name
            route.fulfill(body=file.read_bytes(), content_type=TYPES.get(file.suffix, "application/octet-stream"))
        elif (html := pages.get(path.strip("/"))) is not None:
            headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html; charset=utf-8"}
            route.fulfill(body=html, headers=headers)
        else:
            route.fulfill(status=404, body="")

    context.route("**/*", answer)
