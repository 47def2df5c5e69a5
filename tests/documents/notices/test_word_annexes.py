"""附件 in the Word round trip: each block of their texts, each name, each that came or went is chosen by itself."""

import io
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from documents.files.receiving import receive
from documents.notices import word_files
from documents.notices.blocks import passages
from documents.notices.models import Notice, NoticeAttachment
from documents.notices.word_adopting import AdoptRefused, adopt, compared
from documents.notices.word_annexes import groups
from tests.documents.notices.test_admin import signed_in
from tests.factories import COUNTY_ROUTE, carry, moment, notice, people, tree
from workflows import engine

pytestmark = pytest.mark.django_db

ANNEX, TEXT = word_files.STYLES["annex"], word_files.STYLES["paragraph"]


@pytest.fixture
def house() -> SimpleNamespace:
    places = tree()
    return SimpleNamespace(places=places, people=people(places))


@pytest.fixture
def paper(house: SimpleNamespace) -> Notice:
    """A draft with three attachments; the third is a file."""
    made = notice(
        house.places.county, house.people.county_drafter, now=moment(5), title="关于|开放的通知", mark="团鹭发"
    )
    annexes = (("值守表", ("轮流值守，每组两人。", "雨天顺延一天。")), ("路线图", ("从渡口到学校。",)))
    for order, (title, words) in enumerate(annexes):
        annex = NoticeAttachment(notice=made, title=title, order=order)
        raw = [{"type": "paragraph", "value": text, "id": f"{order}-{at}"} for at, text in enumerate(words)]
        annex.body = annex._meta.get_field("body").to_python(raw)
        annex.save()
    file = receive(
        ContentFile(word_files.write(made), name="名单.docx"),
        user=house.people.county_drafter,
        organ=house.places.county,
        purpose="notice",
    )
    NoticeAttachment.objects.create(notice=made, title="名单", order=2, upload=file)
    with engine.editing(made, actor=house.people.county_drafter) as fresh:
        fresh.save()
    return Notice.objects.get(pk=made.pk)


def came(made: Notice, change: Any) -> bytes:
    """The draft downloaded and changed by *change*."""
    document, out = Document(io.BytesIO(word_files.write(made))), io.BytesIO()
    change(document)
    document.save(out)
    return out.getvalue()


def line(document: Any, words: str) -> Any:
    return next(one for one in document.paragraphs if one.text.startswith(words))


def taken_out(paragraph: Any) -> Any:
    paragraph._p.getparent().remove(paragraph._p)
    return paragraph


def told(made: Notice, wording: word_files.Wording) -> dict[str, str]:
    """Keys by what is told of the changes."""
    return {
        f"{group.title}：{one.word}　{one.place}": one.key for group in groups(made, wording) for one in group.changes
    }


def stands(made: Notice) -> list[tuple[str, list[str]]]:
    return [(row.title, [text for _level, text in passages(row.body)]) for row in made.attachments.all()]


def changed(document: Any) -> None:
    """A changed block, a new one, another name, a file that is gone and an attachment that came."""
    line(document, "雨天").text = "雨天顺延两天。"
    line(document, "路线图").text = "行走路线图"
    taken_out(line(document, "名单"))
    document.add_paragraph("请假规定", style=ANNEX)
    document.add_paragraph("当日说明。", style=TEXT)
    line(document, "从渡口").insert_paragraph_before("先集合。", style=TEXT)


CHANGES = [
    "附件1　值守表：改动　第2段　段落",
    "附件2　路线图：改动　名称",
    "附件2　路线图：新增　附件开头　段落",
    "请假规定：新增　整份附件",
    "附件3　名单：删去　整份附件，连同所附的文件",
]


def test_each_change_is_told_under_its_attachment(paper: Notice) -> None:
    wording = word_files.read(came(paper, changed))
    assert sorted(told(paper, wording)) == sorted(CHANGES)
    assert set(compared(paper, wording)) == {"attachments"}
    spans = groups(paper, wording)[0].changes[0].spans
    assert {(span.kind, span.text) for span in spans if span.kind != "same"} == {("deleted", "一"), ("inserted", "两")}


@pytest.mark.parametrize("change", CHANGES)
def test_one_change_is_adopted_and_the_others_are_still_to_be_had(
    house: SimpleNamespace, paper: Notice, change: str
) -> None:
    wording = word_files.read(came(paper, changed))
    key = told(paper, wording)[change]
    before = dict(stands(paper))
    fresh = adopt(paper, wording, fields=[], blocks=[key], user=house.people.county_drafter)
    after = dict(stands(fresh))
    expected = {
        CHANGES[0]: {**before, "值守表": ["轮流值守，每组两人。", "雨天顺延两天。"]},
        CHANGES[1]: {
            "值守表": before["值守表"],
            "行走路线图": before["路线图"],
            "名单": [],
        },
        CHANGES[2]: {**before, "路线图": ["先集合。", "从渡口到学校。"]},
        CHANGES[3]: {**before, "请假规定": ["当日说明。"]},
        CHANGES[4]: {name: before[name] for name in ("值守表", "路线图")},
    }[change]
    assert after == expected
    assert [block.id for block in fresh.attachments.all()[0].body] == ["0-0", "0-1"]
    files = [row.upload_id for row in fresh.attachments.all() if row.upload_id]
    assert len(files) == (0 if change == CHANGES[4] else 1)
    assert len(told(fresh, wording)) == len(CHANGES) - 1


