"""Rules of 纪要格式 (GB/T 9704-2012 10.3): organ and day in the head, the lists of those present below the text."""

from collections.abc import Iterator

from documents.printing.fonts import Role
from documents.printing.grid import BODY, CELL, LEFT, TOP
from documents.printing.measuring.lengths import blank_lines, near
from documents.printing.measuring.reading import Char, Row, Seen, rows_of
from documents.printing.measuring.report import Finding
from documents.printing.paper import Attendance, Paper, in_words


def measure_minutes(seen: Seen, paper: Paper) -> Iterator[Finding]:
    """The day, that nobody signs, and every list."""
    if paper.date and not paper.sample:
        day = seen.find(in_words(paper.date), lambda c: c.page == 0 and abs(c.size - BODY) < 0.5)
        yield Finding(
            "7.3.5.4", "日期", "阿拉伯数字，年份全称", in_words(paper.date) if day else "没有", bool(day), True
        )
    above: Row | None = None
    for place, row in enumerate(paper.attendance):
        found = _list(seen, row)
        if not found:
            yield Finding("10.3", f"{row.label}人员", "正文之下", "没有找到", False, True)
            continue
        yield from _placed(seen, row, found, first=place == 0)
        if above is not None:
            ok = (found[0].page, found[0].top) > (above.page, above.top)
            yield Finding("10.3", f"{row.label}的次序", "依次另起一行", "是" if ok else "不是", ok)
        above = found[-1]


def _list(seen: Seen, row: Attendance) -> list[Row]:
    """The lines of a list; the first begins with its label."""
    text = f"{row.label}：{row.people}"
    chars = seen.find(text, lambda c: abs(c.size - BODY) < 0.5, last=True)
    return rows_of(chars)


def _placed(seen: Seen, row: Attendance, found: list[Row], *, first: bool) -> Iterator[Finding]:
    label: tuple[Char, ...] = found[0].chars[: len(row.label) + 1]
    bold = all(seen.own_role(char, Role.HEI) for char in label[:-1])
    plain = all(seen.is_role(char, Role.FANG) for char in found[0].chars[len(label) :])
    ok = near(label[0].x0, LEFT + 2 * CELL, 0.5) and bold and plain
    yield Finding(
        "10.3", f"“{row.label}”", "左空二字，3号黑体，名单仿宋", f"左空{(label[0].x0 - LEFT) / CELL:.1f}字", ok
    )
    start = found[0].chars[len(label)].x0
    astray = [line for line in found[1:] if not near(line.x0, start, 0.5)]
    yield Finding(
        "10.3", f"{row.label}名单回行", "与冒号后首字对齐", f"{len(found)}行，{len(astray)}行不齐", not astray
    )
    if first and not near(found[0].top, TOP):
        above = [line for line in seen.rows if line.page == found[0].page and line.bottom <= found[0].top + 1]
        lines = blank_lines(found[0].top - above[-1].bottom) if above else 0.0
        yield Finding("10.3", "正文与名单之间", "空一行", f"空{lines:.1f}行", abs(lines - 1) <= 0.3)
