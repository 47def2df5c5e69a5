"""发文字号: 机关代字〔年〕号 (GB/T 9704-2012 7.2.5), also with the wrong brackets people type."""

import re

from .journal import Journal

_OPEN = r"[〔﹝\[［【(（{｛〈<「『]"
_CLOSE = r"[〕﹞\]］】)）}｝〉>」』]"
_MARK = r"[\u4e00-\u9fff×○]{2,14}?"
_YEAR = r"(?:19|20)\d\d"
NUMBER = re.compile(
    rf"(?P<mark>{_MARK})\s*(?P<open>{_OPEN})\s*(?P<year>{_YEAR})\s*(?P<close>{_CLOSE})\s*(?P<n>第?\s*\d{{1,5}})\s*号"
)
_ALONE = re.compile(
    r"(?:(?:发\s*文\s*字\s*号|发文文号|发文号|文\s*号|文件编号|编\s*号)\s*[：:]\s*)?[（(〔【\[]?\s*(?P<number>"
    + NUMBER.pattern
    + r")\s*[）)〕】\]]?(?:\s*签\s*发\s*人\s*[：:]\s*(?P<signer>[\u4e00-\u9fff· 　、]{2,30}))?"
)
# Words that run into a number in a sentence and are not part of its 代字.
_LEAD = re.compile(
    r".*(?:根据|按照|依据|遵照|依照|贯彻|落实|执行|转发|印发|参照|详见|见|及|和|与|的|以|在|按|据|照|对|文件|通知|要求|办法|规定|意见|方案|简称|称|为|文号|字号|编号|号|了|将|由|从|至|到|现|关于)(?=[\u4e00-\u9fff]{2,})"
)


def canonical(match: re.Match[str], journal: Journal | None = None) -> str:
    """The number with 〔〕 and without blanks; changed brackets are reported. “第” and leading zeros stay, they are judged later."""
    mark = trimmed_mark(match["mark"])
    n = "".join(match["n"].split())
    number = f"{mark}〔{match['year']}〕{n}号"
    if journal is not None and (match["open"], match["close"]) != ("〔", "〕"):
        journal.repair("repair.number", f"{mark}{match['open']}{match['year']}{match['close']}{match['n']}号", number)
    return number


def trimmed_mark(mark: str) -> str:
    """A 代字 without the words that run into it: “根据团曦发” is 团曦发."""
    return _LEAD.sub("", mark)


def alone(text: str) -> re.Match[str] | None:
    """The match when a line holds a number and at most the 签发人 beside it."""
    return _ALONE.fullmatch(text.strip())
