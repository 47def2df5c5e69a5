"""Rules about the first page: head, number, 签发人, red rule, title, recipients (GB/T 9704-2012 7.2, 7.3.1, 7.3.2)."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from documents.printing.blocks import with_colon
from documents.printing.fonts import Role
from documents.printing.grid import (
    BODY,
    CELL,
    LEADING,
    LEFT,
    LETTER_TOP,
    MARK_TOP,
    MM,
    RED_RULE,
    RIGHT,
    TITLE,
    TITLE_PITCH,
    TOP,
    WIDTH,
)
from documents.printing.heads.marks import SUFFIX
from documents.printing.heads.minutes import minutes_mark
from documents.printing.measuring.lengths import blank_lines, millimetres, near
from documents.printing.measuring.letter import measure_double_lines
from documents.printing.measuring.looks import is_grey, is_mark_colour, is_red, plain
from documents.printing.measuring.reading import Bar, Char, Row, Seen, rows_of
from documents.printing.measuring.report import Finding
from documents.printing.paper import Form, Paper

_CLAUSES: Final = {Form.FILE: "7.2.4", Form.LETTER: "10.1", Form.MINUTES: "10.3", Form.DETACHED: "7.3.7"}
_MINUTES_NUMBER = re.compile(r"\S*〔\d{4}〕[1-9]\d*号$|第?[1-9]\d*期|〔\d{4}〕[1-9]\d*$")
_COMPLETE_NUMBER = re.compile(r"\S+〔\d{4}〕[1-9]\d*号$")
_MIDDLE = LEFT + WIDTH / 2


def measure_front(seen: Seen, paper: Paper) -> Iterator[Finding]:
    """All findings about the first page; an attachment set by itself has no head."""
    if paper.form is Form.DETACHED:
        return
    mark = [c for c in seen.stream if c.page == 0 and is_mark_colour(c, paper)]
    number = [*seen.find(paper.number, lambda c: c.page == 0 and abs(c.size - BODY) < 0.5)]
    rules = [bar for bar in seen.bars if bar.page == 0 and _is_rule(bar, paper)]
    rule = rules[0] if rules else None
    title = [
        *seen.find(paper.title, lambda c: c.page == 0 and not is_mark_colour(c, paper) and abs(c.size - TITLE) < 0.5)
    ]
    yield from _urgency(seen, paper)
    yield from _mark(seen, paper, mark)
    yield from _number(seen, paper, number, mark)
    if paper.signers and paper.form is Form.FILE:
        yield from _signers(seen, paper, number)
    if paper.marks and paper.form is Form.LETTER:
        yield from measure_double_lines(seen, rules, mark, number)
    elif paper.marks:
        yield from _rule(rule, _above_rule(seen, rule))
    yield from _title(seen, paper, title, rule, number)
    if paper.recipients:
        yield from _recipients(seen, paper, title)


def _is_rule(bar: Bar, paper: Paper) -> bool:
    coloured = is_grey(bar.colour) if paper.sample else is_red(bar.colour)
    return coloured and bar.width > 100 * MM


def _urgency(seen: Seen, paper: Paper) -> Iterator[Finding]:
    if not paper.urgency:
        return
    found = seen.find(paper.urgency, lambda c: c.page == 0 and seen.own_role(c, Role.HEI) and near(c.size, BODY, 0.2))
    letter = paper.form is Form.LETTER
    top = next((row.top for row in seen.rows if row.page == 0 and paper.number in row.text), 0.0) if letter else TOP
    ok = bool(found) and near(found[0].x0, LEFT) and near(Row(tuple(found)).top, top)
    where = "第一条红色双线下" if letter else "版心第一行"
    yield Finding(
        "10.1" if letter else "7.2.3",
        "紧急程度",
        f"3号黑体，顶格，{where}",
        millimetres(found[0].top) if found else "没有找到",
        ok or not paper.marks,
    )


def _mark(seen: Seen, paper: Paper, mark: list[Char]) -> Iterator[Finding]:
    if not paper.marks:
        yield Finding("7.2.4", "发文机关标志", "须有发文机关标志", "没有", False, True)
        return
    clause = _CLAUSES[paper.form]
    wanted = wanted_marks(paper)
    absent = [name for name in wanted if not _holds(mark, name)]
    yield Finding(
        clause,
        "发文机关标志",
        "、".join(wanted),
        "缺" + "、".join(absent) if absent else "齐全",
        not absent,
        True,
    )
    if not mark:
        return
    top = min(seen.ink(char)[0] for char in mark)
    height = LETTER_TOP if paper.form is Form.LETTER else MARK_TOP
    yield Finding(clause, "标志上边缘", f"距纸边{height / MM:.0f} mm", millimetres(top), near(top, height, 0.5))
    middle = (min(c.x0 for c in mark) + max(c.x1 for c in mark)) / 2
    yield Finding(clause, "标志居中", millimetres(_MIDDLE), millimetres(middle), near(middle, _MIDDLE))
    colour = "灰色（样稿）" if paper.sample else "红色"
    yield Finding(clause, "标志字体、颜色", f"小标宋，{colour}", colour, all(seen.is_role(c, Role.TITLE) for c in mark))
    whole = "".join(wanted) + (SUFFIX if paper.form is Form.FILE else "")
    ok = Counter(char.text for char in mark) == Counter(whole.replace(" ", ""))
    yield Finding(clause, "标志文字", whole, "一字不差" if ok else "".join(c.text for c in mark)[:40], ok)
    if len(wanted) > 1 and not absent:
        yield from _joint(mark, wanted)


def wanted_marks(paper: Paper) -> tuple[str, ...]:
    """What the head must say: in 信函格式 the host's name alone, in 纪要格式 “×××纪要”."""
    if paper.form is Form.LETTER:
        return (paper.marks[0].removesuffix("文件"),)
    if paper.form is Form.MINUTES:
        return (minutes_mark(paper.marks[0]),)
    return paper.marks


