"""Word round trip: what was not changed comes back the same; what was changed is shown, and adopted where it is wanted."""

import io
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from documents.notices import content, importing, word_files
from documents.notices.blocks import passages, table
from documents.notices.models import Notice, NoticeAttachment
from documents.notices.reading import ReadError, read_file
from documents.notices.word_adopting import DraftMoved, adopt, compared
from documents.notices.word_blocks import changes, steps
from tests.documents.notices.test_admin import signed_in
from tests.factories import COUNTY_ROUTE, carry, moment, notice, people, tree
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


def rebuilt(made: Notice, change: Any) -> word_files.Wording:
    """The draft downloaded, its body changed by *change* (the list of body elements in the file), and read again."""
    document = Document(io.BytesIO(word_files.write(made)))
    change(document)
    out = io.BytesIO()
    document.save(out)
    return word_files.read(out.getvalue())


def texts(made: Notice) -> list[str]:
    return [text for _level, text in passages(made.body)]


def found(made: Notice, came: word_files.Wording) -> dict[str, str]:
    """Keys of the changes of the body by what is told of them."""
    told = changes(word_files.wording_of(made).body, came.body)
    return {f"{one.word}　{one.place}": one.key for one in told}


def paragraph(document: Any, words: str) -> Any:
    return next(one for one in document.paragraphs if words in one.text)


def test_one_change_is_adopted_and_the_others_stay_as_they_were(house: SimpleNamespace) -> None:
    made, user = paper(house), house.people.county_drafter
    came = word_files.read(edited(made, 两次="三次", 先报名="后报名", 时间="开放时间"))
    keys = found(made, came)
    assert list(keys) == ["改动　第2段　一级标题", "改动　第3段　段落", "改动　第5段　段落"]
    before = {block["id"]: block["value"] for block in made.body.get_prep_value()}
    fresh = adopt(made, came, fields=[], blocks=[keys["改动　第3段　段落"]], user=user)
    after = {block["id"]: block["value"] for block in fresh.body.get_prep_value()}
    assert {key for key in before if before[key] != after[key]} == {"b-2"}
    assert "三次" in after["b-2"]
    assert list(found(fresh, came)) == ["改动　第2段　一级标题", "改动　第5段　段落"]


def test_changed_table_is_one_change_and_keeps_its_widths(house: SimpleNamespace) -> None:
    made = paper(house)

    def change(document: Any) -> None:
        document.tables[0].rows[1].cells[0].text = "乙"
        paragraph(document, "每周").text = "每周开放 三次。"

    came = rebuilt(made, change)
    keys = found(made, came)
    fresh = adopt(made, came, fields=[], blocks=[keys["改动　第4段　表格"]], user=house.people.county_drafter)
    block = next(block for block in fresh.body if block.block_type == "table")
    assert (block.id, block.value["cells"][1][0], block.value["widths"]) == ("b-3", "乙", "2 1")
    assert "每周开放 两次。\n另行安排。" in texts(fresh)


def test_removed_table_leaves_its_caption_as_words(house: SimpleNamespace) -> None:
    made = paper(house)
    came = rebuilt(made, lambda document: document.tables[0]._element.getparent().remove(document.tables[0]._element))
    assert "名额表" in [bit.text for bit in came.body]
    fresh = adopt(made, came, fields=["body"], user=house.people.county_drafter)
    assert "名额表" in texts(fresh)
    assert "table" not in [block.block_type for block in fresh.body]


def test_moved_paragraph_is_one_change_that_takes_everything_along(house: SimpleNamespace) -> None:
    made, user = paper(house), house.people.county_drafter

    def change(document: Any) -> None:
        duty = paragraph(document, "各乡镇团委：")
        paragraph(document, "一、时间")._p.addprevious(duty._p)

    came = rebuilt(made, change)
    keys = found(made, came)
    assert list(keys) == ["移动　第5段移到第1段之后"]
    left = adopt(made, came, fields=["cc"], user=user)
    assert texts(left) == texts(made)
    fresh = adopt(made, came, fields=[], blocks=keys.values(), user=user)
    assert [block.id for block in fresh.body] == ["b-0", "b-4", "b-1", "b-2", "b-3"]
    assert list(fresh.body[1].value["levels"]) == ["township"]


def test_added_and_removed_paragraphs_are_chosen_one_by_one(house: SimpleNamespace) -> None:
    made, user = paper(house), house.people.county_drafter

    def change(document: Any) -> None:
        heading = paragraph(document, "一、时间")
        heading.insert_paragraph_before("新写的一段。", style=word_files.STYLES["paragraph"])
        duty = paragraph(document, "各乡镇团委：")
        duty._p.getparent().remove(duty._p)

    came = rebuilt(made, change)
    keys = found(made, came)
    assert list(keys) == ["新增　第1段之后　段落", "删去　第5段　段落"]
    added = adopt(made, came, fields=[], blocks=[keys["新增　第1段之后　段落"]], user=user)
    assert texts(added)[1] == "新写的一段。"
    assert texts(added)[-1] == "各乡镇团委：先报名。"
    (key,) = found(added, came).values()
    assert len(texts(adopt(added, came, fields=[], blocks=[key], user=user))) == 5


def test_empty_blocks_of_the_draft_stay_where_they_are(house: SimpleNamespace) -> None:
    made = paper(house)
    raw = made.body.get_prep_value()
    raw.insert(2, {"type": "paragraph", "value": "", "id": "b-empty"})
    made.body = made.body.stream_block.to_python(raw)
    made.save()
    came = word_files.read(edited(made, 两次="三次"))
    fresh = adopt(made, came, fields=["body"], user=house.people.county_drafter)
    assert [block.id for block in fresh.body] == ["b-0", "b-1", "b-empty", "b-2", "b-3", "b-4"]


