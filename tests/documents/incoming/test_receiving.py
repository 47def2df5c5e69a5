"""签收 and 退文: one answer for each organisation, given by somebody of it."""

from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from documents.incoming import receiving
from documents.incoming.models import Receipt
from documents.incoming.receiving import ReceivingError
from documents.notices.models import Notice
from tests import factories
from tests.together import at_once
from workflows import engine
from workflows.organisations.models import Organisation, User
from workflows.worktime.overriding import set_arrangement


def issued(places: SimpleNamespace, who: SimpleNamespace) -> Notice:
    paper = factories.notice(places.youth, who.drafter)
    factories.carry(paper, who, "issued", recipients=(places.city, places.other_city))
    return paper


def at(paper: Notice, organisation: object) -> Receipt:
    return Receipt.objects.get(notice=paper, organisation=organisation)


def test_each_recipient_gets_one_receipt_when_the_paper_is_sent_out(
    places: SimpleNamespace, who: SimpleNamespace
) -> None:
    paper = issued(places, who)
    rows = Receipt.objects.filter(notice=paper).order_by("pk")
    assert [(row.organisation, row.status) for row in rows] == [
        (places.city, "waiting"),
        (places.other_city, "waiting"),
    ]


def test_nothing_arrives_before_the_paper_is_sent_out(places: SimpleNamespace, who: SimpleNamespace) -> None:
    paper = factories.notice(places.youth, who.drafter)
    factories.carry(paper, who, "dispatch", recipients=(places.city,))
    assert not Receipt.objects.exists()
    assert not receiving.may_read(who.city_clerk, paper)


def test_signing_keeps_who_from_which_post_and_when(places: SimpleNamespace, who: SimpleNamespace) -> None:
    receipt = at(issued(places, who), places.city)
    signed = receiving.sign(receipt, user=who.city_clerk, now=factories.moment(6, 10))
    assert (signed.status, signed.signed_by, signed.post.organisation) == ("signed", who.city_clerk, places.city)
    assert signed.signed_at == signed.opened_at == factories.moment(6, 10)


def test_second_signature_is_refused_with_name_and_hour(places: SimpleNamespace, who: SimpleNamespace) -> None:
    receipt = at(issued(places, who), places.city)
    receiving.sign(receipt, user=who.city_clerk, now=factories.moment(6, 10))
    with pytest.raises(ReceivingError, match="丁小满 已于 11月06日 10:00 签收"):
        receiving.sign(receipt, user=who.city_drafter)


@pytest.mark.parametrize("stranger", ["county_secretary", "other_city_secretary", "sysadmin", "auditor"])
def test_nobody_answers_for_another_organisation(places: SimpleNamespace, who: SimpleNamespace, stranger: str) -> None:
    receipt = at(issued(places, who), places.city)
    user: User = getattr(who, stranger)
    with pytest.raises(ReceivingError, match="不是发给您单位的"):
        receiving.sign(receipt, user=user)
    with pytest.raises(ReceivingError, match="不是发给您单位的"):
        receiving.send_back(receipt, user=user, reason="主送单位写错")
    assert at(receipt.notice, places.city).status == "waiting"


def test_paper_sent_back_keeps_the_reason_and_cannot_be_signed_for(
    places: SimpleNamespace, who: SimpleNamespace
) -> None:
    receipt = at(issued(places, who), places.city)
    assert receiving.send_back(receipt, user=who.city_clerk, reason=" 附件缺第2页 ").reason == "附件缺第2页"
    with pytest.raises(ReceivingError, match="已退回来文单位"):
        receiving.sign(receipt, user=who.city_clerk)


def test_signed_paper_cannot_be_sent_back(places: SimpleNamespace, who: SimpleNamespace) -> None:
    receipt = at(issued(places, who), places.city)
    receiving.sign(receipt, user=who.city_clerk)
    with pytest.raises(ReceivingError, match="已经签收或退回"):
        receiving.send_back(receipt, user=who.city_clerk, reason="主送单位写错")


