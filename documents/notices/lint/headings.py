"""Ordinals of headings: no gaps, no repetition, the signs of the standard (GB/T 9704-2012 7.3.3)."""

import re
from collections.abc import Iterator

from documents.notices.reading.headings import from_han, is_chapter, ordinal_of

from .rule import Hit, Paper, rule

_ODD = re.compile(
    r"(?:(?P<n>\d{1,2})、|(?P<b>[（(](?:[一二三四五六七八九十]+|\d{1,2})[）)])[、.]|(?P<h>[一二三四五六七八九十]+)[.．])"
)
_HAN = "零一二三四五六七八九"


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
        if n == before:
            what = f"标题序号“{_ordinal(level, n)}”用了两次"
        elif before:
            what = f"标题序号从“{_ordinal(level, before)}”到“{_ordinal(level, n)}”"
        else:
            what = f"标题序号从“{_ordinal(level, n)}”开始"
        yield Hit(f"{what}，有跳号、重号或漏了内容。请核对。", block.text[:40])


def _ordinal(level: int, n: int) -> str:
    """The sign as it is written at a level: 二、 （二） 2. （2）."""
    tens, ones = divmod(n, 10)
    han = f"{_HAN[tens] * (tens > 1)}{'十' * (tens > 0)}{_HAN[ones] * (ones > 0)}" if n < 100 else str(n)
    return {1: f"{han}、", 2: f"（{han}）", 3: f"{n}.", 4: f"（{n}）"}[level]


_ARTICLE = re.compile(r"第([一二三四五六七八九十百零〇]{1,5}|\d{1,3})条(?=[\s\u3000]|[^款项规])")


@rule("heading.article", "warning", "条文序号跳号或重号", "条例第20条")
def articles(paper: Paper) -> Iterator[Hit]:
    """“第五条” right after “第三条”; articles are counted through all chapters, and anew for a text that begins with 第一条."""
    before, last = 0, ""
    for block in paper.reading.body:
        if not (match := _ARTICLE.match(block.text)):
            continue
        n, this = int(match[1]) if match[1].isdigit() else from_han(match[1]), f"第{match[1]}条"
        if n not in {before + 1, 1}:
            where = f"从“{last}”到“{this}”" if before else f"从“{this}”开始"
            yield Hit(f"条文{where}，有跳号、重号或漏了内容。请核对。", block.text[:40])
        before, last = n, this


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
