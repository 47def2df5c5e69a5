"""检索 on the desk: only what the reader may see, with the place where the words stand."""

from datetime import date

import pytest

from documents.incoming import registering
from documents.notices.models import Notice
from documents.search.indexing import catch_up
from tests import factories

HERE = "/desk/search/"


@pytest.fixture
def paper(places, who):
    paper = factories.notice(places.youth, who.drafter, body=((0, "每周开放不少于两次，灯火小屋不另建房。"),))
    catch_up()
    return paper


def found(browser, query, kind="notice"):
    return [row.title for row in browser.get(HERE, {"q": query, "kind": kind}).context["rows"]]


def test_an_author_finds_the_draft_and_sees_where_the_words_stand(as_user, who, paper):
    browser = as_user(who.drafter)
    assert found(browser, "留守儿童") == [paper.plain_title]
    page = browser.get(HERE, {"q": "不另建房"}).content.decode()
    assert "灯火小屋<b>不另建房</b>。" in page


def test_nobody_finds_what_they_may_not_see(as_user, who, paper):
    for reader in (who.foreign_drafter, who.city_secretary, who.sysadmin, who.auditor):
        assert found(as_user(reader), "留守儿童") == []


def test_receivers_find_what_reached_them(as_user, who, places, paper):
    factories.carry(paper, who, "issued", recipients=(places.city,))
    catch_up()
    assert found(as_user(who.city_drafter), "留守儿童") == [paper.plain_title]
    assert found(as_user(who.foreign_drafter), "留守儿童") == []


def test_what_was_revoked_is_found_with_that_word(as_user, who, places, paper):
    factories.carry(paper, who, "issued", recipients=(places.city,))
    catch_up()
    browser = as_user(who.city_drafter)
    assert [row.void for row in browser.get(HERE, {"q": "留守儿童"}).context["rows"]] == [""]
    Notice.objects.get(pk=paper.pk).set_down(validity="revoked", void_on=date(2026, 11, 19))
    page = browser.get(HERE, {"q": "留守儿童"})
    assert [row.void for row in page.context["rows"]] == ["已撤销"]
    assert '<span class="tag">已撤销</span>' in page.content.decode()


def test_words_are_shown_as_words(as_user, who, paper):
    page = as_user(who.drafter).get(HERE, {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page
    assert "没有找到您能看的内容" in page


def test_an_empty_question_explains_what_is_searched(as_user, who, paper):
    page = as_user(who.drafter).get(HERE).content.decode()
    assert "附件（PDF、Word、Excel）里的字都能找到" in page


def test_a_stranger_has_to_sign_in(client, paper):
    assert client.get(HERE, {"q": "留守"}).status_code == 302


def test_as_many_queries_for_one_hit_as_for_three(
    as_user, who, places, paper, django_assert_num_queries, django_assert_max_num_queries
):
    browser = as_user(who.drafter)
    browser.get(HERE, {"q": "留守儿童"})
    with django_assert_max_num_queries(15) as seen:
        assert len(found(browser, "留守儿童")) == 1
    for _ in range(2):
        factories.notice(places.youth, who.drafter)
    catch_up()
    with django_assert_num_queries(len(seen.captured_queries)):
        assert len(found(browser, "留守儿童")) == 3


def test_papers_from_outside_are_found_by_their_receivers_under_their_sender(
    as_user, who, places, django_assert_num_queries, django_assert_max_num_queries
):
    def enter(number):
        fields = {"sender": "鹭汀县教育局", "number": number, "title": "关于征求课后服务安排意见的函"}
        registering.register(places.county, user=who.county_drafter, fields=fields)
        catch_up()

    enter("鹭教函〔2026〕1号")
    browser = as_user(who.county_secretary)
    browser.get(HERE, {"q": "课后", "kind": "incoming"})
    with django_assert_max_num_queries(15) as seen:
        page = browser.get(HERE, {"q": "课后", "kind": "incoming"})
    asked = len(seen.captured_queries)
    (row,) = page.context["rows"]
    assert (row.organ_name, row.number) == ("鹭汀县教育局", "鹭教函〔2026〕1号")
    assert found(as_user(who.foreign_drafter), "课后", "incoming") == []
    enter("鹭教函〔2026〕2号")
    enter("鹭教函〔2026〕3号")
    with django_assert_num_queries(asked):
        assert len(found(browser, "教育局", "incoming")) == 3


@pytest.mark.parametrize("kind", ["notice", "submission", "incoming"])
def test_fifteen_queries_suffice_where_the_first_hits_are_not_for_the_reader(
    as_user, who, places, paper, monkeypatch, django_assert_max_num_queries, kind
):
    for _ in range(3):
        factories.notice(places.foreign, who.foreign_drafter)
    fields = {"sender": "鹭汀县教育局", "title": "关于农村留守儿童服务的函"}
    registering.register(places.county, user=who.county_drafter, fields=fields)
    for _ in range(2):
        registering.register(places.sister, user=who.sister_drafter, fields=fields)
    catch_up()
    monkeypatch.setattr("documents.search.finding.FIRST", 1)
    reader = who.drafter if kind == "notice" else who.county_drafter
    browser = as_user(reader)
    browser.get(HERE, {"q": "留守儿童", "kind": kind})
    with django_assert_max_num_queries(15):
        rows = browser.get(HERE, {"q": "留守儿童", "kind": kind}).context["rows"]
    assert len(rows) == (0 if kind == "submission" else 1)
