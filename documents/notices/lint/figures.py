"""Figures that do not add up: parts and totals, shares, scores, changes in percent."""

import re
from collections.abc import Iterator
from decimal import Decimal

from documents.notices.reading import Block

from .rule import Hit, Paper, rule

_UNITS = "名|人次|人|个|间|所|家|项|台|万元|元|次|场|期|套|本|册|张|户|支|对|处|篇|件|亩|部|把|批|县|市|校|村|镇|乡"
_NUMBER = r"\d{1,9}(?:\.\d{1,2})?"
_TOTAL = re.compile(
    rf"(?:共|合计|总计|累计|总共|一共|计划|目标)[^，。；：（(\d]{{0,12}}(?P<total>{_NUMBER})(?P<unit>{_UNITS})[^，。；：（(\d]{{0,16}}"
    r"(?P<mark>[：:（(，]\s*(?:其中|包括|分别为|即)?[：:，]?)"
)
_AMONG = re.compile(rf"(?<![\d.])(?P<total>{_NUMBER})(?P<unit>{_UNITS})(?P<mark>[，（(]\s*其中[：:，]?)")
_OVERLAP = re.compile(
    "女|男|党员|团员|民族|残疾|脱贫|低保|岁|学历|本科|专科|大专|研究生|硕士|博士|持证|骨干|新增|首次|困难|以上|以下"
)
_PLACE = re.compile("[县区市镇乡村校道盟旗州]\\Z")
_PART = rf"(?<![\d.第])(?P<n>{_NUMBER})"
_SHARE = re.compile(r"(?:占|为|是)?(?P<n>\d{1,3}(?:\.\d{1,2})?)%")
_SCORE_TOTAL = re.compile(
    r"(?:满分|总分|共计?|合计)?(?P<total>\d{2,4})分制|(?:满分|总分)(?:为|是|：)?(?P<full>\d{2,4})分"
)
_SCORE = re.compile(r"(?:[（(]|^)(?P<n>\d{1,3}(?:\.5)?)分[）)]")
_PERCENT = r"\d{1,3}(?:\.\d{1,2})?"
_CHANGE = re.compile(
    rf"由[^，。；]{{0,8}}?(?P<a>{_PERCENT})%[^，。；\d]{{0,8}}(?:升|提高|增|降|下降|减)[^，。；\d]{{0,4}}(?P<b>{_PERCENT})%，?"
    rf"[^，。；\d]{{0,6}}(?:提高|上升|增长|增加|升高|提升|下降|降低|减少)了?(?P<c>{_PERCENT})个百分点"
)
_RANGE = re.compile(
    rf"(?<![\d.年月日—–~～-])(?P<a>\d{{1,4}})(?:—|–|~|～|-|至)(?P<b>\d{{1,4}})(?P<unit>{_UNITS}|岁|天|周)"
)
_SUM = re.compile(r"(?<![\d.])(?P<terms>\d{1,6}(?:\s?[+＋]\s?\d{1,6})+)\s?[=＝]\s?(?P<total>\d{1,7})(?!\d)")


@rule("figure.sum", "warning", "分项之和与总数不符", "条例第20条")
def parts_and_total(paper: Paper) -> Iterator[Hit]:
    """“共40间：新建35间、改建4间” is 39. After 其中 the parts may fall short of the total, never exceed it."""
    for sentence in paper.sentences:
        seen: set[int] = set()
        for match in [*_TOTAL.finditer(sentence), *_AMONG.finditer(sentence)]:
            if match.start("total") not in seen:
                seen.add(match.start("total"))
                yield from _against_parts(sentence, match)
    for passage in paper.passages:
        for match in _SUM.finditer(passage):
            terms_sum = sum(int(term) for term in re.split(r"[+＋]", match["terms"]))
            if terms_sum != int(match["total"]):
                yield Hit(f"“{match.group()}”算得不对，应为{terms_sum}。请核对。", match.group())


