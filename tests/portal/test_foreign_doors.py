"""A reviewer of another county tries every address of the house, with the keys of a foreign draft in hand.

The addresses come from the resolver itself, so a new view is tried on the day it is written.
"""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, PathConverter, SlugConverter, StringConverter, UUIDConverter

from documents.files.models import Upload
from documents.notices import originals
from documents.notices.models import Notice
from tests.factories import moment, notice, people, tree
from workflows import engine
from workflows.organisations.models import User

pytestmark = pytest.mark.django_db

SECRET = "夜航船接送安排的内部通知"
WORDS = {"app_name": "notices", "app_label": "notices", "model_name": "notice", "action": "delete"}
# Leaving is no way of looking, and the page tree's own address serves whatever pages there are.
# /admin/failwhale/ fails on purpose.
NOT_TRIED = ("logout/", "media/", "static/", "admin/failwhale/")


def addresses() -> Iterator[tuple[str, list[tuple[str, Any]]]]:
    """Every pattern of the house as a route and the converters of its parts."""

    def walk(
        resolver: URLResolver, prefix: str, given: list[tuple[str, Any]]
    ) -> Iterator[tuple[str, list[tuple[str, Any]]]]:
        for entry in resolver.url_patterns:
            route = prefix + str(entry.pattern)
            parts = [*given, *entry.pattern.converters.items()]
            if isinstance(entry, URLResolver):
                yield from walk(entry, route, parts)
            elif isinstance(entry, URLPattern):
                yield route, parts

    yield from walk(get_resolver(), "", [])


def filled(route: str, parts: list[tuple[str, Any]], key: int, file: UUID) -> str | None:
    """The route with the foreign keys in every place; None for a pattern that is a regular expression with places of its own."""
    for name, converter in parts:
        value = {
            IntConverter: str(key),
            UUIDConverter: str(file),
            SlugConverter: WORDS.get(name, str(key)),
            StringConverter: WORDS.get(name, str(key)),
            PathConverter: str(key),
        }.get(type(converter), str(key))
        route = route.replace(f"<{_tag(converter)}{name}>", value)
    route = route.replace("^", "").replace("$", "").replace("\\Z", "")
    for group, value in (("(?P<pk>.+)", key), ("(?P<revision_id_a>live|earliest|\\d+)", "live")):
        route = route.replace(group, str(value))
    route = route.replace("\\.\\.\\.", "...").replace("(?P<revision_id_b>live|latest|\\d+)", "latest")
    return None if any(sign in route for sign in "(<[*+") else "/" + route


def _tag(converter: Any) -> str:
    names = {
        IntConverter: "int:",
        UUIDConverter: "uuid:",
        SlugConverter: "slug:",
        StringConverter: "",
        PathConverter: "path:",
    }
    return names.get(type(converter), "")


@pytest.fixture
def house() -> SimpleNamespace:
    places = tree()
    staff = people(places)
    paper = notice(places.county, staff.county_drafter, now=moment(5), title=SECRET)
    paper.save_revision(user=staff.county_drafter)
    waiting, adopted = (
        originals.take_text(f"{SECRET}\n各乡镇团委：\n请照办。", user=staff.county_drafter, organisation=places.county)
        for _copy in range(2)
    )
    Upload.objects.filter(pk=adopted.pk).update(subject_id=paper.pk)
    Notice.objects.filter(pk=paper.pk).update(original=adopted)
    paper.refresh_from_db()
    keys = [(paper.pk, waiting.pk), (engine.instance_of(paper).pk, adopted.pk)]
    return SimpleNamespace(people=staff, paper=paper, case=engine.instance_of(paper), keys=keys)


@pytest.mark.parametrize("who", ["foreign_drafter", "foreign_secretary"])
def test_stranger_finds_the_foreign_draft_behind_no_address(house: SimpleNamespace, who: str) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(getattr(house.people, who), backend="django.contrib.auth.backends.ModelBackend")
    tried, told = 0, []
    for route, parts in addresses():
        if route.startswith(NOT_TRIED):
            continue
        for key, file in house.keys:
            url = filled(route, parts, key, file)
            if url is None:
                continue
            answer = client.get(url)
            tried += 1
            body = b"".join(answer) if answer.streaming else answer.content
            if SECRET in body.decode(errors="ignore") or answer.status_code >= 500:
                told.append((answer.status_code, url))
    assert told == []
    assert tried > 150


def test_stranger_changes_nothing_by_posting_to_every_desk_address(house: SimpleNamespace) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(house.people.foreign_secretary, backend="django.contrib.auth.backends.ModelBackend")
    before = (Notice.objects.values().get(), house.case.seq, list(Upload.objects.order_by("pk").values()))
    for route, parts in addresses():
        if not route.startswith(("desk/", "admin/notices/")):
            continue
        for key, file in house.keys:
            if url := filled(route, parts, key, file):
                answer = client.post(url, {"transition": "submit", "opinion": "同意", "title": "改过"})
                assert answer.status_code < 500, url
    house.case.refresh_from_db()
    assert (Notice.objects.values().get(), house.case.seq, list(Upload.objects.order_by("pk").values())) == before


APPROVING = {
    "transition": "submit",
    "act": "submit",
    "opinion": "同意",
    "title": "改过",
    "action-publish": "1",
    "confirm": "on",
}


def test_superuser_approves_and_alters_by_no_address(house: SimpleNamespace) -> None:
    """Nor by the administration's own: bulk actions, old revisions, the engine's registers."""
    client = Client(raise_request_exception=False)
    root = User.objects.create_superuser("root", password="x", name="超级用户")
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    before = (Notice.objects.values().get(), house.case.seq, house.case.state)
    tried = 0
    for route, parts in addresses():
        if not route.startswith(("desk/", "admin/")) or route.startswith(NOT_TRIED):
            continue
        for key, file in house.keys:
            if url := filled(route, parts, key, file):
                given = APPROVING | {"id": str(key), "token": "", "submit": "submit", f"sign-{key}": "on"}
                client.post(url, given)  # Wagtail answers some nonsense with 500; what counts is what it leaves
                tried += 1
    house.case.refresh_from_db()
    assert (Notice.objects.values().get(), house.case.seq, house.case.state) == before
    assert not engine.Event.objects.filter(actor=root).exists()
    assert tried > 200


def test_the_keys_of_the_house_open_the_doors_for_their_owner(house: SimpleNamespace) -> None:
    client = Client()
    client.force_login(house.people.county_drafter, backend="django.contrib.auth.backends.ModelBackend")
    (_paper, waiting), (_case, adopted) = house.keys
    assert SECRET in client.get(f"/admin/notices/import/{waiting}/").content.decode()
    assert SECRET in b"".join(client.get(f"/files/{adopted}/")).decode()
