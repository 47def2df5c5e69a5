"""Every public page: what stands on it, how many queries it takes, what is not there."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.submissions.models import ShowcaseDraft
from portal.pages.guarding import engine_writes
from portal.pages.models import (
    CampaignIndexPage,
    CampaignPage,
    NoticeIndexPage,
    NoticePage,
    ResultIndexPage,
    ResultsPage,
    ShowcasePage,
)
from portal.pages.publishing import publish_notice, publish_story
from tests import factories as f

from . import making

LARGEST_PAGE = 150 * 1024
MOST_QUERIES = 15


@pytest.fixture
def campaign_page(site, places):
    """The page of “灯火相伴”."""
    campaign = making.campaign(places.province)
    return CampaignIndexPage.objects.get().add_child(instance=CampaignPage(title=campaign.title, campaign=campaign))


@pytest.fixture
def call(places, campaign_page):
    """A call of that campaign."""
    return making.call(places.province, campaign=campaign_page.campaign, kind="pilot", title="试点申报")


@pytest.fixture
def result_page(call, places, people):
    """The list of two counties of one city and one of another."""
    for unit, author, entry in (
        (places.sister, people.sister_drafter, "self"),
        (places.county, people.county_drafter, "self"),
        (places.foreign, people.foreign_drafter, "designated"),
    ):
        making.decided(making.submission(call, unit, author, entry=entry), places.province)
    return publish_results(call)


def publish_results(call, **fields):
    given = {"title": "省级试点名单", "call": call, "first_published_at": f.moment(20), **fields}
    return ResultIndexPage.objects.get().add_child(instance=ResultsPage(**given))


def publish_more(number, places, people, campaign=None):
    """So many papers and stories beside those that are there."""
    asked = making.call(places.province, campaign=campaign)
    for place in range(number):
        publish_notice(making.issued(places.youth, people.drafter, campaign=campaign), now=f.moment(6))
        sent = making.submission(asked, places.township, people.township_secretary)
        making.decided(sent, places.province)
        making.story(sent, title=f"做法{place}")
        publish_story(sent, now=f.moment(20))


def queries(client, url):
    """How many queries a stranger's first look takes."""
    from django.core.cache import cache

    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = client.get(url)
    assert answer.status_code == 200
    assert len(answer.content) <= LARGEST_PAGE
    return len(captured)


@time_machine.travel(f.moment(20), tick=False)
def test_home_shows_what_is_on(client, campaign_page, page, story, result_page):
    shown = client.get("/").content.decode()
    for words in ("“灯火相伴”青年志愿者", "今天", page.number, story.summary, "省级试点名单", "全部通知"):
        assert words in shown


def test_home_without_anything_says_what_will_appear(client, site):
    shown = client.get("/").content.decode()
    for words in ("还没有公开的通知", "还没有典型", "现在没有公示"):
        assert words in shown


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2026, 11, 1), "甲"), (date(2026, 12, 1), "灯火相伴"), (date(2027, 3, 1), "乙")],
)
def test_home_features_what_runs_else_what_comes_else_what_was(site, places, day, expected):
    index = CampaignIndexPage.objects.get()
    spans = {
        "甲": ((2026, 12, 20), (2027, 1, 5)),
        "灯火相伴": ((2026, 11, 6), (2026, 12, 18)),
        "乙": ((2027, 2, 1), (2027, 2, 20)),
    }
    for title, (starts, ends) in spans.items():
        campaign = making.campaign(places.province, title=title, starts=date(*starts), ends=date(*ends))
        index.add_child(instance=CampaignPage(title=title, campaign=campaign))
    from portal.pages.models import HomePage

    with time_machine.travel(day, tick=False):
        featured = HomePage.objects.get().featured()
    assert featured is not None
    if day == date(2026, 11, 1):  # nothing runs: one that is still to come
        assert featured.campaign.starts > day
    else:
        assert featured.campaign.title == expected


