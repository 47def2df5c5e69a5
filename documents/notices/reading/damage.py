"""Damage that nobody may repair by guessing: it is shown with its surroundings and left as it stands."""

import re
from collections.abc import Sequence

from .headings import level_of
from .journal import Journal
from .structure import Block

_GLYPH = re.compile(
    "[\ufffd\ue000-\uf8ff]+|锟斤拷|烫烫烫|(?<=[\u4e00-\u9fff])[?？]{2,}(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\\?(?=[\u4e00-\u9fff])"
)
_MONTH = re.compile(r"(?<![\d.—–~～-])(\d{2,4})月(?!\d{4})")
_DAY = re.compile(
    r"(?<!\d)(1[0-2]|0?[1-9])月(3[01]|[12]\d|0?[1-9])(?=之?前|以前|起|止|开始|上午|下午|[，。；、（(])(?![日号])"
)
_TWIN = re.compile(r"(?<![\d.])(12|23|34|45|56|67|78|89|35|24|13)(?=[名人个次所台件天周岁部位篇项场]|小时)")
_DOUBLED = re.compile(
    "，，|。。(?!。)|、、|；；|：：|，。|。，|、，|，、|的的(?!确|士)|了了(?!解)|组织组织(?=[要应须，。])|和和(?!气|美|睦|乐)|在在|是是(?!非)|要要|进行进行|开展开展|通知通知"
)
_BROKEN_OFF = re.compile("[\u4e00-\u9fff，、（《“]\\Z")
_ORDINAL = re.compile(
    r"(?:\A|[；。，、：）\s])(?:\d{1,2}|[一二三四五六七八九十a-zA-Z])\Z"
)  # “1）甲；2）乙” has no opening bracket
_PAIRS = (("（", "）"), ("《", "》"), ("〔", "〕"), ("【", "】"))

# Words that lose a character easily, as (pattern, the usual word). A pattern matches only where the rest is no other word.
_MISSING: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        ("留守童", "留守儿童"),
        ("留儿童(?!节)", "留守儿童"),
        ("留守儿(?!童|女|子|媳|孙)", "留守儿童"),
        ("困境童", "困境儿童"),
        ("(?<![志自])愿者(?!上|来)", "志愿者"),
        ("志者(?!不|事)", "志愿者"),
        ("志愿服(?!务|装|从|役|饰|药)", "志愿服务"),
        ("志服务|志愿务", "志愿服务"),
        ("未成人(?!之)|未年人", "未成年人"),
        ("少先员|少队员|少先队辅员", "少先队员"),
        ("共青员|共团员", "共青团员"),
        (
            "(?<![推促改引跟增先前并演奋迈晋行挺渐递突冲共齐后上])进(?=评估|审查|审核|考核|检查|广泛|调研|排查|部署|总结|宣传|培训|指导|督查|督导|验收|登记|统计|通报|表彰|评选|公示|走访|慰问|动员|整改|汇总|筛选|征集|备案)",
            "进行",
        ),
        ("(?<![独奇])特经验|特做法(?!学)|色经验(?<!特色经验)", "特色经验"),
        ("(?<![工合操运写动创著协制劳耕])作情况", "工作情况"),
        ("(?<![工合操运写动创著协制劳耕])作开展", "工作开展"),
        ("(?<![工合操运写动创著协制劳耕])作要求", "工作要求"),
        ("工情况|工要求(?!助)", "工作情况、工作要求"),
        ("(?<![采接容吸收缴出归海笑])纳(?=平安|考核|年度|目标|绩效|政府|重要|规划|预算)", "纳入"),
        ("统一动(?!员|作|画|态|手|力|用|身)", "统一行动"),
        ("媒体段|统媒体段", "媒体手段"),
        ("导小组(?<!领导小组)(?<!督导小组)(?<!指导小组)(?<!辅导小组)", "领导小组"),
        ("负责志(?!愿)", "负责同志"),
        ("贯落实|贯彻落(?!实|地|到|细|后)|彻落实(?<!贯彻落实)", "贯彻落实"),
        ("联系话(?!题|语)|联系电(?!话|子|脑)", "联系电话"),
        ("现将有事项|有关事通知|关事项(?<!有关事项)(?<!相关事项)", "有关事项"),
    )
)


