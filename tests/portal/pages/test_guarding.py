"""Pages that follow from a decision: no road of Wagtail's makes, changes, moves or takes them down."""

import json

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Page, PageViewRestriction

from portal.pages.guarding import EngineOnlyError
from portal.pages.models import NoticeIndexPage, NoticePage, ShowcaseIndexPage
from portal.pages.wagtail_hooks import ROADS as ROADS_WITH_HOOKS
from tests import factories as f

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(params=["notice", "story"])
def decided_page(request):
    """A page that the engine made."""
    return request.getfixturevalue("page" if request.param == "notice" else "story")


@pytest.fixture(params=["publicity", "superuser"])
def admin(request, client, people):
    """Somebody in the administration with every right that Wagtail knows."""
    user = people.publicity
    if request.param == "superuser":
        user = f.holder("卫一新", people.publicity.memberships.get().organisation, "publicity")
        user.is_superuser = user.is_staff = True
        user.save()
    client.force_login(user, backend=MODEL_BACKEND)
    return client


def snapshot(page):
    """Everything that a reader would notice, and where the page stands."""
    fresh = Page.objects.get(pk=page.pk)
    specific = fresh.specific
    return (
        fresh.title, fresh.slug, fresh.live, fresh.path, fresh.url_path, fresh.expired, fresh.latest_revision_id,
        fresh.locked, specific.text, Page.objects.count(), PageViewRestriction.objects.count(),
    )  # fmt: skip


PAGES = "wagtailadmin_pages"
ROADS = [
    ("edit", {"title": "改", "slug": "gai", "action-publish": "1"}),
    ("delete", {}),
    ("unpublish", {}),
    ("copy", {"new_title": "抄", "new_slug": "chao", "new_parent_page": "1", "publish_copies": "on", "alias": "on"}),
    ("move", {"new_parent_page": "1"}),
    ("convert_alias", {}),
    ("lock", {"next": "/admin/"}),
    ("unlock", {"next": "/admin/"}),
]


def test_no_admin_view_touches_a_decided_page(admin, decided_page):
    before = snapshot(decided_page)
    for road, data in ROADS:
        url = reverse(f"{PAGES}:{road}", args=[decided_page.pk])
        assert admin.get(url).status_code in {302, 403, 404, 405}, road
        assert admin.post(url, data).status_code in {302, 403, 404, 405}, road
        assert snapshot(decided_page) == before, road


def test_hooks_turn_back_with_the_reason_where_a_permission_was_overlooked(rf, decided_page, people):
    from django.contrib.messages import get_messages
    from django.contrib.messages.storage.cookie import CookieStorage

    for road in ROADS_WITH_HOOKS:
        request = rf.post("/admin/")
        request.user, request._messages = people.publicity, CookieStorage(request)
        (answer,) = [found for hook in hooks.get_hooks(road) if (found := hook(request, decided_page)) is not None]
        assert answer.url == reverse("wagtailadmin_explore", args=[decided_page.get_parent().pk])
        assert "此页由“公开发布”办理生成" in str(next(iter(get_messages(request))))


def test_confirming_a_move_moves_nothing(admin, decided_page):
    before = snapshot(decided_page)
    elsewhere = Page.objects.get(slug="campaigns")
    answer = admin.post(reverse(f"{PAGES}:move_confirm", args=[decided_page.pk, elsewhere.pk]))
    assert answer.status_code == 302
    assert snapshot(decided_page) == before


def test_privacy_and_order_cannot_hide_a_decided_page(admin, decided_page):
    before = snapshot(decided_page)
    for page in (decided_page, decided_page.get_parent(), Page.objects.get(slug="public")):
        admin.post(reverse(f"{PAGES}:set_privacy", args=[page.pk]), {"restriction_type": "login"})
    admin.post(reverse(f"{PAGES}:set_page_position", args=[decided_page.pk]), {"position": "0"})
    assert snapshot(decided_page) == before


