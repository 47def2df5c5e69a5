"""Search over everything public: Chinese words inside sentences are found, nothing else is."""

import pytest

from portal.pages import search

pytestmark = pytest.mark.usefixtures("site")


def shown(client, query, **extra):
    return client.get("/search/", {"q": query, **extra}).content.decode()


def test_search_finds_words_inside_sentences(client, page):
    for query in ("留守儿童", "办好小屋", "灯火 小屋", "曦联〔2026〕1号", "林予安"):
        assert page.url in shown(client, query), query


def test_search_finds_stories_campaigns_and_standing_texts(client, story):
    assert story.url in shown(client, "候船室")
    assert "/children-privacy/" in shown(client, "监护人 书面同意")


def test_what_is_repealed_is_listed_and_found_with_that_word(client, page):
    page.notice.set_down(validity="repealed", void_on=page.published_on)
    for body in (shown(client, "办好小屋"), client.get("/notices/").content.decode()):
        assert page.url in body
        assert '<span class="tag">已废止</span>' in body


def test_search_finds_nothing_where_a_term_is_missing(client, page):
    for query in ("灯火 没有这个词", "%", "_", "13912345678"):
        answer = shown(client, query)
        assert page.url not in answer, query
        assert "没有找到" in answer, query


def test_search_bears_any_query(client, page):
    for query in ("", "   ", "<script>alert(1)</script>", "'" * 500, "a " * 200):
        answer = client.get("/search/", {"q": query, "page": "x"})
        assert answer.status_code == 200, query
        assert "<script>alert" not in answer.content.decode()


def test_excerpt_shows_the_first_hit_in_its_surroundings():
    text = "前" * 40 + "灯火小屋" + "后" * 100
    pieces = search.excerpt(text, ["灯火"])
    assert [piece.text for piece in pieces if piece.hit] == ["灯火"]
    assert pieces[0].text == "…" + "前" * search.BEFORE
    assert pieces[-1].text.endswith("…")


def test_excerpt_is_the_beginning_where_only_the_title_holds_the_word():
    assert [piece.text for piece in search.excerpt("每周开放两次。", ["灯火"])] == ["每周开放两次。"]
