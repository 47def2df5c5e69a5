"""Feeds, the map of the site, robots, and the page for wrong addresses."""

from xml.etree import ElementTree

import pytest

pytestmark = pytest.mark.usefixtures("site")

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_notice_feed_names_title_page_and_organ(client, page):
    feed = ElementTree.fromstring(client.get("/feeds/notices.atom").content)
    entry = feed.find(f"{ATOM}entry")
    assert feed.find(f"{ATOM}title").text == "通知公告"
    assert entry.find(f"{ATOM}title").text == page.title
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver{page.url}"
    assert entry.find(f"{ATOM}author/{ATOM}name").text == "共青团曦原省委"


def test_showcase_feed_holds_the_summary(client, story):
    feed = ElementTree.fromstring(client.get("/feeds/showcase.atom").content)
    assert feed.find(f"{ATOM}entry/{ATOM}summary").text == story.summary


def test_sitemap_holds_every_public_page_and_no_other(client, page):
    addresses = {row.text for row in ElementTree.fromstring(client.get("/sitemap.xml").content).iter(f"{MAP}loc")}
    assert f"http://testserver{page.url}" in addresses
    assert "http://testserver/" in addresses
    assert not any("/desk/" in address or "/admin/" in address for address in addresses)


def test_robots_are_kept_out_of_where_people_work(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    for path in ("/desk/", "/admin/", "/files/"):
        assert f"Disallow: {path}" in lines
    assert lines[-1] == "Sitemap: http://testserver/sitemap.xml"


def test_wrong_address_gets_a_page_in_chinese(client):
    answer = client.get("/notices/2026-99-abcdef/")
    assert answer.status_code == 404
    assert "没有找到这个页面" in answer.content.decode()


@pytest.mark.parametrize("url", ["/search/", "/sitemap.xml", "/robots.txt"])
def test_nothing_public_takes_a_post(client, url):
    assert client.post(url).status_code == 405
