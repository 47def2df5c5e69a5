"""Papers from outside in the index: found by those who may see them, never by others, and gone when erased."""

from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from docx import Document

from documents.incoming import registering, searching
from documents.incoming.erasing import erase_incoming
from documents.incoming.models import Incoming
from documents.incoming.reading import may_see
from documents.search.finding import find
from documents.search.indexing import catch_up, rebuild
from documents.search.models import Entry
from tests.documents.incoming.making import act, issued, key_of, outside, plan, signed


def entered(places: SimpleNamespace, who: SimpleNamespace) -> Incoming:
    """A letter to the county with a Word file."""
    document, out = Document(), BytesIO()
    document.add_paragraph("请各校核对课后服务人数，雨雪天气提前放学。")
    document.save(out)
    file = ContentFile(out.getvalue(), name="征求意见稿.docx")
    uploads = registering.take_files([file], user=who.county_drafter, organ=places.county)
    fields = {
        "sender": "鹭汀县教育局",
        "number": "鹭教函〔2026〕18号",
        "title": "关于征求农村学校课后服务安排意见的函",
    }
    row = registering.register(places.county, user=who.county_drafter, fields=fields, uploads=uploads)
    catch_up()
    return row


@pytest.mark.parametrize(
    "query", ["课后", "服务安排", "教育局", "鹭教函〔2026〕18号", "征求意见稿", "雨雪", "提前放学", "教育局 雨雪"]
)
def test_title_sender_number_and_text_of_the_file_are_found(places, who, query):
    row = entered(places, who)
    assert find(Incoming, query) == [row.pk]
    assert find(Incoming, f"{query} 篮球") == []


def test_a_paper_that_came_through_the_system_is_not_indexed_twice(places, who):
    row = signed(issued(places, who), places.city, who.city_clerk)
    catch_up()
    rebuild()
    assert find(Incoming, row.title[2:6]) == []


@pytest.mark.parametrize(
    ("reader", "may"),
    [
        ("county_drafter", True),
        ("county_secretary", True),
        ("sister_drafter", False),
        ("foreign_drafter", False),
        ("city_secretary", False),
        ("secretary", False),
        ("township_secretary", False),
        ("sysadmin", False),
        ("auditor", False),
    ],
)
def test_only_who_may_see_the_paper_finds_it(places, who, reader, may):
    row, person = entered(places, who), getattr(who, reader)
    assert may_see(person, row) is may
    assert searching.seen(person, [row.pk]) == ({row.pk} if may else set())


def test_who_is_asked_to_deal_with_it_finds_it_from_then_on(places, who):
    row = outside(places.city, who.city_clerk)
    helper = who.city_drafter
    before = searching.seen(helper, [row.pk])
    plan(row, who.city_reviewer, leads=[key_of(places.city, helper.name)])
    act(row, "assign", who.city_reviewer)
    assert searching.seen(helper, [row.pk]) == {row.pk}
    assert before == ({row.pk} if may_see(helper, row) else set())


def test_erased_paper_is_found_no_more(places, who):
    row = entered(places, who)
    erase_incoming(row)
    catch_up()
    assert (find(Incoming, "课后"), find(Incoming, "雨雪")) == ([], [])
    assert not Entry.objects.filter(words__contains="雨雪").exists()
