"""Tables, 依据 and 分送要求: typed once, carried into everything that is made of a paper."""

import io
from types import SimpleNamespace
from typing import Any

import pdfplumber
import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks import StructBlockValidationError

from documents.notices import content
from documents.notices.blocks import BasisBlock, TableBlock, pieces, stream, table
from documents.notices.cells import parse, proportions, written
from documents.notices.checking import findings
from documents.notices.models import Notice
from documents.notices.printing import typeset_notice
from documents.notices.showing import duties_of, paper_view
from tests.factories import draft, people, tree

ROWS = [["单位", "名额", "备注"], ["澈湖市", "12", "含省属高校"], ["栀林市", "9", ""]]


@pytest.fixture
def house(db: None) -> SimpleNamespace:
    places = tree()
    return SimpleNamespace(places=places, people=people(places))


def paper(house: SimpleNamespace, *blocks: dict[str, Any], **fields: Any) -> Notice:
    made = draft(house.places.youth, house.people.drafter, **fields)
    raw = [{"type": "paragraph", "value": "名额分配如下。", "id": "a"}, *blocks]
    made.body = made._meta.get_field("body").to_python(raw)
    made.save()
    return made


def basis(*papers: tuple[str, str], rest: str = "，现将有关事项通知如下。") -> dict[str, Any]:
    cited = [
        {"type": "item", "id": number or title, "value": {"title": title, "number": number}} for title, number in papers
    ]
    return {"type": "basis", "value": {"lead": "根据", "papers": cited, "rest": rest}}


def duty(who: str, text: str, *levels: str) -> dict[str, Any]:
    return {"type": "duty", "value": {"who": who, "levels": list(levels), "text": text}}


def test_cells_copied_from_a_sheet_become_rows_and_come_back_unchanged() -> None:
    copied = '单位\t名额\t备注\r\n澈湖市\t12\t"含省属高校\n和企业"\r\n栀林市\t9\t\r\n\t\t\r\n'
    rows = parse(copied)
    assert rows == [["单位", "名额", "备注"], ["澈湖市", "12", "含省属高校\n和企业"], ["栀林市", "9", ""]]
    assert parse(written(rows)) == rows


@pytest.mark.parametrize(
    ("text", "widths"), [("", ()), ("1 3 2", (1, 3, 2)), ("20%，60%，20%", (20, 60, 20)), ("1.5:2", (1.5, 2))]
)
def test_widths_are_read_as_proportions(text: str, widths: tuple[float, ...]) -> None:
    assert proportions(text) == widths


@pytest.mark.parametrize("text", ["一半", "1 0", "-1 2", "1 2 3x"])
def test_widths_that_are_no_proportions_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        proportions(text)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [({"widths": "1 2"}, "widths"), ({"widths": "宽"}, "widths"), ({"head": 3}, "head"), ({"cells": []}, "cells")],
)
def test_table_says_what_is_wrong_with_it(fields: dict[str, Any], wrong: str) -> None:
    block = TableBlock()
    value = block.to_python({"caption": "", "cells": ROWS, "head": 1, "widths": "", **fields})
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(value)
    assert wrong in refused.value.block_errors


def test_table_with_too_many_columns_is_refused_with_advice() -> None:
    block = TableBlock().child_blocks["cells"]
    with pytest.raises(ValidationError, match="最多500行30列"):
        block.clean([[str(n) for n in range(31)]])


def test_table_is_shown_printed_signed_and_compared(house: SimpleNamespace) -> None:
    notice = paper(house, table(ROWS, caption="名额分配表", widths="2 1 2"))
    shown = paper_view(notice).blocks[1]
    assert (shown.head_rows, shown.body_rows[0]) == ((tuple(ROWS[0]),), tuple(ROWS[1]))
    with pdfplumber.open(io.BytesIO(typeset_notice(notice, sample=True).pdf)) as pdf:
        (found,) = [each for page in pdf.pages for each in page.extract_tables()]
    assert [[cell or "" for cell in row] for row in found] == ROWS
    before = content.projection(notice)
    changed = [*ROWS[:2], ["栀林市", "10", ""]]
    notice.body = paper(house, table(changed, caption="名额分配表", widths="2 1 2")).body
    after = content.projection(notice)
    assert "栀林市｜9｜" in before["body"][1][1]
    assert "栀林市｜10｜" in after["body"][1][1]


