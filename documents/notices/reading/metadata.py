"""The table that government sites put above a paper (发文机关、成文日期、发文字号 …): used where the paper itself is silent."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from . import document_numbers
from .dates import first_date
from .lines import Line

_LABEL = re.compile(
    r"(?:(?<=\s)|(?<![\s\S])|(?<=[|｜•·]))(?P<label>发\s*文\s*字\s*号|文\s*号|成\s*文\s*日\s*期|发\s*文\s*日\s*期|发\s*文\s*机\s*关|发\s*文\s*单\s*位|制\s*发\s*机\s*关|发\s*布\s*机\s*构)\s*[：:]\s*"
)
_POSTED = re.compile(
    r"(?:(?:发布|发稿|更新|添加|上传|录入)?(?:时间|日期)[：:]\s*|\s)(?P<date>(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2})(?:日|\s|$)"
)
_WEB = re.compile("发布|浏览|点击|阅读|来源|作者|访问|\\d{1,2}:\\d{2}")
_ANY_LABEL = re.compile(r"[ \u3000\t]+\S{0,3}[\u4e00-\u9fff]{2,6}\s*[：:]")
_TOP = 20


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the table above the paper says."""

    number: str | None = None
    signed_on: date | None = None
    posted_on: date | None = None  # when a website showed it: only a hint at the year
    organ: str | None = None
    lines: frozenset[int] = frozenset()  # positions of the table's lines


def read_metadata(lines: Sequence[Line]) -> Metadata:
    """Look for labelled values in the first lines."""
    number, signed, posted, organ = None, None, None, None
    used: set[int] = set()
    for at, line in enumerate(lines[:_TOP]):
        if posted is None and at < _TOP // 2 and _WEB.search(line.raw) and (stamp := _POSTED.search(line.raw)):
            posted = first_date(re.sub("[年月]", "-", stamp["date"]))
        for match in _LABEL.finditer(line.raw):
            label = re.sub(r"\s", "", match["label"])
            value = _ANY_LABEL.split(line.raw[match.end() :])[0].strip(" \u3000\t|｜")
            if (
                not value
                and at + 1 < len(lines)
                and len(lines[at + 1].text) <= 40
                and not re.match("附件|.*：", lines[at + 1].text)
            ):
                value = lines[at + 1].text
                used.add(at + 1)
            used.add(at)
            if label in {"发文字号", "文号"} and (found := document_numbers.NUMBER.search(value)):
                number = document_numbers.canonical(found)
            elif label in {"成文日期", "发文日期"}:
                signed = first_date(value)
            elif label in {"发文机关", "发文单位", "制发机关"} and 3 <= len(value) <= 30:
                organ = re.sub(r"\s", "", value)
    return Metadata(number, signed, posted, organ, frozenset(used))
