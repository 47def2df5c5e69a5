"""A person at a browser: opens pages, presses buttons, and notices what a person would complain about."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

from tests.browser.wording import VISIBLE_TEXT, english_in

DESKTOP = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}

TELL_VIOLATIONS = """document.addEventListener('securitypolicyviolation', event =>
  console.error(`content security policy: ${event.violatedDirective} ${event.blockedURI}`))"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Album:
    """The pictures of one test, numbered in the order in which they were taken."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0
        for old in folder.glob("*.png"):
            old.unlink()

    def next_path(self, name: str) -> Path:
        """Where the next picture goes."""
        self.count += 1
        return self.folder / f"{self.count:02}-{name.replace('/', '_')}.png"


class Visitor:
    """One person with a browser of their own; `page` is Playwright's page, for everything not named here.

    `complaints` gathers errors of scripts, breaches of the content security policy, answers from 400 up, requests that
    failed or went to another host, visible English and pages wider than the screen. The `visit` fixture fails the test
    for each of them; `expecting` names the exceptions.
    """

    def __init__(self, browser: Browser, base_url: str, album: Album, *, phone: bool) -> None:
        self.context = browser.new_context(
            base_url=base_url,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
            **(PHONE if phone else DESKTOP),
        )
        self.context.set_default_timeout(15_000)
        self.context.add_init_script(TELL_VIOLATIONS)
        self.context.on("request", self._note_request)
        self.context.on("requestfailed", self._note_failure)
        self.context.on("response", self._note_response)
        self.context.on("console", self._note_console)
        self.context.on("weberror", lambda error: self.complaints.append(f"script error: {error.error}"))
        self.page: Page = self.context.new_page()
        self.host = urlsplit(base_url).netloc
        self.album = album
        self.complaints: list[str] = []
        self._expected: frozenset[int] = frozenset()
        self._allowed: frozenset[str] = frozenset()

    def sign_in(self, username: str, password: str) -> None:
        """Through the login form, like everybody."""
        self.page.goto("/login/")
        self.page.locator("input[name=username]").fill(username)
        self.page.locator("input[name=password]").fill(password)
        with self.page.expect_navigation():
            self.page.locator("input[name=password]").press("Enter")
        if urlsplit(self.page.url).path == "/login/":
            self.look("登录未成功")
            raise AssertionError(f"{username} could not sign in: {self.page.inner_text('main, body')}")

    def open(self, path: str, name: str) -> Page:
        """Go to *path* and look at it; *name* is the picture's."""
        self.page.goto(path)
        self.look(name)
        return self.page

    def press(self, label: str, name: str) -> Page:
        """Press the button or follow the link that reads *label*, wait for the next page and look at it."""
        control = self.page.get_by_role("button", name=label, exact=True)
        control = control.or_(self.page.get_by_role("link", name=label, exact=True))
        with self.page.expect_navigation():
            control.first.click()
        self.look(name)
        return self.page

    def look(self, name: str) -> None:
        """Take a picture of the whole page and read it for English and for what sticks out sideways."""
        self.page.wait_for_load_state("networkidle")
        self.page.screenshot(path=self.album.next_path(name), full_page=True, animations="disabled")
        where = f"{urlsplit(self.page.url).path} ({name})"
        words = [word for word in english_in(self.page.evaluate(VISIBLE_TEXT)) if word not in self._allowed]
        if words:
            self.complaints.append(f"English on {where}: {', '.join(words)}")
        if (overhang := self.page.evaluate(SIDEWAYS)) > 0:
            self.complaints.append(f"{where} is {overhang} px wider than the screen")

    @contextmanager
    def expecting(self, *statuses: int, words: tuple[str, ...] = ()) -> Iterator[None]:
        """Meanwhile answers with these *statuses* and these English *words* are right."""
        before = self._expected, self._allowed
        self._expected, self._allowed = frozenset(statuses), frozenset(words)
        try:
            yield
        finally:
            self._expected, self._allowed = before

    def close(self) -> None:
        """Shut the browser window."""
        self.context.close()

    def _note_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob"} and address.netloc != self.host:
            self.complaints.append(f"request to another host: {request.url}")

    def _note_failure(self, request: Request) -> None:
        # A download or the next click ends a navigation; nobody sees that.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"{request.failure}: {request.method} {request.url}")

    def _note_response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self._expected:
            self.complaints.append(f"{response.status}: {response.request.method} {response.url}")

    def _note_console(self, message: ConsoleMessage) -> None:
        # The browser's own lines about answers from 400 up repeat what `_note_response` notes.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"console: {message.text}")