def test_no_bulk_action_touches_a_decided_page(admin, decided_page):
    before = snapshot(decided_page)
    elsewhere = Page.objects.get(slug="campaigns").pk
    for action in ("delete", "move", "publish", "unpublish"):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        answer = admin.post(f"{url}?id={decided_page.pk}", {"chooser": elsewhere, "include_descendants": "on"})
        assert answer.status_code in {200, 302, 404}, action
        assert snapshot(decided_page) == before, action


API_ACTIONS = {
    "delete": {},
    "publish": {},
    "unpublish": {},
    "copy": {},
    "move": {"destination_page_id": 1},
    "create_alias": {},
    "convert_alias": {},
    "revert_to_page_revision": {"revision_id": 1},
}


def test_no_api_action_touches_a_decided_page(admin, decided_page):
    before = snapshot(decided_page)
    for action, data in API_ACTIONS.items():
        url = reverse("wagtailadmin_api:pages:action", args=[decided_page.pk, action])
        answer = admin.post(url, json.dumps(data), content_type="application/json")
        assert answer.status_code in {400, 403, 404}, action
        assert snapshot(decided_page) == before, action


def test_pages_of_the_engine_cannot_be_created_by_hand(admin, site):
    for parent, model in ((NoticeIndexPage, "noticepage"), (ShowcaseIndexPage, "showcasepage")):
        index = parent.objects.get()
        answer = admin.get(reverse(f"{PAGES}:add", args=["pages", model, index.pk]))
        assert answer.status_code in {302, 403}
        assert index.get_children().count() == 0


def test_sections_that_hold_decided_pages_cannot_be_deleted_moved_or_unpublished(admin, decided_page):
    before = snapshot(decided_page)
    for page in (decided_page.get_parent(), Page.objects.get(slug="public")):
        for road in ("delete", "unpublish", "move"):
            assert admin.post(reverse(f"{PAGES}:{road}", args=[page.pk]), {"new_parent_page": "1"}).status_code == 302
    assert snapshot(decided_page) == before


def test_code_below_the_views_is_refused_too(decided_page):
    before = snapshot(decided_page)
    plain = Page.objects.get(pk=decided_page.pk)
    home = Page.objects.get(slug="public")
    attempts = [
        lambda: decided_page.save(),
        lambda: plain.save(),
        lambda: decided_page.unpublish(),
        lambda: plain.unpublish(),
        lambda: decided_page.delete(),
        lambda: plain.delete(),
        lambda: Page.objects.filter(pk=plain.pk).delete(),
        lambda: decided_page.get_parent().delete(),
        lambda: home.delete(),
        lambda: decided_page.move(home, pos="last-child"),
        lambda: plain.move(home, pos="last-child"),
        lambda: CopyPageAction(page=decided_page, update_attrs={"slug": "copy"}).execute(skip_permission_checks=True),
        lambda: CreatePageAliasAction(decided_page, update_slug="alias").execute(skip_permission_checks=True),
        lambda: decided_page.save_revision().publish(),
        lambda: PageViewRestriction.objects.create(page=plain, restriction_type="login"),
    ]
    for attempt in attempts:
        with pytest.raises(EngineOnlyError), transaction.atomic():
            attempt()
        assert snapshot(decided_page) == before


def test_publish_scheduled_neither_takes_down_nor_changes_a_decided_page(decided_page):
    Page.objects.filter(pk=decided_page.pk).update(expire_at=timezone.now() - timezone.timedelta(days=1))
    with pytest.raises(EngineOnlyError):
        call_command("publish_scheduled")
    assert Page.objects.get(pk=decided_page.pk).live


def test_attachments_of_a_public_paper_cannot_be_swapped(page, people, places):
    from portal.pages.models import NoticePageFile

    from . import making

    upload = making.picture(people.publicity, places.province)
    with pytest.raises(EngineOnlyError):
        NoticePageFile.objects.create(page=page, upload=upload, title="另一件")


def test_pages_that_people_edit_are_not_hindered(site):
    about = Page.objects.get(slug="about").specific
    about.title = "关于本站"
    about.save_revision().publish()
    assert Page.objects.get(slug="about").title == "关于本站"
    assert NoticePage.objects.count() == 0
