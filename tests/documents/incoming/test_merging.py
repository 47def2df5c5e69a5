"""合并: what a merged organ was dealing with stands in the successor's book, and what it closed stays to be read there."""

from datetime import date
from types import SimpleNamespace

from documents.incoming import book, handling, numbering, reading
from documents.incoming.models import Incoming
from tests import factories
from tests.documents.incoming import making
from workflows import engine
from workflows.organisations.models import Membership, Organisation

CLOSED = date(2026, 11, 10)
LATER = factories.moment(20)


def merge(old: Organisation, into: Organisation) -> None:
    Organisation.objects.filter(pk=old.pk).update(until=CLOSED, successor=into)
    Membership.objects.filter(organisation=old).update(until=CLOSED)
    engine.run_timers(now=LATER)


def test_paper_in_hand_goes_on_at_the_successor_under_its_own_number(
    places: SimpleNamespace, who: SimpleNamespace
) -> None:
    clerk = factories.holder("新文书", places.other_city, "clerk")
    own, paper = making.outside(places.other_city, clerk), making.outside(places.city, who.city_clerk)
    for one in (own, paper):
        numbering.allocate(one)
    merge(places.city, places.other_city)
    paper.refresh_from_db()
    assert (paper.organ, paper.registered_number) == (places.other_city, f"收〔{paper.year}〕2号")
    assert paper.note == f"原团澈湖市委收〔{paper.year}〕1号"
    assert reading.may_see(who.other_city_secretary, paper)
    assert not reading.may_see(who.foreign_secretary, paper)
    case = handling.case_of(paper)
    assert (case.organ, engine.verify(case)) == (places.other_city, [])
    assert case.pk in [row.instance_id for row in engine.worklist(clerk, now=LATER)]


def test_closed_papers_stay_in_the_old_book_which_the_successor_reads(
    places: SimpleNamespace, who: SimpleNamespace
) -> None:
    paper = making.outside(places.city, who.city_clerk)
    Incoming.objects.filter(pk=paper.pk).update(status=Incoming.Status.CLOSED, n=7)
    merge(places.city, places.other_city)
    paper.refresh_from_db()
    assert (paper.organ, paper.n, paper.note) == (places.city, 7, "")
    mine = reading.organs(who.other_city_secretary)
    assert set(mine) == {places.city.pk, places.other_city.pk}
    assert paper in set(book.entries(list(mine), book.Wanted()))
    assert places.city.pk not in reading.organs(who.foreign_secretary)
