"""Body blocks as items of the flow: recipients, headings, paragraphs, 附件说明 (GB/T 9704-2012 7.3.2 to 7.3.4)."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from documents.printing.canvas import Element
from documents.printing.flow import Blank, Item, TextItem
from documents.printing.fonts import Role
from documents.printing.grid import BODY, CELL, WIDTH
from documents.printing.paper import Attendance, Block, Heading, Paragraph
from documents.printing.setting import Compositor, Span

INDENT: Final = 2 * CELL
"""每个自然段左空二字, 7.3.3."""
_HEADING_ROLES: Final = {1: Role.HEI, 2: Role.KAI, 3: Role.FANG, 4: Role.FANG}
_TABLE_NOTES: Final = ("注：", "注:", "备注", "说明：", "填表说明")
_SENTENCE_ENDS: Final = ("。", "；", "！", "？")
_NAME: Final = re.compile(r"[^、，；。\s（）()]{2,4}(?=$|[、，；。\s（(])")
"""A name at the end of an entry, as in “青年发展部唐小禾、”."""
_END_MARKS: Final = "。；，、.;,"


def with_colon(recipients: str) -> str:
    """主送机关 with the full-width colon that ends it (7.3.2)."""
    text = recipients.rstrip(":：，,。;； ")
    return f"{text}：" if text else ""


def paragraph_items(
    compositor: Compositor,
    spans: Sequence[Span],
    element: Element,
    *,
    indent: float = INDENT,
    keep: bool = False,
    width: float = WIDTH,
) -> list[Item]:
    """A paragraph of the body: the first line indented, the others flush left."""
    lines = compositor.paragraph(spans, first=width - indent, rest=width)
    return [TextItem(line, element, indent if n == 0 else 0.0, keep) for n, line in enumerate(lines)]


def block_items(compositor: Compositor, block: Heading | Paragraph, root: Element) -> list[Item]:
    """A heading or a paragraph. A heading stays with what follows it, a numbered sentence need not."""
    if isinstance(block, Paragraph):
        return paragraph_items(compositor, [Span(block.text)], root.add("P"))
    spans = [Span(block.text, _HEADING_ROLES[block.level])]
    if block.rest:
        spans.append(Span(block.rest))
    element = root.add("P" if block.rest else f"H{block.level + 1}")
    return paragraph_items(compositor, spans, element, keep=not block.rest and not block.text.endswith(_SENTENCE_ENDS))


def recipient_items(compositor: Compositor, recipients: str, root: Element) -> list[Item]:
    """主送机关: flush left with all their lines, closed by a full-width colon (7.3.2)."""
    text = with_colon(recipients)
    return paragraph_items(compositor, [Span(text)], root.add("P"), indent=0.0) if text else []


def attachment_items(compositor: Compositor, names: Sequence[str], root: Element) -> Iterator[Item]:
    """附件说明: one blank line, 左空二字, numbered when there are several, wraps aligned to the name's first character, no end mark."""
    if not names:
        return
    yield Blank()
    label = compositor.line("附件：")
    numbers = [compositor.line(f"{n}. ") for n in range(1, len(names) + 1)] if len(names) > 1 else []
    at = INDENT + label.width + (CELL - BODY)
    hang = at + (max(number.width for number in numbers) if numbers else 0.0)
    for n, name in enumerate(names):
        element = root.add("P")
        lines = compositor.paragraph([Span(name.rstrip(_END_MARKS))], first=WIDTH - hang, rest=WIDTH - hang)
        for row, line in enumerate(lines):
            before = [(INDENT, label)] if n == 0 and row == 0 else []
            if numbers and row == 0:
                before.append((at, numbers[n]))
            yield TextItem(line, element, hang, before=tuple(before), listed=True)


def attendance_items(compositor: Compositor, rows: Sequence[Attendance], root: Element) -> Iterator[Item]:
    """出席、请假、列席 of 纪要: one blank line, 左空二字, the label in 黑体, wraps aligned to the first character behind the colon (10.3)."""
    if not rows:
        return
    yield Blank()
    for row in rows:
        element = root.add("P")
        label = compositor.line(f"{row.label}：", Role.HEI)
        hang = INDENT + label.width + (CELL - BODY)
        names = [match.span() for match in _NAME.finditer(row.people)]
        room = WIDTH - hang
        for n, line in enumerate(compositor.paragraph([Span(row.people)], first=room, rest=room, whole=names)):
            yield TextItem(line, element, hang, before=((INDENT, label),) if n == 0 else ())


def is_table_note(block: Block) -> bool:
    """Whether a paragraph is the note of the table above it, and so belongs on the same sheet."""
    return isinstance(block, Paragraph) and block.text.startswith(_TABLE_NOTES)
