"""Small decisions of the look that a template cannot take itself: which mark a state carries, which buttons stand in the bar.

Loaded by the templates of both shells with ``{% load look %}``. Nothing here knows a document or a right.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from documents.printing import titles

register = template.Library()

#: State names of the shipped processes that do not read as 进行中; anything else does.
MARKS = {
    "draft": "open",
    "edit": "open",
    "listed": "open",
    "issued": "done",
    "published": "done",
    "decided": "done",
    "adopted": "done",
    "accepted": "done",
    "void": "off",
    "withdrawn": "off",
    "declined": "off",
    "rejected": "off",
    "refused": "off",
    "stopped": "off",
    "closed": "done",
    "sent_back": "off",
}

LATE = ("逾期", "过期")
SOON = ("今天", "明天", "还剩1天", "还剩2天", "小时")

FILE_WORDS = {
    ending: word
    for word, endings in {
        "文稿": "doc docx wps txt",
        "表格": "xls xlsx et csv",
        "演示": "ppt pptx",
        "图片": "jpg jpeg png gif webp heic",
        "压缩": "zip rar",
        "PDF": "pdf",
        "OFD": "ofd",
    }.items()
    for ending in endings.split()
}

DRAWN = ("lamp", "ferry", "windows")

BAR_SIZE = 3
TAKING_BACK = frozenset({"withdraw", "recall"})
ENDING = frozenset({"void", "abandon", "void_number"})
"""Transitions that nobody can take back; under 更多 they stand behind everything else."""

LONG_MARK = 11


class Offer(Protocol):
    """What the bar needs to know of an engine offer."""

    style: str
    allowed: bool
    reasons: Sequence[str]


class Tally(Protocol):
    """One part of a row of numbers."""

    number: int | str


@dataclass(frozen=True)
class RunIn:
    """A heading line of a 公文 split into its heading and the text that follows on the same line."""

    lead: str
    rest: str


@dataclass(frozen=True)
class Bar:
    """Buttons in reading order (the primary one last, under the thumb), those under 更多, those at its very end that cannot be
    taken back (作废), and those that are refused now.
    """

    shown: list[Any]
    more: list[Any]
    blocked: list[Any]
    last: list[Any]


@dataclass(frozen=True)
class Segment:
    """One part of a drawn bar: where it begins and how wide it is, of 1000."""

    x: int
    width: int
    tally: Any


@register.filter
def mark_kind(state: object) -> str:
    """The mark of an engine state: ``open`` ``doing`` ``done`` or ``off`` (shapes in pieces/sprite.html)."""
    return MARKS.get(str(state), "doing")


@register.filter
def urgency(words: object) -> str:
    """How pressing a due time is: ``late``, ``soon`` or empty; as the engine marked it, else by its words."""
    if (marked := getattr(words, "urgency", None)) is not None:
        return str(marked)
    text = str(words or "")
    if any(word in text for word in LATE):
        return "late"
    return "soon" if any(word in text for word in SOON) else ""


@register.filter
def run_in(text: object, level: object) -> RunIn:
    """Split "（一）摸清底数。以村为单位……" after its heading (GB/T 9704-2012 7.3.3 sets only the heading in 楷体 or 黑体)."""
    line = str(text)
    if str(level) not in {"1", "2", "3", "4"}:
        return RunIn("", line)
    cuts = [cut for cut in (line.find("。") + 1, line.find("　") + 1) if 0 < cut < len(line)]
    cut = min(cuts, default=len(line))
    return RunIn(line[:cut], line[cut:])


def _apart(offers: list[Any], names: frozenset[str]) -> tuple[list[Any], list[Any]]:
    return [one for one in offers if one.transition in names], [one for one in offers if one.transition not in names]


@register.filter
def bar(offers: Iterable[Any] | None, besides: Iterable[Any] | None = None) -> Bar:
    """Sort offers for the action bar: at most three controls, 更多 among them when there are more, or anything *besides*.

    What is refused is told with its reasons; side roads that are closed only where nothing else is open. Where there is
    nothing to decide, taking the own last act back is not hidden.
    """
    offered = list(offers or ())
    usable = [offer for offer in offered if offer.allowed]
    blocked = [offer for offer in offered if not offer.allowed and (offer.style != "more" or not usable)]
    first = [offer for offer in usable if offer.style == "primary"] + [
        offer for offer in usable if offer.style not in {"primary", "more"}
    ]
    more = [offer for offer in usable if offer.style == "more"]
    if not first:
        first, more = _apart(more, TAKING_BACK)
    if len(first) + bool(more or besides) > BAR_SIZE:
        first, more = first[: BAR_SIZE - 1], first[BAR_SIZE - 1 :] + more
    last, more = _apart(more, ENDING)
    return Bar(first[::-1], more, blocked, last)


@register.filter
def segments(tallies: Iterable[Any]) -> list[Segment]:
    """The parts of a bar in proportion to their numbers; a number in words ("1000+") counts with its digits."""
    parts = list(tallies)
    numbers = [int("".join(char for char in str(part.number) if char.isdigit()) or 0) for part in parts]
    total = sum(numbers) or 1
    result, begin = [], 0
    for part, number in zip(parts, numbers, strict=True):
        x, end = (round(1000 * place / total) for place in (begin, begin + number))
        result.append(Segment(x=x, width=end - x, tally=part))
        begin += number
    return result


@register.filter
def phrases(title: object) -> SafeString:
    """A title that breaks between words: 志愿者 stays on one line (the stylesheet keeps the rest of the characters together)."""
    return format_html_join(mark_safe("<wbr>"), "{}", ((part,) for part in titles.phrases(str(title))))


@register.filter
def worded(rows: Iterable[Any] | None) -> list[Any]:
    """The lines of a history in which somebody said something: an opinion, or the reasons ticked at a return."""
    return [row for row in rows or () if row.opinion or getattr(row, "labels", ())]


@register.filter
def mark_size(issuers: Iterable[object]) -> str:
    """``joint`` for several organs in the red head, ``long`` for one long name, else empty."""
    names = [str(name) for name in issuers]
    if len(names) > 1:
        return "joint"
    return "long" if names and len(names[0]) > LONG_MARK else ""


@register.filter
def drawn(case: Any) -> str:
    """The drawn picture of a 典型 that has no photograph: its own choice, else one of the three by its key."""
    return getattr(case, "drawn", "") or DRAWN[(getattr(case, "pk", 0) or 0) % len(DRAWN)]


@register.filter
def kind_word(name: object) -> str:
    """What sort of file it is, by its ending, in a word that fits on its label: 文稿 表格 图片 压缩 PDF …, else 文件."""
    return FILE_WORDS.get(str(name).rpartition(".")[2].lower(), "文件")
