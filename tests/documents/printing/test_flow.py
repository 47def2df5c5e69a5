"""Pages being filled: what stays together, what vanishes at a page's top, where the 版记 finds its page."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from documents.printing.canvas import Element, Page
from documents.printing.flow import Blank, Flow, Side, TextItem
from documents.printing.grid import BODY, BOTTOM, PITCH, line_top
from documents.printing.setting import SetLine


@dataclass
class Block:
    """A signature block or a row of a table: so many lines, whole or not."""

    height: float
    keep: bool = False
    whole: bool = True

    def draw(self, page: Page, top: Callable[[float], float], left: float) -> None:
        raise NotImplementedError


def text(*, keep: bool = False, of: Element | None = None) -> TextItem:
    return TextItem(SetLine((), (), BODY, 0.3), of or Element("P"), keep=keep)


def paragraph(flow: Flow, lines: int) -> None:
    element = Element("P")
    for _ in range(lines):
        flow.add(text(of=element))


def filled(lines: int, start: float = 0.0) -> Flow:
    flow = Flow([Side(start=start)])
    for _ in range(lines):
        flow.add(text())
    return flow


def counts(flow: Flow) -> list[int]:
    return [len(side.items) for side in flow.sides]


def test_page_takes_22_lines() -> None:
    assert counts(filled(45)) == [22, 22, 1]


def test_head_takes_its_lines_from_the_first_page() -> None:
    assert counts(filled(30, start=14)) == [8, 22]


def test_heading_goes_along_with_its_text() -> None:
    flow = filled(21)
    flow.add(text(keep=True))
    flow.add(text())
    assert counts(flow) == [21, 2]


def test_blank_lines_vanish_at_the_top_of_a_page() -> None:
    flow = filled(22)
    flow.add(Blank())
    flow.add(text())
    assert counts(flow) == [22, 1]


def test_signature_stays_where_it_has_room() -> None:
    flow = filled(18)
    flow.add_closing(Block(4))
    assert counts(flow) == [19]
    assert flow.side.pitch == 1.0


def test_list_alone_on_the_page_of_the_signature_brings_the_end_of_the_text_along() -> None:
    flow = filled(21)
    flow.add(Blank())
    flow.add(TextItem(SetLine((), (), BODY, 0.3), Element("P"), listed=True))
    flow.add_closing(Block(4))
    assert [type(item).__name__ for _, item in flow.side.items] == ["TextItem", "Blank", "TextItem", "Block"]
    assert counts(flow)[0] == 20


def test_list_that_was_parted_comes_together_with_the_end_of_the_text() -> None:
    flow = filled(20)
    flow.add(Blank())
    for _ in range(3):
        flow.add(TextItem(SetLine((), (), BODY, 0.3), Element("P"), listed=True))
    flow.add_closing(Block(4))
    kinds = [(type(item).__name__, getattr(item, "listed", False)) for _, item in flow.side.items]
    assert kinds == [("TextItem", False), ("Blank", False), *[("TextItem", True)] * 3, ("Block", False)]


def test_last_line_of_a_paragraph_is_not_alone_with_the_signature() -> None:
    flow = filled(19)
    paragraph(flow, 4)
    flow.add_closing(Block(4))
    assert counts(flow) == [21, 3]


def test_list_stays_alone_where_the_text_has_nothing_to_spare() -> None:
    flow = Flow([Side(start=20, pinned=2)])
    for _ in range(2):
        flow.add(text())
    flow.add(TextItem(SetLine((), (), BODY, 0.3), Element("P"), listed=True))
    flow.add_closing(Block(4))
    assert counts(flow) == [2, 2]


@pytest.mark.parametrize("lines", [19, 20])
def test_signature_that_lacks_two_lines_closes_the_pitch_up(lines: int) -> None:
    flow = filled(lines)
    flow.add_closing(Block(4))
    assert counts(flow) == [lines + 1]
    assert 0.9 <= flow.side.pitch < 1.0
    assert flow.side.bottom == pytest.approx(BOTTOM)


def test_signature_without_room_takes_two_lines_along_and_the_page_before_is_spread() -> None:
    flow = filled(18)
    paragraph(flow, 4)
    flow.add_closing(Block(4))
    assert counts(flow) == [20, 3]
    assert flow.sides[0].bottom == pytest.approx(BOTTOM)


def test_signature_without_room_takes_a_short_paragraph_along_undivided() -> None:
    flow = filled(22)
    flow.add_closing(Block(4))
    assert counts(flow) == [21, 2]
    assert flow.sides[0].bottom == pytest.approx(BOTTOM)


def test_text_goes_along_with_what_is_listed_below_it() -> None:
    flow = filled(19)
    flow.add(Blank())
    for _ in range(2):
        flow.add(TextItem(SetLine((), (), BODY, 0.3), Element("P"), listed=True))
    flow.add_closing(Block(4))
    assert counts(flow) == [18, 5]


def test_tall_signature_takes_only_the_lines_that_fit_beside_it() -> None:
    flow = Flow()
    paragraph(flow, 22)
    flow.add_closing(Block(21))
    assert counts(flow) == [21, 2]
    assert flow.sides[0].bottom == pytest.approx(BOTTOM)


def test_heading_before_the_lines_taken_along_goes_too() -> None:
    flow = filled(19)
    flow.add(text(keep=True))
    paragraph(flow, 2)
    flow.add_closing(Block(4))
    assert counts(flow) == [19, 4]


def test_grid_of_a_letter_lies_lower_and_its_last_line_too() -> None:
    flow = Flow([Side(start=8, shift=20.0)])
    for _ in range(14):
        flow.add(text())
    assert counts(flow) == [14]
    assert flow.side.y(8) == pytest.approx(line_top(8) + 20.0)
    assert flow.side.bottom == pytest.approx(BOTTOM + 20.0)


def test_record_of_a_letter_stands_on_the_last_page_whatever_its_number() -> None:
    flow = filled(5)
    flow.room_for_record(30, even_page=False)
    assert counts(flow) == [5]
    flow = filled(22)
    flow.room_for_record(30, even_page=False)
    assert counts(flow) == [22, 0]
    assert [side.numbered for side in flow.sides] == [True, True]


def test_first_line_of_the_body_stays_on_the_first_page() -> None:
    flow = filled(1, start=21)
    flow.side.pinned = 1
    flow.add_closing(Block(4))
    assert counts(flow) == [1, 1]
    assert flow.side.lonely


def test_text_after_a_table_begins_on_the_grid() -> None:
    flow = filled(3)
    flow.add(Block(2.4, whole=False))
    flow.add(text())
    assert [begin for begin, _ in flow.side.items] == [0, 1, 2, 3, 6]


def test_table_ends_within_the_text_area() -> None:
    flow = filled(20)
    flow.add(Block(1.6, whole=False))
    assert counts(flow) == [20, 1]


def test_record_needs_an_even_page() -> None:
    flow = filled(5)
    flow.room_for_record(60)
    assert counts(flow) == [5, 0]
    assert [side.numbered for side in flow.sides] == [True, True]


def test_record_shares_an_even_page_that_has_room() -> None:
    flow = filled(30)
    flow.room_for_record(60)
    assert counts(flow) == [22, 8]


def test_record_without_room_goes_to_the_next_even_page_unnumbered() -> None:
    flow = filled(44)
    flow.room_for_record(60)
    assert counts(flow) == [22, 22, 0, 0]
    assert [side.numbered for side in flow.sides] == [True, True, False, False]


def test_pitch_is_closed_up_a_little_to_save_a_sheet() -> None:
    flow = filled(22 + 18)
    flow.room_for_record(70)
    assert counts(flow) == [22, 18]
    assert flow.side.bottom <= BOTTOM - 70


def test_adjusted_pitch_leaves_the_head_alone() -> None:
    side = Side(start=10, pitch=0.95)
    assert side.y(10) == line_top(10)
    assert side.y(11) == pytest.approx(line_top(10) + 0.95 * PITCH)
