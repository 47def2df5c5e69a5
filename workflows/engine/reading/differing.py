"""What changed between two contents, field by field and word by word. Pure: texts in, stretches out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

AROUND = 24
"""So many characters of unchanged text are shown on each side of a change, where its sentence is longer than twice as many."""

_FINEST = 4_000_000
"""Pairs of words beyond which two stretches are not compared word by word."""

_ALIKE = 0.4
"""Below this likeness a paragraph is shown as rewritten: interleaved crumbs would be unreadable."""

_SENTENCE = re.compile(r"[^。！？；\n]*(?:[。！？；]+[”’）》」]*\n*|\n+)|[^。！？；\n]+")

_WORD = re.compile(r"[0-9A-Za-z]+(?:\.[0-9]+)?|\s|.", re.DOTALL)

Kind = Literal["same", "deleted", "inserted"]


@dataclass(frozen=True)
class Passage:
    """One field of a content as people read it: *key* finds it again, *title* names it, lines are separated by newlines."""

    key: str
    title: str
    text: str


@dataclass(frozen=True)
class Span:
    """A stretch of text that stayed, went or came."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Difference:
    """One field that changed: the texts before and after, and the stretches between them in reading order."""

    title: str
    before: str
    after: str
    spans: tuple[Span, ...]

    @property
    def excerpt(self) -> tuple[Span, ...]:
        """The stretches with long unchanged text cut to the sentences that surround a change."""
        last = len(self.spans) - 1
        return tuple(
            Span("same", _cut(span.text, at == 0, at == last)) if span.kind == "same" else span
            for at, span in enumerate(self.spans)
        )


def differences(before: Sequence[Passage], after: Sequence[Passage]) -> list[Difference]:
    """The fields that differ, in the order of *after*, those that are gone at the end."""
    old = {passage.key: passage for passage in before}
    new = {passage.key: passage for passage in after}
    pairs = [(old[key].text if key in old else "", passage.text, passage.title) for key, passage in new.items()]
    pairs += [(passage.text, "", passage.title) for key, passage in old.items() if key not in new]
    return [Difference(title, one, other, compare(one, other)) for one, other, title in pairs if one != other]


def compare(before: str, after: str) -> tuple[Span, ...]:
    """The stretches between two texts: same and deleted ones give *before*, same and inserted ones *after*.

    Paragraphs are paired first, then words within a pair, so that a long text costs little.
    """
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    found: list[Span] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Span("same", "".join(old[a:b])))
        elif tag == "replace" and b - a == d - c:
            for one, other in zip(old[a:b], new[c:d], strict=True):
                found += _within(one, other)
        else:
            found += _within("".join(old[a:b]), "".join(new[c:d]))
    return tuple(_joined(found))


def _within(before: str, after: str) -> Iterator[Span]:
    """The stretches between two paragraphs, word by word; a rewritten one as a whole."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if len(old) * len(new) > _FINEST or matcher.quick_ratio() < _ALIKE or matcher.ratio() < _ALIKE:
        yield from _replaced(before, after)
        return
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield Span("same", "".join(old[a:b]))
        else:
            yield from _replaced("".join(old[a:b]), "".join(new[c:d]))


def _replaced(before: str, after: str) -> Iterator[Span]:
    if before:
        yield Span("deleted", before)
    if after:
        yield Span("inserted", after)


def _joined(spans: list[Span]) -> Iterator[Span]:
    """Stretches of one kind side by side become one; within a change, what went stands before what came."""
    for is_same, group in groupby(spans, key=lambda span: span.kind == "same"):
        stretch = list(group)
        kinds: tuple[Kind, ...] = ("same",) if is_same else ("deleted", "inserted")
        for kind in kinds:
            if text := "".join(span.text for span in stretch if span.kind == kind):
                yield Span(kind, text)


def _cut(text: str, is_first: bool, is_last: bool) -> str:
    """Unchanged text, shortened to the end of the sentence in which the last change stands and the beginning of that in which
    the next one does; a paragraph begins on a line of its own.
    """
    sentences = _SENTENCE.findall(text)
    head = "" if is_first or not sentences else _clipped(sentences[0])
    tail = "" if is_last or not sentences else _clipped(sentences[-1], from_end=True)
    if len(text) <= len(head) + len(tail) + 2 or len(sentences) < (not is_first) + (not is_last):
        return text
    before = text[: len(text) - len(tail)]
    shown = head.rstrip("\n")
    if not tail:
        return f"{shown}\n……" if head.endswith("\n") else f"{shown}……"
    if before.endswith("\n"):
        return f"{shown}\n……\n{tail}" if head.endswith("\n") else f"{shown}……\n{tail}"
    return f"{shown}\n……{tail}" if shown and "\n" in before else f"{shown}……{tail}"


def _clipped(sentence: str, *, from_end: bool = False) -> str:
    """A sentence, or the piece of one too long that lies beside the change."""
    if len(sentence) <= 2 * AROUND:
        return sentence
    return sentence[-AROUND:] if from_end else sentence[:AROUND]
