"""The body of a paper: headings, paragraphs, tables, 依据 and 分送要求, one block each, so that a remark can point at a sentence's home."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import StreamValue

from workflows.organisations.models import Level

from .cells import CELL_MARK, CellsBlock, Rows, proportions, width_text

HEADINGS = {"heading1": 1, "heading2": 2, "heading3": 3, "heading4": 4}
NAMES = {level: name for name, level in HEADINGS.items()} | {0: "paragraph"}
MOST_HEAD_ROWS = 3
FORM_ROWS, FORM_HEAD = 3, 12
"""So many lines to write on are proposed under the head of a form, whose cells have at most so many letters."""


class TableBlock(blocks.StructBlock):
    """表格: rows of text, the first of them heads, columns in given proportions (GB/T 9704-2012 clause 8)."""

    caption = blocks.CharBlock(label=_("表名"), required=False, max_length=60)
    cells = CellsBlock(label=_("表格内容"))
    head = blocks.IntegerBlock(
        label=_("表头行数"),
        default=1,
        min_value=0,
        max_value=MOST_HEAD_ROWS,
        help_text=_("换页时重复；没有表头填0"),
    )
    widths = blocks.CharBlock(
        label=_("列宽"), required=False, max_length=60, help_text=_("各列宽度的比例，如“1 3 2”；不填按内容")
    )

    def clean(self, value: Any) -> Any:
        """One width for each column, and at least one row under the head."""
        cleaned = super().clean(value)
        rows, errors = cleaned["cells"], {}
        columns = len(rows[0]) if rows else 0
        try:
            widths = proportions(cleaned["widths"])
        except ValueError:
            widths = ()
            errors["widths"] = ValidationError(gettext("列宽写成几个数字，用空格隔开，如“1 3 2”。"))
        if widths and len(widths) != columns:
            errors["widths"] = ValidationError(
                gettext("表格有%(columns)d列，列宽写了%(widths)d个。请改成一致，或者不填。")
                % {"columns": columns, "widths": len(widths)}
            )
        if rows and (cleaned["head"] or 0) >= len(rows):
            errors["head"] = ValidationError(gettext("表格只有%d行，表头行数要少于总行数。") % len(rows))
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        cleaned["widths"] = width_text(widths)
        return cleaned

    class Meta:
        icon = "table"
        label = _("表格")


class CitedBlock(blocks.StructBlock):
    """One paper that is cited: title and number; a number that is kept here becomes a link for those who may read it."""

    number = blocks.CharBlock(label=_("发文字号"), required=False, max_length=40, help_text=_("如“团曦发〔2026〕3号”"))
    title = blocks.CharBlock(label=_("标题"), max_length=200, help_text=_("不写书名号"))

    class Meta:
        icon = "link"
        label = _("文件")


class BasisBlock(blocks.StructBlock):
    """依据: a paragraph that rests on other papers: 根据《……》（……号），现将……。"""

    lead = blocks.CharBlock(label=_("开头"), default="根据", required=False, max_length=60)
    papers = blocks.ListBlock(CitedBlock(), label=_("依据的文件"), min_num=1, max_num=8)
    rest = blocks.TextBlock(
        label=_("接着写"), default="，结合实际，现将有关事项通知如下。", required=False, rows=2, max_length=1000
    )

    class Meta:
        icon = "link"
        label = _("依据")


class DutyBlock(blocks.StructBlock):
    """分送要求: a paragraph that only some of the recipients have to act on; their receiving page shows it first."""

    who = blocks.CharBlock(
        label=_("对谁"), max_length=120, help_text=_("印在这一段开头，如“各乡镇团委”；写出单位名称的，也按名称对应")
    )
    levels = blocks.MultipleChoiceBlock(
        label=_("哪一级"),
        choices=Level.choices,
        required=False,
        help_text=_("勾选以后，收到公文的这一级单位先看到这一段"),
    )
    text = blocks.TextBlock(label=_("要求"), rows=3)

    class Meta:
        icon = "group"
        label = _("分送要求")


class BodyBlock(blocks.StreamBlock):
    """正文 after GB/T 9704-2012 7.3.3: “一、” “（一）” “1.” “（1）” and paragraphs; the author types the ordinal."""

    paragraph = blocks.TextBlock(label=_("段落"), rows=3)
    heading1 = blocks.TextBlock(label=_("一、一级标题"), rows=1, icon="h1")
    heading2 = blocks.TextBlock(label=_("（一）二级标题"), rows=1, icon="h2")
    heading3 = blocks.TextBlock(label=_("1. 三级标题"), rows=1, icon="h3")
    heading4 = blocks.TextBlock(label=_("（1）四级标题"), rows=1, icon="h4")
    table = TableBlock()
    basis = BasisBlock()
    duty = DutyBlock()

    class Meta:
        icon = "doc-full"


@dataclass(frozen=True)
class Piece:
    """One block as it is read: its key, its level (0 is no heading), its words; a table's rows; the papers cited; whom a duty meets.

    ``text`` is complete: a table's is its caption and its rows, cells parted by “｜”.
    """

    key: str
    kind: str
    level: int
    text: str
    rows: Rows = ()
    head: int = 0
    widths: tuple[float, ...] = ()
    caption: str = ""
    papers: tuple[tuple[str, str], ...] = ()
    who: str = ""
    levels: tuple[str, ...] = ()

    @property
    def lines(self) -> list[str]:
        """The text as the rules read it: a table row by row, anything else in one piece."""
        return self.text.splitlines() if self.rows else [self.text]


def pieces(body: Iterable[Any]) -> Iterator[Piece]:
    """The blocks of a body in order; empty ones are left out."""
    for block in _opened(body):
        piece = _MAKERS.get(block.block_type, _plain)(block)
        if piece.text:
            yield piece


@dataclass(frozen=True)
class _Raw:
    """A block of plain words as it lies in the database; making Wagtail's own of it takes longer than reading it."""

    id: str | None
    block_type: str
    value: Any


