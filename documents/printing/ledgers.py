"""台账: long tables set by the typesetter itself, because a thousand rows of HTML take a browser's layout ten seconds and this one a few tenths."""

from typing import Final

from documents.printing.canvas import Canvas
from documents.printing.cleaning import cleaned_table
from documents.printing.errors import InvalidPaperError
from documents.printing.flow import Flow, TextItem, draw_side
from documents.printing.fonts import Role, load
from documents.printing.grid import MM, PITCH, TITLE
from documents.printing.heads import set_title
from documents.printing.paper import Table
from documents.printing.pdf import write
from documents.printing.printed import Printed, embedded
from documents.printing.setting import Compositor, draw
from documents.printing.tables import IN_LEDGERS, add_table, lay_out
from documents.printing.text import clean

_FOLIO_SIZE: Final = 9.0
_MUTED: Final = (0.34, 0.376, 0.416)


def ledger(table: Table, *, title: str, head: str = "", meta: str = "") -> Printed:
    """Print a table of any length: the title above it, `head` and `meta` and the table's own head on every page, “第 1 页 共 9 页” below.

    Sheets are turned sideways when the columns need it. Raises InvalidPaperError without title or rows, TableTooWideError when the columns fit no sheet.
    """
    table = cleaned_table(table)
    title = clean(title, breaks=True)
    if not title or not table.rows:
        raise InvalidPaperError("台账缺少标题或内容，无法打印。请填写标题，并确认至少有一行。")
    compositor = Compositor(load())
    canvas, flow = Canvas(), Flow()
    layout = lay_out(compositor, table, IN_LEDGERS)
    side = flow.new_page(landscape=layout.landscape)
    for line in set_title(title, compositor):
        flow.add(
            TextItem(line, canvas.root.add("H1"), (side.width - line.width) / 2, keep=True, height=TITLE * 1.6 / PITCH)
        )
    add_table(flow, layout, table, canvas.root.add("Table"))
    for index, side in enumerate(flow.sides):
        page = canvas.page(index, landscape=side.landscape)
        draw_side(side, page)
        top = side.y(0) - 9 * MM
        right = compositor.line(clean(meta), Role.SONG, size=_FOLIO_SIZE)
        room = side.width - right.width - 2 * _FOLIO_SIZE
        left = compositor.line(_shortened(compositor, clean(head), room), Role.SONG, size=_FOLIO_SIZE)
        for line, align in ((left, 0.0), (right, 1.0)):
            draw(page, line, side.left + align * (side.width - line.width), top, colour=_MUTED)
        folio = compositor.line(f"第 {index + 1} 页　共 {len(flow.sides)} 页", Role.SONG, size=_FOLIO_SIZE)
        bottom = side.y(0) + side.capacity * PITCH + 6 * MM
        draw(page, folio, side.left + (side.width - folio.width) / 2, bottom)
    fonts = embedded(canvas)
    return Printed(
        write(canvas, title=title.replace("\n", "")),
        len(canvas.pages),
        tuple(name for name, _ in fonts),
        tuple(compositor.fallback),
        tuple(compositor.missing),
        digests=tuple(digest for _, digest in fonts),
    )


def _shortened(compositor: Compositor, text: str, room: float) -> str:
    """The text, its end left out where it is wider than the room."""
    if compositor.width(text, Role.SONG) * _FOLIO_SIZE <= room:
        return text
    kept = text
    while kept and compositor.width(f"{kept}……", Role.SONG) * _FOLIO_SIZE > room:
        kept = kept[:-1]
    return f"{kept}……" if kept else ""
