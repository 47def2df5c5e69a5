"""签收与落实 on the desk."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from documents.incoming.models import Receipt
from tests import factories
from tests.documents.incoming.making import issued, signed
from workflows.organisations.models import Organisation


def test_page_names_who_signed_and_who_did_not(as_user, who, places):
    paper = issued(places, who)
    signed(paper, places.city, who.city_clerk)
    response = as_user(who.clerk).get(f"/desk/notices/{paper.pk}/receipts/")
    assert [(tally.label, tally.number) for tally in response.context["tallies"]] == [
        ("已签收", 1),
        ("未签收", 1),
        ("逾期未签", 0),
        ("已退文", 0),
    ]
    assert "团霁山市委" in response.context["reminder"]
    assert "团澈湖市委" not in response.context["reminder"]


def test_ready_text_says_until_when_and_where_to_sign(as_user, who, places):
    paper = issued(places, who)
    browser = as_user(who.clerk)
    due = timezone.now() + timedelta(days=2)
    Receipt.objects.update(due_at=due)
    address, day = f"/desk/notices/{paper.pk}/receipts/", date_format(timezone.localtime(due), "n月j日H:i")
    text = browser.get(address).context["reminder"]
    assert f"请于{day}前签收。尚未签收的单位：团澈湖市委、团霁山市委。" in text
    assert text.endswith("签收地址：http://testserver/desk/incoming/")
    Receipt.objects.update(due_at=timezone.now() - timedelta(days=1))
    assert "已过，请尽快签收。" in browser.get(address).context["reminder"]


def test_urging_names_the_units_where_nobody_can_be_told(as_user, who, places):
    paper = issued(places, who, places.city, places.civil)
    response = as_user(who.clerk).post(f"/desk/notices/{paper.pk}/receipts/remind/", follow=True)
    told, vacant = map(str, response.context["messages"])
    assert told.startswith("已提醒1个单位签收")
    assert vacant.startswith("有1个单位没有人在岗")
    assert "曦原省民政厅" in vacant


def test_status_narrows_the_list(as_user, who, places):
    paper = issued(places, who)
    signed(paper, places.city, who.city_clerk)
    response = as_user(who.clerk).get(f"/desk/notices/{paper.pk}/receipts/?status=waiting")
    assert [str(row["receipt"].organisation) for row in response.context["rows"]] == ["团霁山市委"]


def test_urging_tells_how_many_were_told(as_user, who, places):
    paper = issued(places, who)
    response = as_user(who.clerk).post(f"/desk/notices/{paper.pk}/receipts/remind/", follow=True)
    assert "已提醒2个单位签收" in str(next(iter(response.context["messages"])))


@pytest.mark.parametrize("door", ["", "export/", "sheet/"])
def test_doors_are_open_to_issuer_and_recipient_and_closed_to_others(as_user, who, places, door):
    paper = issued(places, who)
    address = f"/desk/notices/{paper.pk}/receipts/{door}"
    assert as_user(who.clerk).get(address).status_code == 200
    assert as_user(who.city_clerk).get(address, follow=True).status_code == 200
    assert as_user(who.county_secretary).get(address).status_code == 404
    assert as_user(who.clerk).get(f"{address}?at={places.foreign.pk + 9999}").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_page_takes_the_same_queries_for_one_row_and_three(as_user, who, places, rows, django_assert_num_queries):
    recipients = (places.city, places.other_city, places.county)[:rows]
    paper = issued(places, who, *recipients)
    browser = as_user(who.clerk)
    with django_assert_num_queries(10):
        browser.get(f"/desk/notices/{paper.pk}/receipts/?status=waiting")


def test_local_changes_are_shown_to_who_may_read_the_local_paper(as_user, who, places):
    paper = issued(places, who)
    child = factories.notice(places.county, who.county_drafter, parent=paper, title="关于本县安排的通知")
    assert as_user(who.clerk).get(f"/desk/notices/{paper.pk}/receipts/changes/{child.pk}/").status_code == 404
    factories.carry(child, who, "issued", route=factories.COUNTY_ROUTE, recipients=(places.township,))
    response = as_user(who.clerk).get(f"/desk/notices/{paper.pk}/receipts/changes/{child.pk}/")
    assert response.status_code == 200
    assert "<ins>" in response.content.decode()
    assert as_user(who.foreign_drafter).get(f"/desk/notices/{paper.pk}/receipts/changes/{child.pk}/").status_code == 404


def test_list_stays_within_fifteen_queries_when_everybody_passed_it_on(as_user, who, places, django_assert_num_queries):
    paper = issued(places, who, places.city, places.other_city)
    for place, author in ((places.city, who.city_drafter), (places.other_city, who.drafter)):
        own = factories.notice(place, author, parent=paper)
        Receipt.objects.create(notice=own, organisation=places.township, part="main", arrived_at=timezone.now())
    browser = as_user(who.clerk)
    with django_assert_num_queries(10):
        response = browser.get(f"/desk/notices/{paper.pk}/receipts/")
    assert all(row["changes_url"] for row in response.context["rows"])


@pytest.mark.parametrize("rows", [1, 3])
def test_tree_takes_the_same_queries_for_one_row_and_three(as_user, who, places, rows, django_assert_num_queries):
    paper = issued(places, who, places.city, places.county, places.foreign)
    for place, author in [
        (places.county, who.county_drafter),
        (places.foreign, who.foreign_drafter),
        (places.city, who.city_drafter),
    ][:rows]:
        own = factories.notice(place, author, parent=paper)
        Receipt.objects.create(notice=own, organisation=places.township, part="main", arrived_at=timezone.now())
    browser = as_user(who.clerk)
    with django_assert_num_queries(10):
        response = browser.get(f"/desk/notices/{paper.pk}/receipts/?show=tree")
    assert len(response.context["forest"]) == rows


def test_part_of_many_recipients_takes_fifteen_queries_for_whoever_received_the_paper(
    as_user, who, places, django_assert_max_num_queries
):
    paper = issued(places, who, places.city, places.other_city)
    county = Organisation.objects.get(pk=places.county.pk)
    for number in range(52):
        town = factories.organisation(f"第{number}镇团委", under=county, level="township", code=f"9901210{number + 10}")
        Receipt.objects.create(notice=paper, organisation=town, part="main", arrived_at=timezone.now())
        county.refresh_from_db()
    for query in (f"?at={places.city.pk}", f"?at={places.county.pk}"):
        browser = as_user(who.city_clerk)
        with django_assert_max_num_queries(15):
            page = browser.get(f"/desk/notices/{paper.pk}/receipts/{query}")
        assert page.context["page_obj"].has_next
