"""Words that are written wrong again and again, and crumbs of other languages."""

import re
from collections.abc import Iterator

from .rule import Hit, Paper, around, rule

_TYPOS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), right)
    for pattern, right in (
        ("心里(?=咨询|健康|辅导|疏导|素质|援助|问题|困惑|老师)", "心理"),
        ("(?<!出于)自愿者", "志愿者"),
        ("台帐", "台账"),
        ("帐号|帐户", "账号、账户"),
        ("布署", "部署"),
        ("截止目前", "截至目前"),
        ("座右名", "座右铭"),
        ("既使", "即使"),
        ("按装", "安装"),
        ("渡过(?=假期|暑假|寒假|节日|周末|春节)", "度过"),
        ("(?<!其)做为(?!的|者)", "作为"),
        ("必需(?=于|在|按|要|由)", "必须"),
        ("在次|在接在厉|再接再励", "再次、再接再厉"),
        ("关心下代", "关心下一代"),
        ("习近平(?:主席)?总书计", "习近平总书记"),
    )
)
_LATIN = re.compile("(?<=[\u4e00-\u9fff])\\s?(?P<word>and|or|the|of|to|in|for|with)\\s?(?=[\u4e00-\u9fff])")


@rule("text.typo", "warning", "疑有错别字", "条例第20条")
def typo(paper: Paper) -> Iterator[Hit]:
    """Only words that are wrong in any paper."""
    for passage in paper.passages:
        for pattern, right in _TYPOS:
            for match in pattern.finditer(passage):
                where = around(passage, match.start(), match.end(), 10)
                put = where.replace(match.group(), right) if "、" not in right else ""
                yield Hit(f"“{match.group()}”疑为“{right}”。请核对。", where, where if put else "", put)


@rule("text.latin", "warning", "汉字之间夹了外文词", "条例第20条")
def latin(paper: Paper) -> Iterator[Hit]:
    """“and” between Chinese words, left by a translation or by OCR."""
    for passage in paper.passages:
        for match in _LATIN.finditer(passage):
            yield Hit(f"汉字之间夹了“{match['word']}”。请改成中文。", around(passage, match.start(), match.end(), 10))
