"""A reviewer of another county meets a closed door at every address of the desk, whatever is sent there."""

from collections.abc import Iterator
from itertools import product

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from documents.notices.models import Artifact
from tests import factories
from tests.documents.incoming.making import signed

WORD = "渡口夜航"
"""Stands in every title of the papers that are none of the foreigner's business."""

CLOSED = {302, 403, 404, 405}


def patterns(prefix: str = "desk/") -> Iterator[tuple[str, list[str]]]:
    """Every route of the desk with the names of its parts."""
    desk = next(one for one in get_resolver().url_patterns if str(one.pattern) == prefix)
    assert isinstance(desk, URLResolver)
    yield from _walk(desk, "/desk/")


def _walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, list[str]]]:
    for one in resolver.url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one, route)
        elif isinstance(one, URLPattern):
            yield route, list(one.pattern.converters)


ROUTES = sorted(patterns())
LISTS = [route for route, parts in ROUTES if not parts]
OBJECTS = [(route, parts) for route, parts in ROUTES if parts]


@pytest.fixture
def secrets(places, who):
    """Papers, cases, receipts and prints of one county, at several stages, by the part of the address that names them."""
    under_way = factories.notice(places.county, who.county_drafter, title=f"关于{WORD}的通知")
    factories.carry(under_way, who, "sign", route=factories.COUNTY_ROUTE)
    issued = factories.notice(places.county, who.county_drafter, title=f"关于做好{WORD}工作的通知")
    case = factories.carry(issued, who, "issued", route=factories.COUNTY_ROUTE)
    received = signed(issued, places.township, who.township_secretary)
    return {
        "notices": [under_way.pk, issued.pk],
        "instances": [case.pk - 1, case.pk],
        "incoming": list(issued.receipts.values_list("pk", flat=True)),
        "received": [received.pk],
        "prints": list(Artifact.objects.values_list("pk", flat=True)),
    }


def addresses(route: str, parts: list[str], secrets: dict[str, list[int]]) -> list[str]:
    """The route with every secret that may stand in it."""
    kind = route.split("/")[2]
    values = [
        secrets.get(kind, [1]) if part == "pk" else ["sign"] if f"<slug:{part}>" in route else [1] for part in parts
    ]
    found = []
    for chosen in product(*values):
        address = route
        for part, value in zip(parts, chosen, strict=True):
            for kind_of_part in ("int", "slug", "uuid", "str"):
                address = address.replace(f"<{kind_of_part}:{part}>", str(value))
        found.append(address)
    return found


def body_of(response):
    return (response.getvalue() if response.streaming else response.content).decode(errors="ignore")


def test_foreign_objects_do_not_exist(as_user, who, secrets):
    browser = as_user(who.foreign_secretary)
    for address in (address for route, parts in OBJECTS for address in addresses(route, parts, secrets)):
        for response in (browser.get(address), browser.post(address, {"transition": "sign", "reason": "发错单位了"})):
            assert (address, response.status_code in CLOSED, WORD in body_of(response)) == (address, True, False)


def test_foreign_titles_stand_in_no_list(as_user, who, secrets):
    browser = as_user(who.foreign_secretary)
    for route, query in product(LISTS, ("", f"?q={WORD[:2]}", "?tab=own", "?tab=within&kind=notice", "?tab=signed")):
        assert (route + query, WORD in body_of(browser.get(route + query))) == (route + query, False)


def test_strangers_are_sent_to_the_login(client, secrets):
    for address in (address for route, parts in ROUTES for address in addresses(route, parts, secrets)):
        for response in (client.get(address), client.post(address)):
            assert (address, response.status_code in {302, 405}) == (address, True)
            assert response.status_code == 405 or response["Location"].startswith("/login/")
