"""检索 on the desk: only what the reader may see, with the place where the words stand."""

import pytest

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
