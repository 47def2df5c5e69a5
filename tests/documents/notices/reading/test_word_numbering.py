"""Automatic numbers: formats, levels, restarts."""

import pytest
from lxml import etree

from documents.notices.reading.word_numbering import Numbering, formatted, han

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def numbering(levels: str, nums: str) -> Numbering:
    return Numbering.of(
        etree.fromstring(
            f'<numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>{nums}</numbering>'
        )
    )


def level(depth: int, fmt: str, text: str, start: int = 1) -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{fmt}"/><w:lvlText w:val="{text}"/></w:lvl>'


def num(key: int, inside: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="1"/>{inside}</w:num>'


@pytest.mark.parametrize(
    ("n", "text"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (99, "九十九"), (120, "120")]
)
def test_chinese_counting(n: int, text: str) -> None:
    assert han(n) == text


@pytest.mark.parametrize(
    ("fmt", "text"),
    [
        ("decimal", "4"),
        ("chineseCountingThousand", "四"),
        ("decimalEnclosedCircle", "④"),
        ("lowerLetter", "d"),
        ("upperRoman", "IV"),
        ("lowerRoman", "iv"),
        ("unheardOf", "4"),
    ],
)
def test_number_formats(fmt: str, text: str) -> None:
    assert formatted(4, fmt) == text


def test_deeper_levels_begin_anew_and_may_show_the_higher_number() -> None:
    lists = numbering(level(0, "chineseCounting", "%1、") + level(1, "decimal", "%1.%2"), num(5))

    assert [lists.next("5", depth) for depth in (0, 1, 1, 0, 1)] == ["一、", "一.1", "一.2", "二、", "二.1"]


def test_list_may_start_elsewhere() -> None:
    lists = numbering(level(0, "decimal", "%1.", start=3), num(5))

    assert [lists.next("5", 0), lists.next("5", 0)] == ["3.", "4."]


def test_second_list_of_the_same_kind_goes_on_unless_it_restarts() -> None:
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists = numbering(level(0, "decimal", "%1."), num(5) + num(6) + num(7, restart))

    assert [lists.next(key, 0) for key in ("5", "6", "7", "7")] == ["1.", "2.", "1.", "2."]


def test_bullets_and_unknown_lists_have_no_number() -> None:
    lists = numbering(level(0, "bullet", "•"), num(5))

    assert [lists.next("5", 0), lists.next("99", 0), Numbering.of(None).next("1", 0)] == ["", "", ""]
