"""From a reading to a draft: a text that is issued or passed on becomes a document of its own behind the cover."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.urls import reverse

from documents.notices import importing
from documents.notices.blocks import passages
from documents.notices.enclosing import behind, taken_apart, with_list
from documents.notices.models import Notice
from documents.notices.reading import read_text
from tests.documents.notices.importing_papers import HERE, signed_in

PAPERS = Path(__file__).with_name("reading") / "papers"


def saved(places: SimpleNamespace, who: SimpleNamespace, text: str) -> Notice:
    made = importing.save_reading(read_text(text), organisation=places.county, author=who.county_drafter)
    return Notice.objects.get(pk=made.pk)


def test_forwarded_text_follows_its_cover_with_all_its_parts(places, who):
    paper = saved(places, who, (PAPERS / "forward.txt").read_text(encoding="utf-8"))
    cover = [text for _level, text in passages(paper.body)]
    assert cover[-1] == "三、各乡镇试点材料请于11月23日前报县团委。"
    assert not any("每县开设" in text for text in cover)
    (row,) = paper.attachments.all()
    assert (row.place, row.title) == ("carried", "关于开展“灯火相伴”青年志愿者陪伴农村留守儿童行动的通知")
    parts = taken_apart(row)
    assert (parts.recipients, parts.signatures, parts.day) == (
        "各县（区）团委",
        ("共青团澈湖市委",),
        date(2026, 11, 10),
    )
    assert "每县开设“灯火小屋”不少于三间。" in [piece.text for piece in parts.body]
    assert behind(paper).listed == ()


def test_issued_rules_are_named_as_the_cover_names_them(places, who):
    paper = saved(places, who, (PAPERS / "issue_plan.txt").read_text(encoding="utf-8"))
    (row,) = paper.attachments.all()
    assert (row.place, row.title) == ("carried", "栀林市“灯火小屋”开放管理办法")
    assert row.title not in [text for _level, text in passages(row.body)]


def test_what_the_passed_on_text_encloses_is_named_there_and_not_on_the_cover(places, who):
    text = (PAPERS / "forward.txt").read_text(encoding="utf-8")
    text = text.replace("请于11月25日前报送试点材料。", "请于11月25日前报送试点材料。\n附件：试点申报表")
    paper = saved(places, who, text)
    rows = {row.place: row for row in paper.attachments.all()}
    assert [row.order for row in paper.attachments.all()] == [0, 1]
    assert taken_apart(rows["carried"]).attachments == ("试点申报表",)
    assert rows["listed"].title == "试点申报表"
    assert behind(paper).listed == ()


def test_paper_that_carries_nothing_is_read_as_before(places, who):
    paper = saved(places, who, (PAPERS / "joint.txt").read_text(encoding="utf-8"))
    assert "carried" not in [row.place for row in paper.attachments.all()]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        (["甲。"], [], ["甲。"]),
        (["甲。"], ["表"], ["甲。", "附件：表"]),
        (
            ["甲。", "某某团委", "2026年1月5日"],
            ["表一", "表二"],
            ["甲。", "附件：1. 表一", "2. 表二", "某某团委", "2026年1月5日"],
        ),
    ],
)
def test_list_of_what_is_enclosed_stands_above_the_signature(text, names, expected):
    assert [line for _level, line in with_list([(0, line) for line in text], names)] == expected


def test_screen_of_the_import_shows_cover_and_carried_text_apart(places, who):
    client = signed_in(who.county_drafter)
    text = (PAPERS / "forward.txt").read_text(encoding="utf-8")
    page = client.post(HERE, {"text": text}, follow=True)
    proof = page.context["proof"]
    assert [annex.is_carried for annex in proof.annexes] == [True]
    assert not any("每县开设" in block.text for block in proof.blocks)
    assert "印发、转发的文件" in page.content.decode()
    made = client.post(page.redirect_chain[-1][0])
    assert made.url == reverse("notices:edit", args=[Notice.objects.get().pk])