def _opened(body: Iterable[Any]) -> Iterator[Any]:
    """The blocks of a body; those of plain words that nobody has opened yet stay closed."""
    if not isinstance(body, StreamValue):
        yield from body
        return
    for place, (bound, raw) in enumerate(zip(body._bound_blocks, body._raw_data, strict=True)):  # noqa: SLF001
        if bound is None and raw["type"] not in _MAKERS:
            yield _Raw(raw.get("id"), raw["type"], raw["value"])
        else:
            yield body[place]


def passages(body: Iterable[Any]) -> Iterator[tuple[int, str]]:
    """The body as ``(level, text)``; level 0 is a paragraph. Empty blocks are left out."""
    for piece in pieces(body):
        yield piece.level, piece.text


def substance(body: Iterable[Any]) -> list[list[Any]]:
    """The body as signatures bind to it: level and words, and what a table or a duty says beyond its words."""
    return [[piece.level, piece.text, *_beyond(piece)] for piece in pieces(body)]


def stream(parts: Iterable[tuple[int, str]]) -> list[dict[str, Any]]:
    """``(level, text)`` pairs as raw stream data; rows of one length that follow each other, cells parted by “｜”, are a table.

    A single row of three cells or more is a form (回执): a head gets empty rows to be filled in under it.
    """
    found: list[dict[str, Any]] = []
    rows: list[list[str]] = []

    def close() -> None:
        if len(rows) > 1:
            found.append(table(rows))
        elif rows and len(rows[0]) > 2:
            found.append(_form(rows[0]))
        else:
            found.extend({"type": NAMES[0], "value": CELL_MARK.join(row)} for row in rows)
        rows.clear()

    for level, text in parts:
        row = text.split(CELL_MARK) if level == 0 and CELL_MARK in text and "\n" not in text else []
        if rows and len(row) != len(rows[0]):
            close()
        if row:
            rows.append(row)
        else:
            found.append({"type": NAMES[level], "value": text})
    close()
    return found


def _form(row: list[str]) -> dict[str, Any]:
    """A table of one row: names of columns with room under them, or names with room beside them."""
    if all(0 < len(cell.strip()) <= FORM_HEAD for cell in row):
        return table([row, *([""] * len(row) for _line in range(FORM_ROWS))])
    return table([row], head=0)


def table(rows: Iterable[Iterable[str]], *, head: int = 1, widths: str = "", caption: str = "") -> dict[str, Any]:
    """A table as raw stream data."""
    cells = [list(row) for row in rows]
    return {"type": "table", "value": {"caption": caption, "cells": cells, "head": head, "widths": widths}}


def _beyond(piece: Piece) -> list[Any]:
    if piece.rows:
        widths = [f"{width:g}" for width in piece.widths]
        return [{"rows": [list(row) for row in piece.rows], "head": piece.head, "widths": widths}]
    return [{"levels": list(piece.levels)}] if piece.levels else []


def _plain(block: Any) -> Piece:
    return Piece(
        block.id or "",
        block.block_type,
        HEADINGS.get(block.block_type, 0),
        "" if block.value is None else str(block.value).strip(),
    )


def _table(block: Any) -> Piece:
    value = block.value
    rows: Rows = tuple(tuple(str(cell).strip() for cell in row) for row in value.get("cells") or ())
    caption = (value.get("caption") or "").strip()
    words = [caption, *(CELL_MARK.join(row) for row in rows)] if any(any(row) for row in rows) else []
    try:
        widths = proportions(value.get("widths") or "")
    except ValueError:
        widths = ()
    return Piece(
        block.id or "",
        "table",
        0,
        "\n".join(" ".join(line.split()) for line in words if line),
        rows=rows if words else (),
        head=min(value.get("head") or 0, max(len(rows) - 1, 0)),
        widths=widths if rows and len(widths) == len(rows[0]) else (),
        caption=caption,
    )


def _basis(block: Any) -> Piece:
    value = block.value
    papers = tuple(
        ((paper.get("title") or "").strip().strip("《》"), (paper.get("number") or "").strip())
        for paper in value.get("papers") or ()
        if (paper.get("title") or "").strip() or (paper.get("number") or "").strip()
    )
    cited = "、".join(
        f"《{title}》" * bool(title) + (f"（{number}）" if title and number else number) for title, number in papers
    )
    text = f"{(value.get('lead') or '').strip()}{cited}{(value.get('rest') or '').strip()}" if cited else ""
    return Piece(block.id or "", "basis", 0, text, papers=papers)


def _duty(block: Any) -> Piece:
    value = block.value
    who, text = (value.get("who") or "").strip().rstrip("：:"), (value.get("text") or "").strip()
    levels = tuple(value.get("levels") or ())
    return Piece(block.id or "", "duty", 0, f"{who}：{text}" if who and text else text, who=who, levels=levels)


_MAKERS = {"table": _table, "basis": _basis, "duty": _duty}
