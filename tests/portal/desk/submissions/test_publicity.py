"""公示 on the desk: begun, objected to, answered and settled by the organ that decides; nobody else sees objections."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.submissions import publicising
from documents.submissions.models import Objection, Publicity
from portal.pages import tree
from tests.documents.submissions import making
from tests.documents.submissions.making import act, case_of
from tests.factories import moment

WORDS = {"title": "拟确定试点公示", "lead": "经审查，拟确定下列地区。", "contact": "青年发展部，0000-0000103"}
SAID = {
    "submission": "",
    "received_on": "2026-11-12",
    "channel": "phone",
    "objector": "匿名",
    "text": "有两处没有开门。",
}


@pytest.fixture
def paper(pilot, places, who):
    """Chosen by the province, not yet shown."""
    tree.build()
    found = making.at_city_head(pilot, places.county, who.county_drafter, who.county_secretary, who)
    act(found, "recommend_sign", who.city_secretary)
    act(found, "select", who.secretary, "同意。")
    return found


def url(pilot):
    return reverse("desk:call_publicity", args=[pilot.pk])


def test_the_drafter_shows_the_list_records_answers_and_settles(as_user, who, pilot, paper):
    with time_machine.travel(moment(11), tick=False):
        browser = as_user(who.drafter)
        assert "待公示" in browser.get(url(pilot)).content.decode()
        body = browser.post(url(pilot), WORDS, follow=True).content.decode()
    assert "公示中" in body
    assert case_of(paper).state == "shown"
    row = Publicity.objects.get()
    with time_machine.travel(moment(13), tick=False):
        browser = as_user(who.drafter)
        body = browser.post(reverse("desk:objection", args=[pilot.pk, row.pk]), SAID, follow=True).content.decode()
        assert "有两处没有开门。" in body
        objection = Objection.objects.get()
        handled = {"upheld": "no", "handling": "到点上看过，是雨天停开，已补。"}
        path = reverse("desk:objection_handling", args=[pilot.pk, objection.pk])
        assert "已补" in browser.post(path, handled, follow=True).content.decode()
        assert "公示期满，确定" not in browser.get(url(pilot)).content.decode()
    with time_machine.travel(moment(19), tick=False):
        browser = as_user(who.drafter)
        assert "公示期满，确定1件" in browser.get(url(pilot)).content.decode()
        assert "已确定1件。" in browser.post(url(pilot), {"settle": row.pk}, follow=True).content.decode()
    assert case_of(paper).state == "decided"


def test_settling_too_early_says_when(as_user, who, pilot, paper):
    with time_machine.travel(moment(11), tick=False):
        browser = as_user(who.drafter)
        browser.post(url(pilot), WORDS)
        answer = browser.post(url(pilot), {"settle": Publicity.objects.get().pk})
    assert answer.status_code == 422
    assert "满5个工作日以后才能办" in answer.content.decode()
    assert case_of(paper).state == "shown"


def test_missing_words_lose_nothing_that_was_typed(as_user, who, pilot, paper):
    answer = as_user(who.drafter).post(url(pilot), WORDS | {"contact": ""})
    body = answer.content.decode()
    assert (answer.status_code, WORDS["lead"] in body, Publicity.objects.count()) == (422, True, 0)


@pytest.mark.parametrize("broken", [{"received_on": "2030-01-01"}, {"text": ""}, {"submission": "999999"}])
def test_a_wrong_objection_is_not_written(as_user, who, pilot, paper, broken):
    with time_machine.travel(moment(11), tick=False):
        browser = as_user(who.drafter)
        browser.post(url(pilot), WORDS)
        path = reverse("desk:objection", args=[pilot.pk, Publicity.objects.get().pk])
        assert browser.post(path, SAID | broken).status_code == 422
    assert not Objection.objects.exists()


def test_only_the_deciding_organ_sees_what_was_objected(as_user, who, pilot, paper):
    act(paper, "unselect", who.drafter, "先不公示。")
    act(paper, "select", who.secretary, "同意。")
    row = making.publicising.prepare(pilot, actor=who.drafter, now=making.SENT, **WORDS)
    act(paper, "announce", who.drafter)
    row.refresh_from_db()
    said = publicising.record_objection(
        row, submission=None, received_on=row.since, channel="phone", objector="某人", text="不实", actor=who.drafter,
        now=making.SENT,
    )  # fmt: skip
    paths = [
        url(pilot),
        reverse("desk:objection", args=[pilot.pk, row.pk]),
        reverse("desk:objection_handling", args=[pilot.pk, said.pk]),
    ]
    for person in (who.city_drafter, who.county_drafter, who.township_secretary, who.sysadmin, who.auditor):
        browser = as_user(person)
        assert {browser.get(path).status_code for path in paths} == {404}
        assert {browser.post(path, WORDS).status_code for path in paths} == {404}
    reader = as_user(who.publicity)
    assert "某人" in reader.get(url(pilot)).content.decode()
    assert {reader.post(path, WORDS).status_code for path in paths} == {404}


def test_the_page_asks_the_same_for_one_objection_and_for_three(as_user, who, pilot, paper):
    publicising.prepare(pilot, actor=who.drafter, now=making.SENT, **WORDS)
    act(paper, "announce", who.drafter)
    row = Publicity.objects.get()

    def say():
        publicising.record_objection(
            row, submission=paper, received_on=row.since, channel="mail", objector="匿名", text="请核实",
            actor=who.drafter, now=making.SENT,
        )  # fmt: skip

    browser = as_user(who.drafter)
    say()
    browser.get(url(pilot))
    with CaptureQueriesContext(connection) as one:
        browser.get(url(pilot))
    say()
    say()
    with CaptureQueriesContext(connection) as three:
        browser.get(url(pilot))
    assert len(one) == len(three) <= 20
