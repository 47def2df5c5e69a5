"""Rules about the sheet and the text: 版心, the grid of 22 by 28, colour, faces, headings, line breaks (GB/T 9704-2012 5 and 7.3.3)."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise, takewhile
from statistics import median

from documents.printing.fonts import MISSING_MARK, Role
from documents.printing.grid import (
    BODY,
    BOTTOM,
    CELL,
    COLUMNS,
    LEFT,
    LINES,
    MM,
    PITCH,
    RIGHT,
    SHEET_HEIGHT,
    SHEET_WIDTH,
    TOP,
)
from documents.printing.measuring.attached import first_attached_page, measure_list
from documents.printing.measuring.lengths import millimetres, near
from documents.printing.measuring.looks import is_black, is_mark_colour
from documents.printing.measuring.reading import Row, Seen
from documents.printing.measuring.report import Finding
from documents.printing.measuring.tables import measure_tables
from documents.printing.paper import Block, Form, Heading, Paper, Paragraph, Table
from documents.printing.text import CLOSING, NO_END, NO_START, OPENING, is_narrow

_ROLES = {0: Role.FANG, 1: Role.HEI, 2: Role.KAI, 3: Role.FANG, 4: Role.FANG}
_SAMPLE = 12


def measure_sheet(seen: Seen, paper: Paper) -> Iterator[Finding]:
    """Paper size, glyphs, and that the first page shows the body."""
    a4 = [near(min(s), SHEET_WIDTH) and near(max(s), SHEET_HEIGHT) for s in seen.sheets]
    yield Finding("5.1", "纸张", "A4，210×297 mm", f"{len(a4)}页，{a4.count(False)}页不是A4", all(a4))
    blanks = [char for char in seen.stream if char.text in (MISSING_MARK, "\ufffd")]
    wanted = sum(_everything(paper).count(mark) for mark in (MISSING_MARK, "\ufffd"))
    lacking = len(blanks) - wanted
    yield Finding(
        "5.2.2", "缺字", "每个字都有字形", f"{lacking}个字印不出" if lacking > 0 else "无缺字", lacking <= 0, True
    )
    lost = _lost(seen, paper)
    found = f"缺{len(lost)}段：{lost[0][:_SAMPLE]}" if lost else "齐全"
    yield Finding("7.3.3", "正文文字", "与原稿一字不差", found, not lost, True)
    if paper.form is Form.DETACHED:
        return
    first = next((b.text for b in paper.body if isinstance(b, Heading | Paragraph)), "")
    shown = seen.find(first[:_SAMPLE], lambda c: c.page == 0 and abs(c.size - BODY) < 0.5)
    yield Finding("7.3.3", "首页显示正文", "首页有正文", "有" if shown else "没有", bool(shown), True)


def measure_text(seen: Seen, paper: Paper) -> Iterator[Finding]:
    """The grid and the paragraphs of the body."""
    rows = [
        row
        for row in seen.rows
        if seen.is_upright(row.page) and abs(row.size - BODY) < 0.5 and is_black(row.chars[0].colour)
    ]
    yield from _edges(seen, rows, letter=paper.form is Form.LETTER)
    yield _colour(seen, paper)
    yield from _grid(rows)
    yield _pitch(seen, rows, paper)
    yield from _faces(seen, paper)
    yield from _breaks(rows)
    if paper.attachments:
        yield from measure_list(seen, paper)
    yield from measure_tables(seen, paper)


def _colour(seen: Seen, paper: Paper) -> Finding:
    """5.2.4: black, but for the head of the first page."""
    wrong = [
        char
        for char in (*seen.chars, *seen.folios)
        if not is_black(char.colour) and not (char.page == 0 and is_mark_colour(char, paper))
    ]
    found = f"{len(wrong)}字不是黑色，第{wrong[0].page + 1}面“{wrong[0].text}”" if wrong else "黑色"
    return Finding("5.2.4", "文字颜色", "除红头外黑色", found, not wrong)


def _lost(seen: Seen, paper: Paper) -> list[str]:
    """Paragraphs and headings that do not stand on the pages, word for word."""
    text = _comparable("".join(char.text for char in seen.stream))
    bodies = [paper.body, *(attached.body for attached in paper.attached if not attached.detached)]
    return [words for body in bodies for block in body if (words := _words(block)) and _comparable(words) not in text]


def _words(block: Block) -> str:
    return "" if isinstance(block, Table) else block.text + getattr(block, "rest", "")


def _comparable(text: str) -> str:
    """A text without spaces, characters of one shape as one: a font may draw two of them with one glyph."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _everything(paper: Paper) -> str:
    parts = [
        paper.title,
        paper.number,
        paper.recipients,
        paper.note,
        paper.copies,
        *paper.signatures,
        *paper.attachments,
    ]
    for blocks in (paper.body, *(attached.body for attached in paper.attached)):
        for block in blocks:
            if isinstance(block, Table):
                parts += [cell if isinstance(cell, str) else cell.text for row in block.rows for cell in row]
            else:
                parts += [block.text, getattr(block, "rest", "")]
    return "".join(parts)