def test_notice_page_has_its_metadata_text_and_print(client, page):
    shown = client.get(page.url).content.decode()
    for words in ("索引号", page.index_number, "发文机关", "成文日期", "2026年11月5日", "发布日期", "2026年11月6日"):
        assert words in shown
    assert "（一）办好小屋。" in shown
    assert reverse("public:notice_print", args=[page.slug, page.pdf_name]) in shown


def test_notice_page_leads_to_source_and_children(client, page, issued, places, people):
    passed_on = making.issued(places.city, people.city_drafter, mark="团澈联", title="关于转发的通知", parent=issued)
    child = publish_notice(passed_on, now=f.moment(10))
    assert child.url in client.get(page.url).content.decode()
    assert page.url in client.get(child.url).content.decode()


def test_notice_page_does_not_name_a_source_that_is_not_public(client, site, issued, places, people):
    passed_on = making.issued(places.city, people.city_drafter, mark="团澈联", title="关于转发的通知", parent=issued)
    shown = client.get(publish_notice(passed_on, now=f.moment(10)).url).content.decode()
    assert issued.number not in shown


def test_notice_page_is_gone_when_it_is_taken_down(client, page):
    with engine_writes():
        NoticePage.objects.get().unpublish()
    assert client.get(page.url).status_code == 404
    assert client.get(reverse("public:notice_print", args=[page.slug, page.pdf_name])).status_code == 404
    assert page.number not in client.get("/notices/").content.decode()


def test_story_page_is_gone_when_it_is_taken_down(client, site, sent, people, places):
    picture = making.picture(people.publicity, places.province)
    ShowcaseDraft.objects.update(picture=picture, picture_alt="夜里的渡口", face_checked=True)
    page = publish_story(sent, now=f.moment(20))
    address = reverse("public:story_picture", args=[page.slug, 640])
    picture_before = client.get(address)
    assert picture_before.status_code == 200
    assert b"".join(picture_before.streaming_content).startswith(b"\xff\xd8")
    with engine_writes():
        ShowcasePage.objects.get().unpublish()
    assert client.get(page.url).status_code == 404
    assert client.get(address).status_code == 404


def test_notices_are_filtered_by_year_organ_and_kind(client, page, places, people):
    publish_notice(
        making.issued(places.county, people.county_drafter, mark="团鹭发", title="县里的通知"), now=f.moment(12)
    )
    index = "/notices/"
    assert "县里的通知" in client.get(index, {"organ": places.county.pk}).content.decode()
    assert page.number not in client.get(index, {"organ": places.county.pk}).content.decode()
    assert "没有符合条件的通知" not in client.get(index, {"year": 2026, "kind": "通知"}).content.decode()


def test_notices_ignore_filters_that_make_no_sense(client, page):
    for query in ({"year": "二〇"}, {"organ": "999999"}, {"kind": "诏书"}, {"page": "zero"}, {"page": "99"}):
        assert page.number in client.get("/notices/", query).content.decode(), query


@time_machine.travel(f.moment(20), tick=False)
def test_campaign_page_shows_phases_papers_results_and_stories(client, campaign_page, result_page, places, people):
    publish_more(1, places, people, campaign_page.campaign)
    shown = client.get(campaign_page.url).content.decode()
    for words in (
        "部署",
        "11月6日至10日",
        "11月16日至12月11日",
        "进行中",
        "省级试点名单",
        "做法0",
        "团曦联〔2026〕1号",
    ):
        assert words in shown


@time_machine.travel(f.moment(20), tick=False)
def test_campaigns_are_listed_by_stage(client, campaign_page, places):
    later = making.campaign(places.province, title="寒假行动", starts=date(2027, 1, 10), ends=date(2027, 2, 10))
    CampaignIndexPage.objects.get().add_child(instance=CampaignPage(title=later.title, campaign=later))
    shown = client.get("/campaigns/").content.decode()
    assert shown.index("进行中") < shown.index(campaign_page.title) < shown.index("未开始") < shown.index("寒假行动")