def test_head_and_widths_of_a_table_belong_to_the_substance(house: SimpleNamespace) -> None:
    digests = {
        content.digest(paper(house, table(ROWS, head=head, widths=widths)))
        for head in (0, 1)
        for widths in ("", "1 2 1")
    }
    assert len(digests) == 4


def test_rules_read_a_table_row_by_row(house: SimpleNamespace) -> None:
    notice = paper(house, table([["项目", "时间"], ["报名", "2026年13月1日"], ["负责人", "××"]]))
    assert {"date.impossible", "placeholder.text"} <= {found.code for found in findings(notice)}


def test_rows_of_a_file_that_was_read_become_a_table_again() -> None:
    parts = [(0, "如下："), (0, "单位｜名额"), (0, "澈湖市｜12"), (1, "一、其他"), (0, "甲｜乙")]
    made = stream(parts)
    assert [block["type"] for block in made] == ["paragraph", "table", "heading1", "paragraph"]
    assert made[1]["value"]["cells"] == [["单位", "名额"], ["澈湖市", "12"]]


def test_head_alone_is_a_form_with_room_to_fill_in_and_stays_one_in_the_editor(house: SimpleNamespace) -> None:
    (made,) = stream([(0, "单位｜姓名｜职务｜电话")])
    assert made["value"]["cells"] == [["单位", "姓名", "职务", "电话"], *([[""] * 4] * 3)]
    block = paper(house, made).body[1]
    cells = block.block.child_blocks["cells"]
    kept = cells.value_from_form(cells.value_for_form(block.value["cells"]))
    assert block.block.clean({**block.value, "cells": kept})["cells"] == made["value"]["cells"]
    with pdfplumber.open(io.BytesIO(typeset_notice(paper(house, made), sample=True).pdf)) as pdf:
        assert "｜" not in "".join(page.extract_text() for page in pdf.pages)
        (grid,) = [one for page in pdf.pages for one in page.find_tables()]
    assert len(grid.rows) == 4


def test_names_with_room_beside_them_are_a_table_of_one_row() -> None:
    (made,) = stream([(0, "单位｜｜电话｜")])
    assert (made["type"], made["value"]["cells"], made["value"]["head"]) == ("table", [["单位", "", "电话", ""]], 0)


def test_basis_reads_as_a_sentence_with_its_papers(house: SimpleNamespace) -> None:
    notice = paper(house, basis(("关于开展行动的通知", "团曦发〔2026〕3号"), ("实施方案", "")))
    piece = list(pieces(notice.body))[1]
    assert piece.text == "根据《关于开展行动的通知》（团曦发〔2026〕3号）、《实施方案》，现将有关事项通知如下。"
    assert piece.papers == (("关于开展行动的通知", "团曦发〔2026〕3号"), ("实施方案", ""))


def test_basis_without_any_paper_says_so() -> None:
    block = BasisBlock()
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({"lead": "根据", "papers": [], "rest": ""}))


def test_duty_meets_those_of_its_level_and_those_it_names(house: SimpleNamespace) -> None:
    notice = paper(
        house, duty("各市团委", "12月1日前汇总。", "city"), duty(f"{house.places.county.name}", "先行试点。")
    )
    view = paper_view(notice)
    assert [block.text for block in duties_of(view, house.places.city)] == ["各市团委：12月1日前汇总。"]
    assert [block.text for block in duties_of(view, house.places.county)] == [f"{house.places.county.name}：先行试点。"]
    assert duties_of(view, house.places.township) == []


def test_empty_blocks_leave_nothing(house: SimpleNamespace) -> None:
    notice = paper(house, table([["", ""], ["", ""]], caption="空表"), duty("", ""), basis())
    assert [piece.text for piece in pieces(notice.body)] == ["名额分配如下。"]
