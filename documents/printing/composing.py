"""From a paper to a PDF: the order in which its parts are set, and the pages they make."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from documents.printing.blocks import (
    attachment_items,
    attendance_items,
    block_items,
    is_table_note,
    paragraph_items,
    recipient_items,
)
from documents.printing.canvas import Canvas, Element, Glyphs, Page
from documents.printing.cleaning import cleaned
from documents.printing.closing import compose_closing
from documents.printing.flow import Blank, Flow, Item, Side, TextItem, draw_side
from documents.printing.fonts import Role, load
from documents.printing.grid import (
    BODY,
    CELL,
    LEFT,
    LINES,
    PAGE_NUMBER,
    PITCH,
    RIGHT,
    SHEET_HEIGHT,
    SMALL,
    TITLE,
    WIDTH,
)
from documents.printing.heads import Head, compose_head, draw_title, set_title, title_height
from documents.printing.paper import Attached, Block, Form, Paper, Paragraph, Table, in_words
from documents.printing.pdf import write
from documents.printing.printed import Printed, embedded
from documents.printing.record import Record, compose_record
from documents.printing.setting import Compositor, SetLine, Span, draw
from documents.printing.tables import add_table, lay_out
from documents.printing.verification import draw_verification

_BELOW_TITLE: Final = 6.0
"""Least distance between a title and the line that belongs to it."""
_WATERMARK: Final = "样稿"
_WATERMARK_SIZE: Final = 190.0
_WATERMARK_COLOUR: Final = (0.93, 0.93, 0.93)
_WATERMARK_TURN: Final = 45.0


def typeset(paper: Paper) -> Printed:
    """Set a paper in its 格式 (with 签发人: 上行文) by GB/T 9704-2012.

    The same paper gives the same bytes. Without marks it is 普通材料: no head, the title on the third
    line. Raises InvalidPaperError when there is no body or title,
    TableTooWideError when a table fits no page, FontsMissingError when the fonts are not installed.
    """
    return _Job(cleaned(paper), Compositor(load())).run()


@dataclass(slots=True)
class TitleItem:
    """The title of an attached document, centred in `width`; its first line lies on a line of the grid (7.3.7)."""

    lines: list[SetLine]
    element: Element
    width: float
    height: float
    keep: bool = True
    whole: bool = True

    def draw(self, page: Page, top: Callable[[float], float], left: float) -> None:
        """See Item."""
        draw_title(page, self.lines, top(0) - (TITLE - BODY) / 2, self.element, left + (self.width - WIDTH) / 2)


class _Job:
    """One run of the typesetter."""

    def __init__(self, paper: Paper, compositor: Compositor) -> None:
        self.paper = paper
        self.compositor = compositor
        self.canvas = Canvas()
        self.flow = Flow()
        self.adjusted: list[str] = []

    def run(self) -> Printed:
        front, text, back = (self.canvas.root.add("Sect") for _ in range(3))
        bound = [attached for attached in self.paper.attached if not attached.detached]
        if self.paper.form is Form.DETACHED:
            head, moved = Head(0, lambda page, root: None), False
        else:
            head, moved = self._head(text)
            self._body(text)
        for attached in bound:
            self._attached(attached, self.canvas.root.add("Sect"))
        record = compose_record(self.paper, self.compositor, with_recipients=moved)
        if record.rows:
            self.flow.room_for_record(record.height, even_page=self.paper.form is not Form.LETTER)
        self._draw(head, record, front, back)
        return self._printed()

    def _head(self, text: Element) -> tuple[Head, bool]:
        """Head and recipients of the first page; recipients too many for a page that shows the body go to the 版记 (7.3.2)."""
        recipients = recipient_items(self.compositor, self.paper.recipients, text)
        head = compose_head(self.paper, self.compositor, len(recipients))
        moved = bool(recipients) and LINES - head.lines - len(recipients) < 1
        if moved:
            self.adjusted.append("主送机关较多，首页放不下正文，已移到版记。")
            recipients = []
            head = compose_head(self.paper, self.compositor, 0)
        self.flow.sides = [Side(start=head.lines, shift=head.shift, numbered=head.numbered)]
        for item in recipients:
            self.flow.add(item)
        self.flow.side.pinned = len(recipients) + 1  # the first line of the body stays on the first page (7.3.3)
        return head, moved

    def _body(self, root: Element) -> None:
        self._blocks(self.paper.body, root)
        for contact in self.paper.contacts:
            self._add(paragraph_items(self.compositor, [Span(contact)], root.add("P")))
        self._add(attachment_items(self.compositor, self.paper.attachments, root))
        self._add(attendance_items(self.compositor, self.paper.attendance, root))
        minutes = self.paper.form is Form.MINUTES  # organ and day stand in the head
        closings = compose_closing(
            self.compositor,
            () if minutes else self.paper.signatures,
            in_words(self.paper.date) if self.paper.date and not minutes else "",
            self.paper.note,
            sealed=self.paper.sealed and not minutes,
            root=root,
        )
        for closing in closings:
            self.flow.add_closing(closing)

    def _attached(self, attached: Attached, root: Element) -> None:
        """附件, or the paper that is issued: a new page, its label on the first line, its title on the third (7.3.7)."""
        first = attached.body[0] if attached.body else None
        sideways = isinstance(first, Table) and lay_out(self.compositor, first).landscape
        width = self.flow.new_page(landscape=sideways).width
        top = self.compositor.line(attached.label, Role.HEI)
        self.flow.side.place(TextItem(top, root.add("P"), keep=True))
        self.flow.side.place(Blank(keep=True))
        lines = set_title(attached.title, self.compositor)
        if lines:
            below = _BELOW_TITLE if attached.subtitle or attached.number else 0.0
            height = math.ceil((title_height(lines) + below) / PITCH)
            self.flow.add(TitleItem(lines, root.add("H1"), width, float(height)))
        if attached.subtitle:
            element = root.add("P")
            for line in self.compositor.paragraph([Span(attached.subtitle, Role.KAI)], first=24 * CELL, rest=24 * CELL):
                self.flow.add(TextItem(line, element, (width - line.width) / 2, keep=True))
        if attached.number:
            line = self.compositor.line(attached.number)
            self.flow.add(TextItem(line, root.add("P"), (width - line.width) / 2, keep=True))
        self.flow.add(Blank(keep=True))
        self._add(recipient_items(self.compositor, attached.recipients, root))
        self._blocks(attached.body, root, attached.title.replace("\n", ""))
        self._add(attachment_items(self.compositor, attached.attachments, root))
        day = in_words(attached.date) if attached.date else ""
        for closing in compose_closing(self.compositor, attached.signatures, day, "", sealed=False, root=root):
            self.flow.add_closing(closing)

    def _blocks(self, blocks: Iterable[Block], root: Element, title: str = "") -> None:
        for block in blocks:
            if isinstance(block, Table):
                self._table(block, root.add("Table"), title)
            elif self.flow.side.landscape and isinstance(block, Paragraph) and is_table_note(block):
                spans, width = [Span(block.text)], self.flow.side.width
                for item in paragraph_items(self.compositor, spans, root.add("P"), width=width):
                    self.flow.add(item)
            else:
                self._add(block_items(self.compositor, block, root))

    def _add(self, items: Iterable[Item]) -> None:
        for item in items:
            if self.flow.side.landscape:
                self.flow.new_page()
            self.flow.add(item)

    def _table(self, table: Table, root: Element, title: str) -> None:
        layout = lay_out(self.compositor, table)
        if layout.landscape:
            name = f"《{table.caption or title}》" if table.caption or title else ""
            self.adjusted.append(f"表格{name}较宽，已横排在单独的页上。")
        if layout.landscape != self.flow.side.landscape:
            self.flow.new_page(landscape=layout.landscape)
        if table.caption:
            line = self.compositor.line(table.caption, Role.HEI, size=layout.size)
            indent = (self.flow.side.width - line.width) / 2
            self.flow.add(TextItem(line, root.add("Caption"), indent, keep=True))
        add_table(self.flow, layout, table, root)

    # Drawing

    def _draw(self, head: Head, record: Record, front: Element, back: Element) -> None:
        for index, side in enumerate(self.flow.sides):
            page = self.canvas.page(index, landscape=side.landscape)
            if self.paper.sample:
                self._watermark(page)
            if index == 0:
                head.draw(page, front)
            draw_side(side, page)
            if side.numbered:
                self._page_number(page, index + 1, landscape=side.landscape)
            if side.pitch != 1.0:
                self.adjusted.append(f"第{index + 1}页行距调整为{side.pitch * PITCH:.1f}磅，使署名与正文同页。")
            if side.lonely:
                self.adjusted.append(f"第{index + 1}页只有署名，没有正文。请适当增减正文，或者缩短标题、主送机关。")
        record.draw(self.canvas.pages[-1], back)
        draw_verification(self.canvas.pages[0], self.paper, self.compositor, back)

    def _watermark(self, page: Page) -> None:
        line = self.compositor.line(_WATERMARK, Role.TITLE, size=_WATERMARK_SIZE)
        shift = _WATERMARK_SIZE * 0.7071
        middle_x, middle_y = page.width / 2, page.height / 2
        low = _WATERMARK_SIZE * (line.centre) * 0.7071
        page.draw(
            Glyphs(
                line.sorts[0].face,
                _WATERMARK_SIZE,
                middle_x - shift + low,
                middle_y + shift + low,
                _WATERMARK,
                colour=_WATERMARK_COLOUR,
                turn=_WATERMARK_TURN,
            )
        )

    def _page_number(self, page: Page, number: int, *, landscape: bool) -> None:
        """“— 1 —”, 4号宋体, the dashes 7 mm below the 版心; odd pages 右空一字, even pages 左空一字 (7.5).

        On a sheet turned sideways the number stays where it is on the upright sheet (clause 8).
        """
        line = self.compositor.line(f"— {number} —", Role.SONG, size=SMALL)
        bottom, top = line.sorts[0].face.ink(line.sorts[0].char)
        baseline = PAGE_NUMBER + (bottom + top) / 2 * SMALL
        x = RIGHT - CELL - line.width if number % 2 else LEFT + CELL
        upright = Page()
        draw(upright, line, x, baseline - (0.5 + line.centre) * SMALL)
        for mark, _ in upright.drawn:
            if landscape and isinstance(mark, Glyphs):
                mark = replace(mark, x=SHEET_HEIGHT - mark.baseline, baseline=mark.x, turn=-90.0)
            page.draw(mark)

    def _printed(self) -> Printed:
        fonts = embedded(self.canvas)
        return Printed(
            write(self.canvas, title=self.paper.title.replace("\n", "")),
            len(self.canvas.pages),
            tuple(name for name, _ in fonts),
            tuple(self.compositor.fallback),
            tuple(self.compositor.missing),
            tuple(self.adjusted),
            digests=tuple(digest for _, digest in fonts),
        )
