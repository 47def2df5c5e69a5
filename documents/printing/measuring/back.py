"""Rules about the end of the paper: signature, date, 附注, 附件, 版记, page numbers (GB/T 9704-2012 7.3.5 to 7.5)."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from documents.printing.closing import SEAL
from documents.printing.fonts import Role
from documents.printing.grid import (
    BODY,
    BOTTOM,
    CELL,
    LEFT,
    MM,
    PAGE_NUMBER,
    PITCH,
    RIGHT,
    SHEET_HEIGHT,
    SMALL,
    THICK,
    THIN,
    WIDTH,
)
from documents.printing.measuring.attached import first_attached_page, measure_attached
from documents.printing.measuring.lengths import blank_lines, millimetres, near
from documents.printing.measuring.looks import plain
from documents.printing.measuring.minutes import measure_minutes
from documents.printing.measuring.reading import Bar, Char, Extract, Row, Seen, rows_of
from documents.printing.measuring.report import Finding
from documents.printing.paper import Form, Paper, in_words


def measure_back(seen: Seen, paper: Paper) -> Iterator[Finding]:
    """All findings about the end of the paper."""
    if paper.form is Form.MINUTES:
        yield from measure_minutes(seen, paper)
    elif paper.form is not Form.DETACHED:
        yield from _closing(seen, paper)
    yield from measure_attached(seen, paper)
    if paper.form is Form.LETTER:
        yield from _letter_record(seen, paper)
    elif paper.printer or paper.printed_on or paper.copies:
        yield from _record(seen, paper)
    yield from _folios(seen, first=paper.form is not Form.LETTER or not paper.marks)
    if paper.verification:
        shown = "".join(mark.text for mark in seen.margin if isinstance(mark, Char))
        ok = bool(seen.margin) and all(mark.page == 0 for mark in seen.margin) and "核验" in shown
        yield Finding("—", "核验码", "首页版心之外", "有" if ok else "没有找到", ok)
    if paper.sample:
        marks = {char.page for char in seen.turned if char.text in "样稿" and char.size > 50}
        yield Finding("—", "样稿水印", "每页都有", f"{len(marks)}页有", len(marks) == len(seen.sheets), True)


def _closing(seen: Seen, paper: Paper) -> Iterator[Finding]:
    end = first_attached_page(seen, paper)

    def body(char: Char) -> bool:
        return char.page < end and abs(char.size - BODY) < 0.5 and max(char.colour) < 0.2

    date = in_words(paper.date) if paper.date else ""
    day = seen.find(date, body, last=True) if date else ()
    needed = not paper.sample
    yield Finding("7.3.5.4", "成文日期", "阿拉伯数字，年份全称", date or "没有", bool(day) or not needed, needed)
    text = seen.extract(body)
    names = [_signature(text, name) for name in paper.signatures]
    absent = [name for name, chars in zip(paper.signatures, names, strict=True) if not chars]
    found = "缺" + "、".join(absent) if absent else f"{len(names)}个" if names else "没有"
    yield Finding(
        "7.3.5",
        "发文机关署名",
        "、".join(paper.signatures) or "须有署名",
        found,
        not absent and (bool(names) or not needed),
        needed,
    )
    if absent or not names or not day:
        return
    yield plain(seen, "7.3.5", "署名和日期字体", [*(char for chars in names for char in chars), *day])
    if paper.sealed and len(names) == 1:
        yield from _sealed(names[0], day)
    elif paper.sealed:
        yield from _sealed_jointly(names, day)
    else:
        yield from _unsealed(names, day)
    yield from _company(seen, names[0], sealed=paper.sealed)
    if paper.note:
        yield from _note(seen, paper, day)


def _signature(text: Extract, name: str) -> Sequence[Char]:
    """The last occurrence of a name, on one line or on several that are centred below each other."""
    candidates: list[Sequence[Char]] = []
    for found in reversed(text.all(name)):
        rows = [row.chars for row in rows_of(found)]
        if all(near(_middle(row), _middle(rows[0]), 3) for row in rows):
            candidates.append(found)
            break
    for cut in range(len(name) - 1, 0, -1):
        for head in text.all(name[:cut]):
            for tail in text.all(name[cut:]):
                below = 0 < tail[0].baseline - head[0].baseline < 1.3 * PITCH and tail[0].page == head[0].page
                if below and near(_middle(tail), _middle(head), 3):
                    candidates.append([*head, *tail])
    return max(candidates, key=lambda chars: (chars[0].page, chars[0].baseline), default=())


def _middle(chars: Sequence[Char]) -> float:
    """Middle of a text of one or more lines."""
    return (min(char.x0 for char in chars) + max(char.x1 for char in chars)) / 2


def _sealed(name: Sequence[Char], day: Sequence[Char]) -> Iterator[Finding]:
    difference = _middle(name) - _middle(day)
    yield Finding("7.3.5.1", "署名以日期为准居中", "居中", f"偏{millimetres(abs(difference))}", near(difference, 0))
    margin = RIGHT - day[-1].x1
    long_name = max(char.x1 for char in name) > RIGHT - CELL
    yield Finding(
        "7.3.5.1",
        "成文日期",
        "右空四字",
        f"{margin / CELL:.1f}字",
        near(margin, 4 * CELL) or (long_name and margin > 0),
    )


def _sealed_jointly(names: list[Sequence[Char]], day: Sequence[Char]) -> Iterator[Finding]:
    middles = [(_middle(chars), chars[0].baseline) for chars in names]
    rows: list[list[float]] = []
    for (x, y), (_, before) in zip(middles, [(0.0, -1.0), *middles[:-1]], strict=True):
        if abs(y - before) > BODY:
            rows.append([])
        rows[-1].append(x)
    yield Finding(
        "7.3.5.1", "每排印章", "不超过3个", "、".join(str(len(row)) for row in rows), all(len(row) <= 3 for row in rows)
    )
    gaps = [b - a for row in rows for a, b in pairwise(row)]
    tops = sorted({round(y) for _, y in middles})
    falls = [b - a for a, b in pairwise(tops)]
    nearest = min([*gaps, *falls], default=0.0)
    yield Finding("7.3.5.1", "印章互不相交", f"中心相距不小于{SEAL / MM:.0f} mm", millimetres(nearest), nearest >= SEAL)
    left, right = min(min(row) for row in rows) - SEAL / 2, max(max(row) for row in rows) + SEAL / 2
    ok = left >= LEFT - MM and right <= RIGHT + MM
    yield Finding("7.3.5.1", "每排印章两端", "不超出版心", f"{millimetres(left)}至{millimetres(right)}", ok)
    difference = middles[-1][0] - _middle(day)
    yield Finding("7.3.5.1", "最后署名与日期", "上下居中", f"偏{millimetres(abs(difference))}", near(difference, 0))
    margin = RIGHT - day[-1].x1
    crowded = len(rows[-1]) == max(map(len, rows))  # a full row takes the room it needs for its seals
    found = f"{margin / CELL:.1f}字"
    yield Finding(
        "7.3.5.1", "成文日期", "右空四字", found, near(margin, 4 * CELL) or (crowded and 0 <= margin < 4 * CELL)
    )


def _unsealed(names: list[Sequence[Char]], day: Sequence[Char]) -> Iterator[Finding]:
    name = max(names, key=lambda chars: chars[-1].x1)
    longer = day[-1].x1 - day[0].x0 > name[-1].x1 - name[0].x0
    margin = RIGHT - (day if longer else name)[-1].x1
    what = "成文日期" if longer else "署名"
    yield Finding("7.3.5.2", f"{what}右空", "二字", f"{margin / CELL:.1f}字", near(margin, 2 * CELL))
    shift = day[0].x0 - name[0].x0
    yield Finding("7.3.5.2", "日期首字比署名首字右移", "二字", f"{shift / CELL:.1f}字", near(shift, 2 * CELL))


def _company(seen: Seen, name: Sequence[Char], *, sealed: bool) -> Iterator[Finding]:
    """Text on the page of the signature, and the blank lines above it."""
    top = Row(tuple(name)).top
    above = [
        row for row in seen.rows if row.page == name[0].page and row.bottom <= top + 1 and abs(row.size - BODY) < 0.5
    ]
    tables = [bar for bar in seen.frames if bar.page == name[0].page and bar.bottom < top]
    yield Finding(
        "7.3.5.5", "署名页有正文", "不得“此页无正文”", "有" if above or tables else "没有", bool(above or tables)
    )
    bottom = max([row.bottom for row in above] + [bar.bottom for bar in tables], default=None)
    if bottom is None:
        return
    lines = blank_lines(top - bottom)
    wanted = 2 if sealed else 1
    what = "印章顶端距正文一行之内（署名上空二行）" if sealed else "空一行"
    yield Finding(
        "7.3.5.1" if sealed else "7.3.5.2", "正文与署名之间", what, f"空{lines:.1f}行", abs(lines - wanted) <= 0.7
    )


def _note(seen: Seen, paper: Paper, day: Sequence[Char]) -> Iterator[Finding]:
    found = seen.find(paper.note, lambda c: c.page == day[0].page and c.baseline > day[0].baseline + BODY / 2)
    if not found:
        yield Finding("7.3.6", "附注", "成文日期下一行", "没有找到", False)
        return
    bracket = [c for c in seen.stream if c.page == found[0].page and abs(c.baseline - found[0].baseline) < 2]
    ok = near(bracket[0].x0, LEFT + 2 * CELL, 0.5) and bracket[0].text in "（("
    yield Finding("7.3.6", "附注", "左空二字，加圆括号", f"左空{(bracket[0].x0 - LEFT) / CELL:.1f}字", ok)


def _record(seen: Seen, paper: Paper) -> Iterator[Finding]:
    last = len(seen.sheets) - 1
    bars = sorted((b for b in seen.bars if b.page == last and b.height < MM and b.top > 60 * MM), key=lambda b: b.top)
    bars = [bar for bar in bars if near(bar.x0, LEFT, 0.5) and near(bar.width, WIDTH, 0.5)]
    if len(bars) < 2:
        yield Finding("7.4", "版记", "在最后一面", "没有找到", False)
        return
    yield Finding("7.4", "版记所在面", "最后一面，偶数面", f"第{last + 1}面", (last + 1) % 2 == 0)
    edge = bars[-1].bottom
    yield Finding("7.4.1", "版记末条分隔线", "与版心下边缘重合，262 mm", millimetres(edge), near(edge, BOTTOM, 0.5))
    yield from _record_rules(bars)
    yield from _record_text(seen, paper, last)


def _letter_record(seen: Seen, paper: Paper) -> Iterator[Finding]:
    """10.1: no rules, no 印发机关 and 印发日期; what there is stands lowest in the 版心 of the last page."""
    last = len(seen.sheets) - 1
    small = [row for row in seen.rows if row.page == last and abs(row.size - SMALL) < 0.5]
    rules = [bar for bar in seen.bars if bar.page == last and near(bar.width, WIDTH, 0.5) and max(bar.colour) < 0.2]
    printed = [row for row in small if row.text.endswith("印发")]
    found = "有" if rules or printed else "没有"
    yield Finding("10.1", "版记分隔线、印发机关和印发日期", "不加", found, not rules and not printed)
    if paper.copies:
        edge = small[-1].bottom if small else 0.0
        yield Finding("10.1", "版记位置", "最后一面版心内最下方", millimetres(edge), near(edge, BOTTOM, 0.5))
        yield from _copies(seen, paper, last)


def _record_rules(bars: list[Bar]) -> Iterator[Finding]:
    outer = [bars[0].height, bars[-1].height]
    ok = all(abs(height - THICK) < 0.06 * MM for height in outer)
    yield Finding("7.4.1", "首条、末条分隔线", "粗0.35 mm", "、".join(f"{h / MM:.2f} mm" for h in outer), ok)
    for bar in bars[1:-1]:
        yield Finding(
            "7.4.1", "中间分隔线", "细0.25 mm", f"{bar.height / MM:.2f} mm", abs(bar.height - THIN) < 0.06 * MM
        )


def _record_text(seen: Seen, paper: Paper, page: int) -> Iterator[Finding]:
    def small(char: Char) -> bool:
        return char.page == page and abs(char.size - SMALL) < 0.5

    if paper.copies:
        yield from _copies(seen, paper, page)
    if paper.printer:
        name = seen.find(paper.printer, small, last=True)
        ok = bool(name) and near(name[0].x0, LEFT + SMALL, 0.5)
        yield Finding("7.4.3", "印发机关", "4号仿宋，左空一字", "有" if name else "没有找到", ok)
    if paper.printed_on:
        day = seen.find(f"{in_words(paper.printed_on)}印发", small)
        ok = bool(day) and near(day[-1].x1, RIGHT - SMALL, 0.5)
        yield Finding("7.4.3", "印发日期", "右空一字，后加“印发”", "有" if day else "没有找到", ok)


def _copies(seen: Seen, paper: Paper, page: int) -> Iterator[Finding]:
    """抄送机关: 4号仿宋, 左右各空一字, wraps aligned behind the colon, a full stop at the end (7.4.2)."""

    def small(char: Char) -> bool:
        return char.page == page and abs(char.size - SMALL) < 0.5

    label = seen.find("抄送：", small)
    ok = bool(label) and near(label[0].x0, LEFT + SMALL, 0.5) and seen.own_role(label[0], Role.FANG)
    yield Finding("7.4.2", "抄送机关", "4号仿宋，左空一字", "有" if label else "没有找到", ok)
    whole = seen.find(paper.copies.removeprefix("抄送：").rstrip("。") + "。", small)
    yield Finding("7.4.2", "抄送机关末尾", "句号", "有" if whole else "没有", bool(whole))
    if not whole or not label:
        return
    rows = rows_of(whole)
    astray = [row for row in rows if not near(row.x0, label[-1].x1, 0.5)]
    wide = [row for row in rows if row.x1 > RIGHT - SMALL + MM / 2]
    found = f"{len(rows)}行，{len(astray)}行不齐"
    yield Finding("7.4.2", "抄送回行", "与冒号后首字对齐，右空一字", found, not astray and not wide)


def _folios(seen: Seen, *, first: bool) -> Iterator[Finding]:
    """Page numbers (7.5); `first` tells whether the first page shows its own (a letter's does not, 10.1)."""
    wrong: list[str] = []
    heights: list[float] = []
    bare = _bare_pages(seen) | (set() if first else {0})
    for page in range(len(seen.sheets)):
        chars = seen.folio(page)
        text = "".join(char.text for char in chars)
        if page in bare:
            wrong += [f"第{page + 1}面不应有页码"] if text else []
            continue
        if text != f"—{page + 1}—":
            wrong.append(f"第{page + 1}面为“{text}”")
            continue
        heights.append(_dash(seen, chars, page))
        if not _folio_placed(seen, chars, page):
            wrong.append(f"第{page + 1}面页码位置不对")
        if any(abs(char.size - SMALL) > 0.5 or not seen.own_role(char, Role.SONG) for char in chars):
            wrong.append(f"第{page + 1}面页码字体不对")
    found = wrong[0] if wrong else f"{len(heights)}面正确"
    yield Finding("7.5", "页码", "4号宋体“— 1 —”，单页右空一字，双页左空一字", found, not wrong)
    if heights:
        worst = max(heights, key=lambda y: abs(y - PAGE_NUMBER))
        yield Finding(
            "7.5", "页码一字线", "版心下边缘之下7 mm", millimetres(worst - BOTTOM), near(worst, PAGE_NUMBER, 0.5)
        )


def _bare_pages(seen: Seen) -> set[int]:
    """A blank page before the 版记 and the page of the 版记 behind it carry no number (7.5)."""
    last = len(seen.sheets) - 1
    filled = {char.page for char in seen.stream}
    return {last - 1, last} if last > 0 and last - 1 not in filled else set()


def _dash(seen: Seen, chars: Sequence[Char], page: int) -> float:
    if not seen.is_upright(page):
        face = seen.fonts.faces[Role.SONG][0]
        bottom, top = face.ink("—")
        return SHEET_HEIGHT - (chars[0].x0 + ((bottom + top) / 2 - (face.centre - 0.5)) * SMALL)
    top, bottom = seen.ink(chars[0])
    return (top + bottom) / 2


def _folio_placed(seen: Seen, chars: Sequence[Char], page: int) -> bool:
    """One character (4号 or 3号) from the outer edge; on a sheet turned sideways the same place of the upright sheet (clause 8)."""
    upright = seen.is_upright(page)
    start, end = (chars[0].x0, chars[-1].x1) if upright else (chars[0].top, chars[-1].bottom)
    margin = RIGHT - end if page % 2 == 0 else start - LEFT
    return SMALL - 0.5 * MM <= margin <= CELL + 0.5 * MM