def test_nothing_chosen_is_refused_and_other_parts_leave_the_attachments(house: SimpleNamespace, paper: Notice) -> None:
    wording = word_files.read(came(paper, changed))
    with pytest.raises(AdoptRefused):
        adopt(paper, wording, fields=[], blocks=[], user=house.people.county_drafter)
    before = stands(paper)
    assert stands(adopt(paper, wording, fields=["cc"], user=house.people.county_drafter)) == before


def test_all_of_it_gives_the_file(house: SimpleNamespace, paper: Notice) -> None:
    wording = word_files.read(came(paper, changed))
    fresh = adopt(paper, wording, fields=["attachments"], user=house.people.county_drafter)
    assert word_files.wording_of(fresh).attachments == wording.attachments
    assert compared(fresh, wording) == {}


def swapped(document: Any) -> None:
    """The second attachment first, and one block of it changed."""
    name, text = taken_out(line(document, "路线图")), taken_out(line(document, "从渡口"))
    first = line(document, "值守表")
    first._p.addprevious(name._p)
    first._p.addprevious(text._p)
    text.text = "从渡口走到学校。"


def test_the_order_is_a_change_of_its_own(house: SimpleNamespace, paper: Notice) -> None:
    wording, user = word_files.read(came(paper, swapped)), house.people.county_drafter
    keys = told(paper, wording)
    assert list(keys) == ["附件2　路线图：改动　第1段　段落", "附件次序：移动　按来稿排列"]
    mended = adopt(paper, wording, fields=[], blocks=[keys["附件2　路线图：改动　第1段　段落"]], user=user)
    assert [title for title, _texts in stands(mended)] == ["值守表", "路线图", "名单"]
    (key,) = told(mended, wording).values()
    fresh = adopt(mended, wording, fields=[], blocks=[key], user=user)
    assert stands(fresh) == [
        ("路线图", ["从渡口走到学校。"]),
        ("值守表", ["轮流值守，每组两人。", "雨天顺延一天。"]),
        ("名单", []),
    ]


def both(document: Any) -> None:
    """Another order, two changed blocks, and a file that is gone."""
    swapped(document)
    line(document, "轮流").text = "轮流值守，每组三人。"
    taken_out(line(document, "名单"))


@pytest.mark.parametrize("mask", [1, 2, 4, 8, 3, 9, 6, 14])
def test_any_choice_first_and_all_the_rest_after_it_give_the_file(
    house: SimpleNamespace, paper: Notice, mask: int
) -> None:
    wording, user = word_files.read(came(paper, both)), house.people.county_drafter
    keys = list(told(paper, wording).values())
    assert len(keys) == 4
    some = [key for at, key in enumerate(keys) if mask >> at & 1]
    fresh = adopt(paper, wording, fields=[], blocks=some, user=user)
    left = list(told(fresh, wording).values())
    assert len(left) == 4 - len(some)
    rest = adopt(fresh, wording, fields=[], blocks=left, user=user)
    assert word_files.wording_of(rest).attachments == wording.attachments


def test_the_screen_offers_each_change_ticked_and_adopts_the_chosen_one(house: SimpleNamespace, paper: Notice) -> None:
    client, url = signed_in(house.people.county_drafter), reverse("notices:word_compare", args=[paper.pk])
    page = client.post(url, {"file": SimpleUploadedFile("稿.docx", came(paper, changed))})
    text = page.content.decode()
    keys = told(paper, word_files.read(came(paper, changed)))
    for key in keys.values():
        assert f'name="block" value="{key}" checked' in text
    assert "<h3>附件1　值守表</h3>" in text
    assert 'name="part"' not in text
    assert client.post(url, {"came": page.context["came"], "block": [keys[CHANGES[0]]]}).status_code == 302
    fresh = Notice.objects.get(pk=paper.pk)
    assert stands(fresh)[0] == ("值守表", ["轮流值守，每组两人。", "雨天顺延两天。"])
    assert [row.title for row in fresh.attachments.all()] == ["值守表", "路线图", "名单"]


def test_a_block_of_an_attachment_voids_what_was_signed(house: SimpleNamespace, paper: Notice) -> None:
    carry(paper, house.people, "recheck", route=COUNTY_ROUTE)
    client, url = signed_in(house.people.county_drafter), reverse("notices:word_compare", args=[paper.pk])
    page = client.post(url, {"file": SimpleUploadedFile("稿.docx", came(paper, changed))})
    assert f"{house.people.county_secretary}（签发）的签字失效" in page.content.decode()
    key = page.context["parts"][0]["groups"][0].changes[0].key
    assert client.post(url, {"came": page.context["came"], "block": key}).status_code == 302
    assert [one.stands for one in engine.statements(engine.instance_of(paper), ("sign",))] == [False]


def test_who_may_not_edit_adopts_nothing(house: SimpleNamespace, paper: Notice) -> None:
    wording = word_files.read(came(paper, changed))
    keys = list(told(paper, wording).values())
    with pytest.raises(engine.Refused):
        adopt(paper, wording, fields=[], blocks=keys, user=house.people.foreign_drafter)
    assert len(stands(Notice.objects.get(pk=paper.pk))) == 3
