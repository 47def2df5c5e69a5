"""Ordinals of headings: no gaps, no repetition, the signs of the standard (GB/T 9704-2012 7.3.3)."""

import re
from collections.abc import Iterator

from documents.notices.reading.headings import is_chapter, ordinal_of

from .rule import Hit, Paper, rule

_ODD = re.compile(
    r"(?:(?P<n>\d{1,2})、|(?P<b>[（(](?:[一二三四五六七八九十]+|\d{1,2})[）)])[、.]|(?P<h>[一二三四五六七八九十]+)[.．])"
)
_NAMES = {1: "“一、”级", 2: "“（一）”级", 3: "“1.”级", 4: "“（1）”级"}


@rule("heading.gap", "warning", "标题序号跳号或重号", "GB/T 9704-2012 7.3.3")
def gaps(paper: Paper) -> Iterator[Hit]:
    """一、三、 without 二、; 2. twice. Counting begins anew under each higher heading, and again at one."""
    counts: dict[int, int] = {}
    for block in paper.reading.body:
        found = ordinal_of(block.text) if block.level else None
        if found is None:
            if block.level == 0 and re.match("[一二三四五六七八九十]+月份?：", block.text):
                counts.pop(3, None)
            continue
        level, n = found
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]
        if is_chapter(block.text):
            counts.pop(level, None)
            continue
        before = counts.get(level, 0)
        counts[level] = n
        if n == before + 1 or (n == 1 and before):
            continue
        what = f"{_NAMES[level]}序号从{before}到{n}" if before else f"{_NAMES[level]}序号从{n}开始"
        yield Hit(f"{what}，有跳号、重号或漏了内容。请核对。", block.text[:40])


@rule("heading.style", "info", "标题序号的标点不规范", "GB/T 9704-2012 7.3.3")
def style(paper: Paper) -> Iterator[Hit]:
    """“1.” not “1、”; “（一）” not “（一）、”."""
    odd: dict[str, list[str]] = {}
    for block in paper.headings():
        if match := _ODD.match(block.text):
            odd.setdefault(match.lastgroup or "", []).append(match.group())
    for found in odd.values():
        right = _ODD.sub(_right, found[0])
        yield Hit(f"序号“{found[0]}”应写作“{right}”，共{len(found)}处。", found[0], found[0], right)


def _right(match: re.Match[str]) -> str:
    if match["b"]:
        return match["b"]
    return f"{match['n']}." if match["n"] else f"{match['h']}、"