def _joint(mark: list[Char], names: tuple[str, ...]) -> Iterator[Finding]:
    """The organs one below the other in their order, “文件” to the right of all of them and in the middle of their height."""
    suffix = [char for char in mark if char.size == max(c.size for c in mark)][-2:]
    organs = [char for char in mark if char not in suffix]
    rows = rows_of(sorted(organs, key=lambda c: (c.baseline, c.x0)))
    shown = [row.text for row in rows]
    found = "顺序一致" if shown == list(names) else "、".join(shown)
    yield Finding("7.2.4", "联合发文机关顺序", "主办机关在前，依次排列", found, shown == list(names))
    beside = min(c.x0 for c in suffix) > max(c.x1 for c in organs)
    middle = (min(c.top for c in organs) + max(c.bottom for c in organs)) / 2
    difference = (suffix[0].top + suffix[0].bottom) / 2 - middle
    yield Finding(
        "7.2.4",
        "“文件”二字",
        "在名称右侧，上下居中",
        f"偏{millimetres(abs(difference))}",
        beside and near(difference, 0, 1.5),
    )


def _holds(chars: list[Char], name: str) -> bool:
    return any(name in row.text for row in rows_of(chars)) or name in "".join(c.text for c in chars)


def _number(seen: Seen, paper: Paper, number: list[Char], mark: list[Char]) -> Iterator[Finding]:
    minutes = paper.form is Form.MINUTES
    needed = not paper.sample and not minutes
    if not paper.number or not number:
        missed = needed or bool(paper.number)
        yield Finding("7.2.5", "发文字号", paper.number or "须有发文字号", "没有", not missed, needed)
        return
    pattern = _MINUTES_NUMBER if minutes else _COMPLETE_NUMBER
    complete = paper.sample or bool(pattern.search(paper.number))
    yield Finding("7.2.5", "发文字号", "机关代字〔年份〕序号", paper.number, complete, not minutes)
    row = Row(tuple(number))
    yield plain(seen, "7.2.5", "发文字号字体", number)
    if paper.form is Form.LETTER and paper.marks:
        ok = near(row.x1, RIGHT, 0.5)
        yield Finding("10.1", "发文字号位置", "顶格居版心右边缘", f"距右边缘{millimetres(RIGHT - row.x1)}", ok)
    elif paper.signers and paper.form is Form.FILE and paper.marks:
        ok = near(row.x0, LEFT + CELL, 0.5)
        yield Finding("7.2.5", "发文字号位置", "左空一字", f"距版心左边缘{millimetres(row.x0 - LEFT)}", ok)
    else:
        middle = (row.x0 + row.x1) / 2
        yield Finding("7.2.5", "发文字号位置", "居中", millimetres(middle), near(middle, _MIDDLE))
        if mark:
            lines = blank_lines(row.top - max(seen.ink(char)[1] for char in mark))
            yield Finding("7.2.5", "标志与字号之间", "空二行", f"{lines:.1f}行", abs(lines - 2) <= 0.5)


