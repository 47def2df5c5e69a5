"""The body of an uploaded file against that of the draft, block by block: each change can be taken over or left by itself.

Both bodies are laid beside each other in order, so that whatever is chosen fits together: what is not chosen stays as it was.
A block that stands elsewhere word for word was moved, and goes and comes as one change.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows import engine

from .blocks import pieces, table
from .word_files import Bit

ALIKE = 0.3
"""Likeness (shared pairs of characters) from which a block counts as the other one changed."""

MOST_PAIRS = 4000
"""Stretches with more possible pairs are not searched for likeness: they are somebody else's text."""

NOUNS = {
    "table": gettext_lazy("表格"),
    "heading1": gettext_lazy("一级标题"),
    "heading2": gettext_lazy("二级标题"),
    "heading3": gettext_lazy("三级标题"),
    "heading4": gettext_lazy("四级标题"),
}
WORDS = {
    "changed": gettext_lazy("改动"),
    "added": gettext_lazy("新增"),
    "removed": gettext_lazy("删去"),
    "moved": gettext_lazy("移动"),
}


@dataclass(frozen=True)
class Step:
    """One place of the two bodies laid beside each other: the block of the draft, that of the file, or both.

    *key* names the change, and is empty where nothing changed; *source* is the block of the draft that was moved here.
    """

    old: int | None
    new: int | None
    key: str = ""
    source: int | None = None


@dataclass(frozen=True)
class Change:
    """One change as a person decides on it: what it is, where, and the stretches that went and came."""

    key: str
    kind: str
    place: str
    spans: tuple[engine.Span, ...]

    @property
    def word(self) -> str:
        """改动, 新增, 删去, 移动."""
        return str(WORDS[self.kind])


def steps(stands: Sequence[Bit], came: Sequence[Bit]) -> list[Step]:
    """Both bodies in order, each change with a key of its own; the same two bodies give the same keys."""
    laid: list[Step] = []
    for tag, a, b, c, d in SequenceMatcher(None, list(stands), list(came), autojunk=False).get_opcodes():
        if tag == "equal":
            laid += [Step(a + n, c + n) for n in range(b - a)]
        else:
            laid += _beside(stands, came, range(a, b), range(c, d))
    moved = _moved(stands, came, laid)
    found = []
    for place, step in enumerate(laid):
        if step.old is not None and step.new is not None and stands[step.old] == came[step.new]:
            found.append(step)
        elif step.old is None and step.new in moved:
            found.append(replace(step, key=f"m{moved[step.new]}", source=moved[step.new]))
        elif step.new is None and step.old in moved.values():
            found.append(replace(step, key=f"m{step.old}"))
        else:
            found.append(replace(step, key=f"b{place}"))
    return found


def _moved(stands: Sequence[Bit], came: Sequence[Bit], laid: Sequence[Step]) -> dict[int, int]:
    """Blocks that went in one place and came in another: by place in the file, the place in the draft."""
    gone: dict[Bit, list[int]] = {}
    for step in laid:
        if step.new is None and step.old is not None:
            gone.setdefault(stands[step.old], []).append(step.old)
    return {
        step.new: gone[came[step.new]].pop(0)
        for step in laid
        if step.old is None and step.new is not None and gone.get(came[step.new])
    }


def _beside(stands: Sequence[Bit], came: Sequence[Bit], olds: range, news: range) -> Iterator[Step]:
    """A stretch that differs: blocks that are alike stand beside each other, between them what went before what came."""
    a, c = olds.start, news.start
    for old, new in [*_alike(stands, came, olds, news), (olds.stop, news.stop)]:
        if old - a == new - c and all(_is_table(stands[a + n]) == _is_table(came[c + n]) for n in range(old - a)):
            yield from (Step(a + n, c + n) for n in range(old - a))
        else:
            yield from (Step(at, None) for at in range(a, old))
            yield from (Step(None, at) for at in range(c, new))
        if old < olds.stop:
            yield Step(old, new)
        a, c = old + 1, new + 1