def _edges(seen: Seen, rows: list[Row], *, letter: bool) -> Iterator[Finding]:
    """Left, right, upper and lower edge; the first page of a letter ends at its double line, which is measured there."""
    if not rows:
        return
    level = [row for row in seen.rows if seen.is_upright(row.page)]
    left = min(row.x0 for row in level)
    yield Finding("5.2.1", "订口（左白边）", "28±1 mm", millimetres(left), near(left, LEFT))
    right = max(row.x1 for row in level)
    yield Finding("5.2.1", "版心右边缘", "184 mm", millimetres(right), near(right, RIGHT, 0.3) or right < RIGHT)
    firsts = {row.page: row for row in reversed(seen.rows)}
    under_table = {frame.page for frame in seen.frames if frame.page in firsts and frame.top < firsts[frame.page].top}
    tops = [
        page[0].top
        for page in _pages(rows)
        if page[0] is firsts[page[0].page] and page[0].page not in {0, *under_table}
    ]
    if tops:
        worst = max(tops, key=lambda top: abs(top - TOP))
        yield Finding("5.2.1", "天头（首行字面上沿）", "37±1 mm", millimetres(worst), near(worst, TOP))
    lowest = max((row.bottom for row in rows if row.page > 0 or not letter), default=0.0)
    yield Finding("5.2.1", "末行字面下沿", "不超过262 mm处", millimetres(lowest), lowest <= BOTTOM + 0.3 * MM)


def _pages(rows: list[Row]) -> list[list[Row]]:
    pages: dict[int, list[Row]] = {}
    for row in rows:
        pages.setdefault(row.page, []).append(row)
    return list(pages.values())


def _grid(rows: list[Row]) -> Iterator[Finding]:
    """22 lines on the pages that text fills, 28 characters in the lines that it fills, all full lines flush."""
    full = [
        page
        for page in _pages(rows)
        if page[0].page > 0 and near(page[0].top, TOP) and near(page[-1].bottom, BOTTOM) and _is_dense(page)
    ]
    if full:
        counts = [len(page) for page in full]
        wrong = [count for count in counts if count != LINES]
        yield Finding("5.2.3", "每面行数", f"{LINES}行", f"{len(full)}个满页，{len(wrong)}页行数不同", not wrong)
    filled = [a for a, b in pairwise(rows) if _continues(a, b)]
    if not filled:
        return
    ragged = [row for row in filled if not near(row.x1, RIGHT, 0.4)]
    yield Finding("5.2.3", "满行右侧对齐", "184 mm", f"{len(filled)}个满行，{len(ragged)}行不齐", not ragged)
    cells = [_cells(row) for row in filled]
    following = [b for a, b in pairwise(rows) if _continues(a, b)]
    off = [n for row, n, after in zip(filled, cells, following, strict=True) if not _fits(row, n, after)]
    found = f"{min(cells):.0f}至{max(cells):.0f}字，{len(off)}行相差超过1字"
    yield Finding("5.2.3", "每行字数", f"{COLUMNS}字", found, len(off) <= max(1, 0.15 * len(cells)))


def _pitch(seen: Seen, rows: list[Row], paper: Paper) -> Finding:
    """Line pitch per page; up to a ninth more or less is the adjustment that 7.3.5.5 allows on the page of a signature, on the one
    before it, and on the one that ends the text.
    """
    pitches: dict[int, float] = {}
    for page in _pages(rows):
        falls = [b.top - a.top for a, b in pairwise(page) if b.top - a.top < 1.4 * PITCH]
        if falls:
            pitches[page[0].page] = median(falls)
    adjusted = {page: pitch for page, pitch in pitches.items() if abs(pitch - PITCH) >= 0.3}
    near_signature = _closing_pages(seen, paper)
    allowed = all(0.89 < pitch / PITCH < 1.13 and {page, page + 1} & near_signature for page, pitch in adjusted.items())
    found = f"{len(pitches) - len(adjusted)}页{PITCH:.1f}磅" + "".join(
        f"，第{page + 1}页调整为{pitch:.1f}磅" for page, pitch in adjusted.items()
    )
    return Finding("3.2", "行距", f"{PITCH:.1f}磅，署名页及前一页可调整", found, allowed)


