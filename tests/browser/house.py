"""The sample province without a story, whose people walk through their screens."""

import re
from collections.abc import Callable
from types import SimpleNamespace

from django.core.management import call_command

from portal.demo.loading import load_campaign
from portal.demo.people import PASSWORD, load_people
from portal.demo.places import load_places
from tests import factories
from tests.browser.visitor import Visitor
from workflows import engine

PHONES = frozenset({"lusiqi", "heqingyue", "mengyunshu", "luoazhou", "qinwangchuan", "songhuaiyuan"})


class House:
    """The sample province without a story; opens the door for its people."""

    def __init__(self, visit: Callable[..., Visitor]) -> None:
        call_command("setup_site", verbosity=0)
        self.places = load_places()
        self.people = load_people(self.places)
        self.campaign = load_campaign(self.places["990000"])
        self.visit = visit
        self.inside: dict[str, Visitor] = {}

    def enter(self, username: str) -> Visitor:
        """The person at their own screen; who has come before is still signed in there."""
        if username not in self.inside:
            self.inside[username] = self.visit(username, PASSWORD, phone=username in PHONES)
        return self.inside[username]

    def step(self, username: str, path: str, button: str, *, opinion: str = "") -> None:
        """Open the paper, write an opinion, press the button of the step."""
        visitor = self.enter(username)
        visitor.open(path, f"{username}-阅办")
        decide(visitor, button, opinion)


class Colleagues:
    """The people of ``factories.people`` around one paper; each comes in once and stays."""

    phones: tuple[str, ...] = ()
    """The posts whose holders work on a phone."""

    def __init__(self, visit: Callable[..., Visitor], who: SimpleNamespace, paper: int) -> None:
        self.who, self.path = who, f"/desk/notices/{paper}/"
        self.visit, self.inside = visit, dict[str, Visitor]()

    def enter(self, name: str) -> Visitor:
        """The person who holds the post *name*."""
        if name not in self.inside:
            user = getattr(self.who, name)
            self.inside[name] = self.visit(user.username, factories.PASSWORD, phone=name in self.phones)
        return self.inside[name]

    def read(self, name: str) -> Visitor:
        """The person opens the paper from the list of what waits."""
        visitor = self.enter(name)
        page = visitor.open("/desk/", f"{name}-待办")
        with page.expect_navigation():
            page.locator(".row .button").first.click()
        visitor.look(f"{name}-阅办")
        return visitor


def decide(visitor: Visitor, button: str, opinion: str = "") -> None:
    """Press *button*; where it opens a sheet that says what will happen, confirm there."""
    page = visitor.page
    if opinion:
        page.locator("textarea[name=opinion]").first.fill(opinion)
    sheet = page.locator("details.sheet", has=page.locator("summary", has_text=re.compile(f"^{button}$")))
    with page.expect_navigation():
        if sheet.count():
            if not sheet.first.locator("button[name=transition]").first.is_visible():
                sheet.first.locator("summary").click()
            sheet.first.locator("button[name=transition]").first.click()
        else:
            page.get_by_role("button", name=button, exact=True).first.click()
    visitor.look(f"{button}以后")
    asked = page.get_by_role("button", name=f"确认{button}", exact=True)
    if asked.count() and asked.first.is_visible():
        visitor.press(f"确认{button}", f"确认{button}")


def state(subject: object, process: str | None = None) -> str:
    instance = engine.instance_of(subject, process)
    assert instance is not None
    return str(instance.state)
