"""What a received paper asks for when it is itself a 转发: a cover with the words of the level between, and the source enclosed.

Who carries it out at the next level works from the enclosed text, with the terms that the cover set, and cites both papers.
"""

import re
from collections.abc import Callable
from typing import Any

from documents.notices.enclosing import written_out
from documents.notices.models import Notice, NoticeAttachment

STEPS = 6
"""So many levels lie between a paper of the centre and one of a township."""

COVER = re.compile(r"^现将.{4,260}?(?:转发|印发)给你们[^。]*。")
"""The sentence by which a 转发 hands the source over."""

TERMS_OPEN = "文中要求的时限"
"""How the sentence begins in which a 转发 sets earlier terms."""
TERM = re.compile(r"(?:(?:\d{4}年)?\d{1,2}月\d{1,2}日)前的，请于(?:(?:\d{4}年)?\d{1,2}月\d{1,2}日)前完成")
DAY = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日")


def enclosed(paper: Notice, source: Notice | None) -> NoticeAttachment | None:
    """The attachment in which *paper* sends *source* on with its whole text; None for any other paper."""
    if source is None:
        return None
    title = source.plain_title[:120]
    return next((row for row in paper.attachments.all() if row.title == title and row.body), None)


def origin(paper: Notice) -> Notice:
    """The paper whose text it is: through every 转发 upward to what was sent on, which may be *paper* itself."""
    found = paper
    for _step in range(STEPS):
        parent = found.parent
        if parent is None or enclosed(found, parent) is None:
            break
        found = parent
    return found


def raw(body: Any) -> list[dict[str, Any]]:
    """Raw blocks without their keys: a copy's blocks are blocks of their own."""
    rows = body.get_prep_value() if body else []
    return [{"type": row["type"], "value": row["value"]} for row in rows]


def own_words(paper: Notice) -> list[dict[str, Any]]:
    """What the level that sent *paper* on added itself: its blocks without the handing over and without the terms."""
    found = []
    for block in raw(paper.body):
        value = block["value"]
        if block["type"] == "paragraph" and isinstance(value, str):
            value = "" if value.startswith(TERMS_OPEN) else COVER.sub("", value).strip()
            if not value:
                continue
        found.append({**block, "value": value})
    return found


def moved_terms(paper: Notice) -> dict[str, str]:
    """The terms that a 转发 set in place of those of its source, as both are written."""
    found: dict[str, str] = {}
    for block in raw(paper.body):
        if block["type"] == "paragraph" and str(block["value"]).startswith(TERMS_OPEN):
            for sentence in TERM.findall(block["value"]):
                old, new = DAY.findall(sentence)
                found[old] = new
    return found


def received_text(paper: Notice) -> list[dict[str, Any]]:
    """Everything that *paper* asks for, as raw blocks: its text; of a 转发 the enclosed text with the terms of the cover, and
    after its opening what the cover says beyond handing it over.
    """
    opening, rest = opened(paper)
    return [*opening, *rest]


def opened(paper: Notice) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The same in two parts: the opening paragraph, which a paper of one's own replaces, and all the rest."""
    source = paper.parent
    annex = enclosed(paper, source)
    if annex is None or source is None:
        return _parted(raw(paper.body))
    whole = enclosed(source, source.parent) is None
    opening, rest = _parted(_without_frame(raw(annex.body), source)) if whole else opened(source)
    terms = moved_terms(paper)
    return replaced(opening, terms), [*own_words(paper), *replaced(rest, terms)]


def _parted(blocks: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    place = 1 if blocks and blocks[0]["type"] in {"paragraph", "basis"} else 0
    return blocks[:place], blocks[place:]


def _without_frame(blocks: list[dict[str, Any]], source: Notice) -> list[dict[str, Any]]:
    """The enclosed text without the lines that stand above and below it: 发文字号, 主送, 附件, who signed and when."""
    above, below = written_out(source)
    for line in above:
        if blocks and blocks[0]["value"] == line:
            blocks = blocks[1:]
    for line in reversed(below):
        if blocks and blocks[-1]["value"] == line:
            blocks = blocks[:-1]
    return blocks


def replaced(value: Any, words: dict[str, str]) -> Any:
    """Raw blocks in which *words* stand in place of others; what is no prose stays as it is."""
    return in_prose(value, lambda text: _swap(text, words)) if words else value


def _swap(text: str, words: dict[str, str]) -> str:
    pattern = "|".join(re.escape(old) for old in sorted(words, key=len, reverse=True))
    return re.sub(rf"(?<!\d)(?:{pattern})", lambda match: words[match[0]], text)


NO_PROSE = frozenset({"type", "widths", "levels", "title", "number"})


def in_prose(value: Any, change: Callable[[str], str], key: str = "") -> Any:
    """Raw blocks with *change* applied to every text in them; types, widths and citations stay as they are."""
    if isinstance(value, dict):
        return {name: in_prose(part, change, name) for name, part in value.items()}
    if isinstance(value, list):
        return [in_prose(part, change, key) for part in value]
    return change(value) if isinstance(value, str) and key not in NO_PROSE else value
