"""Chromium and the live server.

Playwright's synchronous interface keeps an event loop in the thread of the tests, and Django refuses to touch the
database in a thread with a running loop. The refusal protects loops that serve others; this one serves nobody but the
test that waits for it, so it is lifted (`DJANGO_ALLOW_ASYNC_UNSAFE`) exactly as long as the loop lives. Tests use the
ORM as everywhere; the live server answers in threads of its own, with connections of their own.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.chromium import ROOT, find_chromium
from tests.browser.fonts import write_config
from tests.browser.visitor import Album, Visitor

SWITCHES = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--font-render-hinting=none",
]


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One Chromium for all tests; each visitor has a context of its own in it."""
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium: `make test` installs one")
    switches = [*SWITCHES, "--no-sandbox"] if os.geteuid() == 0 else SWITCHES
    fonts = write_config(tmp_path_factory.mktemp("chromium"), ROOT / ".var" / "fonts")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(
                executable_path=path, args=switches, env={**os.environ, "FONTCONFIG_FILE": str(fonts)}
            )
            yield chromium
            chromium.close()


@pytest.fixture
def album(request: pytest.FixtureRequest) -> Album:
    """Pictures of this test, in `.var/screenshots/<test>/`."""
    name = re.sub(r"[^\w-]+", "_", request.node.name).strip("_")
    folder: Path = ROOT / ".var" / "screenshots" / name
    folder.mkdir(parents=True, exist_ok=True)
    return Album(folder)


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer, album: Album) -> Iterator[Callable[..., Visitor]]:
    """`visit()` is a stranger, `visit("linyuan", password)` somebody who has signed in; `phone=True` for a phone.

    The test fails at its end with everything that the visitors would have complained about.
    """
    visitors: list[Visitor] = []

    def arrive(username: str | None = None, password: str = "", *, phone: bool = False) -> Visitor:
        visitor = Visitor(browser, live_server.url, album, phone=phone)
        visitors.append(visitor)
        if username:
            visitor.sign_in(username, password)
        return visitor

    yield arrive
    for visitor in visitors:
        visitor.close()
    complaints = list(dict.fromkeys(complaint for visitor in visitors for complaint in visitor.complaints))
    assert not complaints, "\n".join(complaints)