def note_damage(title: str | None, blocks: Sequence[Block], journal: Journal) -> None:
    """Note every place where characters seem lost, doubled or unreadable."""
    passages = ([title] if title else []) + [block.text for block in blocks]
    merged = _note_numbers(passages, journal)
    for text in passages:
        for match in _GLYPH.finditer(text):
            journal.note("damage.glyphs", "这里有缺字或乱码，不能印发。请对照原件补上。", _around(text, match))
        for match in _DAY.finditer(text):
            journal.note(
                "damage.day",
                f"“{match.group()}”疑缺“日”字，未改动；如有截止要求，按{match[1]}月{match[2]}日计。请核对。",
                _around(text, match),
            )
        for pattern, word in _MISSING:
            for match in pattern.finditer(text):
                journal.note(
                    "damage.missing",
                    f"“{match.group()}”疑有漏字（常见写法为“{word}”），未改动。请对照原件核对。",
                    _around(text, match),
                )
        for match in _DOUBLED.finditer(text):
            journal.note("damage.doubled", f"“{match.group()}”重复，未改动。请核对。", _around(text, match))
        _note_brackets(text, journal)
        if merged:
            for match in _TWIN.finditer(text):
                journal.note(
                    "damage.range",
                    f"“{match.group()}”疑为“{match[1][0]}—{match[1][1]}”漏了连接号，未改动。请对照原件核对。",
                    _around(text, match),
                )
    _note_cut(blocks, journal)


def _note_numbers(passages: Sequence[str], journal: Journal) -> bool:
    """Months beyond twelve: a dash is lost between two of them. Tells whether dashes are lost in this text at all."""
    lost = False
    for text in passages:
        for match in _MONTH.finditer(text):
            number = match[1]
            if int(number) <= 12 or (len(number) == 4 and 1900 <= int(number) <= 2100):
                continue
            lost = True
            guess = _two_months(number)
            hint = f"疑为“{guess}”漏了连接号" if guess else "月份不存在"
            journal.note("damage.month", f"“{match.group()}”{hint}，未改动。请对照原件核对。", _around(text, match))
    return lost


def _two_months(number: str) -> str | None:
    for cut in range(1, len(number)):
        first, second = number[:cut], number[cut:]
        if not second.startswith("0") and 1 <= int(first) < int(second) <= 12:
            return f"{first}—{second}月"
    return None


def _note_brackets(text: str, journal: Journal) -> None:
    for opening, closing in _PAIRS:
        depth = 0
        for at, letter in enumerate(text):
            depth += (letter == opening) - (letter == closing)
            if depth < 0:
                if not _ORDINAL.search(text[max(0, at - 4) : at]):
                    journal.note(
                        "damage.bracket",
                        f"“{closing}”没有对应的“{opening}”，前面可能有漏字，未改动。请核对。",
                        text[max(0, at - 20) : at + 10],
                    )
                depth = 0
        if depth > 0:
            at = text.rfind(opening)
            journal.note(
                "damage.bracket",
                f"“{opening}”没有对应的“{closing}”，后面可能有漏字，未改动。请核对。",
                text[max(0, at - 10) : at + 25],
            )


def _note_cut(blocks: Sequence[Block], journal: Journal) -> None:
    """A long passage that ends without a stop, at the end of the body."""
    if not blocks:
        return
    text = blocks[-1].text
    if (
        len(text) >= 30
        and _BROKEN_OFF.search(text)
        and "｜" not in text
        and (level_of(text) in {0, 3, 4} or "。" in text)
    ):
        journal.note("damage.cut", "正文末段没有结束的标点，可能没有写完或没有复制完整。请核对。", text[-40:])


def _around(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - 12) : match.end() + 12]