def _signers(seen: Seen, paper: Paper, number: list[Char]) -> Iterator[Finding]:
    label = seen.find("签发人：", lambda c: c.page == 0)
    yield plain(seen, "7.2.6", "“签发人”字体", label)
    names = [seen.find(name, lambda c: c.page == 0 and seen.own_role(c, Role.KAI)) for name in paper.signers]
    complete = bool(label) and all(names)
    yield Finding(
        "7.2.6", "签发人", "、".join(paper.signers), "齐全，姓名楷体" if complete else "不全或不是楷体", complete, True
    )
    if not complete:
        return
    edge = max(chars[-1].x1 for chars in names)
    yield Finding(
        "7.2.6", "签发人位置", "右空一字", f"距版心右边缘{millimetres(RIGHT - edge)}", near(edge, RIGHT - CELL, 0.5)
    )
    rows = _by_row(names)
    aligned = all(near(row[0][0].x0, rows[0][0][0].x0, 0.5) for row in rows)
    ordered = [chars for row in rows for chars in row] == names
    counts = "、".join(str(len(row)) for row in rows)
    yield Finding(
        "7.2.6",
        "签发人排列",
        "每行二人，自左而右，回行对齐首个姓名",
        f"每行{counts}人",
        aligned and ordered and all(len(row) <= 2 for row in rows),
    )
    if number:
        difference = abs(number[0].baseline - rows[-1][0][0].baseline)
        yield Finding(
            "7.2.5", "发文字号与签发人", "与最后一个签发人同行", f"差{millimetres(difference)}", near(difference, 0)
        )


def _by_row(names: list[Sequence[Char]]) -> list[list[Sequence[Char]]]:
    rows: list[list[Sequence[Char]]] = []
    for chars in sorted(names, key=lambda found: (round(found[0].baseline), found[0].x0)):
        if rows and near(chars[0].baseline, rows[-1][0][0].baseline):
            rows[-1].append(chars)
        else:
            rows.append([chars])
    return rows


def _above_rule(seen: Seen, rule: Bar | None) -> Sequence[Char]:
    """The line of text right above the red rule: number, 签发人, or organ and day of 纪要."""
    if rule is None:
        return ()
    above = [row for row in seen.rows if row.page == 0 and row.bottom <= rule.top + MM and abs(row.size - BODY) < 0.5]
    return above[-1].chars if above else ()


def _rule(rule: Bar | None, number: Sequence[Char]) -> Iterator[Finding]:
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


def _title(seen: Seen, paper: Paper, title: list[Char], rule: Bar | None, number: list[Char]) -> Iterator[Finding]:
    yield Finding("7.3.1", "标题", "2号小标宋", "有" if title else "没有找到", bool(title), True)
    if not title:
        return
    rows = rows_of(title)
    fonts = all(seen.is_role(char, Role.TITLE) for char in title)
    yield Finding("7.3.1", "标题字体", "小标宋 22磅", f"{rows[0].size:.0f}磅", fonts and near(rows[0].size, TITLE, 0.1))
    astray = [row for row in rows if not near((row.x0 + row.x1) / 2, _MIDDLE)]
    yield Finding("7.3.1", "标题居中", "每行居中", f"{len(rows)}行，{len(astray)}行偏离", not astray)
    if paper.form is Form.LETTER and number and paper.marks:
        lines = blank_lines(rows[0].top - Row(tuple(number)).bottom)
        yield Finding("10.1", "标题与其上要素", "相距二行", f"{lines:.1f}行", abs(lines - 2) <= 0.5)
    elif rule and paper.form is not Form.LETTER:
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
    yield plain(seen, "7.3.2", "主送机关字体", found)
    astray = [row for row in rows if not near(row.x0, LEFT, 0.5)]
    yield Finding("7.3.2", "主送机关位置", "顶格，回行顶格", f"{len(rows)}行，{len(astray)}行不顶格", not astray)
    if title:
        lines = blank_lines(rows[0].top - rows_of(title)[-1].bottom)
        yield Finding("7.3.2", "标题与主送机关之间", "空一行", f"{lines:.1f}行", abs(lines - 1) <= 0.4)
