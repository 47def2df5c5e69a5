"""What a paper says, before it is set: the elements of GB/T 9704-2012 clause 7 as plain data.

Texts are plain strings; nothing in them is markup. In a title a line feed is a break that the author wants.
"""

import datetime
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal, TypeAlias


class Form(StrEnum):
    """格式: how the first page is laid out."""

    FILE = "文件格式"
    LETTER = "信函格式"
    """10.1: the host's name alone, red double lines, the number at the right."""
    MINUTES = "纪要格式"
    """10.3: “×××纪要”, lists of those present, no signature and no seal."""
    DETACHED = "另附附件"
    """7.3.7: an attachment that is not bound to its paper; the paper's number stands before its label."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """自然段: indented by two characters."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """结构层次序数, 7.3.3. The text carries its own number: 一、 （一） 1. （1）.

    `rest` runs on in the same paragraph in 仿宋, as in “（一）摸清底数。以村为单位……”.
    """

    level: Literal[1, 2, 3, 4]
    text: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. `across` and `down` are the columns and rows that it covers; empty `align` means: figures right, short texts centred."""

    text: str
    across: int = 1
    down: int = 1
    align: Literal["", "left", "centre", "right"] = ""


@dataclass(frozen=True, slots=True)
class Table:
    """表格. The first `head` rows are repeated on every page. `widths` are relative; without them the contents decide."""

    rows: tuple[tuple[Cell | str, ...], ...]
    head: int = 1
    widths: tuple[float, ...] = ()
    caption: str = ""


Block: TypeAlias = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Attendance:
    """出席、请假、列席 of 纪要 (10.3): `label` is one of these words, `people` units and names."""

    label: str
    people: str


@dataclass(frozen=True, slots=True)
class Attached:
    """附件, or the paper that a 印发/转发 notice carries: a new page, the title centred on the third line (7.3.7).

    `label` is “附件1”; it stays empty for a paper that is itself what is issued. `subtitle` stands below the title in 楷体:
    “（2026年11月5日……通过）”; `number` is the 发文字号 of a paper that is passed on. It may have recipients, a list of its own
    attachments, signatures and a day. A `detached` one is not bound to the paper: `detached_papers` sets it by itself.
    """

    title: str
    body: tuple[Block, ...]
    label: str = ""
    subtitle: str = ""
    recipients: str = ""
    signatures: tuple[str, ...] = ()
    date: datetime.date | None = None
    number: str = ""
    attachments: tuple[str, ...] = ()
    detached: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """One 公文 as it is to be printed.

    `marks` are the organs of the head, the host first; “文件” is added; without them it is 普通材料, with
    no head. In 信函格式 the host alone stands there, in 纪要格式 “纪要” is added. `signers` (签发人) make the paper an upward one. `sealed` leaves the place
    for wet seals (7.3.5.1), else the organs sign without one (7.3.5.2). `sample` is 样稿: the head grey, a watermark, never a seal.
    `verification` is an address or a code by which the paper can be checked; it is set outside the 版心 of the first page.
    """

    marks: tuple[str, ...]
    number: str
    title: str
    recipients: str
    body: tuple[Block, ...]
    signatures: tuple[str, ...]
    date: datetime.date | None
    urgency: str = ""
    signers: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    note: str = ""
    copies: str = ""
    printer: str = ""
    printed_on: datetime.date | None = None
    attached: tuple[Attached, ...] = ()
    sealed: bool = True
    sample: bool = False
    form: Form = Form.FILE
    attendance: tuple[Attendance, ...] = ()
    verification: str = ""


def in_words(day: datetime.date) -> str:
    """成文日期 in arabic digits, the year in full, no leading zeros (7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def detached_papers(paper: Paper) -> tuple[Paper, ...]:
    """The attachments that are not bound to the paper, each as a paper of its own to be typeset and measured (7.3.7)."""
    return tuple(
        Paper(
            marks=(),
            number=paper.number,
            title=item.title,
            recipients="",
            body=(),
            signatures=(),
            date=None,
            attached=(replace(item, detached=False, label=f"{paper.number}{item.label or '附件'}"),),
            sample=paper.sample,
            form=Form.DETACHED,
        )
        for item in paper.attached
        if item.detached
    )
