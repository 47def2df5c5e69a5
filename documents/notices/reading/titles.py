"""The title: where it begins and ends among the lines above the addressees (GB/T 9704-2012 7.3.1)."""

import re
from collections.abc import Sequence

from . import document_numbers
from .blanks import squeeze
from .dates import only_date
from .furniture import bare_title
from .headings import level_of
from .journal import Journal
from .kinds import ends_as_title
from .lines import Line
from .organs import is_organ, is_recipient_list, organs_on
from .punctuation import pair_quotes

SECRECY = re.compile(
    r"(?:密级[：:]\s*)?(绝密|机密|秘密)\s*(?:[★☆*＊※]\s*(?:长期|\d{1,2}\s*(?:年|个月|月)|解密.{0,12})?|\s*(?:长期|\d{1,2}\s*年))?"
)
URGENCY = re.compile(r"(?:紧急程度[：:]\s*)?(特急|加急|特提|平急|急件)")
SIGNER = re.compile(r"签\s*发\s*人\s*[：:]\s*([\u4e00-\u9fff· 、\u3000]{2,30})")
HEAD = re.compile(r"(?:文件|便函|便笺|公用笺|函件)\Z")
HALF_HEADS = ("中国共产主义青年团", "中国共产党", "中国少年先锋队")

SERIAL = re.compile(
    r"[〔\[（(]?\s*(?:19|20)\d\d\s*[〕\]）)]?\s*年?\s*第?\s*\d{1,3}\s*[期次]|[（(]?第\s*\d{1,3}\s*[期次号][）)]?|(?:19|20)\d\d年第\s*\d{1,3}\s*号"
)
_LABEL = re.compile(r"\A(?:标\s*题|名\s*称|信息名称)\s*[：:]\s*")
_PREFIX = re.compile(
    r"\A(?:[急紧特加]{0,3}[！!]+|【[^】]{1,10}】|\[[^\]]{1,10}\]|(?:通知|公告|转发|公示|重要通知|紧急通知|通知公告)\s*[|｜丨]\s*)"
)
_VERB = re.compile("关于|转发|印发|批转")
_BARE = ("通知", "通报", "公告", "通告", "决定", "请示", "报告")
_SCAN = 60
_MOST_LINES = 5
_LONGEST_LINE = 90
_LONGEST = 200

Span = tuple[int, int]


def find_title(lines: Sequence[Line]) -> Span | None:
    """First and last line of the title, or None."""
    limit = _limit(lines)
    for end in range(limit):
        line = lines[end]
        if len(line.text) > _LONGEST_LINE or is_mark(line) or not ends_as_title(_tail(lines, end)):
            continue
        start = _start(lines, end)
        if start is not None:
            return _last_copy(lines, (start, end), limit)
    return _nameless(lines, limit)


def _last_copy(lines: Sequence[Line], span: Span, limit: int) -> Span:
    """A page may show the title above its frame and again above the paper: the last copy counts."""
    count = span[1] - span[0]
    title = [_clean(line.text) for line in lines[span[0] : span[1] + 1]]
    starts = range(span[1] + 1, limit - count)
    copies = [at for at in starts if [_clean(line.text) for line in lines[at : at + count + 1]] == title]
    return (copies[-1], copies[-1] + count) if copies else span


def is_mark(line: Line) -> bool:
    """A line with the number, the signer or the head’s 文件: never part of a title."""
    return bool(
        document_numbers.alone(line.text)
        or SERIAL.fullmatch(line.text)
        or SIGNER.fullmatch(line.text)
        or HEAD.search(line.text)
    )


def is_above(line: Line) -> bool:
    """A line of the head, or one with urgency or secrecy: above a title, not in it."""
    return bool(
        organs_on(line.raw) or line.text in HALF_HEADS or URGENCY.fullmatch(line.text) or SECRECY.fullmatch(line.text)
    )


def title_text(lines: Sequence[Line], span: Span, journal: Journal) -> tuple[str, str | None]:
    """The title on one line, and the 发文字号 when it stands behind the title in brackets."""
    parts: list[str] = []
    for line in lines[span[0] : span[1] + 1]:
        names = organs_on(line.raw)
        text = " ".join(names) if names else _organs_apart(line)
        if parts and names and is_organ(parts[-1].rpartition(" ")[2]):
            text = " " + text
        parts.append(text)
    title = _clean("".join(parts).replace("\u3000", ""))
    number = None
    if match := re.search(r"[（(〔]\s*(" + document_numbers.NUMBER.pattern + r")\s*[）)〕]\Z", title):
        found = document_numbers.NUMBER.search(match.group())
        number = document_numbers.canonical(found, journal) if found else None
        title = title[: match.start()]
    return pair_quotes(title.rstrip("。."), journal), number


