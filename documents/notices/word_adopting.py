"""来稿 against 现稿: what an uploaded file changed, and adopting all of it, chosen parts, or single blocks of the body."""

from collections.abc import Collection, Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows import engine

from . import content
from .models import Notice, NoticeAttachment
from .word_blocks import merged
from .word_files import FIELDS, Wording, wording_of

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


class DraftMoved(Exception):
    """Somebody changed the draft since the file was compared with it."""


def compared(notice: Notice, came: Wording) -> dict[str, engine.Difference]:
    """The parts that differ, each with its stretches; empty when nothing was changed."""
    stands = wording_of(notice)
    before = [engine.Passage(name, str(TITLES[name]), stands.text(name)) for name in FIELDS]
    after = [engine.Passage(name, str(TITLES[name]), came.text(name)) for name in FIELDS]
    names = {str(TITLES[name]): name for name in FIELDS}
    return {names[one.title]: one for one in engine.differences(before, after)}


def adopt(
    notice: Notice, came: Wording, *, fields: Iterable[str], user: Any, blocks: Collection[str] = (), seen: str = ""
) -> Notice:
    """Take over the chosen parts; of the body all of it (``body``), or the changes that *blocks* names.

    *seen*: the digest of the draft that the file was compared with.

    Raises:
        AdoptRefused: nothing was chosen, or a title that is none.
        DraftMoved: the draft is no longer the one that was seen.
        workflows.engine.Refused: the person may not edit now.
    """
    wanted = [name for name in FIELDS if name in set(fields) or (name == "body" and blocks)]
    if not wanted:
        raise AdoptRefused(_("请至少勾选一处。"))
    if "title" in wanted and not came.title.strip():
        raise AdoptRefused(_("来稿没有标题，标题不能采用。"))
    with engine.editing(notice, actor=user) as fresh:
        if seen and content.digest(fresh) != seen:
            raise DraftMoved
        for name in wanted:
            if name == "body":
                chosen = None if "body" in set(fields) else blocks
                fresh.body = merged(fresh.body, wording_of(fresh).body, came.body, chosen)
            elif name == "attachments":
                fresh.attachments = _attachments(fresh, came)
            else:
                setattr(fresh, name, getattr(came, name)[: 200 if name == "title" else None])
        fresh.save()
        fresh.save_revision(user=user)
    return Notice.objects.get(pk=notice.pk)


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
        row.body = merged(row.body, old, bits)
        taken.append(row)
    return taken