def test_emptied_file_is_refused_and_an_emptied_body_can_be_left(house: SimpleNamespace) -> None:
    made = paper(house)

    def empty(document: Any) -> None:
        for element in list(document.element.body):
            if not element.tag.endswith("sectPr"):
                document.element.body.remove(element)

    with pytest.raises(word_files.WordRefused, match="没有文字"):
        rebuilt(made, empty)

    def bare(document: Any) -> None:
        empty(document)
        document.add_paragraph(made.title, style=word_files.STYLES["title"])

    came = rebuilt(made, bare)
    assert {one.partition("　")[0] for one in found(made, came)} == {"删去"}
    fresh = adopt(made, came, fields=["cc"], user=house.people.county_drafter)
    assert (texts(fresh), fresh.cc) == (texts(made), "")


def test_file_of_another_paper_is_named_so_and_nothing_is_ticked(house: SimpleNamespace) -> None:
    made, client = paper(house), signed_in(house.people.county_drafter)
    other = notice(house.places.county, house.people.county_drafter, now=moment(5), title="关于培训的通知")
    url = reverse("notices:word_compare", args=[made.pk])
    page = client.post(url, {"file": SimpleUploadedFile("稿.docx", word_files.write(other))})
    text = page.content.decode()
    assert "另一份稿子" in text
    assert "checked" not in text.split('class="word-parts"')[1].split("</form>")[0]
    assert client.post(url, {"came": page.context["came"]}).status_code == 200  # nothing chosen
    made.refresh_from_db()
    assert made.title == "关于|开放的通知"


def test_blocks_are_chosen_on_the_screen_or_all_at_once(house: SimpleNamespace) -> None:
    made, client = paper(house), signed_in(house.people.county_drafter)
    url = reverse("notices:word_compare", args=[made.pk])
    file = edited(made, 两次="三次", 县教育局="县民政局", 先报名="后报名")
    page = client.post(url, {"file": SimpleUploadedFile("稿.docx", file)})
    (body,) = next(part for part in page.context["parts"] if part["name"] == "body")["groups"]
    assert [one.word for one in body.changes] == ["改动", "改动"]
    one = {"came": page.context["came"], "block": [body.changes[0].key]}
    assert client.post(url, one).status_code == 302
    made.refresh_from_db()
    assert ("三次" in str(texts(made)), "后报名" in str(texts(made)), made.cc) == (True, False, "县教育局")
    page = client.post(url, {"file": SimpleUploadedFile("稿.docx", file)})
    assert client.post(url, {"came": page.context["came"], "all": "1"}).status_code == 302
    made.refresh_from_db()
    assert ("后报名" in str(texts(made)), made.cc) == (True, "县民政局")


def test_draft_that_moved_on_is_compared_again_and_nothing_is_adopted(house: SimpleNamespace) -> None:
    made, user = paper(house), house.people.county_drafter
    came = word_files.read(edited(made, 两次="三次"))
    seen = content.digest(made)
    Notice.objects.filter(pk=made.pk).update(cc="县民政局")
    with pytest.raises(DraftMoved):
        adopt(made, came, fields=["body"], user=user, seen=seen)
    made.refresh_from_db()
    assert "三次" not in str(texts(made))


BITS = st.lists(
    st.builds(
        word_files.Bit,
        st.sampled_from(["paragraph", "heading1"]),
        st.sampled_from(["甲乙丙丁戊", "甲乙丙丁己", "子丑寅卯", "子丑寅辰", "天地", "玄黄宇宙"]),
    ),
    max_size=7,
)


@given(BITS, BITS, st.randoms(use_true_random=False))
def test_any_choice_of_changes_gives_the_file_the_draft_or_something_between(
    stands: list[word_files.Bit], came: list[word_files.Bit], chance: Any
) -> None:
    laid = steps(stands, came)
    keys = {step.key for step in laid if step.key}
    told = [one.key for one in changes(stands, came)]
    assert sorted(told) == sorted(keys)

    def taken(chosen: set[str]) -> list[word_files.Bit]:
        made = []
        for step in laid:
            if step.key not in chosen:
                made += [] if step.old is None else [stands[step.old]]
            elif step.new is not None:
                made.append(came[step.new])
        return made

    assert taken(set()) == stands
    assert taken(keys) == came
    between = Counter(taken({key for key in keys if chance.random() < 0.5}))
    assert between <= Counter(stands) + Counter(came)


def test_adopting_a_block_voids_what_was_signed_and_says_so_before(house: SimpleNamespace) -> None:
    made = notice(house.places.county, house.people.county_drafter, now=moment(5), mark="团鹭发")
    words = texts(made)[0]
    carry(made, house.people, "recheck", route=COUNTY_ROUTE)
    case = engine.instance_of(made)
    client, url = signed_in(house.people.county_drafter), reverse("notices:word_compare", args=[made.pk])
    page = client.post(url, {"file": SimpleUploadedFile("稿.docx", edited(made, **{words: "另起一段。"}))})
    assert f"{house.people.county_secretary}（签发）的签字失效" in page.content.decode()
    assert [one.stands for one in engine.statements(case, ("sign",))] == [True]
    block = page.context["parts"][0]["groups"][0].changes[0].key
    assert client.post(url, {"came": page.context["came"], "block": block}).status_code == 302
    assert [one.stands for one in engine.statements(engine.instance_of(made), ("sign",))] == [False]
