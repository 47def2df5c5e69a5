"""Files of a submission: taken in and out of a draft, handed in after the sending, read by those who may."""

import pytest

from documents.files.kinds import Group
from documents.files.models import Upload
from documents.files.readers import may_read
from documents.files.receiving import RefusedFileError
from documents.submissions import attaching, drafting, finishing, supplementing
from tests.documents.submissions import making
from workflows import engine
from workflows.organisations.posts import posts


@pytest.fixture
def paper(typical, places, who):
    return making.begun(typical, places.township, who.township_secretary)


@pytest.fixture
def pictures(typical):
    return typical.form_version.parsed.by_key["pictures"]


def kept(paper, who):
    return drafting.open_draft(paper, who.township_secretary).answers.get("pictures", [])


def test_attach_keeps_files_in_the_order_in_which_they_came(paper, pictures, who):
    uploads = [
        attaching.attach(paper, who.township_secretary, pictures, making.picture(colour=colour), group=Group.PICTURE)
        for colour in ("red", "green")
    ]
    assert kept(paper, who) == [str(upload.pk) for upload in uploads]


def test_attach_refuses_one_too_many_and_keeps_nothing_of_it(paper, pictures, who):
    for colour in ("red", "green", "blue"):
        attaching.attach(paper, who.township_secretary, pictures, making.picture(colour=colour), group=Group.PICTURE)
    with pytest.raises(RefusedFileError) as caught:
        attaching.attach(paper, who.township_secretary, pictures, making.picture(), group=Group.PICTURE)
    assert (str(caught.value), Upload.objects.count()) == ("“图片”最多3个，已经有3个，请先删去一个再传。", 3)


def test_detach_erases_a_file_that_nothing_refers_to(paper, pictures, who):
    upload = attaching.attach(paper, who.township_secretary, pictures, making.picture(), group=Group.PICTURE)
    attaching.detach(paper, who.township_secretary, pictures, str(upload.pk))
    assert (kept(paper, who), Upload.objects.count(), upload.file.storage.exists(upload.file.name)) == ([], 0, False)


def test_detach_keeps_a_file_that_was_sent(typical, places, pictures, who):
    paper = making.filled(typical, places.township, who.township_secretary)
    upload = attaching.attach(paper, who.township_secretary, pictures, making.picture(), group=Group.PICTURE)
    finishing.finish(paper, actor=who.township_secretary)
    attaching.detach(paper, who.township_secretary, pictures, str(upload.pk))
    assert (kept(paper, who), Upload.objects.filter(pk=upload.pk).exists()) == ([], True)


def test_detach_of_an_unknown_file_changes_nothing(paper, pictures, who):
    attaching.attach(paper, who.township_secretary, pictures, making.picture(), group=Group.PICTURE)
    attaching.detach(paper, who.township_secretary, pictures, "nothing")
    assert len(kept(paper, who)) == 1


def test_files_are_read_by_those_who_may_see_the_paper(paper, pictures, who):
    upload = attaching.attach(paper, who.township_secretary, pictures, making.picture(), group=Group.PICTURE)
    readers = {
        name: may_read(getattr(who, name), upload)
        for name in ("township_secretary", "county_drafter", "foreign_drafter", "sysadmin", "teacher")
    }
    assert readers == {
        "township_secretary": True,
        "county_drafter": False,
        "foreign_drafter": False,
        "sysadmin": False,
        "teacher": False,
    }


def test_the_county_reads_the_files_once_the_paper_has_come_up(typical, places, pictures, who):
    paper = making.filled(typical, places.township, who.township_secretary)
    upload = attaching.attach(paper, who.township_secretary, pictures, making.picture(), group=Group.PICTURE)
    finishing.finish(paper, actor=who.township_secretary)
    while making.case_of(paper).state != "county":
        state = making.case_of(paper).state
        making.act(paper, {"draft": "submit", "unit_agree": "agree"}[state], who.township_secretary)
    assert (may_read(who.county_secretary, upload), may_read(who.foreign_secretary, upload)) == (True, False)


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
