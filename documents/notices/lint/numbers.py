"""发文字号: how it is written, in the paper's own number and in those it cites."""

import re
from collections.abc import Iterator

from documents.notices.reading.document_numbers import NUMBER, trimmed_mark

from .rule import Hit, Paper, rule


@rule("number.format", "warning", "发文字号写法不规范", "GB/T 9704-2012 7.2.5")
def number_format(paper: Paper) -> Iterator[Hit]:
    """Six-angle brackets around a full year, no 第, no leading zero."""
    own = [paper.reading.document_number] if paper.reading.document_number else []
    for text in [*own, *paper.passages]:
        for match in NUMBER.finditer(text):
            mark = trimmed_mark(match["mark"])
            written = text[match.end("mark") - len(mark) : match.end()]
            if faults := list(_faults(match)):
                n = match["n"].removeprefix("第").strip().lstrip("0") or "0"
                right = f"{mark}〔{match['year']}〕{n}号"
                yield Hit(f"“{written}”：{'，'.join(faults)}。请写作“{right}”。", written, written, right)


def _faults(match: re.Match[str]) -> Iterator[str]:
    if (match["open"], match["close"]) != ("〔", "〕"):
        yield "年份应用六角括号"
    if match["n"].startswith("第"):
        yield "序号前不加“第”"
    if match["n"].removeprefix("第").strip().startswith("0"):
        yield "序号不编虚位"
