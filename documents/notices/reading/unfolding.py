"""A paper pasted as one line: the line breaks that its parts imply are put back."""

import re
from collections.abc import Sequence
from dataclasses import replace

from .dates import DATE
from .journal import Journal
from .kinds import STATUTORY
from .lines import Line

_KINDS = "|".join(STATUTORY)
_TITLE = re.compile(
    rf"\A(?P<title>[^。；：]{{0,60}}?关于[^。；：]{{4,110}}?的(?:{_KINDS}))(?=[各全\u4e00-\u9fff][^。；]{{2,160}}?：)"
)
_RECIPIENTS = re.compile(r"\A(?P<list>[^。；]{2,200}?：)(?=\S)")
_BREAKS = re.compile(
    r"(?<=[。：；])(?=[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.．](?!\d)|附件[：:]|附件\d[：:]|联系人[：:]|特此(?:通知|报告|请示|函告|函达|函复|批复))"
)
_HEADING_END = re.compile(r"(?m)^((?:[一二三四五六七八九十]{1,3}、)[^。；，：]{2,16}?)(?=（一）|1[.．])")
_TAIL = re.compile(rf"(?<=[。）])(?P<organs>[\u4e00-\u9fff（） ]{{3,60}}?)[ \u3000]*(?P<date>{DATE.pattern})\Z")
_LONG = 150
_MOST_LINES = 3


def unfold(lines: Sequence[Line], journal: Journal) -> list[Line]:
    """The same lines, or for a text of at most three with a whole paper in one, the lines of that paper."""
    filled = [line for line in lines if line.raw.strip()]
    if not filled or len(filled) > _MOST_LINES or all(len(line.raw) < _LONG for line in filled):
        return list(lines)
    unfolded: list[Line] = []
    for line in lines:
        parts = _parts(line.raw.strip()) if len(line.raw) >= _LONG else [line.raw]
        if len(parts) > 1:
            journal.repair(
                "repair.breaks", parts[0][-12:] + parts[1][:12], f"{parts[0][-12:]}／{parts[1][:12]}", len(parts) - 1
            )
        unfolded += [replace(line, raw=part) for part in parts]
    return unfolded


def _parts(text: str) -> list[str]:
    head: list[str] = []
    if match := _TITLE.match(text):
        head.append(match["title"])
        text = text[match.end() :]
        if match := _RECIPIENTS.match(text):
            head.append(match["list"])
            text = text[match.end() :]
    tail: list[str] = []
    if match := _TAIL.search(text):
        tail = [match["organs"].strip(), match["date"]]
        text = text[: match.start()]
    body = _HEADING_END.sub(r"\1\n", _BREAKS.sub("\n", text)).split("\n")
    return [*head, *body, *tail]
