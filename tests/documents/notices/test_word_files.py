"""Word round trip: what was not changed comes back the same; what was changed is shown, and adopted where it is wanted."""

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from documents.notices import importing, word_files
from documents.notices.blocks import passages, table
from documents.notices.models import Notice, NoticeAttachment
from documents.notices.reading import ReadError, read_file
from documents.notices.word_adopting import adopt, compared
from tests.documents.notices.test_admin import signed_in
from tests.factories import moment, notice, people, tree
from workflows import engine

pytestmark = pytest.mark.django_db
SEEDS = sorted((Path(__file__).resolve().parents[4] / "shared" / "seeds").glob("*"))


@pytest.fixture
def house() -> SimpleNamespace:
    places = tree()
    return SimpleNamespace(places=places, people=people(places))


def paper(house: SimpleNamespace) -> Notice:
    made = notice(
        house.places.county, house.people.county_drafter, now=moment(5), cc="县教育局", title="关于|开放的通知"
    )
    cited = [{"type": "item", "id": "1", "value": {"title": "方案", "number": "团曦发〔2026〕3号"}}]
    raw = [
        {"type": "basis", "value": {"lead": "根据", "papers": cited, "rest": "，通知如下。"}, "id": "b-0"},
        {"type": "heading1", "value": "一、时间", "id": "b-1"},
        {"type": "paragraph", "value": "每周开放 两次。\n另行安排。", "id": "b-2"},
        {**table([["单位", "名额"], ["甲", "3\n人"]], caption="名额表", widths="2 1"), "id": "b-3"},
        {"type": "duty", "value": {"who": "各乡镇团委", "levels": ["township"], "text": "先报名。"}, "id": "b-4"},
    ]
    made.body = made._meta.get_field("body").to_python(raw)
    made.save()
    annex = NoticeAttachment(notice=made, title="值守表")
    annex.body = annex._meta.get_field("body").to_python([{"type": "paragraph", "value": "轮流值守。"}])
    annex.save()
    return Notice.objects.get(pk=made.pk)


def test_file_without_edits_differs_in_nothing(house: SimpleNamespace) -> None:
    made = paper(house)
    assert compared(made, word_files.read(word_files.write(made))) == {}


@pytest.mark.parametrize("seed", SEEDS or [pytest.param(None, marks=pytest.mark.skip("no seeds here"))], ids=str)
def test_seeds_come_back_without_a_difference(house: SimpleNamespace, seed: Path) -> None:
    try:
        reading = read_file(seed.name, seed.read_bytes())
        made = importing.save_reading(reading, organisation=house.places.county, author=house.people.county_drafter)
    except (ReadError, importing.ImportRefused) as error:  # those have tests of their own
        pytest.skip(str(error))
    assert compared(made, word_files.read(word_files.write(made))) == {}


def edited(made: Notice, **changes: str) -> bytes:
    document = Document(io.BytesIO(word_files.write(made)))
    for paragraph in document.paragraphs:
        for old, new in changes.items():
            if old in paragraph.text:
                paragraph.text = paragraph.text.replace(old, new)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_changed_parts_are_shown_and_only_the_chosen_are_adopted(house: SimpleNamespace) -> None:
    made = paper(house)
    came = word_files.read(edited(made, 两次="三次", 县教育局="县民政局", 先报名="后报名"))
    assert set(compared(made, came)) == {"body", "cc"}
    fresh = adopt(made, came, fields=["body"], user=house.people.county_drafter)
    assert fresh.cc == "县教育局"
    assert (2, "") not in passages(fresh.body)
    by_key = {block.id: block for block in fresh.body}
    assert by_key["b-2"].value == "每周开放 三次。\n另行安排。"
    assert by_key["b-4"].value["text"] == "后报名。"
    assert list(by_key["b-4"].value["levels"]) == ["township"]
    assert by_key["b-3"].value["widths"] == "2 1"
    assert by_key["b-0"].block_type == "basis"
    assert set(compared(fresh, came)) == {"cc"}


def test_upload_compares_then_adopts_through_the_screens(house: SimpleNamespace) -> None:
    made, client = paper(house), signed_in(house.people.county_drafter)
    url = reverse("notices:word_compare", args=[made.pk])
    page = client.post(url, {"file": SimpleUploadedFile("稿.docx", edited(made, 两次="三次"))})
    assert "三" in page.content.decode()
    came = page.context["came"]
    assert client.post(url, {"came": came, "part": ["body"]}).status_code == 302
    made.refresh_from_db()
    assert "三次" in str(list(passages(made.body)))
    again = client.post(url, {"came": came, "part": ["body"]})
    assert again.status_code == 200  # the draft changed since: compared afresh
    assert client.post(url, {"came": "gefälscht", "part": ["body"]}).status_code == 200


@pytest.mark.parametrize("data", [b"", b"not a file", b"PK\x03\x04"])
def test_what_is_no_document_is_refused_with_advice(house: SimpleNamespace, data: bytes) -> None:
    made, client = paper(house), signed_in(house.people.county_drafter)
    url = reverse("notices:word_compare", args=[made.pk])
    page: Any = client.post(url, {"file": SimpleUploadedFile("稿.docx", data)})
    assert "docx" in page.content.decode()
    with pytest.raises(word_files.WordRefused):
        word_files.read(data)


def test_foreign_document_is_sent_to_the_import() -> None:
    out = io.BytesIO()
    document = Document()
    document.add_paragraph("别处写的")
    document.save(out)
    with pytest.raises(word_files.WordRefused, match="导入"):
        word_files.read(out.getvalue())


def test_strangers_neither_download_nor_upload_and_who_may_not_edit_adopts_nothing(house: SimpleNamespace) -> None:
    made = paper(house)
    client = signed_in(house.people.foreign_drafter)
    for name in ("word", "word_compare"):
        assert client.get(reverse(f"notices:{name}", args=[made.pk])).status_code == 404
    came = word_files.read(edited(made, 两次="三次"))
    with pytest.raises(engine.Refused):
        adopt(made, came, fields=["body"], user=house.people.foreign_drafter)
    made.refresh_from_db()
    assert "三次" not in str(list(passages(made.body)))
