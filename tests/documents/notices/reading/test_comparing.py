"""The original beside its repairs: nothing of it is lost, every repaired place is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.notices.reading import ReadError, compare_file, compare_text
from documents.notices.reading.comparing import SourceLine


def changes(lines: tuple[SourceLine, ...]) -> list[tuple[str, str]]:
    return [(part.before, part.after) for line in lines for part in line.stretches if part.is_repaired]


def test_text_in_order_has_nothing_to_show() -> None:
    lines = compare_text("关于开展行动的通知\n\n各乡镇团委：")

    assert [line.before for line in lines] == ["关于开展行动的通知", "", "各乡镇团委："]
    assert changes(lines) == []


def test_every_repaired_character_is_told_with_what_became_of_it() -> None:
    lines = compare_text("现将冶灯火野行动有关事项通知如下,请遵照执行。\n成文日期:2O26年11月1O日")

    assert (",", "，") in changes(lines)
    assert lines[1].after == "成文日期：2026年11月10日"


def test_invisible_characters_are_told_to_be_invisible() -> None:
    (line,) = compare_text("灯火\u200b相伴行动")
    (part,) = [part for part in line.stretches if part.is_repaired]

    assert (part.is_invisible, part.after) == (True, "")


def test_blank_for_blank_is_no_repair() -> None:
    assert changes(compare_text("灯火\u00a0相伴")) == []


def test_page_numbers_and_ornaments_are_outside() -> None:
    text = "关于开展行动的通知\n各乡镇团委：\n请抓好落实。\n－ 1 －\n★★★★\n二、工作要求"

    assert [line.before for line in compare_text(text) if line.outside] == ["－ 1 －", "★★★★"]


def test_long_line_with_many_repairs_is_shown_as_one() -> None:
    (line,) = compare_text("要抓好落实,取得实效;" * 2_000)

    assert [part.is_repaired for part in line.stretches].count(True) == 1


@given(st.text(alphabet="灯火各乡镇团委：:,，。()（）1lO0 \u3000\n\u200b冶野—-", max_size=200))
def test_the_original_can_be_put_together_again(text: str) -> None:
    assert "\n".join(line.before for line in compare_text(text)) == text


@pytest.mark.parametrize(("name", "data"), [("a.wps", b"x"), ("a.txt", b""), ("a.docx", b"\x89PNG\r\n\x1a\n...")])
def test_what_cannot_be_read_is_refused_as_in_reading(name: str, data: bytes) -> None:
    with pytest.raises(ReadError):
        compare_file(name, data)
