"""附件 of an uploaded file against those of the draft: what came, went or has another name, and their texts block by block.

The texts are laid beside each other as the body is (:mod:`documents.notices.word_blocks`); the keys of their changes begin with
the attachment's, so that one list of keys says what of the whole file is taken over.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from workflows import engine

from .models import Notice, NoticeAttachment
from .word_blocks import Change, alike, changes, differing, merged
from .word_files import Bit, Wording, wording_of

ORDER = "order"

Annex = tuple[str, tuple[Bit, ...]]


@dataclass(frozen=True)
class Pair:
    """An attachment of the draft and the one of the file that it became; one of them alone went or came."""

    old: int | None
    new: int | None

    @property
    def key(self) -> str:
        """What the keys of its changes begin with."""
        return f"n{self.new}" if self.old is None else f"a{self.old}"


@dataclass(frozen=True)
class Group:
    """The changes of one attachment, under its number and name."""

    title: str
    changes: tuple[Change, ...]


def paired(stands: Sequence[Annex], came: Sequence[Annex]) -> list[Pair]:
    """Each attachment of the file with the one of the same name, else with the one in its place that it may have been, then
    those that went.
    """
    named: dict[str, list[int]] = {}
    for at, (name, _bits) in enumerate(stands):
        named.setdefault(name, []).append(at)
    old_of = {at: named[name].pop(0) for at, (name, _bits) in enumerate(came) if named.get(name)}
    free = set(range(len(stands))) - set(old_of.values())
    renamed = (at for at in range(len(came)) if at not in old_of and at in free)
    old_of |= {at: at for at in renamed if _may_be(stands[at], came[at])}
    gone = [at for at in range(len(stands)) if at not in old_of.values()]
    return [*(Pair(old_of.get(at), at) for at in range(len(came))), *(Pair(at, None) for at in gone)]


def _may_be(old: Annex, new: Annex) -> bool:
    """Another name over a text that is alike, or over a file."""
    return alike(_whole(old), _whole(new)) or not (old[1] or new[1])


def groups(notice: Notice, came: Wording) -> list[Group]:
    """What can be decided on, attachment by attachment in the order of the file."""
    rows, stands = list(notice.attachments.all()), wording_of(notice).attachments
    pairs = paired(stands, came.attachments)
    found = []
    for pair in pairs:
        old = None if pair.old is None else stands[pair.old]
        new = None if pair.new is None else came.attachments[pair.new]
        if old is None and new is not None:
            told = Change(pair.key, "added", _("整份附件"), (engine.Span("inserted", _whole(new)),))
            found.append(Group(new[0], (told,)))
        elif old is not None and pair.old is not None:
            made = _gone(pair, old, rows[pair.old]) if new is None else tuple(_changed(pair, old, new))
            found.append(Group(_("附件%(n)d　%(name)s") % {"n": pair.old + 1, "name": old[0]}, made))
    if _moved(pairs):
        names = "\n".join(name for name, _bits in came.attachments)
        found.append(Group(_("附件次序"), (Change(ORDER, "moved", _("按来稿排列"), (engine.Span("same", names),)),)))
    return [group for group in found if group.changes]


def _gone(pair: Pair, old: Annex, row: NoticeAttachment) -> tuple[Change, ...]:
    place = _("整份附件") if row.upload_id is None else _("整份附件，连同所附的文件")
    return (Change(pair.key, "removed", place, (engine.Span("deleted", _whole(old)),)),)


def _changed(pair: Pair, old: Annex, new: Annex) -> Iterable[Change]:
    if old[0] != new[0]:
        yield Change(f"{pair.key}.name", "changed", _("名称"), differing(old[0], new[0]))
    for one in changes(old[1], new[1], _("附件开头")):
        yield replace(one, key=f"{pair.key}.{one.key}")


def _whole(annex: Annex) -> str:
    return "\n".join(filter(None, [annex[0], *(bit.words for bit in annex[1])]))


def _moved(pairs: Iterable[Pair]) -> bool:
    """Whether attachments that stayed stand in another order in the file."""
    olds = [pair.old for pair in pairs if pair.old is not None and pair.new is not None]
    return olds != sorted(olds)


def is_annex(key: str) -> bool:
    """Whether a key names a change of an attachment."""
    return key[:1] in {"a", "n"} or key == ORDER


def attached(notice: Notice, came: Wording, chosen: Collection[str] | None = None) -> list[NoticeAttachment]:
    """The rows with the chosen changes, all of them where nothing is said; what stays keeps its file."""
    rows, stands = list(notice.attachments.all()), wording_of(notice).attachments
    pairs = paired(stands, came.attachments)
    made = []
    for pair in _arranged(pairs, as_came=chosen is None or ORDER in chosen or not _moved(pairs)):
        taken = chosen is None or pair.key in chosen
        if pair.old is None:
            if taken and pair.new is not None:
                made.append(_new(notice, came.attachments[pair.new]))
        elif pair.new is None:
            made += [] if taken else [rows[pair.old]]
        else:
            row, (name, bits) = rows[pair.old], came.attachments[pair.new]
            if chosen is None or f"{pair.key}.name" in chosen:
                row.title = name[:120]
            own = None if chosen is None else {key.removeprefix(f"{pair.key}.") for key in chosen if is_annex(key)}
            row.body = merged(row.body, stands[pair.old][1], bits, own)
            made.append(row)
    for place, row in enumerate(made):
        row.order = place
    return made


def _new(notice: Notice, annex: Annex) -> NoticeAttachment:
    field: Any = NoticeAttachment._meta.get_field("body")
    empty = field.to_python([])
    return NoticeAttachment(notice=notice, title=annex[0][:120], body=merged(empty, (), annex[1]))


def _arranged(pairs: list[Pair], *, as_came: bool) -> list[Pair]:
    """In the order of the file or of the draft; what stands in the other one only follows what it follows there."""

    def place(pair: Pair, *, in_file: bool) -> int:
        at = pair.new if in_file else pair.old
        return -1 if at is None else at

    laid = sorted(
        (pair for pair in pairs if place(pair, in_file=as_came) >= 0), key=lambda one: place(one, in_file=as_came)
    )
    rest = [pair for pair in pairs if place(pair, in_file=as_came) < 0]
    for pair in sorted(rest, key=lambda one: place(one, in_file=not as_came)):
        before = [
            n for n, one in enumerate(laid) if 0 <= place(one, in_file=not as_came) < place(pair, in_file=not as_came)
        ]
        nearest = max(before, key=lambda n: place(laid[n], in_file=not as_came), default=-1)
        laid.insert(nearest + 1, pair)
    return laid
