"""The body of a paper: four heading levels and paragraphs, one block each, so that a remark can point at a sentence's home."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

HEADINGS = {"heading1": 1, "heading2": 2, "heading3": 3, "heading4": 4}
NAMES = {level: name for name, level in HEADINGS.items()} | {0: "paragraph"}


class BodyBlock(blocks.StreamBlock):
    """正文 after GB/T 9704-2012 7.3.3: “一、” “（一）” “1.” “（1）” and paragraphs; the author types the ordinal."""

    paragraph = blocks.TextBlock(label=_("段落"), rows=3)
    heading1 = blocks.TextBlock(label=_("一、一级标题"), rows=1)
    heading2 = blocks.TextBlock(label=_("（一）二级标题"), rows=1)
    heading3 = blocks.TextBlock(label=_("1. 三级标题"), rows=1)
    heading4 = blocks.TextBlock(label=_("（1）四级标题"), rows=1)

    class Meta:
        icon = "doc-full"


def passages(body: Iterable[Any]) -> Iterator[tuple[int, str]]:
    """The body as ``(level, text)``; level 0 is a paragraph. Empty blocks are left out."""
    for block in body:
        if text := str(block.value).strip():
            yield HEADINGS.get(block.block_type, 0), text


def stream(parts: Iterable[tuple[int, str]]) -> list[dict[str, str]]:
    """``(level, text)`` pairs as raw stream data."""
    return [{"type": NAMES[level], "value": text} for level, text in parts]
