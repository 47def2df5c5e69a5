"""Rules about attachments: the list below the text (附件说明), and what is bound behind the paper: 附件, and papers that are issued or
passed on (GB/T 9704-2012 7.3.4 and 7.3.7).
"""

from collections.abc import Iterator, Sequence

from documents.printing.blocks import with_colon
from documents.printing.fonts import Role
from documents.printing.grid import BODY, CELL, LEFT, PITCH, TITLE, TOP, WIDTH, line_top
from documents.printing.measuring.lengths import blank_lines, near
from documents.printing.measuring.looks import plain
from documents.printing.measuring.reading import Char, Seen, rows_of
from documents.printing.measuring.report import Finding
from documents.printing.paper import Attached, Form, Paper, in_words

_MIDDLE = LEFT + WIDTH / 2
_END_MARKS = "。；，、.;,"


def measure_list(seen: Seen, paper: Paper) -> Iterator[Finding]:
    """附件说明: one blank line, 左空二字, numbered when there are several, names aligned, no mark at their ends (7.3.4)."""
    names = [name.rstrip(_END_MARKS) for name in paper.attachments]
    end = first_attached_page(seen, paper)
    pieces = [f"{n}.{name}" if len(names) > 1 else name for n, name in enumerate(names, 1)]
    whole = seen.find("附件：" + "".join(pieces), lambda c: c.page < end and near(c.size, BODY, 0.2), last=True)
    if not whole:
        absent = [name for name in names if not seen.find(name, lambda c: c.page < end and near(c.size, BODY, 0.2))]
        found = "缺" + "、".join(absent) if absent else "没有顺序号，或者次序不对" if len(names) > 1 else "没有“附件：”"
        yield Finding("7.3.4", "附件说明", "左空二字，名称、顺序号齐全", found, False)
        return
    at = near(whole[0].x0, LEFT + 2 * CELL, 0.5)
    yield Finding("7.3.4", "附件说明", "左空二字，名称、顺序号齐全", f"{len(names)}个", at)
    yield plain(seen, "7.3.4", "附件说明字体", whole)
    yield _aligned(whole[3:], pieces, names)
    yield from _above_list(seen, whole, paper)


def _aligned(chars: Sequence[Char], pieces: Sequence[str], names: Sequence[str]) -> Finding:
    """Numbers below each other, every line of a name below its first character."""
    starts, numbers, at = [], [], 0
    for piece, name in zip(pieces, names, strict=True):
        length = len("".join(piece.split()))
        first = length - len("".join(name.split()))
        rows = rows_of(chars[at + first : at + length])
        starts += [row.x0 for row in rows]
        numbers.append(chars[at].x0)
        at += length
    astray = sum(not near(x, starts[0], 0.5) for x in starts) + sum(not near(x, numbers[0], 0.5) for x in numbers)
    return Finding("7.3.4", "附件名称回行", "与首字对齐", f"{len(starts)}行，{astray}行不齐", not astray)


def _above_list(seen: Seen, whole: Sequence[Char], paper: Paper) -> Iterator[Finding]:
    """The blank line above the list, and that no mark ends a name."""
    top = rows_of(whole)[0].top
    above = [row for row in seen.rows if row.page == whole[0].page and row.bottom <= top + 1]
    if above and not near(top, TOP):
        edge = max([above[-1].bottom, *(f.bottom for f in seen.frames if f.page == whole[0].page and f.bottom <= top)])
        lines = blank_lines(top - edge)
        yield Finding("7.3.4", "正文与附件说明之间", "空一行", f"空{lines:.1f}行", abs(lines - 1) <= 0.3)
    after = [char for row in seen.rows for char in row.chars if row.page == whole[-1].page and char.x0 > whole[-1].x0]
    marked = [char for char in after if abs(char.baseline - whole[-1].baseline) < 1 and char.text in _END_MARKS]
    yield Finding("7.3.4", "附件名称末尾", "不加标点", "有标点" if marked else "没有标点", not marked)


