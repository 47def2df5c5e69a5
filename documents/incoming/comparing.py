"""What a local paper changed: field by field against the paper that it passes on."""

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import prefetch_related_objects

from documents.notices import content
from documents.notices.adapter import NoticeType
from documents.notices.blocks import passages, substance
from documents.notices.enclosing import written_out
from documents.notices.models import Notice, NoticeAttachment
from workflows import engine

from . import layers


@dataclass(frozen=True)
class Compared:
    """*forwarded*: the source is sent along whole, and was compared with what is now asked for: the attached text with the terms
    that the cover sets, and what the cover adds; *opened*: the source was a 转发 itself, and what it enclosed counts as its text.
    """

    differences: list[Any]
    forwarded: bool = False
    opened: bool = False


def source_of(local: Notice, issued: Notice) -> Notice | None:
    """The paper that *local* passes on, if it comes down from *issued*; else None."""
    parent = local.parent
    node = parent
    for _step in range(layers.STEPS):
        if node is None:
            return None
        if node.pk == issued.pk:
            return parent
        node = node.parent
    return None


def compared(source: Notice, local: Notice) -> Compared:
    """The fields that differ, as people read them. A 转发 is compared by what it asks for, its cover and the text that it
    attaches; a paper of one's own with everything that its source asked for, the text enclosed in a 转发 included.
    """
    together = [paper for paper in (source.parent, source, local) if paper is not None]
    prefetch_related_objects(together, "attachments", "co_issuers")
    annex = layers.enclosed(local, source)
    inner = layers.enclosed(source, source.parent)
    if annex is not None:
        found = engine.differences([_asked(source)], [_asked(local)])
        # Through two layers the text is taken from the first; what was changed in the copy shows against the source alone.
        return Compared(found + (_between_texts(source, annex) if inner is not None else []), forwarded=True)
    before = content.projection(source)
    if inner is not None:
        rows = zip(source.attachments.all(), before["attachments"], strict=True)
        before["attachments"] = [told for row, told in rows if row != inner]
        before["body"] = substance(Notice._meta.get_field("body").to_python(layers.received_text(source)))
    found = engine.differences(_passages(before), _passages(content.projection(local)))
    return Compared(found, opened=inner is not None)


def _asked(paper: Notice) -> Any:
    """The text of a paper with everything that it asks for; of a 转发 as the next level has to carry it out."""
    body = substance(Notice._meta.get_field("body").to_python(layers.received_text(paper)))
    return next(one for one in _passages(content.projection(paper) | {"body": body}) if one.key == "body")


def _between_texts(source: Notice, annex: NoticeAttachment) -> list[Any]:
    """What differs between the source and its text as it was attached."""
    body = next(one for one in _passages(content.projection(source)) if one.key == "body")
    lines = "\n".join(text for _level, text in passages(annex.body))
    above, below = written_out(source)
    for line in above:
        lines = lines.removeprefix(line).lstrip("\n")
    for line in reversed(below):
        lines = lines.removesuffix(line).rstrip("\n")
    return engine.differences([body], [replace(body, text=lines)])


def _passages(projection: dict[str, Any]) -> list[Any]:
    """Everything but who signs and whom to call, which differ by nature."""
    return [one for one in NoticeType().passages(projection) if one.key not in {"signature", "co_issuers"}]
