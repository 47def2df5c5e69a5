"""Tables whose last line says what the lines above add up to (合计、小计)."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from documents.notices.reading import Block

from .rule import Hit, Paper, rule

_CELL = "｜"
_SUM, _SUBTOTAL = re.compile(r"(?:合|总|共)\s*计(?:[（(].{0,8}[）)])?"), re.compile(r"小\s*计")
_NUMBER = re.compile(r"(\d{1,3}(?:[,，]\d{3})+|\d{1,9})(\.\d{1,4})?\s*(?:人次|万元|[人名个间元次期套本所家项])?")
_EMPTY = re.compile(r"[-—–／/\s]*")
_NO_SUM = re.compile("率|占比|比例|平均|人均|单价|序\\s*号|编\\s*号|年龄|排名|名次|%|％|得分|电话|年份|邮编")

Rows = list[list[str]]


@rule("figure.table", "warning", "表格的合计与各行之和不符", "条例第20条")
def table_totals(paper: Paper) -> Iterator[Hit]:
    """Every column of numbers above (or under) a line 合计 adds up to it; lines of 小计 are checked and left out of it."""
    for blocks in (paper.reading.body, *(annex.body for annex in paper.reading.annexes)):
        for rows in _tables(blocks):
            yield from _faults(rows)


def _tables(blocks: Sequence[Block]) -> Iterator[Rows]:
    rows: Rows = []
    for block in (*blocks, Block(0, "")):
        row = [cell.strip() for cell in block.text.split(_CELL)] if block.level == 0 and _CELL in block.text else []
        if rows and len(row) != len(rows[0]):
            if len(rows) > 2:
                yield rows
            rows = []
        if row:
            rows.append(row)


def _faults(rows: Rows) -> Iterator[Hit]:
    head, body = rows[0], rows[1:]
    since: Rows = []  # lines since the last 小计
    all_lines: Rows = []
    for at, row in enumerate(body):
        if _says(_SUBTOTAL, row):
            yield from _compare(head, row, since)
            since = []
        elif _says(_SUM, row):
            below = [other for other in body[at + 1 :] if not _says(_SUBTOTAL, other) and not _says(_SUM, other)]
            yield from _compare(head, row, all_lines or below)
            since, all_lines = [], []
        else:
            since.append(row)
            all_lines.append(row)


def _says(pattern: re.Pattern[str], row: list[str]) -> bool:
    return any(pattern.fullmatch(cell) for cell in row[:2])


def _compare(head: list[str], total: list[str], lines: Rows) -> Iterator[Hit]:
    for column, cell in enumerate(total):
        said, named = _number(cell), head[column]
        parts = [_number(line[column]) for line in lines]
        if said is None or len(parts) < 2 or None in parts or _NO_SUM.search(named):
            continue
        added = sum((part for part in parts if part is not None), Decimal(0))
        if added != said:
            what = f"“{named}”一列" if named else f"第{column + 1}列"
            yield Hit(f"表格{what}合计写的是{said}，各行相加是{added}，不相符。请核对。", _CELL.join(total))


def _number(cell: str) -> Decimal | None:
    """The number in a cell, 0 for an empty one, None for words."""
    if _EMPTY.fullmatch(cell):
        return Decimal(0)
    match = _NUMBER.fullmatch(cell)
    return Decimal(re.sub("[,，]", "", match[1]) + (match[2] or "")) if match else None
