"""Lists of the desk that have no test of their costs beside them: as many queries for three rows as for one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents.incoming.models import Receipt
from documents.notices.authority import SigningAuthority
from tests import factories
from workflows import engine
from workflows.organisations.models import Membership

MOST = 15


@pytest.fixture
def costs(as_user):
    """`costs(reader, address, more)`: the queries of the page, once for each call of *more* with how many rows to add."""

    def count(reader, address, more):
        browser, counted = as_user(reader), []
        for rows in (1, 2):
            more(rows)
            browser.get(address)
            with CaptureQueriesContext(connection) as seen:
                assert browser.get(address).status_code == 200
            counted.append(len(seen))
        return counted

    return count


def returned(places, who):
    def more(rows):
        for _row in range(rows):
            case = factories.carry(factories.notice(places.youth, who.drafter), who, "check")
            engine.act(engine.Action(case.pk, "return", who.reviewer, opinion="请改。", params={"to": "draft"}))

    return who.drafter, more


def finished(places, who):
    def more(rows):
        for _row in range(rows):
            case = factories.carry(factories.notice(places.youth, who.drafter), who, "check")
            engine.act(engine.Action(case.pk, "@stop", who.office, opinion="不发了。"))

    return who.drafter, more


def issued_below(places, who):
    def more(rows):
        for _row in range(rows):
            factories.carry(
                factories.notice(places.county, who.county_drafter), who, "issued", route=factories.COUNTY_ROUTE
            )

    return who.city_drafter, more


def shared(places, who):
    def more(rows):
        for _row in range(rows):
            paper = factories.notice(places.county, who.county_drafter)
            engine.share(who.county_drafter, paper, who.foreign_secretary)

    return who.foreign_secretary, more


def sent_back(places, who):
    def more(rows):
        for number in range(rows):
            paper = factories.notice(places.youth, who.drafter, title=f"关于第{number}件事的通知")
            factories.carry(paper, who, "issued", recipients=(places.city,))
        Receipt.objects.update(status=Receipt.Status.RETURNED, signed_at=timezone.now(), reason="发错了单位")

    return who.city_clerk, more


def lent(places, who):
    today = timezone.localdate()
    takers = iter((who.deputy, who.clerk, who.office))

    def more(rows):
        for _row in range(rows):
            post = Membership.objects.filter(user=who.reviewer).get()
            factories.delegation(post, next(takers), since=today, until=today + timedelta(days=3))

    return who.reviewer, more


def authorised(places, who):
    def more(rows):
        for _row in range(rows):
            SigningAuthority.objects.create(
                membership=Membership.objects.get(user=who.deputy), kinds=["函"], basis="会议", proposed_by=who.office
            )

    return who.office, more


@pytest.mark.parametrize(
    ("address", "world"),
    [
        ("/desk/?only=returned", returned),
        ("/desk/mine/?tab=finished", finished),
        ("/desk/mine/?tab=within", issued_below),
        ("/desk/mine/?tab=shared", shared),
        ("/desk/incoming/?tab=returned", sent_back),
        ("/desk/me/", lent),
        ("/desk/authority/", authorised),
    ],
)
def test_list_asks_the_same_for_one_row_and_three(places, who, costs, address, world):
    reader, more = world(places, who)
    one, three = costs(reader, address, more)
    assert one == three <= MOST
