"""来文登记, 收文登记簿 and 文件处理笺."""

from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile

from documents.files.readers import may_read as may_read_file
from documents.incoming import book, handling, registering
from documents.incoming.models import Incoming
from documents.incoming.slip import context, print_slip
from tests.documents.incoming.making import act, issued, key_of, outside, plan, signed


def test_paper_from_outside_is_registered_at_once_and_goes_the_same_way(
    places: SimpleNamespace, who: SimpleNamespace
) -> None:
    row = outside(places.city, who.city_clerk)
    assert row.registered_number == f"收〔{row.year}〕1号"
    assert handling.case_of(row).state_title == "拟办"
    assert handling.case_of(outside(places.county, who.county_drafter)).state_title == "登记拟办"


@pytest.mark.parametrize("stranger", ["foreign_drafter", "liaison", "sysadmin", "auditor"])
def test_only_people_who_receive_for_the_organ_enter_papers(
    places: SimpleNamespace, who: SimpleNamespace, stranger: str
) -> None:
    with pytest.raises(PermissionError):
        outside(places.county, getattr(who, stranger))
    assert not Incoming.objects.exists()


def test_same_sender_and_number_are_recognised_however_written(places: SimpleNamespace, who: SimpleNamespace) -> None:
    row = outside(places.county, who.county_drafter, number="曦教函[2026] 7号")
    assert row.number == "曦教函〔2026〕7号"
    assert registering.same(places.county, " 曦原省教育厅", "曦教函（2026）7号") == row
    assert registering.same(places.county, "曦原省民政厅", row.number) is None
    assert registering.same(places.sister, row.sender, row.number) is None
    assert registering.same(places.county, row.sender, "") is None


def test_scan_belongs_to_the_paper_and_to_its_readers_only(places: SimpleNamespace, who: SimpleNamespace) -> None:
    (upload,) = registering.take_files([_png()], user=who.county_drafter, organ=places.county)
    fields = {"sender": "曦原省教育厅", "title": "关于做好校园安全工作的函"}
    row = registering.register(places.county, user=who.county_drafter, fields=fields, uploads=[upload])
    assert handling.files(row) == [upload]
    upload.refresh_from_db()
    assert may_read_file(who.county_secretary, upload)
    assert not may_read_file(who.foreign_drafter, upload)
    assert not may_read_file(who.secretary, upload)


def _png() -> ContentFile:
    from io import BytesIO

    from PIL import Image

    stream = BytesIO()
    Image.new("RGB", (20, 20), "white").save(stream, "PNG")
    return ContentFile(stream.getvalue(), name="扫描.png")


def test_book_filters_and_counts(places: SimpleNamespace, who: SimpleNamespace) -> None:
    first = outside(places.county, who.county_drafter)
    second = outside(
        places.county, who.county_drafter, sender="鹭汀县民政局", number="", title="关于核对数据的通知", kind="通知"
    )
    act(second, "settle", who.county_drafter)
    Incoming.objects.filter(pk=first.pk).update(due_on="2026-01-05")
    outside(places.sister, who.sister_drafter)
    organs = [places.county.pk]

    def found(**wanted: str) -> list[str]:
        return [row.title for row in book.entries(organs, book.Wanted(**wanted))]

    assert found() == [second.title, first.title]
    assert found(status="closed") == found(kind="通知") == found(text="民政局") == [second.title]
    assert found(term="late") == found(status="open") == found(term="set") == [first.title]
    assert found(year="2001") == []
    assert book.counts(book.entries(organs, book.Wanted())) == {
        "total": 2,
        "open": 1,
        "late": 1,
        "closed": 1,
        "returned": 0,
    }


def test_exported_line_names_number_sender_step_and_who_leads(places: SimpleNamespace, who: SimpleNamespace) -> None:
    row = outside(places.county, who.county_drafter)
    plan(row, who.county_drafter, leads=[key_of(places.county, "孟云舒")])
    (line,) = book.table(book.entries([places.county.pk], book.Wanted()))
    assert line[0] == row.registered_number
    assert (line[2], line[3], line[9], line[13]) == ("曦原省教育厅", "曦教函〔2026〕7号", "孟云舒", "登记拟办")


def test_slip_gathers_what_everybody_wrote(places: SimpleNamespace, who: SimpleNamespace) -> None:
    row = signed(issued(places, who, places.county), places.county, who.county_drafter)
    plan(row, who.county_drafter, leads=[key_of(places.county, "唐小禾")], readers=[key_of(places.county, "孟云舒")])
    act(row, "intake_pass", who.county_drafter, "拟请书记阅示。")
    act(row, "instruct_pass", who.county_secretary, "请抓好落实。")
    row.refresh_from_db()
    shown = context(row)
    assert [(one.name, one.text) for one in shown["advice"]] == [("唐小禾", "拟请书记阅示。")]
    assert [(one.name, one.text) for one in shown["orders"]] == [("孟云舒", "请抓好落实。")]
    assert [(one.name, one.day) for one in shown["readers"]] == [("孟云舒", None)]
    assert print_slip(row).pages == 1


@pytest.mark.parametrize(("button", "words"), [("assign", "直接交办。"), ("settle", "办结。")])
def test_slip_names_what_was_done_where_nothing_was_written(
    places: SimpleNamespace, who: SimpleNamespace, button: str, words: str
) -> None:
    row = outside(places.county, who.county_drafter, title="关于核对数据的通知", kind="通知")
    plan(row, who.county_drafter, leads=[key_of(places.county, "孟云舒")])
    act(row, button, who.county_drafter)
    row.refresh_from_db()
    assert [(one.name, one.text) for one in context(row)["advice"]] == [("唐小禾", words)]


def test_slip_of_a_paper_nobody_dealt_with_is_empty_paper(places: SimpleNamespace, who: SimpleNamespace) -> None:
    row = signed(issued(places, who, places.education), places.education, who.liaison)
    assert context(row)["advice"] == []
    assert print_slip(row).pages == 1