def _against_parts(sentence: str, match: re.Match[str]) -> Iterator[Hit]:
    span = _reach(sentence[match.end() : match.end() + 200], "（" in match["mark"] or "(" in match["mark"])
    found = list(re.finditer(_PART + rf"(?:{match['unit']})(?![\u4e00-\u9fff]*以[上下内])", span))
    parts = [Decimal(part["n"]) for part in found]
    total, added, unit = Decimal(match["total"]), sum(parts, Decimal(0)), match["unit"]
    some = "其中" in match["mark"] or "包括" in match["mark"] or match["mark"].startswith("，")
    too_much = parts and added > total and not (some and _OVERLAP.search(span))
    places = len(parts) >= 3 and all(_PLACE.search(span[: part.start()]) for part in found)
    too_little = added < total and (
        (len(parts) >= 2 and not some) or (places and not re.search("等|其余|其他|主要", span))
    )
    if too_much or too_little:
        terms = "＋".join(str(part) for part in parts)
        yield Hit(
            f"总数写的是{total}{unit}，分项{terms}＝{added}{unit}，不相符。请核对。",
            sentence[match.start() : match.end() + 40],
        )


def _reach(text: str, bracketed: bool) -> str:
    """How far a list of parts reaches."""
    span = re.split("[）)]" if bracketed else "[。；]", text)[0]
    return re.split(r"(?:共|合计|总计|累计|每|各|至少|不少于|超过|不超过|比|同比|增加|减少)[^，、]{0,6}\d", span)[0]


@rule("figure.share", "warning", "百分比之和超过100%", "条例第20条")
def shares(paper: Paper) -> Iterator[Hit]:
    """Shares of one whole (“占……%”) that exceed it."""
    for sentence in paper.sentences:
        found = [
            Decimal(m["n"])
            for m in re.finditer(
                r"(?:占|各占|分别占)(?:比|总数的?|全部的?|总分的?)?(?:为)?(?P<n>\d{1,3}(?:\.\d{1,2})?)%", sentence
            )
        ]
        if len(found) >= 2 and sum(found) > Decimal("100.5"):
            yield Hit(f"各项占比相加为{sum(found)}%，超过100%。请核对。", sentence)
        for match in _SHARE.finditer(sentence):
            if (
                Decimal(match["n"]) > 100
                and re.search("占|率", sentence[max(0, match.start() - 12) : match.start() + 1])
                and "增长" not in sentence
            ):
                yield Hit(f"“{match.group()}”超过100%。请核对。", sentence)


@rule("figure.score", "warning", "分值之和与满分不符", "条例第20条")
def scores(paper: Paper) -> Iterator[Hit]:
    """A scoring sheet: the items below “100分制” add up to it."""
    blocks = paper.reading.body
    for at, block in enumerate(blocks):
        if match := _SCORE_TOTAL.search(block.text):
            total = Decimal(match["total"] or match["full"])
            items = [Decimal(m["n"]) for b in _below(blocks, at) for m in _SCORE.finditer(b.text)]
            if len(items) >= 3 and sum(items) != total:
                yield Hit(f"满分{total}分，各项分值相加为{sum(items)}分，不相符。请核对。", block.text)


def _below(blocks: tuple[Block, ...], at: int) -> Iterator[Block]:
    """The block itself and those under it, up to the next heading of its rank."""
    yield Block(0, _SCORE_TOTAL.sub("", blocks[at].text))
    level = blocks[at].level
    for block in blocks[at + 1 :]:
        if block.level and (level == 0 or block.level <= level) and (level or block.level <= 2):
            return
        yield block


@rule("figure.change", "warning", "升降幅度算得不对", "条例第20条")
def changes(paper: Paper) -> Iterator[Hit]:
    """“由61%升到83%，提高20个百分点”."""
    for passage in paper.passages:
        for match in _CHANGE.finditer(passage):
            a, b, c = (Decimal(match[name]) for name in "abc")
            if abs(b - a) != c:
                yield Hit(f"由{a}%到{b}%相差{abs(b - a)}个百分点，不是{c}个。请核对。", match.group())


@rule("figure.range", "warning", "数字范围颠倒", "条例第20条")
def ranges(paper: Paper) -> Iterator[Hit]:
    """“5—3名”."""
    for passage in paper.passages:
        for match in _RANGE.finditer(passage):
            if int(match["a"]) > int(match["b"]) and int(match["a"]) < 1900:
                yield Hit(f"“{match.group()}”前大后小。请核对。", match.group())
