"""Rules about the first page: head, number, 签发人, red rule, title, recipients (GB/T 9704-2012 7.2, 7.3.1, 7.3.2)."""

import re
from collections.abc import Iterator

from documents.printing.blocks import with_colon
from documents.printing.fonts import Role
from documents.printing.grid import BODY, CELL, LEADING, LEFT, MM, PITCH, RED_RULE, RIGHT, TITLE, TITLE_PITCH, WIDTH
from documents.printing.measuring.reading import Bar, Char, Row, Seen, rows_of
from documents.printing.measuring.report import Finding
from documents.printing.paper import Paper

_COMPLETE_NUMBER = re.compile(r"\S+〔\d{4}〕[1-9]\d*号$")
_MIDDLE = LEFT + WIDTH / 2


def measure_front(seen: Seen, paper: Paper) -> Iterator[Finding]:
    """All findings about the first page."""
    mark = [c for c in seen.stream if c.page == 0 and _is_mark_colour(c, paper)]
    number = [*seen.find(paper.number, lambda c: c.page == 0 and abs(c.size - BODY) < 0.5)]
    rule = next((bar for bar in seen.bars if bar.page == 0 and _is_rule(bar, paper)), None)
    title = [
        *seen.find(paper.title, lambda c: c.page == 0 and not _is_mark_colour(c, paper) and abs(c.size - TITLE) < 0.5)
    ]
    yield from _urgency(seen, paper)
    yield from _mark(seen, paper, mark)
    yield from _number(seen, paper, number, mark)
    if paper.signers:
        yield from _signers(seen, paper)
    if paper.marks:
        yield from _rule(rule, number)
    yield from _title(seen, paper, title, rule)
    if paper.recipients:
        yield from _recipients(seen, paper, title)


def millimetres(points: float) -> str:
    """Points as a length in millimetres."""
    return f"{points / MM:.1f} mm"


def near(value: float, wanted: float, tolerance: float = 1.0) -> bool:
    """Whether two lengths in points differ by at most `tolerance` millimetres."""
    return abs(value - wanted) <= tolerance * MM


def blank_lines(gap: float) -> float:
    """How many blank lines of the grid a gap between two faces holds."""
    return (gap - LEADING) / PITCH


def _is_red(colour: tuple[float, ...]) -> bool:
    return len(colour) == 3 and colour[0] > 0.6 and max(colour[1:]) < 0.35


def _is_grey(colour: tuple[float, ...]) -> bool:
    return len(colour) == 3 and 0.4 < min(colour) <= max(colour) < 0.8


def _is_mark_colour(char: Char, paper: Paper) -> bool:
    return _is_grey(char.colour) if paper.sample else _is_red(char.colour)


def _is_rule(bar: Bar, paper: Paper) -> bool:
    coloured = _is_grey(bar.colour) if paper.sample else _is_red(bar.colour)
    return coloured and bar.width > 100 * MM


def _urgency(seen: Seen, paper: Paper) -> Iterator[Finding]:
    if not paper.urgency:
        return
    found = seen.find(paper.urgency, lambda c: c.page == 0 and seen.own_role(c, Role.HEI))
    ok = bool(found) and near(found[0].x0, LEFT) and near(found[0].top, 37 * MM)
    yield Finding(
        "7.2.3", "紧急程度", "3号黑体，顶格，版心第一行", millimetres(found[0].top) if found else "没有找到", ok
    )


def _mark(seen: Seen, paper: Paper, mark: list[Char]) -> Iterator[Finding]:
    if not paper.marks:
        yield Finding("7.2.4", "发文机关标志", "须有发文机关标志", "没有", False, True)
        return
    absent = [name for name in paper.marks if not _holds(mark, name)]
    yield Finding(
        "7.2.4",
        "发文机关标志",
        "、".join(paper.marks),
        "缺" + "、".join(absent) if absent else "齐全",
        not absent,
        True,
    )
    if not mark:
        return
    top = min(seen.ink(char)[0] for char in mark)
    yield Finding("7.2.4", "标志上边缘", "72 mm", millimetres(top), near(top, 72 * MM, 0.5))
    middle = (min(c.x0 for c in mark) + max(c.x1 for c in mark)) / 2
    yield Finding("7.2.4", "标志居中", millimetres(_MIDDLE), millimetres(middle), near(middle, _MIDDLE))
    colour = "灰色（样稿）" if paper.sample else "红色"
    yield Finding(
        "7.2.4", "标志字体、颜色", f"小标宋，{colour}", colour, all(seen.is_role(c, Role.TITLE) for c in mark)
    )


def _holds(chars: list[Char], name: str) -> bool:
    return any(name in row.text for row in rows_of(chars)) or name in "".join(c.text for c in chars)


