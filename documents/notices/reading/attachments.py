"""附件: the list under the text (附件说明) and the headings of attachments that follow the date (GB/T 9704-2012 7.3.4, 7.3.7)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .blanks import squeeze
from .lines import Line
from .organs import is_organ

_LIST = re.compile(r"附\s*(?:件|表|录)?\s*[：:]\s*(?P<rest>.*)\Z")
_NUMBERED = re.compile(r"附\s*件\s*(?P<n>\d{1,2}|[一二三四五六七八九十]{1,2})\s*[：:.．、]?[ \u3000]*(?P<rest>.*)\Z")
_ITEM = re.compile(r"(?P<n>\d{1,2})\s*[.．、：:]\s*(?P<rest>\S.*)\Z")
_ITEMS_INLINE = re.compile(r"(?<=\S)[；;，,\s\u3000]*(?=\d{1,2}[.．、](?!\d))")
_HEADING = re.compile(r"附\s*件\s*(?:\d{1,2}|[一二三四五六七八九十]{0,2})\s*[：:]?")
_FILE = re.compile(
    r"\.(?:docx?|xlsx?|pdf|wps|et|zip|rar|pptx?|ofd|jpe?g|png)\b\s*(?:[（(][\d.]+\s*[KMG]?B?[）)])?\Z", re.IGNORECASE
)
_DOWNLOAD = re.compile(r"[\s【\[（(]*(?:点击|可)?下载[\s】\]）)]*\Z|已下载\d*次\Z")
_BOUND = re.compile("[。！？]|请(?!示|假)|联系(?=人[：:]|电话|方式[：:])|特此|抄送")


@dataclass(frozen=True, slots=True)
class Listing:
    """An 附件说明: the titles, and how many lines it took."""

    titles: tuple[str, ...]
    taken: int


def starts_list(text: str) -> bool:
    """Whether a line opens an 附件说明: “附件：……”, “附件1：……”."""
    return bool(
        _LIST.match(text)
        or ((match := _NUMBERED.match(text)) and match["rest"] and len(text) < 80 and "。" not in text)
    )


def is_annex_heading(text: str) -> bool:
    """Whether a line is the heading over an attachment's text: “附件”, “附件1”, “附件：”."""
    return bool(_HEADING.fullmatch(text.strip()))


def opens_list(lines: Sequence[Line], at: int) -> bool:
    """Whether a 附件说明 begins on a line, “附件：” with its items below included, and not the heading of an attachment."""
    text = lines[at].text
    if not is_annex_heading(text):
        return starts_list(text)
    below = lines[at + 1].text if at + 1 < len(lines) else ""
    return text[-1] in "：:" and bool(_ITEM.match(below)) and len(below) < 60 and below[-1] not in "。；"


def read_list(lines: Sequence[Line], at: int) -> Listing:
    """Read the 附件说明 that begins on line ``at``."""
    titles: list[str] = []
    taken = 0
    for line in lines[at:]:
        text = line.text
        match = _LIST.match(text) or _NUMBERED.match(text) if taken == 0 or starts_list(text) else _ITEM.match(text)
        if match is None and taken and titles and _continues(titles[-1], line, lines[at + taken - 1]):
            titles[-1] += text
        elif match is None or (taken and _BOUND.search(text)):
            break
        else:
            titles += _titles(match["rest"], line)
        taken += 1
    return Listing(tuple(title for title in map(_clean, titles) if title), max(taken, 1))


def _titles(text: str, line: Line) -> list[str]:
    """The titles on one line, “1.甲；2.乙” included."""
    text = text.strip()
    if not text:
        return []
    parts = _ITEMS_INLINE.split(text) if re.match(r"\d{1,2}[.．、](?!\d)", text) else [text]
    return [m["rest"] if (m := _ITEM.match(part)) else part for part in parts if part.strip()]


def _continues(title: str, line: Line, above: Line) -> bool:
    """A title that runs on to a second, indented line."""
    text = line.text
    return (
        above.width >= 16
        and line.indent >= 4
        and len(text) <= 24
        and not is_organ(text)
        and not _BOUND.search(text)
        and not re.match(r"(?:19|20)\d\d年", text)
        and not title.endswith(("表", "方案", "名单", "回执", "样式", "通知", "模板"))
    )


def _clean(title: str) -> str:
    title = _DOWNLOAD.sub("", squeeze(title))
    title = _FILE.sub("", title)
    return title.strip(" 　。；;，,、")


def annex_parts(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """Cut the text below the date into attachments: (title, lines). The title stands after or under “附件1”."""
    parts: list[tuple[str, list[Line]]] = []
    wants_title = False
    for line in lines:
        text = line.text
        if is_annex_heading(text):
            parts.append(("", []))
            wants_title = True
        elif (match := _NUMBERED.match(text)) and match["rest"] and len(text) <= 60 and "。" not in text:
            parts.append((_clean(match["rest"]), []))
            wants_title = False
        elif wants_title and len(text) <= 60 and not line.table:
            parts[-1] = (_clean(text), [])
            wants_title = False
        elif parts and not parts[-1][1] and _title_goes_on(parts[-1][0], text):
            parts[-1] = (parts[-1][0] + _clean(text), [])
        else:
            if not parts:
                parts.append(("", []))
            parts[-1][1].append(line)
            wants_title = False
    return parts


def _title_goes_on(title: str, text: str) -> bool:
    return (
        bool(title)
        and len(title) >= 8
        and len(text) <= 20
        and bool(re.fullmatch(".{0,14}(?:表|方案|名单|回执|样式|模板|汇总表|登记表|推荐表|申报表|办法|细则)", text))
    )
