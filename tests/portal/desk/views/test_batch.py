import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from workflows import engine

HERE = "/desk/batch/"


@pytest.fixture
def waiting(places, who):
    """Three papers at 核稿, which takes a mere yes."""
    papers = [factories.notice(places.youth, who.drafter, title=f"关于第{n}次培训的通知") for n in "一二三"]
    return [factories.carry(paper, who, "check") for paper in papers]


def picks(page):
    return re.findall(r'name="pick" value="([^"]+)"', page.content.decode())


def states(cases):
    return [engine.Instance.objects.get(pk=case.pk).state for case in cases]


def test_like_matters_are_decided_together_with_one_opinion(as_user, who, waiting):
    browser = as_user(who.reviewer)
    assert "批量办理" in browser.get("/desk/").content.decode()
    page = browser.get(HERE)
    (group,) = page.context["groups"]
    assert (group.title, group.button, len(group.rows)) == ("核稿", "核稿通过", 3)
    done = browser.post(HERE, {"pick": picks(page)[:2], "opinion": "文字已核。", "request_key": "k1"})
    assert [(result.done, result.say) for result in done.context["results"]] == [(True, "审核"), (True, "审核")]
    assert sorted(states(waiting)) == ["check", "office", "office"]
    said = [row.opinion for case in waiting for row in engine.history(case) if row.opinion == "文字已核。"]
    assert said == ["文字已核。"] * 2


def test_single_matter_is_decided_from_the_list_too(as_user, who, places):
    case = factories.carry(factories.notice(places.youth, who.drafter), who, "check")
    browser = as_user(who.reviewer)
    assert HERE in browser.get("/desk/").content.decode()
    results = browser.post(HERE, {"pick": picks(browser.get(HERE))}).context["results"]
    assert [(result.done, result.say) for result in results] == [(True, "审核")]
    assert states([case]) == ["office"]


def test_what_the_system_acts_on_is_decided_one_by_one(as_user, who, places):
    for n in "一二":
        factories.carry(factories.notice(places.youth, who.drafter, title=f"关于{n}的通知"), who, "sign")
    browser = as_user(who.secretary)
    assert browser.get(HERE).context["groups"] == []
    assert "批量办理" not in browser.get("/desk/").content.decode()


def test_one_that_changed_meanwhile_is_refused_alone(as_user, who, waiting):
    browser = as_user(who.reviewer)
    page = browser.get(HERE)
    (first, *_rest) = waiting
    engine.act(engine.Action(first.pk, "check_pass", who.reviewer))
    results = browser.post(HERE, {"pick": picks(page)}).context["results"]
    assert [result.done for result in results] == [True, True, False]
    assert "已经不在您的待办里" in results[-1].say
    assert states(waiting) == ["office"] * 3


def test_pressing_twice_does_it_once(as_user, who, waiting):
    browser = as_user(who.reviewer)
    form = {"pick": picks(browser.get(HERE)), "request_key": "k1"}
    browser.post(HERE, form)
    again = browser.post(HERE, form).context["results"]
    assert [(one.done, one.say) for one in again] == [(True, "审核")] * 3
    names = [row.name for case in waiting for row in engine.Event.objects.filter(instance=case, name="check_pass")]
    assert len(names) == 3


def test_what_is_not_waiting_any_more_is_named_with_where_it_is(as_user, who, waiting):
    browser = as_user(who.reviewer)
    ticked = picks(browser.get(HERE))
    engine.act(engine.Action(waiting[1].pk, "return", who.reviewer, opinion="改。", params={"to": "draft"}))
    results = browser.post(HERE, {"pick": ticked}).context["results"]
    assert [one.done for one in results] == [True, True, False]
    assert (results[2].title, results[2].url) == (waiting[1].title, f"/desk/notices/{waiting[1].subject_id}/")
    assert results[2].say.endswith("现在在“拟稿”。")


def test_nothing_ticked_is_told_and_the_opinion_stays(as_user, who, waiting):
    browser = as_user(who.reviewer)
    (group,) = browser.get(HERE).context["groups"]
    page = browser.post(HERE, {"group": group.key, "opinion": "文字已核。"})
    assert (page.status_code, "一件也没有勾选" in page.content.decode()) == (422, True)
    assert ">文字已核。</textarea>" in page.content.decode()


def test_matters_of_others_cannot_be_ticked(as_user, who, waiting):
    forged = [f"{case.pk}:x" for case in waiting]
    (result,) = as_user(who.foreign_drafter).post(HERE, {"pick": forged}).context["results"]
    assert (result.title, result.done) == ("另有 3 件", False)
    assert "培训" not in result.say
    assert states(waiting) == ["check"] * 3


@pytest.mark.parametrize("value", ["", "x", "9:9:9", "²:1"])
def test_nonsense_is_no_tick(as_user, who, waiting, value):
    page = as_user(who.reviewer).post(HERE, {"pick": value})
    assert page.status_code in (200, 422)
    assert states(waiting) == ["check"] * 3


def test_page_takes_the_same_queries_for_two_and_for_five(as_user, who, places, waiting):
    browser = as_user(who.reviewer)

    def queries():
        with CaptureQueriesContext(connection) as seen:
            browser.get(HERE)
        return len(seen)

    queries()
    before = queries()
    for n in "四五":
        factories.carry(factories.notice(places.youth, who.drafter, title=f"关于第{n}次培训的通知"), who, "check")
    assert queries() == before
