"""检索 on the desk: only what the reader may see, with the place where the words stand."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.incoming import registering
from documents.incoming.models import Receipt
from documents.notices.models import Notice
from documents.search import finding
from documents.search.indexing import catch_up
from portal.desk import searching
from tests import factories
from tests.documents.incoming.making import signed

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


@pytest.fixture
def narrow(monkeypatch):
    """Portions of one paper, and all the time there is."""
    monkeypatch.setattr(finding, "SECONDS", float("inf"))
    monkeypatch.setattr("documents.search.tokens.BLOCK", 1)
    monkeypatch.setattr("documents.search.walking.BLOCK", 1)
    monkeypatch.setattr("documents.search.walking.BLOCKS", 1)
    monkeypatch.setattr("documents.search.walking.PORTION", 1)


@pytest.fixture(params=["few", "some", "many"])
def walked(request, narrow, monkeypatch):
    """As for a reader who may see few papers, which are looked through; one who sees few hits; and one who sees many."""
    real = searching._few

    def few(user, key, kind, most):
        answers = {"few": True, "some": most > finding.FEW, "many": False}[request.param]
        return real(user, key, kind, most) if answers else None

    monkeypatch.setattr(finding, "ENOUGH", 1)
    monkeypatch.setattr(finding, "THIN", 1000)
    monkeypatch.setattr(searching, "_few", few)


def test_an_old_paper_is_found_below_newer_ones_by_whoever_may_see_it(as_user, who, places, walked):
    old = factories.notice(places.county, who.county_drafter)
    factories.carry(old, who, "issued", route=factories.COUNTY_ROUTE, recipients=(places.township,))
    shared = factories.notice(places.sister, who.sister_drafter)
    for _ in range(4):
        factories.notice(places.foreign, who.foreign_drafter)
    catch_up()
    may = ("county_drafter", "county_secretary", "township_secretary", "city_secretary")
    for reader in may:
        assert found(as_user(getattr(who, reader)), "留守儿童") == [old.plain_title], reader
    for reader in ("sysadmin", "auditor"):
        assert found(as_user(getattr(who, reader)), "留守儿童") == []
    assert found(as_user(who.sister_drafter), "留守儿童") == [shared.plain_title]
    assert len(found(as_user(who.foreign_drafter), "留守儿童")) == 4


def test_department_finds_and_opens_what_its_organ_deals_with(as_user, who, places, walked, paper):
    """内设部门 receives nothing itself, but its people draft and deal with what came to the organ."""
    helper = factories.holder("贺新晨", factories.department("青年部", places.city), "drafter")
    factories.carry(paper, who, "issued", recipients=(places.city, places.other_city))
    catch_up()
    browser = as_user(helper)
    assert found(browser, "留守儿童") == []
    row = signed(paper, places.city, who.city_clerk)
    (hit,) = browser.get(HERE, {"q": "留守儿童"}).context["rows"]
    assert hit.title == paper.plain_title
    assert browser.get(hit.url, follow=True).redirect_chain == [(row.get_absolute_url(), 302)]
    Receipt.objects.update(status=Receipt.Status.RECALLED)
    assert found(browser, "留守儿童") == []


def test_what_was_taken_back_is_found_no_more_by_those_whom_it_had_reached(as_user, who, places, walked, paper):
    factories.carry(paper, who, "issued", recipients=(places.other_city,))
    catch_up()
    reader = factories.holder("办件人", places.other_city, "clerk")
    assert found(as_user(reader), "留守儿童") == [paper.plain_title]
    Receipt.objects.update(status=Receipt.Status.RECALLED)
    assert found(as_user(reader), "留守儿童") == []


def test_the_page_says_how_many_there_are(as_user, who, places, paper, monkeypatch):
    for _ in range(2):
        factories.notice(places.youth, who.drafter)
    factories.notice(places.foreign, who.foreign_drafter)
    catch_up()
    browser = as_user(who.drafter)
    text = browser.get(HERE, {"q": "留守儿童"}).content.decode()
    assert '找到 <span class="figure">3</span> 份您能看的</p>' in text
    assert "再加一个词" not in text
    monkeypatch.setattr(finding, "MOST", 2)
    text = browser.get(HERE, {"q": "留守儿童"}).content.decode()
    assert '找到 <span class="figure">2+</span> 份您能看的，这里列出最近的</p>' in text
    assert "更早的没有列出：请再加一个词。" in text
    assert len(found(browser, "留守儿童")) == 2


def test_when_time_is_up_the_page_says_what_was_not_looked_at(as_user, who, places, narrow, paper, monkeypatch):
    newest = factories.notice(places.youth, who.drafter)
    catch_up()
    monkeypatch.setattr(finding, "SECONDS", 0)
    monkeypatch.setattr(searching, "_few", lambda *_args: None)
    for reader, says in ((who.drafter, "至少找到 <"), (who.foreign_drafter, "较新的文件里没有找到您能看的内容")):
        text = as_user(reader).get(HERE, {"q": "留守儿童"}).content.decode()
        assert says in text
        assert "更早的还没有查：请再加一个词，或换一个更少见的词。" in text
    assert found(as_user(who.drafter), "留守儿童") == [newest.plain_title]


@pytest.mark.parametrize("kind", ["notice", "submission", "incoming"])
def test_fifteen_queries_suffice_where_the_first_hits_are_not_for_the_reader(
    as_user, who, places, narrow, paper, monkeypatch, django_assert_max_num_queries, kind
):
    for _ in range(3):
        factories.notice(places.foreign, who.foreign_drafter)
    fields = {"sender": "鹭汀县教育局", "title": "关于农村留守儿童服务的函"}
    registering.register(places.county, user=who.county_drafter, fields=fields)
    for _ in range(2):
        registering.register(places.sister, user=who.sister_drafter, fields=fields)
    catch_up()
    reader = who.drafter if kind == "notice" else who.county_drafter
    browser = as_user(reader)
    browser.get(HERE, {"q": "留守儿童", "kind": kind})
    with django_assert_max_num_queries(15):
        rows = browser.get(HERE, {"q": "留守儿童", "kind": kind}).context["rows"]
    assert len(rows) == (0 if kind == "submission" else 1)


def test_some_thousand_papers_are_looked_through_by_two_statements(as_user, who, places, narrow, monkeypatch):
    """A thousand papers are one here, and most hits are for others: all that the reader may see is looked through."""
    for name, number in (("FEW", 1), ("SOME", 8), ("AT_ONCE", 4), ("ENOUGH", 1)):
        monkeypatch.setattr(finding, name, number)
    factories.notice(places.foreign, who.foreign_drafter, title="关于灯火小屋的通知")
    for _ in range(7):
        factories.notice(places.foreign, who.foreign_drafter, title="关于其他事项的通知", body=((0, "请办理。"),))
    for _ in range(5):
        factories.notice(places.county, who.county_drafter, title="关于灯火小屋的通知")
    catch_up()
    with CaptureQueriesContext(connection) as seen:
        assert found(as_user(who.foreign_drafter), "灯火小屋") == ["关于灯火小屋的通知"]
    assert sum("HAVING MAX" in one["sql"] for one in seen.captured_queries) == 2


def test_signs_that_nobody_sees_are_refused_in_words(as_user, who):
    page = as_user(who.clerk).get("/desk/search/", {"q": "示例\0"}).content.decode()
    assert "里面有看不见的符号，请删掉后重新输入。" in page
