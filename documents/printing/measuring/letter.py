"""Rules of 信函格式 (GB/T 9704-2012 10.1): the double lines and what keeps its distance from them."""

from collections.abc import Iterator, Sequence

from documents.printing.grid import (
    BODY,
    LEADING,
    LETTER_FOOT,
    LETTER_LEFT,
    LETTER_WIDTH,
    MM,
    NUMBER_TO_RULE,
    SHEET_HEIGHT,
)
from documents.printing.measuring.lengths import millimetres, near
from documents.printing.measuring.reading import Bar, Char, Row, Seen
from documents.printing.measuring.report import Finding


def measure_double_lines(
    seen: Seen, rules: Sequence[Bar], mark: Sequence[Char], number: Sequence[Char]
) -> Iterator[Finding]:
    """Two double lines on the first page: 上粗下细 under the mark, 上细下粗 near the foot."""
    if len(rules) != 4:
        yield Finding("10.1", "红色双线", "首页两条，各一粗一细", f"{len(rules)}条线", False)
        return
    ordered = sorted(rules, key=lambda bar: bar.top)
    upper, lower = ordered[:2], ordered[2:]
    ok = upper[0].height > upper[1].height and lower[0].height < lower[1].height
    found = "、".join(f"{bar.height / MM:.2f}" for bar in ordered)
    yield Finding("10.1", "双线粗细", "上线上粗下细，下线上细下粗", f"自上而下{found} mm", ok)
    ok = all(near(bar.width, LETTER_WIDTH, 0.5) and near(bar.x0, LETTER_LEFT, 0.5) for bar in ordered)
    yield Finding("10.1", "双线长度", "170 mm，居中", millimetres(ordered[0].width), ok)
    if mark:
        gap = upper[0].top - max(seen.ink(char)[1] for char in mark)
        yield Finding("10.1", "标志与双线之间", "4 mm", millimetres(gap), near(gap, NUMBER_TO_RULE, 0.5))
    foot = SHEET_HEIGHT - lower[1].bottom
    yield Finding("10.1", "下双线距下页边", "20 mm", millimetres(foot), near(foot, SHEET_HEIGHT - LETTER_FOOT, 0.5))
    wanted = f"3号字高的7/8，{millimetres(LEADING)}"
    if number:
        gap = Row(tuple(number)).top - upper[1].bottom
        yield Finding("10.1", "双线与发文字号之间", wanted, millimetres(gap), near(gap, LEADING, 0.5))
    texts = [row for row in seen.rows if row.page == 0 and row.bottom > upper[1].bottom and row.size <= BODY + 0.5]
    if texts:
        gap = lower[0].top - max(row.bottom for row in texts)
        yield Finding(
            "10.1", "末行与下双线之间", f"不小于{millimetres(LEADING)}", millimetres(gap), gap > LEADING - MM / 2
        )