def _alike(stands: Sequence[Bit], came: Sequence[Bit], olds: range, news: range) -> list[tuple[int, int]]:
    """Pairs of blocks that are alike, in order on both sides, with the greatest likeness together."""
    if not olds or not news or len(olds) * len(news) > MOST_PAIRS:
        return []
    one, other = [_pairs(stands[at]) for at in olds], [_pairs(came[at]) for at in news]
    best = [[0.0] * (len(news) + 1) for _row in range(len(olds) + 1)]
    like = [
        [
            _likeness(one[i], other[j]) if _is_table(stands[old]) == _is_table(came[new]) else 0.0
            for j, new in enumerate(news)
        ]
        for i, old in enumerate(olds)
    ]
    for i in range(len(olds) - 1, -1, -1):
        for j in range(len(news) - 1, -1, -1):
            paired = like[i][j] + best[i + 1][j + 1] if like[i][j] >= ALIKE else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    found, i, j = [], 0, 0
    while i < len(olds) and j < len(news):
        if like[i][j] >= ALIKE and best[i][j] == like[i][j] + best[i + 1][j + 1]:
            found.append((olds[i], news[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _pairs(bit: Bit) -> Counter[str]:
    words = "".join(bit.words.split())
    return Counter(words[at : at + 2] for at in range(max(len(words) - 1, 1)))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Twice the shared pairs against all (Dice)."""
    return 2 * (one & other).total() / max(one.total() + other.total(), 1)


def alike(old: str, new: str) -> bool:
    """Whether one text may have become the other."""
    return _likeness(_pairs(Bit("", old)), _pairs(Bit("", new))) >= ALIKE


def _is_table(bit: Bit) -> bool:
    return bool(bit.rows)


def changes(stands: Sequence[Bit], came: Sequence[Bit], beginning: str = "") -> list[Change]:
    """What can be decided on, in the order of the file; a move stands where the block came to. *beginning*: what stands before
    the first block is called, 正文开头 unless told.
    """
    found = []
    before = 0
    laid = steps(stands, came)
    for step in laid:
        if step.key and not (step.new is None and step.key.startswith("m")):
            after = _("第%d段之后") % before if before else beginning or _("正文开头")
            found.append(_change(step, stands, came, after))
        before = before if step.old is None else step.old + 1
    return found


def _change(step: Step, stands: Sequence[Bit], came: Sequence[Bit], after: str) -> Change:
    if step.source is not None and step.new is not None:
        where = _("第%(from)d段移到%(to)s") % {"from": step.source + 1, "to": after}
        return Change(step.key, "moved", where, (engine.Span("same", came[step.new].words),))
    if step.old is None and step.new is not None:
        bit = came[step.new]
        return Change(step.key, "added", f"{after}　{_noun(bit)}", (engine.Span("inserted", bit.words),))
    old = stands[step.old or 0]
    where = _("第%d段") % ((step.old or 0) + 1)
    if step.new is None:
        return Change(step.key, "removed", f"{where}　{_noun(old)}", (engine.Span("deleted", old.words),))
    new = came[step.new]
    told = _noun(old) if _noun(old) == _noun(new) else _("%(old)s改为%(new)s") % {"old": _noun(old), "new": _noun(new)}
    return Change(step.key, "changed", f"{where}　{told}", differing(old.words, new.words))


def differing(old: str, new: str) -> tuple[engine.Span, ...]:
    """The stretches of one text that became another."""
    found = engine.differences([engine.Passage("", "", old)], [engine.Passage("", "", new)])
    return tuple(found[0].excerpt) if found else (engine.Span("same", new),)


def _noun(bit: Bit) -> str:
    return str(NOUNS.get(bit.kind, _("段落")))


def merged(body: Any, stands: Sequence[Bit], came: Sequence[Bit], chosen: Collection[str] | None = None) -> Any:
    """The body with the chosen changes, all of them where nothing is said.

    Blocks whose words stay keep everything, a changed one keeps its key and its remarks, a moved one all of it; blocks that
    are still empty stay where they are.
    """
    raw, empty = _filled(body)
    made: list[Any] = []
    for step in steps(stands, came):
        taken = bool(step.key) and (chosen is None or step.key in chosen)
        if step.old is not None:
            made += empty[step.old]
        if not taken:
            made += [] if step.old is None else [raw[step.old]]
        elif step.source is not None:
            made.append(raw[step.source])
        elif step.new is not None:
            made.append(_raw(came[step.new], None if step.old is None else raw[step.old]))
    made += empty[len(raw)]
    return body.stream_block.to_python(made)


def _filled(body: Any) -> tuple[list[dict[str, Any]], list[list[dict[str, Any]]]]:
    """The blocks that have words, and before each of them, and at the end, those that have none yet."""
    raw: list[dict[str, Any]] = []
    empty: list[list[dict[str, Any]]] = [[]]
    for block, kept in zip(body.get_prep_value(), body, strict=True):
        if any(True for _piece in pieces([kept])):
            raw.append(block)
            empty.append([])
        else:
            empty[-1].append(block)
    return raw, empty


def _raw(bit: Bit, old: dict[str, Any] | None) -> dict[str, Any]:
    """A changed block as raw data, under the key of the one that it takes the place of."""
    key = {"id": old["id"]} if old and old.get("id") else {}
    if bit.rows:
        given: dict[str, Any] = old["value"] if old and old["type"] == "table" else {"head": 1, "widths": ""}
        widths = given["widths"] if len((given.get("cells") or [[]])[0]) == len(bit.rows[0]) else ""
        return {**table(bit.rows, head=given["head"], widths=widths, caption=bit.text), **key}
    if bit.kind == "duty" and old and old["type"] == "duty" and "：" in bit.text:
        who, _colon, text = bit.text.partition("：")
        return {"type": "duty", "value": {**old["value"], "who": who, "text": text}, **key}
    kind = "paragraph" if bit.kind in {"basis", "duty"} else bit.kind
    return {"type": kind, "value": bit.text, **key}
