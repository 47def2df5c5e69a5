"""Files that follow the sending, 盖章扫描件 above all: of one version, replaced until the unit has agreed."""

import pytest

from documents.files.receiving import RefusedFileError
from documents.submissions import supplementing
from tests.documents.submissions import making
from workflows import engine
from workflows.organisations.posts import posts


def test_the_sealed_scan_belongs_to_the_version_that_was_sent(pilot, places, who):
    paper = making.sent(pilot, places.county, who.county_drafter)
    scan = making.sealed(paper, who.county_drafter)
    assert (scan.version, [row.pk for row in supplementing.supplements(paper, "seal")]) == (1, [scan.pk])


def test_supply_refuses_what_is_no_scan(pilot, places, who):
    paper = making.sent(pilot, places.county, who.county_drafter)
    spec = pilot.form_version.parsed.by_key["seal"]
    with pytest.raises(RefusedFileError):
        supplementing.supply(paper, spec, making.pdf("盖章.docx", b""), actor=who.county_drafter)


def test_supply_stops_at_the_limit(pilot, places, who):
    paper = making.sent(pilot, places.county, who.county_drafter)
    for _page in range(5):
        making.sealed(paper, who.county_drafter)
    with pytest.raises(RefusedFileError) as caught:
        making.sealed(paper, who.county_drafter)
    assert str(caught.value) == "“盖章扫描件”最多5个，请先换下一个再传。"


def test_a_scan_is_replaced_before_the_unit_agrees_and_stays_afterwards(pilot, places, who):
    paper = making.sent(pilot, places.county, who.county_drafter)
    supplementing.replace(making.sealed(paper, who.county_drafter))
    assert supplementing.supplements(paper, "seal") == []
    scan = making.sealed(paper, who.county_drafter)
    making.act(paper, "agree", who.county_secretary)
    with pytest.raises(engine.Refused):
        supplementing.replace(scan)
    assert [row.pk for row in supplementing.supplements(paper, "seal")] == [scan.pk]


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("county_drafter", True),
        ("county_secretary", True),
        ("city_drafter", False),
        ("foreign_drafter", False),
        ("sysadmin", False),
    ],
)
def test_may_supply_is_for_the_unit(pilot, places, who, name, may):
    paper = making.sent(pilot, places.county, who.county_drafter)
    assert supplementing.may_supply(posts(getattr(who, name)), paper, making.case_of(paper)) == may


def test_nobody_supplies_before_the_sending(pilot, places, who):
    paper = making.filled(pilot, places.county, who.county_drafter)
    assert not supplementing.may_supply(posts(who.county_drafter), paper, making.case_of(paper))
