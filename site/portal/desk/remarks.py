"""批注 on the reading page: at their blocks, in a list, and the form for a new one."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from documents.notices import remarking
from documents.notices.models import Notice, Remark
from documents.notices.showing import PaperView
from workflows import engine


@dataclass(frozen=True)
class Note:
    """A remark with its place in words and what the reader may do about it; *gone* says that its block was taken out."""

    remark: Remark
    place: str
    target: str
    gone: bool
    answer_url: str = ""
    settle_url: str = ""


def notes(request: HttpRequest, notice: Notice, paper: PaperView) -> dict[str, Any]:
    """The context of ``pieces/remarks.html``, and the paper with a link at each block where the reader may remark."""
    user = request.user
    named = remarking.places(notice)
    targets = {block.key: block.anchor for block in paper.blocks if block.key}
    editable = engine.allowed(user, "edit", notice)
    rows = [_note(remark, user, named, targets, editable=editable) for remark in remarking.remarks(notice)]
    waiting = [row for row in rows if row.remark.settled_at is None]
    by_block = {key: [row for row in waiting if row.remark.anchor == key] for key in targets}
    may = remarking.may_remark(user, notice)
    blocks = (
        replace(
            block,
            remarks=by_block.get(block.key, ()),
            remark_link=f"?at={block.key}#remark" * (may and bool(block.key)),
        )
        for block in paper.blocks
    )
    at = request.GET.get("at", "")
    return {
        "paper": replace(paper, blocks=tuple(blocks)),
        "remarks": rows,
        "open_remarks": waiting,
        "remark_url": reverse("desk:remark", args=[notice.pk]) if may else "",
        "remark_places": list(named.items()),
        "remark_at": at if at in named else "",
    }


def _note(remark: Remark, user: Any, named: dict[str, str], targets: dict[str, str], *, editable: bool) -> Note:
    is_open = remark.settled_at is None
    gone = remark.anchor not in named
    return Note(
        remark,
        remark.quote if gone else named[remark.anchor],
        targets.get(remark.anchor, ""),
        gone,
        reverse("desk:remark_answer", args=[remark.pk]) if is_open and editable else "",
        reverse("desk:remark_settle", args=[remark.pk])
        if is_open and (editable or remark.author_id == user.pk)
        else "",
    )
