"""来稿 against 现稿: what an uploaded file changed, and adopting all of it or chosen parts."""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows import engine

from .blocks import table
from .models import Notice, NoticeAttachment
from .word_files import FIELDS, Bit, Wording, wording_of

TITLES = {
    "title": gettext_lazy("标题"),
    "recipients": gettext_lazy("主送"),
    "body": gettext_lazy("正文"),
    "contact": gettext_lazy("联系人"),
    "signature": gettext_lazy("署名"),
    "cc": gettext_lazy("抄送"),
    "attachments": gettext_lazy("附件"),
}


class AdoptRefused(Exception):
    """The parts cannot be adopted; the message says why."""


def compared(notice: Notice, came: Wording) -> dict[str, engine.Difference]:
    """The parts that differ, each with its stretches; empty when nothing was changed."""
    stands = wording_of(notice)
    before = [engine.Passage(name, str(TITLES[name]), stands.text(name)) for name in FIELDS]
    after = [engine.Passage(name, str(TITLES[name]), came.text(name)) for name in FIELDS]
    names = {str(TITLES[name]): name for name in FIELDS}
    return {names[one.title]: one for one in engine.differences(before, after)}


def adopt(notice: Notice, came: Wording, *, fields: Iterable[str], user: Any) -> Notice:
    """Take over the chosen parts. Raises :class:`AdoptRefused`, and engine.Refused for who may not edit now."""
    wanted = [name for name in FIELDS if name in set(fields)]
    if not wanted:
        raise AdoptRefused(_("请至少勾选一个部分。"))
    if "title" in wanted and not came.title.strip():
        raise AdoptRefused(_("来稿没有标题，标题不能采用。"))
    with engine.editing(notice, actor=user) as fresh:
        for name in wanted:
            if name == "body":
                fresh.body = _merged(fresh.body, wording_of(fresh).body, came.body)
            elif name == "attachments":
                fresh.attachments = _attachments(fresh, came)
            else:
                setattr(fresh, name, getattr(came, name)[: 200 if name == "title" else None])
        fresh.save()
        fresh.save_revision(user=user)
    return Notice.objects.get(pk=notice.pk)


def _merged(body: Any, stands: Sequence[Bit], came: Sequence[Bit]) -> Any:
    """The body with what came; blocks whose words stay keep everything, and a changed block keeps its key and its remarks."""
    raw = [block for block, kept in zip(body.get_prep_value(), body, strict=True) if _is_filled(kept)]
    made: list[Any] = []
    for tag, a, b, c, d in SequenceMatcher(None, list(stands), list(came), autojunk=False).get_opcodes():
        if tag == "equal":
            made += raw[a:b]
            continue
        for place, bit in enumerate(came[c:d]):
            made.append(_raw(bit, raw[a + place] if a + place < b else None))
    return body.stream_block.to_python(made)


def _is_filled(block: Any) -> bool:
    from .blocks import pieces

    return any(True for _piece in pieces([block]))


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


def _empty() -> Any:
    field: Any = NoticeAttachment._meta.get_field("body")
    return field.to_python([])


def _attachments(notice: Notice, came: Wording) -> list[NoticeAttachment]:
    """The rows in the order of the file; a row of the same name, else of the same place, keeps its file."""
    rows = list(notice.attachments.all())
    names = {row.title.strip(): row for row in rows}
    taken: list[NoticeAttachment] = []
    for place, (name, bits) in enumerate(came.attachments):
        at = rows[place] if place < len(rows) else None
        free = at if at is not None and at.title.strip() not in dict(came.attachments) else None
        row = names.get(name) or free
        if row is None or row in taken:
            row = NoticeAttachment(notice=notice, body=_empty())
        old = tuple(
            bit for title, found in wording_of(notice).attachments if title == row.title.strip() for bit in found
        )
        row.title, row.order = name[:120], place
        row.body = _merged(row.body, old, bits)
        taken.append(row)
    return taken
