"""批注: remarks on a block or a field of a paper, answered and settled by whoever may edit it; never part of what is signed.

A remark hangs on the block's key, which stays while the words change; of a block that is gone, the quotation remains.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows import engine

from .blocks import pieces
from .models import Notice, Remark

FIELDS = {
    "title": gettext_lazy("标题"),
    "recipients": gettext_lazy("主送"),
    "attachments": gettext_lazy("附件"),
    "signature": gettext_lazy("署名"),
    "contact": gettext_lazy("联系人"),
    "cc": gettext_lazy("抄送"),
}
LONGEST = 1000


class RemarkRefused(Exception):
    """The remark cannot be made, answered or settled; the message says why."""


def places(notice: Notice) -> dict[str, str]:
    """Everything that a remark can hang on: the key of a block or the name of a field, and what it is called."""
    named = {"title": str(FIELDS["title"]), "recipients": str(FIELDS["recipients"])}
    for position, piece in enumerate(pieces(notice.body), 1):
        if piece.key:
            beginning = " ".join(piece.text.split())
            short = beginning if len(beginning) <= 16 else f"{beginning[:16]}…"
            named[piece.key] = _("正文第%(n)d段：%(text)s") % {"n": position, "text": short}
    return named | {name: str(label) for name, label in FIELDS.items() if name not in named}


def remarks(notice: Notice) -> list[Remark]:
    """All remarks on the paper, oldest first; one query, none when they are at hand."""
    return list(notice.remarks.all())


def may_remark(user: Any, notice: Notice) -> bool:
    """Who has the right to comment in the present state, or was given it (共享)."""
    return engine.allowed(user, "comment", notice)


def may_settle(user: Any, remark: Remark) -> bool:
    """Who may edit the paper now; and who made the remark takes it back."""
    return remark.author_id == user.pk or engine.allowed(user, "edit", remark.notice)


def add(notice: Notice, *, anchor: str, text: str, user: Any, now: datetime | None = None) -> Remark:
    """Put a remark. Raises :class:`RemarkRefused` without the right, without words, or for a place that is not there."""
    if not may_remark(user, notice):
        raise RemarkRefused(_("现在不由您批注这份公文。"))
    words = _words(text)
    if anchor not in places(notice):
        raise RemarkRefused(_("批注的那一处已经不在了，请重新选择位置。"))
    return Remark.objects.create(
        notice=notice, anchor=anchor, quote=_quote(notice, anchor), text=words, author=user, at=now or timezone.now()
    )


def answer(remark: Remark, *, text: str, user: Any) -> None:
    """Answer it; a second answer takes the place of the first. Raises :class:`RemarkRefused`."""
    if not engine.allowed(user, "edit", remark.notice):
        raise RemarkRefused(_("现在不由您修改这份公文，不能答复批注。"))
    words = _words(text)
    if not Remark.objects.filter(pk=remark.pk, settled_at=None).update(answer=words, answered_by=user):
        raise RemarkRefused(_("这条批注已经处理过了。"))


def settle(remark: Remark, *, user: Any, now: datetime | None = None) -> None:
    """已处理. Of two at once exactly one wins. Raises :class:`RemarkRefused`."""
    if not may_settle(user, remark):
        raise RemarkRefused(_("现在不由您处理这条批注。"))
    moment = now or timezone.now()
    if not Remark.objects.filter(pk=remark.pk, settled_at=None).update(settled_by=user, settled_at=moment):
        raise RemarkRefused(_("这条批注已经处理过了。"))


def _words(text: str) -> str:
    words = text.strip()
    if not words:
        raise RemarkRefused(_("请写批注的内容。"))
    if len(words) > LONGEST:
        raise RemarkRefused(_("批注有%(n)d字，最多%(most)d字。") % {"n": len(words), "most": LONGEST})
    return words


def _quote(notice: Notice, anchor: str) -> str:
    found = next((piece.text for piece in pieces(notice.body) if piece.key == anchor), "")
    if not found and anchor != "attachments":
        found = str(getattr(notice, anchor, ""))
    return " ".join(found.split())[:120]
