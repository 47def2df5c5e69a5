"""Texts and queries as tokens. Pure.

A run of Han characters becomes its overlapping pairs and, at its end, the last character alone; letters and digits stay
together. A query is found where its tokens stand one after another, which is where the text contains it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_HAN = "㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff"
_RUN = re.compile(f"[{_HAN}]+|[0-9a-zа-яё]+")
_GAP = re.compile(f"(?<=[{_HAN}])\\s+(?=[{_HAN}])")
_IS_HAN = re.compile(f"[{_HAN}]")

KIND_SIGN, BLOCK_SIGN, BREAK = "κ", "β", "ω"
"""Letters that no text or query keeps (:data:`_RUN`). The first two make a tag; BREAK stands between texts that do not belong
together, so that no phrase runs across."""

BLOCK = 1000
"""So many neighbouring keys have one tag, by which the index is asked for some papers only."""

MOST_TERMS = 8
"""Words of a query beyond these are not asked for."""

CHUNK, OVERLAP = 6000, 60
"""Characters of a text that are indexed as one row (PostgreSQL counts positions to 16,383), and how much two rows share."""


@dataclass(frozen=True)
class Term:
    """One word of a query: tokens that stand one after another; *open_end*: the last may go on."""

    tokens: tuple[str, ...]
    open_end: bool

    @property
    def within(self) -> str:
        """What a row and a blank after it contain where it holds the word; a row begins with its tag."""
        return f" {' '.join(self.tokens)}" + ("" if self.open_end else " ")


def normal(text: str) -> str:
    """Full-width forms, capitals and compatibility characters made alike; breaks inside Chinese (as PDFs have them) closed."""
    return _GAP.sub("", unicodedata.normalize("NFKC", text).lower())


def tokens(text: str) -> list[str]:
    """The tokens of a text, in order."""
    return [token for run in _RUN.findall(normal(text)) for token in _pairs(run, closed=True)]


def words(texts: Iterable[str]) -> str:
    """Texts as tokens, none running into the next."""
    return f" {BREAK} ".join(filter(None, (" ".join(tokens(text)) for text in texts)))


def tag(kind: int, block: int) -> str:
    """The token that every row of the documents of one kind and one block of keys begins with; no text or query holds one."""
    return f"{KIND_SIGN}{kind}{BLOCK_SIGN}{block}"


def row(kind: int, pk: int, texts: Iterable[str]) -> str:
    """Texts of a document as one row of the index keeps them."""
    return f"{tag(kind, pk // BLOCK)} {words(texts)}"


def chunks(text: str) -> Iterator[str]:
    """A long text in pieces that share a little, so that nothing is lost at the seams."""
    whole = normal(text)
    for start in range(0, max(len(whole) - OVERLAP, 1), CHUNK - OVERLAP):
        yield whole[start : start + CHUNK]


def terms(query: str) -> list[Term]:
    """The words of a query, each to be found; empty when there is nothing to look for."""
    found = []
    for word in unicodedata.normalize("NFKC", query).lower().split():
        runs = _RUN.findall(word)
        if not runs:
            continue
        parts = [token for run in runs[:-1] for token in _pairs(run, closed=True)]
        last = runs[-1]
        parts += _pairs(last, closed=False)
        found.append(Term(tuple(parts), open_end=len(last) == 1 or not _IS_HAN.match(last)))
    return list(dict.fromkeys(found))[:MOST_TERMS]


def _pairs(run: str, *, closed: bool) -> list[str]:
    """The tokens of a run; *closed* when it is known to end here."""
    if not _IS_HAN.match(run) or len(run) == 1:
        return [run]
    pairs = [run[at : at + 2] for at in range(len(run) - 1)]
    return [*pairs, run[-1]] if closed else pairs


def excerpt(text: str, query: str, *, around: int = 36) -> tuple[str, str, str] | None:
    """The first place in *text* where a word of the query stands: before, the word itself, after. None when nowhere."""
    shown = " ".join(text.split())
    plain = unicodedata.normalize("NFKC", shown).lower()
    if len(plain) != len(shown):  # a sign that grows when made alike: places would not match
        shown = plain
    for word in unicodedata.normalize("NFKC", query).lower().split():
        at = plain.find(word)
        if at >= 0:
            start, end = max(at - around, 0), min(at + len(word) + around, len(shown))
            before = ("…" if start else "") + shown[start:at]
            after = shown[at + len(word) : end] + ("…" if end < len(shown) else "")
            return before, shown[at : at + len(word)], after
    return None