def _organs_apart(line: Line) -> str:
    """“甲厅 乙委关于……” keeps the blank between the organs."""
    verb = _VERB.search(line.raw)
    if not verb:
        return line.text
    names = organs_on(line.raw[: verb.start()])
    return " ".join(names) + squeeze(line.raw[verb.start() :]) if len(names) > 1 else line.text


def _clean(text: str) -> str:
    return bare_title(_PREFIX.sub("", _LABEL.sub("", text)))


def _tail(lines: Sequence[Line], end: int) -> str:
    """A line, with the one above where it is only the end of a title (“的通知”)."""
    text = _clean(lines[end].text)
    return text if len(text) > 6 or end == 0 else lines[end - 1].text + text


def _limit(lines: Sequence[Line]) -> int:
    """Where the search ends: at the addressees, at the first heading or at the first sentence."""
    for at, line in enumerate(lines[:_SCAN]):
        text = line.text
        if level_of(text) == 1 or text.startswith(("现将", "附件", "抄送")):
            return at
        if text[-1] in "：:" and (is_recipient_list(text[:-1]) or "如下" in text):
            return at
        if (
            len(text) > _LONGEST_LINE
            or ("。" in text[:-1] and "《" not in text)
            or (text[-1] == "。" and len(text) > 20)
        ):
            return at
    return min(len(lines), _SCAN)


def _start(lines: Sequence[Line], end: int) -> int | None:
    """The first line of a title that ends on ``end``; None when those lines are no title."""
    start = end
    while start > 0 and end - start < _MOST_LINES - 1 and "关于" not in _joined(lines, start, end):
        above = lines[start - 1]
        if is_mark(above) or is_above(above) or len(above.text) > 40 or above.text[-1] in "：:。":
            break
        start -= 1
    if "关于" not in _joined(lines, start, end):
        start = _without_guanyu(lines, end)
    start = _with_issuers(lines, start)
    text = _clean(_joined(lines, start, end))
    return start if 4 <= len(text) <= _LONGEST or text in _BARE else None


def _without_guanyu(lines: Sequence[Line], end: int) -> int:
    """A title without 关于: one line, or two that belong together."""
    if end == 0 or is_above(lines[end - 1]) or is_mark(lines[end - 1]):
        return end
    above, line = lines[end - 1], lines[end]
    only_an_end = len(_clean(line.text)) <= 6 and line.gap <= 1 and len(above.text) <= 30
    both_centred = line.gap == 0 and above.centred and line.centred
    return end - 1 if only_an_end or both_centred else end


def _with_issuers(lines: Sequence[Line], start: int) -> int:
    """Take in organs that stand right above “关于……” as part of the title, when the head is told from them."""
    first = start
    while first > 0 and start - first < 8 and lines[first].gap <= 1 and _names_organs(lines[first - 1]):
        first -= 1
    if first == start or not _VERB.match(lines[start].text):
        return start
    formal = lines[first].text.startswith(("中国共产主义青年团", "中国共产党"))
    has_head = any(is_mark(line) for line in lines[:first])
    return first if has_head or (not formal and lines[start].gap == 0) else start


def _names_organs(line: Line) -> bool:
    return bool(organs_on(line.raw)) and not HEAD.search(line.text)


def _joined(lines: Sequence[Line], start: int, end: int) -> str:
    return "".join(line.text for line in lines[start : end + 1])


def _nameless(lines: Sequence[Line], limit: int) -> Span | None:
    """Without a title that names a paper: a short first line that stands by itself."""
    for at, line in enumerate(lines[: min(limit, 6)]):
        if len(line.text) > 50:
            return None
        if is_mark(line) or is_above(line) or line.table or only_date(line.text) or level_of(line.text):
            continue
        below = lines[at + 1] if at + 1 < len(lines) else None
        if below is None or len(line.text) < 4 or line.text[-1] in "：:。；，、":
            continue
        stands_alone = line.gap or below.gap or line.centred or len(below.text) > 40 or below.text[-1] in "：:"
        if stands_alone or "关于" in line.text:
            return at, at
    return None
