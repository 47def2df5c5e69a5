"""Kept pages: cheap, never stale, never somebody's."""

import pytest
from django.core.cache import cache

from portal.pages.guarding import engine_writes
from portal.pages.models import Edition, InfoPage, NoticePage, ResultIndexPage, ResultsPage, SiteSettings

from . import making

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


def test_second_look_takes_at_most_two_queries(client, page, django_assert_max_num_queries):
    first = client.get(page.url)
    with django_assert_max_num_queries(2):
        second = client.get(page.url)
    assert second.content == first.content


def test_strangers_and_proxies_may_keep_a_page_for_a_minute(client, page):
    answer = client.get(page.url)
    assert answer["Cache-Control"] == "public, max-age=60"
    assert client.get(page.url, headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_signed_in_people_get_a_page_that_nobody_keeps(client, people, page):
    client.force_login(people.drafter, backend=MODEL_BACKEND)
    answer = client.get(page.url)
    assert "no-store" in answer["Cache-Control"]
    assert "ETag" not in answer


def test_page_that_was_taken_down_is_gone_at_once(client, page):
    assert client.get(page.url).status_code == 200
    with engine_writes():
        NoticePage.objects.get().unpublish()
    assert client.get(page.url).status_code == 404


def test_edited_text_is_seen_at_once(client):
    client.get("/about/")
    about = InfoPage.objects.get(slug="about")
    about.title = "关于本站"
    about.save_revision().publish()
    assert "关于本站" in client.get("/about/").content.decode()


def test_changed_foot_is_seen_at_once(client):
    client.get("/about/")
    row = SiteSettings.objects.get()
    row.organiser = "共青团曦原省委"
    row.save()
    assert "主办单位：共青团曦原省委" in client.get("/about/").content.decode()


def test_new_decision_is_on_the_list_at_once(client, places, people):
    call = making.call(places.province, kind="pilot")
    page = ResultIndexPage.objects.get().add_child(instance=ResultsPage(title="名单", call=call))
    assert "鹭汀" not in client.get(page.url).content.decode()
    making.decided(making.submission(call, places.county, people.county_drafter), places.province)
    assert "共青团鹭汀县委" in client.get(page.url).content.decode()


def test_no_edition_ever_comes_back(page):
    seen = {Edition.current()}
    for _change in range(3):
        Edition.advance()
        seen.add(Edition.current())
    assert len(seen) == 4


def test_wrong_addresses_are_not_kept(client):
    assert client.get("/nothing/").status_code == 404
    assert client.get("/nothing/").status_code == 404
