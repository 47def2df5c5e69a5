"""来文: whoever signs for an organ learns that a paper arrived."""

import pytest

from documents.incoming import receiving
from documents.incoming.announcing import ARRIVED, arrived
from tests import factories
from workflows.notifications import delivery
from workflows.notifications.models import Notification


@pytest.fixture
def paper(places, who):
    made = factories.notice(places.youth, who.drafter)
    factories.carry(made, who, "issued", recipients=(places.city, places.other_city))
    return made


def told(paper):
    return {message.user.name for message in arrived(paper.pk)}


def test_office_is_told_where_there_is_one_and_everybody_who_receives_where_there_is_none(paper, who, places):
    factories.holder("文书小周", factories.department("办公室", places.city), "clerk")
    assert told(paper) == {"丁小满", "白景行", "文书小周", "萧山月"}


def test_who_signed_already_is_not_disturbed_any_more(paper, who, places):
    receiving.sign(paper.receipts.get(organisation=places.city), user=who.city_secretary)
    assert told(paper) == {"萧山月"}


def test_arrival_says_from_whom_and_until_when_and_leads_to_the_paper(paper, who, places):
    (message,) = (one for one in arrived(paper.pk) if one.user == who.city_clerk)
    receipt = paper.receipts.get(organisation=places.city)
    assert message.title == f"来文：{paper.plain_title}"
    assert "团省委 团曦" in message.body
    assert "前签收。" in message.body
    assert message.url == f"/desk/incoming/{receipt.pk}/"


def test_sending_out_tells_each_once(paper, who):
    delivery.deliver()
    delivery.deliver()
    desk = Notification.objects.filter(topic=ARRIVED, key=paper.pk, channel="desk")
    assert sorted(desk.values_list("user__name", flat=True)) == ["丁小满", "白景行", "萧山月"]


@pytest.mark.parametrize("more", [0, 2])
def test_arrival_asks_the_same_for_two_organs_and_for_four(places, who, more, django_assert_num_queries):
    made = factories.notice(places.youth, who.drafter)
    extra = (places.county, places.sister)[:more]
    factories.carry(made, who, "issued", recipients=(places.city, places.other_city, *extra))
    with django_assert_num_queries(2):
        assert told(made)