def test_results_list_units_by_city_and_name_no_person(client, result_page):
    shown = client.get(result_page.url).content.decode()
    order = [shown.index(words) for words in ("澈湖市", "共青团鹭汀县委", "共青团萤田县委", "霁山市", "共青团枫眠县委")]
    assert order == sorted(order)
    assert "上级指定" in shown
    for person in ("唐小禾", "景鹤鸣", "冯以辰"):
        assert person not in shown


def test_results_leave_out_what_was_not_decided_for(client, call, result_page, places, people):
    refused = making.submission(call, places.other_township, people.county_drafter)
    making.decided(refused, places.province, passed=False, conclusion="rejected", title="不予确定")
    assert "芦哨镇" not in client.get(result_page.url).content.decode()


@pytest.mark.parametrize(("day", "words"), [(22, "公示中"), (28, "公示已结束")])
def test_objection_term_is_open_only_while_it_lasts(client, call, result_page, day, words):
    page = publish_results(
        call, stage="objection", objection_from=date(2026, 11, 20), objection_until=date(2026, 11, 26),
        objection_contact="青年发展部，0000-0000103",
    )  # fmt: skip
    with time_machine.travel(f.moment(day), tick=False):
        shown = client.get(page.url).content.decode()
    assert words in shown
    assert ("0000-0000103" in shown) == (day == 22)


def test_objection_needs_its_term_and_somebody_to_turn_to(call):
    from django.core.exceptions import ValidationError

    page = ResultsPage(title="公示", call=call, stage="objection", slug="x")
    with pytest.raises(ValidationError) as error:
        page.clean()
    assert set(error.value.message_dict) == {"objection_from", "objection_until", "objection_contact"}


def test_standing_texts_are_public(client, site):
    for slug, words in (("about", "内容怎样上网"), ("children-privacy", "监护人"), ("accessibility", "跳到正文")):
        assert words in client.get(f"/{slug}/").content.decode()


def test_foot_shows_what_is_filled_in_and_hides_the_rest(client, site):
    from portal.pages.models import SiteSettings

    SiteSettings.objects.get().delete()
    SiteSettings.objects.create(organiser="共青团曦原省委", phone="0000-0000100")
    shown = client.get("/").content.decode()
    assert "主办单位：共青团曦原省委" in shown
    for words in ("承办单位", "备案", "网站标识码", "网站找错"):
        assert words not in shown


LISTS = [
    "/",
    "/notices/",
    "/campaigns/",
    "/showcase/",
    "/results/",
    "/search/?q=灯火",
    "/feeds/notices.atom",
    "/feeds/showcase.atom",
    "/sitemap.xml",
]


def test_lists_take_the_same_queries_for_one_row_and_for_three(client, site, places, people):
    campaign = making.campaign(places.province)
    index = CampaignIndexPage.objects.get()
    index.add_child(instance=CampaignPage(title=campaign.title, campaign=campaign))
    publish_more(1, places, people, campaign)
    publish_results(making.call(places.province, campaign=campaign, kind="pilot"))
    one = {url: queries(client, url) for url in LISTS}
    publish_more(2, places, people, campaign)
    for number in (2, 3):
        other = making.campaign(places.province, title=f"行动{number}")
        index.add_child(instance=CampaignPage(title=other.title, campaign=other))
        publish_results(making.call(places.province, campaign=campaign, kind="pilot"), title=f"名单{number}")
    assert {url: queries(client, url) for url in LISTS} == one
    assert max(one.values()) <= MOST_QUERIES


def test_single_pages_stay_within_their_queries(client, campaign_page, page, story, result_page):
    for url in (page.url, story.url, campaign_page.url, result_page.url, "/about/"):
        assert queries(client, url) <= MOST_QUERIES


def test_sections_are_indexed_once(site):
    assert NoticeIndexPage.objects.count() == 1
    assert not NoticeIndexPage.can_create_at(NoticeIndexPage.objects.get().get_parent())
