"""Wagtail's own roads to a notice: scheduled publishing, the API, copies, bulk actions, old revisions. None alters or publishes one."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import DraftStateMixin, WorkflowMixin

from documents.notices.models import Notice
from tests.documents.notices.test_admin import form, signed_in
from tests.factories import COUNTY_ROUTE, carry, moment, notice, people, tree
from workflows import engine

pytestmark = pytest.mark.django_db

ROADS = {
    "add", "edit", "history", "history_results", "import", "keep_template", "lint", "lint_new", "list", "list_results", "new",
    "preview_on_add", "preview_on_edit", "proofread", "revisions_compare", "revisions_revert", "revisions_view", "templates",
    "tick", "usage", "word", "word_compare",
}  # fmt: skip
"""Every address of the set. One that a new Wagtail brings fails here until somebody has looked at what it writes."""


@pytest.fixture
def house() -> SimpleNamespace:
    places = tree()
    return SimpleNamespace(places=places, people=people(places))


def at_signing(house: SimpleNamespace) -> Notice:
    """A paper that has an earlier wording in its revisions and waits for the signature."""
    drafter = house.people.county_drafter
    paper = notice(house.places.county, drafter, now=moment(5), title="关于旧标题的通知", mark="团鹭发")
    paper.save_revision(user=drafter)
    with engine.editing(paper, actor=drafter) as held:
        held.title = "关于新标题的通知"
        held.save()
        held.save_revision(user=drafter)
    carry(paper, house.people, "sign", route=COUNTY_ROUTE)
    paper.refresh_from_db()
    return paper


def state(paper: Notice) -> Any:
    """Everything that a road could have altered."""
    case = engine.instance_of(paper)
    return Notice.objects.filter(pk=paper.pk).values().get(), case.seq, case.state, case.content_id


def test_the_set_has_the_known_addresses_and_no_others() -> None:
    assert {pattern.name for pattern in Notice.snippet_viewset.get_urlpatterns()} == ROADS


def test_scheduled_publishing_leaves_notices_alone(house: SimpleNamespace) -> None:
    drafter = house.people.county_drafter
    paper = notice(house.places.county, drafter, now=moment(5), mark="团鹭发")
    soon = (timezone.now() - timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    data = form(house, go_live_at=soon, expire_at=soon) | {"action-publish": "1"}
    signed_in(drafter).post(reverse("notices:edit", args=[paper.pk]), data)
    paper.refresh_from_db()
    before = state(paper)
    call_command("publish_scheduled")
    assert state(paper) == before
    assert before[2] == "draft"
    assert not paper.revisions.filter(approved_go_live_at__isnull=False).exists()
    assert not issubclass(Notice, (DraftStateMixin, WorkflowMixin))


def test_no_api_is_served() -> None:
    """Neither of Wagtail's APIs is laid: what is not there can neither leak nor write."""
    for name in ("wagtailapi:pages:listing", "wagtail_api_v3:api-root", "api-root", "api"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    assert not any("api" in str(entry.pattern) for entry in get_resolver().url_patterns)
    assert Client().get("/api/v2/pages/").status_code == 404
    assert Client().get("/api/v3/").status_code == 404


def test_every_bulk_action_on_notices_is_closed(house: SimpleNamespace) -> None:
    paper = at_signing(house)
    before = state(paper)
    actions = bulk_action_registry.get_bulk_actions_for_model("notices", "notice")
    types = {action.action_type for action in actions} | {"delete", "publish", "unpublish", "move", "copy"}
    for user in (house.people.county_drafter, house.people.county_secretary):
        for kind in sorted(types):
            url = reverse("wagtail_bulk_action", args=["notices", "notice", kind])
            answer = signed_in(user).post(f"{url}?id={paper.pk}&id=all", {"confirm": "on"})
            assert answer.status_code == 404 or answer.url.startswith(reverse("login")), kind
    assert state(paper) == before


@pytest.mark.parametrize("who", ["county_drafter", "county_secretary", "foreign_drafter"])
def test_old_revision_is_no_way_round_the_stage(house: SimpleNamespace, who: str) -> None:
    """Once it waits for the signature, the drafter can save by this road as little as by the editor's."""
    paper = at_signing(house)
    before, old = state(paper), paper.revisions.order_by("pk").first()
    client = signed_in(getattr(house.people, who))
    url = reverse("notices:revisions_revert", args=[paper.pk, old.pk])
    client.get(url)
    client.post(url, form(house, title="关于旧标题的通知"))
    assert state(paper) == before


def test_old_revision_comes_back_through_the_engine(house: SimpleNamespace) -> None:
    drafter = house.people.county_drafter
    paper = notice(house.places.county, drafter, now=moment(5), title="关于旧标题的通知", mark="团鹭发")
    old = paper.save_revision(user=drafter)
    client = signed_in(drafter)
    client.post(reverse("notices:edit", args=[paper.pk]), form(house, title="关于新标题的通知"))
    url = reverse("notices:revisions_revert", args=[paper.pk, old.pk])
    assert "关于旧标题的通知" in client.get(url).content.decode()
    client.post(url, form(house, title="关于旧标题的通知"))
    paper.refresh_from_db()
    assert (paper.title, engine.instance_of(paper).title) == ("关于旧标题的通知", "关于旧标题的通知")


def test_old_revision_voids_the_signature_only_once_that_was_said_and_keeps_what_was_given_since(
    house: SimpleNamespace,
) -> None:
    drafter = house.people.county_drafter
    paper = notice(house.places.county, drafter, now=moment(5), title="关于旧标题的通知", mark="团鹭发")
    old = paper.save_revision(user=drafter)
    with engine.editing(paper, actor=drafter) as held:
        held.title = "关于新标题的通知"
        held.save()
    carry(paper, house.people, "recheck", route=COUNTY_ROUTE)
    paper.refresh_from_db()
    client, url = signed_in(drafter), reverse("notices:revisions_revert", args=[paper.pk, old.pk])
    given = (paper.signer, paper.signed_on, paper.author_id)
    refused = client.post(url, form(house, title="关于旧标题的通知"))
    assert "签字会失效" in refused.content.decode()
    assert [one.stands for one in engine.statements(engine.instance_of(paper), ("sign",))] == [True]
    client.post(url, form(house, title="关于旧标题的通知", void_signatures="on"))
    paper.refresh_from_db()
    assert paper.title == "关于旧标题的通知"
    assert (paper.signer, paper.signed_on, paper.author_id) == given
    assert [one.stands for one in engine.statements(engine.instance_of(paper), ("sign",))] == [False]


def test_preview_of_typed_words_stores_nothing_of_the_paper(house: SimpleNamespace) -> None:
    drafter = house.people.county_drafter
    paper = notice(house.places.county, drafter, now=moment(5))
    before = state(paper)
    client, url = signed_in(drafter), reverse("notices:preview_on_edit", args=[paper.pk])
    client.post(url, form(house, title="只是看看的通知"))
    assert "只是看看的通知" in client.get(url).content.decode()
    assert state(paper) == before
