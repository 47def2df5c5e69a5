"""What a local paper changed: field by field against the paper that it passes on."""

from dataclasses import dataclass, replace
from typing import Any

from documents.notices import content
from documents.notices.adapter import NoticeType
from documents.notices.blocks import passages
from documents.notices.models import Notice
from workflows import engine

STEPS = 6
"""So many levels lie between a paper of the centre and one of a township."""


@dataclass(frozen=True)
class Compared:
    """*forwarded*: the source is sent along whole, and was compared with that attachment instead of the cover."""

    differences: list[Any]
    forwarded: bool = False


def source_of(local: Notice, issued: Notice) -> Notice | None:
    """The paper that *local* passes on, if it comes down from *issued*; else None."""
    parent = local.parent
    node = parent
    for _step in range(STEPS):
        if node is None:
            return None
        if node.pk == issued.pk:
            return parent
        node = node.parent
    return None


def compared(source: Notice, local: Notice) -> Compared:
    """The fields that differ, as people read them. A 转发 is compared by the text that it attaches."""
    before, after = _passages(source), _passages(local)
    annex = next((row for row in local.attachments.all() if row.title == source.plain_title[:120] and row.body), None)
    if annex is None:
        return Compared(engine.differences(before, after))
    body = {passage.key: passage for passage in before}["body"]
    lines = "\n".join(text for _level, text in passages(annex.body))
    head = [source.number, f"{source.recipients.strip().rstrip('：:')}："]
    for line in filter(None, head):
        lines = lines.removeprefix(line).lstrip("\n")
    return Compared(engine.differences([body], [replace(body, text=lines)]), forwarded=True)


def _passages(notice: Notice) -> list[Any]:
    """Everything but who signs and whom to call, which differ by nature."""
    found = NoticeType().passages(content.projection(notice))
    return [passage for passage in found if passage.key not in {"signature", "co_issuers"}]