def measure_attached(seen: Seen, paper: Paper) -> Iterator[Finding]:
    """Every attachment that is bound, in its order."""
    before = -1
    bound = [attached for attached in paper.attached if not attached.detached]
    for number, attached in enumerate(bound, 1):
        title = _title(seen, attached, paper, before)
        yield from _one(seen, attached, number, title)
        before = title[0].page if title else before


def first_attached_page(seen: Seen, paper: Paper) -> int:
    """The page on which the first attachment begins; the number of pages when there is none."""
    for attached in paper.attached:
        title = _title(seen, attached, paper, -1)
        if title and not attached.detached:
            return title[0].page
    return len(seen.sheets)


def _title(seen: Seen, attached: Attached, paper: Paper, before: int) -> Sequence[Char]:
    first = max(0 if paper.form is Form.DETACHED else 1, before + 1)
    return seen.find(attached.title, lambda c: c.page >= first and abs(c.size - TITLE) < 0.5)


def _one(seen: Seen, attached: Attached, number: int, title: Sequence[Char]) -> Iterator[Finding]:
    what = attached.label or f"第{number}个附件"
    if not title:
        yield Finding("7.3.7", what, "标题在第三行", "没有找到", not attached.title, bool(attached.title))
        return
    page = title[0].page
    above = [row for row in seen.rows if row.page == page and row.bottom <= rows_of(title)[0].top]
    fresh = all(row.text == attached.label.replace(" ", "") for row in above)
    yield Finding("7.3.7", f"{what}另面编排", "新的一页", f"第{page + 1}页", fresh)
    if seen.is_upright(page):
        row = rows_of(title)[0]
        line = (row.top + (TITLE - BODY) / 2 - line_top(0)) / PITCH + 1
        ok = abs(line - 3) < 0.2 and near((row.x0 + row.x1) / 2, _MIDDLE)
        yield Finding("7.3.7", f"{what}标题", "居中，版心第三行", f"第{line:.1f}行", ok)
    other = [char for char in title if not seen.is_role(char, Role.TITLE)]
    found = f"“{other[0].text}”不是" if other else "2号小标宋"
    yield Finding("7.3.7", f"{what}标题字体", "2号小标宋", found, not other)
    if attached.label:
        label = seen.find(attached.label, lambda c: c.page == page and _hei(seen, c))
        ok = bool(label) and (not seen.is_upright(page) or near(label[0].x0, LEFT, 0.5))
        yield Finding("7.3.7", f"“{attached.label}”", "3号黑体，顶格，第一行", "有" if label else "没有找到", ok)
    yield from _inside(seen, attached, page, what)


def _hei(seen: Seen, char: Char) -> bool:
    return seen.own_role(char, Role.HEI) and abs(char.size - BODY) < 0.5


def _inside(seen: Seen, attached: Attached, page: int, what: str) -> Iterator[Finding]:
    """The number of a paper that is passed on, its recipients, its signatures and day."""

    def text(char: Char) -> bool:
        return char.page >= page and abs(char.size - BODY) < 0.5

    if attached.number:
        found = seen.find(attached.number, lambda c: c.page == page and text(c))
        ok = bool(found) and (not seen.is_upright(page) or near((found[0].x0 + found[-1].x1) / 2, _MIDDLE))
        yield Finding("7.3.7", f"{what}发文字号", "标题下居中", "有" if found else "没有找到", ok)
    if attached.recipients:
        found = seen.find(with_colon(attached.recipients), text)
        ok = bool(found) and all(near(row.x0, LEFT, 0.5) for row in rows_of(found))
        yield Finding("7.3.2", f"{what}主送机关", "顶格，冒号结尾", "有" if found else "没有找到", ok)
    wanted = [*attached.signatures, *([in_words(attached.date)] if attached.date else [])]
    if wanted:
        absent = [words for words in wanted if not seen.find(words, text, last=True)]
        yield Finding(
            "7.3.5", f"{what}署名和日期", "、".join(wanted), "缺" + "、".join(absent) if absent else "有", not absent
        )
