"""签收与落实: who sees which part of the tree, what it counts, and what it costs."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from documents.incoming import comparing, following, forwarding, receiving
from documents.incoming.branching import branches, counted
from documents.incoming.cascade import tree
from documents.incoming.forwarding import Mode
from documents.incoming.models import Incoming, Receipt
from documents.notices.models import Notice
from tests import factories
from tests.documents.incoming.making import act, issued, signed
from workflows.notifications.models import Notification
from workflows.organisations.models import Organisation


@pytest.fixture
def cascade(places: SimpleNamespace, who: SimpleNamespace) -> SimpleNamespace:
    """The province's paper, forwarded by the city, carried out in its own words by the county, signed by a township."""
    top = issued(places, who)
    city = forwarding.compose(signed(top, places.city, who.city_clerk), Mode.FORWARD, user=who.city_drafter)
    factories.carry(city, who, "issued", route=factories.CITY_ROUTE, recipients=(places.county, places.sister))
    city = Notice.objects.get(pk=city.pk)
    county = forwarding.compose(signed(city, places.county, who.county_drafter), Mode.OWN, user=who.county_drafter)
    route = factories.COUNTY_ROUTE
    factories.carry(county, who, "issued", route=route, recipients=(places.township, places.other_township))
    county = Notice.objects.get(pk=county.pk)
    signed(county, places.township, who.township_secretary)
    return SimpleNamespace(top=top, city=city, county=county)


def names(user: Any, paper: Notice, at: Organisation | None = None) -> list[str] | None:
    view = following.look(user, paper, str(at.pk) if at else "")
    return None if view is None else [str(row.organisation) for row in following.receipts(view)]


def test_issuer_walks_down_the_whole_tree(
    cascade: SimpleNamespace, places: SimpleNamespace, who: SimpleNamespace
) -> None:
    assert names(who.clerk, cascade.top) == ["团澈湖市委", "团霁山市委"]
    assert names(who.clerk, cascade.top, places.city) == ["团鹭汀县委", "团萤田县委"]
    assert names(who.clerk, cascade.top, places.county) == ["晚渡镇团委", "芦哨镇团委"]
    assert names(who.clerk, cascade.top, places.other_city) == []


def test_each_level_sees_its_own_part_only(
    cascade: SimpleNamespace, places: SimpleNamespace, who: SimpleNamespace
) -> None:
    assert names(who.city_clerk, cascade.top) == ["团鹭汀县委", "团萤田县委"]
    assert names(who.city_clerk, cascade.top, places.county) == ["晚渡镇团委", "芦哨镇团委"]
    for foreign in (places.province, places.other_city, places.foreign):
        assert names(who.city_clerk, cascade.top, foreign) is None
    assert names(who.county_secretary, cascade.city) == ["晚渡镇团委", "芦哨镇团委"]
    assert names(who.county_secretary, cascade.city, places.sister) is None


@pytest.mark.parametrize(
    "stranger", ["county_secretary", "foreign_drafter", "township_secretary", "sysadmin", "auditor"]
)
def test_who_neither_issued_nor_received_sees_nothing(
    cascade: SimpleNamespace, who: SimpleNamespace, stranger: str
) -> None:
    assert names(getattr(who, stranger), cascade.top) is None
    assert following.look(getattr(who, stranger), cascade.top, "x") is None


def test_numbers_and_the_overdue(cascade: SimpleNamespace, who: SimpleNamespace) -> None:
    view = following.look(who.clerk, cascade.top)
    assert view is not None
    rows = following.receipts(view)
    later = timezone.now() + timedelta(days=30)
    assert following.counts(rows, timezone.now()) == {
        "total": 2,
        "opened": 1,
        "signed": 1,
        "waiting": 1,
        "overdue": 0,
        "returned": 0,
        "closed": 0,
        "passed": 1,
    }
    assert following.counts(rows, later)["overdue"] == 1
    assert [str(row.organisation) for row in following.narrowed(rows, "overdue", later)] == ["团霁山市委"]


def test_row_says_by_which_paper_and_when_it_was_passed_on(cascade: SimpleNamespace, who: SimpleNamespace) -> None:
    view = following.look(who.clerk, cascade.top)
    assert view is not None
    first, second = following.rows_of(list(following.receipts(view)), timezone.now())
    assert first.passed is not None
    assert (first.passed.notice, first.passed.days, first.passed.total, first.passed.signed) == (cascade.city, 0, 2, 1)
    assert second.passed is None


def test_issuer_sees_who_is_done_and_with_which_answer(
    cascade: SimpleNamespace, places: SimpleNamespace, who: SimpleNamespace
) -> None:
    paper = Incoming.objects.get(organ=places.township)
    act(paper, "settle", who.township_secretary, "小屋已开放两次。")
    view = following.look(who.clerk, cascade.top, str(places.county.pk))
    assert view is not None
    rows = following.with_handling(following.receipts(view))
    done, waiting = following.rows_of(list(rows), timezone.now())
    assert done.handled is not None
    assert (done.handled.title, done.handled.closed_at is None) == ("已办结", False)
    assert waiting.handled is None
    assert list(following.narrowed(rows, "closed", timezone.now())) == [done.receipt]
    assert following.counts(rows, timezone.now())["closed"] == 1


