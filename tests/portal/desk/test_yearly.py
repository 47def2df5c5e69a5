"""与上年比 and 归档目录."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from documents.incoming.models import Incoming
from documents.notices.models import Artifact, IssuedNumber, Notice, NumberPool
from portal.desk import archive, yearly
from tests import factories
from tests.documents.incoming.making import act, outside
from workflows import engine


def sent(places, who, n, at, *, mark="团曦发", kind="通知"):
    """A paper that went out, numbered at that moment."""
    paper = factories.draft(places.youth, who.drafter, kind=kind, number=f"{mark}〔{at.year}〕{n}号")
    pool, _new = NumberPool.objects.get_or_create(organ=places.province, mark=mark, year=at.year)
    case = engine.start(paper, "issue", actor=who.drafter)
    engine.Instance.objects.filter(pk=case.pk).update(outcome="passed")
    return IssuedNumber.objects.create(pool=pool, n=n, notice=paper, at=at)


def received(places, who, at, status="closed"):
    return Incoming.objects.create(
        organ=places.province,
        year=at.year,
        sender="教育厅",
        title="某件事",
        received_at=at,
        status=status,
        registered_by=who.clerk,
    )


@pytest.fixture
def two_years(places, who):
    hours = [factories.moment(5, month=3).replace(year=year) for year in (2025, 2026, 2026)]
    for n, at in enumerate(hours, 1):
        sent(places, who, n, at)
    sent(places, who, 9, factories.moment(20, month=12).replace(year=2025), mark="团曦函", kind="函")
    received(places, who, hours[0])
    received(places, who, hours[1], "returned")


def told(line):
    return (line.label, line.now, line.before, line.whole, line.change)


def test_this_year_is_counted_against_the_same_days_of_last_year(places, two_years):
    found = yearly.comparison([places.province.pk], 2026, date(2026, 11, 19))
    assert told(found.sent) == ("发文", 2, 1, 2, "多1件")
    assert told(found.received) == ("收文", 0, 1, 1, "少1件")
    assert [told(line) for line in found.kinds] == [("函", 0, 0, 1, "持平"), ("通知", 2, 1, 1, "多1件")]
    assert [line.label for line in found.marks] == ["团曦函", "团曦发"]


def test_year_that_is_over_is_counted_whole(places, two_years):
    found = yearly.comparison([places.province.pk], 2025, date(2026, 11, 19))
    assert (found.until, told(found.sent)) == (None, ("发文", 2, 0, 0, "多2件"))
    assert yearly.years([places.province.pk], date(2026, 11, 19)) == [2026, 2025]


def test_papers_of_others_voided_numbers_and_unsent_ones_do_not_count(places, who, two_years):
    assert told(yearly.comparison([places.city.pk], 2026, date(2026, 11, 19)).sent)[1:4] == (0, 0, 0)
    row = sent(places, who, 10, factories.moment(6, month=3))
    IssuedNumber.objects.filter(pk=row.pk).update(status="voided")
    waiting = sent(places, who, 11, factories.moment(6, month=3))
    engine.Instance.objects.filter(subject_id=waiting.notice_id, process="issue").update(outcome="")
    assert yearly.comparison([places.province.pk], 2026, date(2026, 11, 19)).sent.now == 2


@pytest.fixture
def issued(places, who):
    paper = factories.notice(places.youth, who.drafter)
    factories.carry(paper, who, "issued", recipients=(places.city,))
    waiting = factories.notice(places.youth, who.drafter)
    factories.carry(waiting, who, "print")
    return Notice.objects.get(pk=paper.pk)


def test_archive_lists_what_went_out_with_pages_and_what_is_missing(places, who, issued):
    found = archive.listing([places.province.pk], 2026, archive.SENT)
    (piece,) = found.pieces
    assert (piece.number, piece.maker, piece.pages) == (issued.number, "共青团曦原省委", 2)
    assert (piece.remark, found.waiting) == ("缺盖章扫描件", 1)
    factories.printed(issued, who.sealkeeper, Artifact.Kind.SEALED_SCAN)
    (piece,) = archive.listing([places.province.pk], 2026, archive.SENT).pieces
    assert piece.missing == ""
    day = f"{issued.signed_on:%Y%m%d}"
    assert list(archive.table([piece])) == [(1, issued.number, "共青团曦原省委", issued.plain_title, day, 2, "")]


def test_archive_of_received_papers_goes_by_their_own_numbers(places, who):
    first, second = (
        outside(
            places.county, who.county_drafter, number=f"曦教〔2026〕{n}号", title=f"第{n}件", dated=date(2026, 1, n)
        )
        for n in (7, 5)
    )
    act(second, "settle", who.county_drafter)
    act(first, "settle", who.county_drafter)
    outside(places.county, who.county_drafter, number="", title="还在办")
    found = archive.listing([places.county.pk], first.year, archive.RECEIVED)
    assert [piece.title for piece in found.pieces] == ["第7件", "第5件"]
    assert (found.pieces[0].note, found.waiting) == (first.registered_number, 1)


@pytest.mark.parametrize("door", ["year/", "archive/", "archive/export/", "archive/print/"])
def test_doors_show_the_readers_own_organs(as_user, who, issued, door):
    browser = as_user(who.clerk)
    assert browser.get(f"/desk/register/{door}").status_code == 200
    stranger = as_user(who.city_clerk).get(f"/desk/register/{door}", follow=True)
    assert stranger.status_code == 200
    assert issued.number not in stranger.content.decode(errors="ignore")


def test_archive_page_and_its_sheet_say_the_same(as_user, who, issued):
    browser = as_user(who.office)
    response = browser.get("/desk/register/archive/?year=2026&part=sent")
    assert (response.context["count"], response.context["lacking"], response.context["waiting"]) == (1, 1, 1)
    sheet = load_workbook(BytesIO(browser.get(response.context["export_url"]).content)).active
    assert [cell.value for cell in sheet[2]][:2] == [1, issued.number]


@pytest.mark.parametrize("door", ["year/", "archive/"])
@pytest.mark.parametrize("rows", [1, 3])
def test_pages_take_the_same_queries_for_one_row_and_three(as_user, who, places, rows, door, django_assert_num_queries):
    for n in range(1, rows + 1):
        sent(places, who, n, factories.moment(5))
    browser = as_user(who.clerk)
    with django_assert_num_queries(7 if door == "year/" else 8):
        browser.get(f"/desk/register/{door}")
