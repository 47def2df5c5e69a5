"""Every page of the desk as every person of the sample province meets it: queries and size, the worst of each page. Asserts nothing.

The sample province is loaded into a SQLite file of its own. Each person follows the links of the desk from 待办 on; what the
process keeps in memory is warm by then. A page is opened twice: the first view may note that it was read. Session and user
are counted. Pages above the house's figures (15 queries, 100 KB) are marked; pages that no link leads to are named at the end.
$PEOPLE names whose pages are walked (default: everybody's).
"""

import logging
import os
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qs, urljoin, urlsplit

NO_PAGES = (".pdf", ".xlsx", ".zip", "/export/", "/print/")
MOST_QUERIES = 15
MOST_BYTES = 100 * 1024
SOME = 6
"""Every sixth person warms the process up."""
LINK = re.compile(r"""href=["']([^"'#]+)""")
ALIKE = 3
"""So many addresses of one page are tried by each person; those that ask for more (``?at=…``) are counted apart."""


@dataclass(frozen=True)
class Seen:
    """One page as one person met it."""

    name: str
    person: str
    address: str
    first: int
    again: int
    size: int

    @property
    def queries(self) -> int:
        """The more expensive of the two views."""
        return max(self.first, self.again)

    @property
    def is_above(self) -> bool:
        """Whether it takes more than it should."""
        return self.queries > MOST_QUERIES or self.size > MOST_BYTES


def visit(person: str) -> Iterator[Seen]:
    """All pages that links lead *person* to."""
    from django.db import connection, reset_queries
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import resolve

    from workflows.organisations.models import User

    browser = Client()
    browser.force_login(User.objects.get(username=person), backend="django.contrib.auth.backends.ModelBackend")
    waiting, met, alike = ["/desk/"], {"/desk/"}, Counter[str]()
    while waiting:
        address = waiting.pop(0)
        counts = []
        for _view in range(2):
            reset_queries()  # Django remembers 9,000 of them and no more
            with CaptureQueriesContext(connection) as asked:
                answer = browser.get(address)
            counts.append(len(asked))
        is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
        body = answer.content.decode() if is_page else ""
        if is_page:
            yield Seen(answer.resolver_match.view_name, person, address, *counts, len(answer.content))
        for link in [*LINK.findall(body), answer.get("Location", "")]:
            found = urlsplit(urljoin(address, unescape(link)))
            target = f"{found.path}?{found.query}".rstrip("?")
            if not found.path.startswith("/desk/") or found.path.endswith(NO_PAGES) or target in met:
                continue
            met.add(target)
            kind = f"{resolve(found.path).view_name}?{'&'.join(sorted(parse_qs(found.query)))}"
            alike[kind] += 1
            if alike[kind] <= ALIKE:
                waiting.append(target)


def people() -> list[str]:
    """Everybody who holds a post, or those who were named."""
    if named := os.environ.get("PEOPLE", "").split():
        return named
    from workflows.organisations.models import Membership

    return sorted(set(Membership.objects.current().values_list("user__username", flat=True)))


def walk() -> list[Seen]:
    """Everybody's pages; a first round of some, undone afterwards, warms what the process keeps in memory."""
    from django.db import transaction

    everybody = people()
    with transaction.atomic():
        for person in everybody[::SOME]:
            list(visit(person))
        transaction.set_rollback(True)
    found: list[Seen] = []
    try:
        for person in everybody:
            for seen in visit(person):
                found.append(seen)
            sys.stderr.write(f"{person}: {len(found)}\n")
    except KeyboardInterrupt:
        sys.stderr.write("broken off: this is what was seen so far\n")
    return found


def report(found: list[Seen]) -> None:
    """A line for each page: how often it was met, its largest numbers, and where they were seen."""
    say = sys.stdout.write
    pages: dict[str, list[Seen]] = defaultdict(list)
    for seen in found:
        pages[seen.name].append(seen)
    say(f"{'page':<30}{'met':>6}{'first':>7}{'again':>7}{'KB':>7}   worst\n")
    for name, rows in sorted(pages.items(), key=lambda pair: -max(one.queries for one in pair[1])):
        worst = max(rows, key=lambda one: (one.queries, one.size))
        first, again = max(one.first for one in rows), max(one.again for one in rows)
        mark = "✗" if any(one.is_above for one in rows) else " "
        size = max(one.size for one in rows) / 1024
        say(f"{mark} {name:<28}{len(rows):>6}{first:>7}{again:>7}{size:>7.0f}   {worst.person} {worst.address}\n")
    above = [one for one in found if one.is_above]
    say(f"\n{len(found)} pages met, {len(above)} above {MOST_QUERIES} queries or {MOST_BYTES // 1024} KB\n")
    for one in above:
        say(f"  {one.first:>3}{one.again:>4}{one.size / 1024:>6.0f} KB  {one.person} {one.address}\n")
    say(f"\nnot met by following links: {', '.join(sorted(names() - set(pages)))}\n")


def names() -> set[str]:
    """The names of all addresses of the desk."""
    from portal.desk.urls import urlpatterns

    def every(patterns: list[object]) -> Iterator[str]:
        for one in patterns:
            yield from every(one.url_patterns) if hasattr(one, "url_patterns") else [f"desk:{one.name}"]  # type: ignore[attr-defined]

    return set(every(list(urlpatterns)))


def main() -> None:
    """Load, walk, report."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"TUANWEN_VAR": folder}
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        logging.disable(logging.WARNING)  # addresses that are shut to somebody are part of the walk
        from django.conf import settings
        from django.core.management import call_command

        settings.ALLOWED_HOSTS = ["testserver"]
        settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
        call_command("migrate", verbosity=0)
        call_command("demo", verbosity=0)
        report(walk())


if __name__ == "__main__":
    main()