def _number(seen: Seen, paper: Paper, number: list[Char], mark: list[Char]) -> Iterator[Finding]:
    needed = not paper.sample
    if not paper.number or not number:
        yield Finding("7.2.5", "发文字号", paper.number or "须有发文字号", "没有", not needed, needed)
        return
    complete = paper.sample or bool(_COMPLETE_NUMBER.search(paper.number))
    yield Finding("7.2.5", "发文字号", "机关代字〔年份〕序号", paper.number, complete, True)
    row = Row(tuple(number))
    if paper.signers:
        ok = near(row.x0, LEFT + CELL, 0.5)
        yield Finding("7.2.5", "发文字号位置", "左空一字", f"距版心左边缘{millimetres(row.x0 - LEFT)}", ok)
    else:
        middle = (row.x0 + row.x1) / 2
        yield Finding("7.2.5", "发文字号位置", "居中", millimetres(middle), near(middle, _MIDDLE))
        if mark:
            lines = blank_lines(row.top - max(seen.ink(char)[1] for char in mark))
            yield Finding("7.2.5", "标志与字号之间", "空二行", f"{lines:.1f}行", abs(lines - 2) <= 0.5)


def _signers(seen: Seen, paper: Paper) -> Iterator[Finding]:
    label = seen.find("签发人：", lambda c: c.page == 0)
    names = [seen.find(name, lambda c: c.page == 0 and seen.own_role(c, Role.KAI)) for name in paper.signers]
    complete = bool(label) and all(names)
    yield Finding(
        "7.2.6", "签发人", "、".join(paper.signers), "齐全，姓名楷体" if complete else "不全或不是楷体", complete, True
    )
    if complete:
        edge = max(chars[-1].x1 for chars in names)
        yield Finding(
            "7.2.6", "签发人位置", "右空一字", f"距版心右边缘{millimetres(RIGHT - edge)}", near(edge, RIGHT - CELL, 0.5)
        )


def _rule(rule: Bar | None, number: list[Char]) -> Iterator[Finding]:
    if rule is None:
        yield Finding("7.2.7", "红色分隔线", "156 mm", "没有找到", False)
        return
    ok = near(rule.width, WIDTH, 0.5) and near(rule.x0, LEFT, 0.5)
    yield Finding("7.2.7", "分隔线长度", "与版心等宽 156 mm", millimetres(rule.width), ok)
    if number:
        gap = rule.top - Row(tuple(number)).bottom
        yield Finding("7.2.7", "字号与分隔线之间", "4 mm", millimetres(gap), near(gap, 4 * MM, 0.5))
    thick = rule.height
    yield Finding("7.2.7", "分隔线粗细", millimetres(RED_RULE), millimetres(thick), 0.3 * MM <= thick <= 1.5 * MM)


def _title(seen: Seen, paper: Paper, title: list[Char], rule: Bar | None) -> Iterator[Finding]:
    yield Finding("7.3.1", "标题", "2号小标宋", "有" if title else "没有找到", bool(title), True)
    if not title:
        return
    rows = rows_of(title)
    fonts = all(seen.is_role(char, Role.TITLE) for char in title)
    yield Finding("7.3.1", "标题字体", "小标宋 22磅", f"{rows[0].size:.0f}磅", fonts and near(rows[0].size, TITLE, 0.1))
    astray = [row for row in rows if not near((row.x0 + row.x1) / 2, _MIDDLE)]
    yield Finding("7.3.1", "标题居中", "每行居中", f"{len(rows)}行，{len(astray)}行偏离", not astray)
    if rule:
        lines = blank_lines(rows[0].top - rule.bottom + LEADING / 2)
        yield Finding("7.3.1", "分隔线与标题之间", "空二行", f"{lines:.1f}行", abs(lines - 2) <= 0.5)
    if len(rows) > 1:
        pitch = (rows[-1].top - rows[0].top) / (len(rows) - 1)
        yield Finding("3.2", "标题行距", f"{TITLE_PITCH:.0f}磅", f"{pitch:.1f}磅", abs(pitch - TITLE_PITCH) < 1)


def _recipients(seen: Seen, paper: Paper, title: list[Char]) -> Iterator[Finding]:
    found = seen.find(with_colon(paper.recipients), lambda c: c.page == 0 and abs(c.size - BODY) < 0.5)
    if not found:
        moved = seen.find("主送：" + paper.recipients.rstrip("：:。"), lambda c: c.page == len(seen.sheets) - 1)
        yield Finding("7.3.2", "主送机关", "标题下或版记", "在版记" if moved else "没有找到", bool(moved), True)
        return
    rows = rows_of(found)
    yield Finding("7.3.2", "主送机关", "标题下，冒号结尾", "有", True, True)
    astray = [row for row in rows if not near(row.x0, LEFT, 0.5)]
    yield Finding("7.3.2", "主送机关位置", "顶格，回行顶格", f"{len(rows)}行，{len(astray)}行不顶格", not astray)
    if title:
        lines = blank_lines(rows[0].top - rows_of(title)[-1].bottom)
        yield Finding("7.3.2", "标题与主送机关之间", "空一行", f"{lines:.1f}行", abs(lines - 1) <= 0.4)