def _closing_pages(seen: Seen, paper: Paper) -> set[int]:
    """Pages with a signature, and the last ones of the text and of all texts."""
    text = seen.extract(lambda char: char.size > BODY - 1)
    pages = {char.page for char in seen.stream if char.size > BODY - 1}
    names = [*paper.signatures, *(name for attached in paper.attached for name in attached.signatures)]
    signed = {found[-1][0].page for name in names if (found := text.all(name))}
    end = first_attached_page(seen, paper)
    return signed | {max(pages, default=0), max((page for page in pages if page < end), default=0)}


def _is_dense(page: list[Row]) -> bool:
    """Whether the lines of a page follow each other at the pitch of the grid, without blanks or adjustment."""
    return all(abs(b.top - a.top - PITCH) < 0.02 * PITCH for a, b in pairwise(page))


def _continues(row: Row, following: Row) -> bool:
    """Whether the paragraph goes on in the following row: that one begins at the left edge, right below or at the top of the next page."""
    if not near(following.x0, LEFT, 0.5) or row.x0 > LEFT + 3 * CELL:
        return False
    if row.page == following.page:
        return following.top - row.top < 1.2 * PITCH
    below = near(row.bottom, BOTTOM, 12) and near(following.top, TOP) and _same_face(row, following)
    return following.page == row.page + 1 and below and row.x1 > RIGHT - 4 * CELL


def _same_face(row: Row, following: Row) -> bool:
    """Whether a row begins in the face in which the one before it ends; the label of an attachment does not."""
    before, after = row.chars[-1], following.chars[0]
    return before.font == after.font or min(before.text, after.text) < "\u2e80"


def _fits(row: Row, cells: float, following: Row) -> bool:
    """Whether a full line holds 28 characters, one more or less. Half of every mark in it may be squeezed out; it may lack what a
    Western run at the beginning of the next line needs.
    """
    marks = sum(char.text in CLOSING | OPENING for char in row.chars)
    run = sum((char.x1 - char.x0) / char.size for char in takewhile(lambda c: is_narrow(c.text), following.chars))
    return COLUMNS - 1.01 - run <= cells <= COLUMNS + 1.01 + marks / 2


def _cells(row: Row) -> float:
    """Characters in a full row, the indent counted, two Western characters for one."""
    indent = round((row.x0 - LEFT) / CELL)
    return indent + sum((char.x1 - char.x0) / char.size for char in row.chars)


def _faces(seen: Seen, paper: Paper) -> Iterator[Finding]:
    """Every heading and paragraph begins with two blank cells, in the face of its level."""
    texts: dict[int, list[str]] = defaultdict(list)
    for block in paper.body:
        if not isinstance(block, Table):
            texts[block.level if isinstance(block, Heading) else 0].append(block.text)
    for level, starts in sorted(texts.items()):
        role = _ROLES[level]
        wrong = _not_indented(seen, starts, role)
        found = f"{len(starts)}处，{len(wrong)}处不符" + (f"：{wrong[0][:_SAMPLE]}" if wrong else "")
        what = f"第{level}层标题" if level else "正文段落"
        yield Finding("7.3.3", what, f"3号{role.value}，首行左空二字", found, not wrong)


def _not_indented(seen: Seen, texts: list[str], role: Role) -> list[str]:
    body = seen.extract(lambda char: abs(char.size - BODY) < 0.5 and seen.is_role(char, role))

    def right(text: str) -> bool:
        return any(near(found[0].x0, LEFT + 2 * CELL, 0.5) for found in body.all(text[:_SAMPLE]))

    return [text for text in texts if not right(text)]


def _breaks(rows: list[Row]) -> Iterator[Finding]:
    pairs = [(a, b) for a, b in pairwise(rows) if _continues(a, b)]
    bad = [b.text[:6] for _, b in pairs if b.text[0] in NO_START] + [
        a.text[-6:] for a, _ in pairs if a.text[-1] in NO_END
    ]
    found = f"{len(bad)}处" + (f"：{bad[0]}" if bad else "")
    yield Finding("7.3.3", "行首行尾标点", "标点不在行首，括号不在行尾", found, not bad)
    split = [
        a.text[-4:] + "|" + b.text[:4]
        for a, b in pairs
        if a.text[-1].isdigit() and (b.text[0].isdigit() or b.text[0] == "年")
    ]
    found = f"{len(split)}处" + (f"：{split[0]}" if split else "")
    yield Finding("7.3.3", "数字、年份不回行", "不拆开", found, not split)
