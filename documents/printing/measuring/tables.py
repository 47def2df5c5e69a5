"""Rules about tables: inside the 版心, their texts inside their cells, heads repeated on every page (GB/T 9704-2012 clause 8)."""

from collections.abc import Iterator
from typing import Final

from documents.printing.grid import (
    BOTTOM,
    DOUBLE_HEIGHT,
    HEIGHT,
    LEADING,
    LEFT,
    LETTER_FOOT,
    MM,
    RIGHT,
    TOP,
    WIDTH,
)
from documents.printing.measuring.reading import Bar, Char, Seen
from documents.printing.measuring.report import Finding
from documents.printing.paper import Form, Paper, Table

_TOLERANCE: Final = 0.5 * MM
_TALL: Final = 0.6
"""A cell that takes more of a page's height than that may be a part of a divided one."""


def tables_of(paper: Paper) -> list[Table]:
    """All tables of a paper and of what is bound behind it, in their order."""
    bodies = [paper.body, *(attached.body for attached in paper.attached if not attached.detached)]
    return [block for body in bodies for block in body if isinstance(block, Table)]


def measure_tables(seen: Seen, paper: Paper) -> Iterator[Finding]:
    """All findings about tables; none when the paper has no table."""
    tables = tables_of(paper)
    if not tables:
        return
    frames = sorted(seen.frames, key=lambda frame: (frame.page, round(frame.top), frame.x0))
    outside = [frame for frame in frames if not _inside(seen, frame, paper)]
    found = f"{len(frames)}格，{len(outside)}格越出" if frames else "没有表格线"
    yield Finding("8", "表格", "有表格线，不出版心", found, bool(frames) and not outside)
    if not frames:
        return
    contents, straying = _contents(seen, frames)
    found = f"{len(straying)}字压线或出格" + (f"：“{straying[0].text}”" if straying else "")
    yield Finding("8", "表中文字", "不压线、不出格", found, not straying)
    lost = _lost(seen, tables, frames, contents)
    found = f"缺{len(lost)}格：{lost[0][:12]}" if lost else "齐全"
    yield Finding("8", "表格内容", "每格文字齐全", found, not lost)
    headless = _headless(seen, tables, frames, contents)
    found = f"第{headless[0] + 1}面没有表头" if headless else "每面都有"
    yield Finding("8", "续页表头", "每面重复表头", found, not headless)


def _inside(seen: Seen, frame: Bar, paper: Paper) -> bool:
    """Whether a cell lies in the 版心, on a sheet turned sideways in that of the turned sheet; the first page of a letter goes further down (10.1)."""
    left, right, top, bottom = LEFT, RIGHT, TOP, BOTTOM
    if not seen.is_upright(frame.page):
        left, right, top, bottom = 35 * MM, 35 * MM + HEIGHT, 28 * MM, 28 * MM + WIDTH
    elif paper.form is Form.LETTER and frame.page == 0:
        bottom = LETTER_FOOT - DOUBLE_HEIGHT - LEADING
    level = left - _TOLERANCE <= frame.x0 and frame.x1 <= right + _TOLERANCE
    return level and top - _TOLERANCE <= frame.top and frame.bottom <= bottom + _TOLERANCE


def _contents(seen: Seen, frames: list[Bar]) -> tuple[list[str], list[Char]]:
    """The text of every frame, and the characters that lie across a line of the table or beside it at its height."""
    texts: list[list[str]] = [[] for _ in frames]
    straying: list[Char] = []
    by_page: dict[int, list[int]] = {}
    for number, frame in enumerate(frames):
        by_page.setdefault(frame.page, []).append(number)
    for char in seen.stream:
        numbers = [
            n for n in by_page.get(char.page, []) if frames[n].top < (char.top + char.bottom) / 2 < frames[n].bottom
        ]
        if not numbers:
            continue
        around = [n for n in numbers if frames[n].x0 - 1 < char.x0 and char.x1 < frames[n].x1 + 1]
        if around:
            texts[around[0]].append(char.text)
        else:
            straying.append(char)
    return ["".join(text) for text in texts], straying


def _lost(seen: Seen, tables: list[Table], frames: list[Bar], contents: list[str]) -> list[str]:
    """Cells whose text stands in no frame; of a row that is higher than a page the parts do."""
    shown = set(contents)
    parts = [
        text
        for text, frame in zip(contents, frames, strict=True)
        if text and frame.height > _TALL * _page_height(seen, frame)
    ]
    wanted = [
        "".join((cell if isinstance(cell, str) else cell.text).split())
        for table in tables
        for row in table.rows
        for cell in row
    ]
    return [text for text in wanted if text and text not in shown and not any(text.startswith(part) for part in parts)]


def _page_height(seen: Seen, frame: Bar) -> float:
    return HEIGHT if seen.is_upright(frame.page) else WIDTH


def _headless(seen: Seen, tables: list[Table], frames: list[Bar], contents: list[str]) -> list[int]:
    """Pages that begin with a table's cells instead of its head."""
    if not all(table.head for table in tables):
        return []  # a table without a head may go on anywhere
    heads = {
        "".join((cell if isinstance(cell, str) else cell.text).split())
        for table in tables
        for row in table.rows[: table.head]
        for cell in row
    }
    first_text = {row.page: row.top for row in reversed(seen.rows)}
    found = []
    for page in sorted({frame.page for frame in frames}):
        top = min(frame.top for frame in frames if frame.page == page)
        if first_text.get(page, top) < top:
            continue
        begins = [
            text for text, frame in zip(contents, frames, strict=True) if frame.page == page and frame.top - top < 1
        ]
        if not all(text in heads for text in begins):
            found.append(page)
    return found
