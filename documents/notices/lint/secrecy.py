"""Secrecy: this system must not hold classified papers. Only a real mark counts, not the words 保守秘密."""

import re
from collections.abc import Iterator

from .rule import Hit, Paper, rule

_MARK = re.compile(r"(?<![“‘《])(?:绝密|机密|秘密)\s*[★☆]\s*(?:长期|\d{1,2}\s*(?:年|个月|月)|$)?")


@rule("secrecy.mark", "error", "有密级标志", "条例第9条（二）、第26条；保守国家秘密法")
def secrecy_mark(paper: Paper) -> Iterator[Hit]:
    """A secrecy mark at the top (秘密★1年), or one with its star anywhere; one in quotes is only spoken of."""
    message = "文件有密级标志“{}”。本系统不得处理国家秘密：请立即停止，删除本文件，按保密规定办理。"
    if paper.reading.secrecy:
        yield Hit(message.format(paper.reading.secrecy), paper.reading.secrecy)
        return
    for passage in paper.passages:
        if match := _MARK.search(passage):
            yield Hit(message.format(match.group().strip()), match.group().strip())
