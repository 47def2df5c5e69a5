"""Totals of tables."""

from dataclasses import replace

import pytest

from documents.notices.reading import Annex, Block
from tests.documents.notices.lint.papers import found, paper

HEAD = "地区｜项目数（个）｜金额（万元）"


def rows(*lines: str) -> tuple[Block, ...]:
    return tuple(Block(0, line) for line in lines)


def messages(*lines: str) -> list[str]:
    return [hit.message for hit in found(replace(paper(), body=rows(*lines)), "figure.table")]


def test_column_that_does_not_add_up_is_named() -> None:
    assert messages(HEAD, "澈湖市｜6｜30", "霁山市｜5｜25", "合计｜11｜45") == [
        "表格“金额（万元）”一列合计写的是45，各行相加是55，不相符。请核对。"
    ]


@pytest.mark.parametrize(
    "lines",
    [
        (HEAD, "澈湖市｜6｜30", "霁山市｜5｜—", "合计｜11｜30"),
        (HEAD, "合计｜11｜55", "澈湖市｜6｜30", "霁山市｜5｜25"),
        (
            HEAD,
            "甲县｜1｜5",
            "乙县｜2｜10",
            "小计｜3｜15",
            "丙县｜4｜1,020",
            "丁县｜1｜5",
            "小计｜5｜1,025",
            "总计｜8｜1,040",
        ),
        ("单位｜完成率｜平均数", "甲｜95｜3", "乙｜90｜4", "合计｜92｜3.5"),
        ("姓名｜材料", "甲｜表1", "乙｜表2", "合计｜2"),
    ],
)
def test_tables_that_add_up_or_have_nothing_to_add_pass(lines: tuple[str, ...]) -> None:
    assert messages(*lines) == []


def test_subtotal_is_held_against_its_own_lines() -> None:
    assert (
        len(messages(HEAD, "甲县｜1｜5", "乙县｜2｜10", "小计｜3｜16", "丙县｜4｜1", "丁县｜1｜5", "合计｜8｜21")) == 1
    )


def test_table_in_an_attachment_is_reckoned_too() -> None:
    annex = Annex("分配表", rows(HEAD, "甲｜1｜5", "乙｜1｜5", "合计｜2｜11"))

    assert len(found(replace(paper(), annexes=(annex,)), "figure.table")) == 1
