"""合并: the successor sees and handles what a merged unit owed and had sent; nothing is asked twice, nothing is lost."""

from datetime import date
from types import SimpleNamespace

import pytest

from documents.submissions import compiling, filing, supplementing
from documents.submissions.calling import may_manage
from documents.submissions.duties import overseen, owed
from documents.submissions.filing import FilingError
from documents.submissions.models import Addressee, Call
from documents.submissions.progress import Standing, standings, units_of
from documents.submissions.succeeding import addressee_of, follow, papers_of
from tests import factories
from tests.documents.submissions import making
from workflows import engine
from workflows.organisations.models import Membership, Organisation
from workflows.organisations.moving import put_below
from workflows.organisations.posts import posts
from workflows.organisations.tree import followed, merged_into

CLOSED = date(2026, 11, 10)
LATER = factories.moment(20)


@pytest.fixture
def new(places: SimpleNamespace) -> SimpleNamespace:
    """团新县委, which no call asks yet, with two people."""
    organ = factories.organisation(
        "共青团新县委", under=places.city, level="county", short_name="团新县委", profile="small"
    )
    return SimpleNamespace(
        organ=organ,
        drafter=factories.holder("新干事", organ, "drafter", "clerk"),
        secretary=factories.holder("新书记", organ, "secretary"),
    )


def merge(old: Organisation, into: Organisation) -> None:
    """Close *old*: its posts end, and the timers do what follows."""
    Organisation.objects.filter(pk=old.pk).update(until=CLOSED, successor=into)
    Membership.objects.filter(organisation=old).update(until=CLOSED)
    engine.run_timers(now=LATER)


def asked(call: Call, organ: Organisation) -> Addressee | None:
    return Addressee.objects.filter(call=call, organ=organ).first()


def standing(call: Call, organ: Organisation) -> str:
    return next(row.standing for row in standings(units_of(call)) if row.organ.pk == organ.pk)


def test_successor_is_asked_instead_and_may_begin(pilot: Call, places: SimpleNamespace, new: SimpleNamespace) -> None:
    calling_row = asked(pilot, places.county)
    merge(places.county, new.organ)
    assert asked(pilot, places.county) is None
    assert asked(pilot, new.organ) == calling_row
    assert [row.call for row in owed([new.organ.pk])] == [pilot]
    assert filing.may_file(posts(new.drafter, LATER.date()), pilot, new.organ) is not None
    assert making.begun(pilot, new.organ, new.drafter).organ == new.organ


def test_paper_under_way_is_worked_by_the_successor_and_counts_for_it(
    pilot: Call, places: SimpleNamespace, who: SimpleNamespace, new: SimpleNamespace
) -> None:
    paper = making.sent(pilot, places.county, who.county_drafter)
    merge(places.county, new.organ)
    assert standing(pilot, new.organ) == Standing.REPORTED
    assert [row.instance_id for row in engine.worklist(new.secretary, now=LATER)] == [making.case_of(paper).pk]
    assert supplementing.may_supply(posts(new.drafter, LATER.date()), paper, making.case_of(paper))
    making.sealed(paper, new.drafter)
    making.act(paper, "agree", new.secretary, "同意报送。", now=LATER)
    paper.refresh_from_db()
    assert (paper.organ, making.case_of(paper).organ) == (places.county, new.organ)
    assert engine.verify(making.case_of(paper)) == []
    with pytest.raises(FilingError, match="已经报过1份"):
        filing.begin(pilot, new.organ, actor=new.drafter, now=LATER)
    assert addressee_of(paper).organ == new.organ


def test_unit_merged_into_one_that_is_asked_itself_is_let_off(
    pilot: Call, places: SimpleNamespace, who: SimpleNamespace
) -> None:
    merge(places.county, places.sister)
    row = asked(pilot, places.county)
    assert row is not None
    assert (row.is_exempt, row.exempt_reason) == (True, "已并入团萤田县委，由其一并报送。")
    assert [one.organ for one in owed([places.sister.pk])] == [places.sister]
    assert making.begun(pilot, places.sister, who.sister_drafter).organ == places.sister


def test_paper_of_a_unit_merged_into_one_that_is_asked_itself_goes_on_beside_its_own(
    pilot: Call, places: SimpleNamespace, who: SimpleNamespace
) -> None:
    paper = making.sent(pilot, places.county, who.county_drafter)
    own = making.begun(pilot, places.sister, who.sister_drafter)
    merge(places.county, places.sister)
    row = asked(pilot, places.county)
    assert row is not None
    assert not row.is_exempt
    assert {one.organ for one in owed([places.sister.pk])} == {places.county, places.sister}
    assert (standing(pilot, places.county), standing(pilot, places.sister)) == (Standing.REPORTED, Standing.MISSING)
    assert papers_of(pilot, places.sister) == [own]
    assert papers_of(pilot, places.county) == [paper]
    assert [one.instance_id for one in engine.worklist(who.sister_secretary, now=LATER)] == [making.case_of(paper).pk]


def test_own_report_of_a_merged_collector_is_the_successors(
    summary: Call, places: SimpleNamespace, who: SimpleNamespace, new: SimpleNamespace
) -> None:
    report = making.begun(summary, places.county, who.county_drafter)
    merge(places.county, new.organ)
    assert compiling.own_report(summary, new.organ) == report


def test_closed_call_keeps_the_units_that_it_asked(pilot: Call, places: SimpleNamespace, new: SimpleNamespace) -> None:
    Call.objects.filter(pk=pilot.pk).update(closed_at=factories.moment(9))
    merge(places.county, new.organ)
    assert asked(pilot, places.county) is not None
    assert [row.organ for row in owed([new.organ.pk])] == [places.county]


def test_following_twice_changes_nothing_more(pilot: Call, places: SimpleNamespace, new: SimpleNamespace) -> None:
    merge(places.county, new.organ)
    assert follow({places.county.pk: new.organ}, LATER) == 0


def test_host_that_takes_a_unit_over_is_not_asked_by_its_own_call(summary: Call, places: SimpleNamespace) -> None:
    merge(places.county, places.city)
    assert asked(summary, places.city) is None
    assert asked(summary, places.county) is not None


def test_call_of_a_merged_host_is_led_by_the_successor(summary: Call, places: SimpleNamespace) -> None:
    clerk = factories.holder("新市干事", places.other_city, "drafter")
    put_below(Organisation.objects.get(pk=places.county.pk), Organisation.objects.get(pk=places.other_city.pk))
    merge(places.city, places.other_city)
    summary.refresh_from_db()
    county = Organisation.objects.get(pk=places.county.pk)
    assert summary.organ == places.other_city
    assert may_manage(posts(clerk, LATER.date()), summary, county)
    assert summary in overseen([Organisation.objects.get(pk=places.other_city.pk)])
    assert filing.may_file(posts(clerk, LATER.date()), summary, county) is not None


def test_mergers_are_followed_through_any_number(places: SimpleNamespace, new: SimpleNamespace) -> None:
    for old, into in ((places.county, places.sister), (places.sister, new.organ)):
        Organisation.objects.filter(pk=old.pk).update(until=CLOSED, successor=into)
    assert merged_into([new.organ.pk], LATER.date()) == {places.county.pk, places.sister.pk}
    assert merged_into([new.organ.pk], date(2026, 11, 9)) == frozenset()
    assert followed(Organisation.objects.get(pk=places.county.pk), LATER.date()) == new.organ
    assert followed(places.foreign) == places.foreign
