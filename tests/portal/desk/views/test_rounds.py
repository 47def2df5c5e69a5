"""传阅 and 委派 beside the paper: who was asked, who opened it, who answered; 催阅 by whoever sent it round."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from tests import factories
from workflows import engine
from workflows.engine import Event
from workflows.notifications.delivery import deliver
from workflows.notifications.models import Notification
from workflows.organisations.models import Membership


@pytest.fixture
def case(places, who):
    """A paper that waits for the office, sent round by its reviewer to three people."""
    found = factories.carry(factories.notice(places.youth, who.drafter), who, "office")
    whom = [ref(person) for person in (who.publicity, who.deputy, who.clerk)]
    act(found, "circulate", who.drafter, "请阅，提意见。", whom=whom)
    return found


def ref(user):
    return f"m{Membership.objects.filter(user=user).order_by('pk').first().pk}"


def act(case, name, user, opinion="", **params):
    return engine.act(engine.Action(case.pk, f"@{name}", user, opinion=opinion, params=params))


def paper(case):
    return reverse("desk:notice", args=[case.subject_id])


def receipts(browser, case):
    return [
        (one.title, one.by, [(reader.name, reader.said) for reader in one.readers])
        for one in browser.get(paper(case)).context["rounds"]
    ]


def test_receipts_tell_who_has_read_who_opened_and_who_did_not(as_user, who, case):
    as_user(who.deputy).get(paper(case))
    act(case, "read", who.publicity, "已知悉。")
    body = as_user(who.office).get(paper(case)).content.decode()
    assert "还有 2 人没办" in body
    assert "已知悉。" in body
    (found,) = receipts(as_user(who.office), case)
    told = [(who.publicity.name, "已阅"), (who.deputy.name, "已打开"), (who.clerk.name, "未打开")]
    assert found == ("传阅", who.drafter.name, told)


def test_helper_stands_there_too_with_the_answer(as_user, who, case):
    act(case, "assist", who.office, "请核字号。", whom=ref(who.reviewer))
    assert receipts(as_user(who.office), case)[0] == ("委派", who.office.name, [(who.reviewer.name, "待答复")])
    act(case, "answer", who.reviewer, "字号无误。")
    assert receipts(as_user(who.office), case)[0][2] == [(who.reviewer.name, "已答复")]


def test_sender_reminds_those_who_have_not_read(as_user, who, case):
    act(case, "read", who.publicity)
    browser = as_user(who.drafter)
    urge = browser.get(paper(case)).context["urge"]
    response = browser.post(urge["url"], {"token": urge["token"], "request_key": "u1"}, follow=True)
    assert [str(one) for one in response.context["messages"]][0].startswith("已办理“催阅”")  # noqa: RUF015
    assert response.context["urge"] is None
    deliver()
    told = Notification.objects.filter(kind="urge", channel="desk").values_list("user", flat=True)
    assert set(told) == {who.deputy.pk, who.clerk.pk}
    assert engine.verify(case) == []


def test_nobody_reminds_again_within_two_hours(as_user, who, case):
    act(case, "urge_readers", who.drafter)
    with pytest.raises(engine.Refused, match="两小时内已经催过"):
        act(case, "urge_readers", who.drafter)
    with time_machine.travel(Event.objects.latest("pk").at + timedelta(hours=3)):
        act(case, "urge_readers", who.drafter)
    assert Event.objects.filter(name="urge_readers").count() == 2


def test_who_did_not_send_it_has_no_button_but_the_office_has(as_user, who, case):
    assert as_user(who.reviewer).get(paper(case)).context["urge"] is None
    assert as_user(who.office).get(paper(case)).context["urge"]
    with pytest.raises(engine.Refused, match="没有等着阅的人"):
        act(case, "urge_readers", who.reviewer)
    with pytest.raises(engine.Refused, match="没有“催阅”的权限"):
        act(case, "urge_readers", who.foreign_secretary)


def test_everybody_has_read_and_nothing_is_left_to_urge(as_user, who, case):
    for reader in (who.publicity, who.deputy, who.clerk):
        act(case, "read", reader)
    response = as_user(who.drafter).get(paper(case))
    assert response.context["urge"] is None
    assert "人没办" not in response.content.decode()


@pytest.mark.parametrize("reader", ["reviewer", "office", "drafter", "publicity"])
def test_reading_page_takes_the_same_queries_for_one_reader_and_three(
    as_user, places, who, case, reader, django_assert_max_num_queries
):
    other = factories.carry(factories.notice(places.youth, who.drafter), who, "office")
    act(other, "circulate", who.drafter, whom=[ref(who.publicity)])
    counted = []
    for one in (case, other):
        browser = as_user(getattr(who, reader))
        with django_assert_max_num_queries(15):
            browser.get(paper(one))
        with django_assert_max_num_queries(15) as found:
            browser.get(paper(one))
        counted.append(len(found))
    assert counted[0] == counted[1]