def test_tree_shows_each_level_with_its_own_paper(
    cascade: SimpleNamespace, places: SimpleNamespace, who: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    Receipt.objects.filter(organisation=places.county).update(arrived_at=timezone.now() - timedelta(days=3))
    view = following.look(who.clerk, cascade.top)
    assert view is not None
    with django_assert_num_queries(3):  # a level each, and the one below the last
        (city,) = tree(view)
    (county,) = city.below
    assert [(one.notice, one.days, one.signed, one.total) for one in (city, county)] == [
        (cascade.city, 0, 1, 2),
        (cascade.county, 3, 1, 2),
    ]
    assert county.below == []


def test_tree_of_a_level_between_begins_below_it(cascade: SimpleNamespace, who: SimpleNamespace) -> None:
    view = following.look(who.city_clerk, cascade.top)
    assert view is not None
    assert [node.notice for node in tree(view)] == [cascade.county]


def test_paper_that_cites_without_having_been_received_is_no_branch(
    cascade: SimpleNamespace, places: SimpleNamespace, who: SimpleNamespace
) -> None:
    own = factories.notice(places.foreign, who.foreign_drafter, parent=cascade.top)
    Receipt.objects.create(notice=own, organisation=places.township, part="main", arrived_at=timezone.now())
    view = following.look(who.clerk, cascade.top)
    assert view is not None
    assert [node.notice for node in tree(view)] == [cascade.city]


def test_branches_gather_what_was_sent_past_a_level(places: SimpleNamespace, who: SimpleNamespace) -> None:
    paper = issued(places, who, places.city, places.county, places.sister, places.foreign)
    signed(paper, places.county, who.county_drafter)
    view = following.look(who.clerk, paper)
    assert view is not None
    now = timezone.now()
    counts, numbers = counted(view, now)
    assert [(str(one.organ), one.total, one.signed) for one in branches(view, numbers)] == [("团澈湖市委", 3, 1)]
    assert counts == following.counts(following.receipts(view), now)


@pytest.mark.parametrize("status", ["", "x", *sorted(following.STATUSES)])
def test_lines_at_hand_are_narrowed_as_the_database_narrows_them(
    places: SimpleNamespace, who: SimpleNamespace, status: str
) -> None:
    paper = issued(places, who, places.city, places.county, places.sister, places.foreign)
    closed = signed(paper, places.county, who.county_drafter)
    Incoming.objects.filter(pk=closed.pk).update(status=Incoming.Status.CLOSED, closed_at=timezone.now())
    receiving.send_back(paper.receipts.get(organisation=places.sister), user=who.sister_drafter, reason="发错了单位")
    paper.receipts.filter(organisation=places.city).update(due_at=timezone.now() - timedelta(days=1))
    view, now = following.look(who.clerk, paper), timezone.now()
    assert view is not None
    every = following.with_handling(following.receipts(view))
    at_hand = [row.receipt for row in following.rows_of(list(every), now) if following.fits(row, status)]
    assert at_hand == list(following.narrowed(every, status, now))


def test_forwarded_text_is_compared_with_the_attachment_and_an_own_paper_with_its_body(
    cascade: SimpleNamespace,
) -> None:
    forwarded = comparing.compared(cascade.top, cascade.city)
    (terms,) = forwarded.differences
    told = [(span.kind, span.text) for span in terms.spans if span.kind != "same"]
    assert (forwarded.forwarded, told) == (True, [("deleted", "18"), ("inserted", "16")])
    own = comparing.compared(cascade.city, cascade.county)
    assert not own.forwarded
    assert "标题" in [one.title for one in own.differences]
    assert comparing.source_of(cascade.county, cascade.top) == cascade.city
    assert comparing.source_of(cascade.top, cascade.county) is None


def test_reminder_reaches_the_unsigned_once_a_day(cascade: SimpleNamespace, who: SimpleNamespace) -> None:
    view = following.look(who.clerk, cascade.top)
    assert view is not None
    assert following.remind(view, url="/desk/incoming/") == 1
    following.remind(view, url="/desk/incoming/")
    told = Notification.objects.filter(kind="remind", channel="desk")
    assert [row.user for row in told] == [who.other_city_secretary]


def test_three_thousand_recipients_cost_the_queries_of_one(
    places: SimpleNamespace, who: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    paper = issued(places, who)
    root = Organisation.objects.get(pk=places.city.pk)
    Organisation.objects.bulk_create(
        Organisation(
            path=f"{root.path}{place:04d}",
            depth=root.depth + 1,
            name=f"第{place}县团委",
            code=f"X{place}",
            level="county",
        )
        for place in range(1000, 4000)
    )
    organs = Organisation.objects.filter(code__startswith="X").values_list("pk", flat=True)
    now = timezone.now()
    Receipt.objects.bulk_create(
        [Receipt(notice=paper, organisation_id=pk, part="main", arrived_at=now, due_at=now) for pk in organs]
    )
    with django_assert_max_num_queries(11):
        view = following.look(who.clerk, paper)
        assert view is not None
        rows = following.receipts(view)
        counts, numbers = counted(view, now)
        assert counts["total"] == 3002
        assert len(following.rows_of(list(rows[:50]), now)) == 50
        assert [one.total for one in branches(view, numbers)] == [3001]


def test_papers_files_go_down_with_it_and_no_further(cascade: SimpleNamespace, who: SimpleNamespace) -> None:
    assert receiving.may_read(who.township_secretary, cascade.county)
    assert not receiving.may_read(who.township_secretary, cascade.top)
