import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from workflows import engine


@pytest.fixture
def paper(places, who):
    return factories.notice(places.youth, who.drafter)


def test_explanation_lists_each_step_why_not_and_who_could(as_user, who, paper):
    case = factories.carry(paper, who, "sign")
    response = as_user(who.drafter).get(reverse("desk:explain", args=[case.pk]))
    entries = {entry.title: entry for entry in response.context["transitions"]}
    assert not entries["同意签发"].allowed
    assert entries["同意签发"].who == ["团省委书记（签发）陆思齐"]
    page = response.content.decode()
    assert "现在在“签发”环节。" in page
    assert "等团省委书记（签发）办理（陆思齐）。" in page
    assert "可以找：团省委书记（签发）陆思齐" in page


def test_explanation_says_that_a_case_is_held(as_user, who, paper):
    case = factories.carry(paper, who, "sign")
    engine.act(engine.Action(case.pk, "@suspend", who.secretary, opinion="等上级文件。"))
    response = as_user(who.secretary).get(reverse("desk:explain", args=[case.pk]))
    assert "已挂起，恢复后才能办。" in response.content.decode()
    assert not any(entry.allowed for entry in response.context["transitions"] if entry.who)


def test_explanation_takes_the_same_queries_for_one_and_for_three_people(as_user, who, places, paper):
    case = factories.carry(paper, who, "sign")
    browser, counts = as_user(who.drafter), []
    for names in ((), ("副手甲", "副手乙")):
        for name in names:
            factories.holder(name, places.province, "secretary")
        browser.get(reverse("desk:explain", args=[case.pk]))
        with CaptureQueriesContext(connection) as captured:
            browser.get(reverse("desk:explain", args=[case.pk]))
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 22


def test_record_is_made_for_paper_and_names_everybody(as_user, who, paper):
    case = factories.carry(paper, who, "sign")
    body = as_user(who.drafter).get(reverse("desk:history", args=[case.pk])).content.decode()
    for name in ("林予安", "周慎行", "顾知白", "秦望川", "核稿通过", "data-print"):
        assert name in body