def test_reason_of_three_letters_says_nothing(places: SimpleNamespace, who: SimpleNamespace) -> None:
    receipt = at(issued(places, who), places.city)
    with pytest.raises(ReceivingError, match="请写明退文原因"):
        receiving.send_back(receipt, user=who.city_clerk, reason=" 错了 ")


def test_inbox_holds_the_papers_of_ones_own_organisation_only(places: SimpleNamespace, who: SimpleNamespace) -> None:
    paper = issued(places, who)
    assert [row.organisation for row in receiving.inbox(who.city_clerk)] == [places.city]
    assert receiving.may_read(who.city_clerk, paper)
    assert list(receiving.inbox(who.county_secretary)) == []
    assert list(receiving.inbox(factories.person("路人"))) == []


def test_progress_counts_every_answer(places: SimpleNamespace, who: SimpleNamespace) -> None:
    paper = issued(places, who)
    receiving.sign(at(paper, places.city), user=who.city_clerk)
    receiving.send_back(at(paper, places.other_city), user=who.other_city_secretary, reason="主送单位写错")
    assert receiving.progress(paper) == {"total": 2, "signed": 1, "waiting": 0, "returned": 1}


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_exactly_one_counts() -> None:
    places = factories.tree()
    who = factories.people(places)
    receipt = at(issued(places, who), places.city)
    results = at_once(
        lambda: receiving.sign(receipt, user=who.city_clerk),
        lambda: receiving.send_back(receipt, user=who.city_drafter, reason="主送单位写错"),
        refusal=ReceivingError,
    )
    assert sorted(type(result).__name__ for result in results) == ["Receipt", "ReceivingError"]


def test_paper_that_waits_at_a_merged_organ_waits_at_its_successor(
    places: SimpleNamespace, who: SimpleNamespace
) -> None:
    first, second = issued(places, who), factories.notice(places.youth, who.drafter)
    factories.carry(second, who, "issued", recipients=(places.city,))
    receiving.sign(at(first, places.other_city), user=who.other_city_secretary)
    Organisation.objects.filter(pk=places.city.pk).update(until=date(2026, 11, 1), successor=places.other_city)
    engine.run_timers(now=factories.moment(20))
    merged = Receipt.objects.get(notice=first, status="recalled")
    assert (merged.organisation, merged.reason) == (places.city, "已并入团霁山市委，由其签收。")
    moved = Receipt.objects.get(notice=second)
    assert (moved.organisation, moved.status) == (places.other_city, "waiting")
    assert receiving.sign(moved, user=who.other_city_secretary).status == "signed"


def test_terms_for_signing_follow_the_calendar_while_they_run(places: SimpleNamespace, who: SimpleNamespace) -> None:
    shanghai = ZoneInfo("Asia/Shanghai")
    paper = factories.notice(places.youth, who.drafter)
    arrived = datetime(2026, 12, 31, 10, 0, tzinfo=shanghai)
    factories.carry(paper, who, "issued", recipients=(places.city, places.other_city), now=arrived)
    receipt, other = at(paper, places.city), at(paper, places.other_city)
    by_the_week = datetime(2027, 1, 4, 17, 30, tzinfo=shanghai)
    assert (receipt.due_at, receiving.is_guessed(receipt)) == (by_the_week, True)
    receiving.sign(other, user=who.other_city_secretary, now=arrived)
    days = {date(2027, 1, day): day == 3 for day in (1, 2, 3)} | {date(2027, 1, 4): False}
    set_arrangement(days, note="样例", by=who.sysadmin, year=2027)
    assert engine.run_timers(now=arrived).renewed >= 1
    receipt.refresh_from_db()
    other.refresh_from_db()
    assert receipt.due_at == datetime(2027, 1, 5, 17, 30, tzinfo=shanghai)
    assert not receiving.is_guessed(receipt)
    assert other.due_at == by_the_week  # signed: what was asked then stays
