"""来稿 against 现稿: what an uploaded file changed, and adopting all of it, chosen parts, or single blocks of body and attachments."""

from collections.abc import Collection, Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows import engine

from . import content
from .models import Notice
from .word_annexes import attached, is_annex
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
    """Take over the chosen parts; of body and attachments all (``body``, ``attachments``), or the changes that *blocks* names.

    *seen*: the digest of the draft that the file was compared with.

    Raises:
        AdoptRefused: nothing was chosen, or a title that is none.
        DraftMoved: the draft is no longer the one that was seen.
        workflows.engine.Refused: the person may not edit now.
    """
    given = set(fields)
    chosen = {
        "body": None if "body" in given else [key for key in blocks if not is_annex(key)],
        "attachments": None if "attachments" in given else [key for key in blocks if is_annex(key)],
    }
    wanted = [name for name in FIELDS if name in given or chosen.get(name)]
    if not wanted:
        raise AdoptRefused(_("请至少勾选一处。"))
    if "title" in wanted and not came.title.strip():
        raise AdoptRefused(_("来稿没有标题，标题不能采用。"))
    with engine.editing(notice, actor=user) as fresh:
        if seen and content.digest(fresh) != seen:
            raise DraftMoved
        for name in wanted:
            if name == "body":
                fresh.body = merged(fresh.body, wording_of(fresh).body, came.body, chosen[name])
            elif name == "attachments":
                fresh.attachments = attached(fresh, came, chosen[name])
            else:
                setattr(fresh, name, getattr(came, name)[: 200 if name == "title" else None])
        fresh.save()
        fresh.save_revision(user=user)
    return Notice.objects.get(pk=notice.pk)
