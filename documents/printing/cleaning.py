"""A paper as it came from outside, made fit for setting: clean texts, no empty blocks, and a clear refusal where nothing can be set."""

from collections.abc import Iterator
from dataclasses import replace

from documents.printing.errors import InvalidPaperError
from documents.printing.paper import Attached, Attendance, Block, Cell, Form, Heading, Paper, Paragraph, Table
from documents.printing.text import clean


def cleaned(paper: Paper) -> Paper:
    """The paper with clean texts. Raises InvalidPaperError when title or body are missing, or an attachment is empty."""
    result = replace(
        paper,
        marks=_texts(paper.marks),
        number=clean(paper.number),
        title=clean(paper.title, breaks=True),
        recipients=clean(paper.recipients),
        body=tuple(_blocks(paper.body)),
        signatures=_texts(paper.signatures),
        urgency=clean(paper.urgency),
        signers=_texts(paper.signers),
        contacts=_texts(paper.contacts),
        attachments=_texts(paper.attachments),
        note=clean(paper.note),
        copies=clean(paper.copies),
        printer=clean(paper.printer),
        attendance=tuple(_attendance(paper.attendance)),
        attached=tuple(_attached(item, number) for number, item in enumerate(paper.attached, 1)),
        verification=clean(paper.verification),
    )
    if result.form is Form.DETACHED:
        return result
    if not result.title:
        raise InvalidPaperError("缺少标题，无法排版。请填写公文标题。")
    if not any(isinstance(block, Paragraph | Heading) for block in result.body):
        raise InvalidPaperError("正文是空的，无法排版。公文首页必须显示正文，请先写正文。")
    return result


def _texts(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text for text in map(clean, values) if text)


def _attendance(rows: tuple[Attendance, ...]) -> Iterator[Attendance]:
    for row in rows:
        label, people = clean(row.label).rstrip("：:"), clean(row.people)
        if label and people:
            yield Attendance(label, people)


def _attached(item: Attached, number: int) -> Attached:
    result = replace(
        item,
        title=clean(item.title, breaks=True),
        body=tuple(_blocks(item.body)),
        label=clean(item.label),
        subtitle=clean(item.subtitle),
        recipients=clean(item.recipients),
        signatures=_texts(item.signatures),
        number=clean(item.number),
        attachments=_texts(item.attachments),
    )
    if not result.body:
        name = f"“{result.title}”" if result.title else ""
        raise InvalidPaperError(
            f"第{number}个附件{name}没有内容。请填写附件正文；只随文发文件的，只写进附件说明，不要另立附件页。"
        )
    return result


def _blocks(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        match block:
            case Paragraph():
                yield from (Paragraph(text) for line in block.text.splitlines() if (text := clean(line)))
            case Heading():
                text, rest = clean(block.text), clean(block.rest)
                if text:
                    yield replace(block, text=text, rest=rest)
                elif rest:
                    yield Paragraph(rest)
            case Table():
                table = cleaned_table(block)
                if table.rows:
                    yield table


def cleaned_table(table: Table) -> Table:
    """The table with clean texts and without empty rows."""
    rows = tuple(tuple(_cell(cell) for cell in row) for row in table.rows if row)
    return replace(table, rows=rows, head=min(table.head, len(rows)), caption=clean(table.caption))


def _cell(value: Cell | str) -> Cell:
    cell = Cell(value) if isinstance(value, str) else value
    return replace(cell, text=clean(cell.text, breaks=True), across=max(1, cell.across), down=max(1, cell.down))
