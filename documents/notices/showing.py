"""A notice as it is read: the view model behind the reading view, Wagtail's preview and the public page.

The fields are those of ``templates/pieces/paper.html``; nothing here decides what may be seen by whom.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from .blocks import passages
from .kinds import Direction
from .models import Notice, NoticeAttachment, lines

FILE = "文件"
"""What follows the organ's name on the red head (GB/T 9704-2012 7.2.4)."""


@dataclass(frozen=True)
class Passage:
    """One block of the body: a paragraph (level 0) or a heading (1–4), and the findings that concern it."""

    level: int
    text: str
    anchor: str = ""
    findings: Sequence[Any] = ()


@dataclass(frozen=True)
class Annex:
    """附件 whose text is part of the paper (GB/T 9704-2012 7.3.7): “附件1”, its title, its blocks."""

    label: str
    title: str
    blocks: tuple[Passage, ...]


@dataclass(frozen=True)
class PaperView:
    """Everything that is read on the sheet, in its order; what is missing is empty."""

    title: str
    title_lines: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    suffix: str = FILE
    number: str = ""
    signers: tuple[str, ...] = ()
    urgency: str = ""
    recipients: str = ""
    blocks: tuple[Passage, ...] = ()
    attachments: tuple[str, ...] = ()
    signatories: tuple[str, ...] = ()
    signed_on: date | None = None
    remark: str = ""
    annexes: tuple[Annex, ...] = ()
    cc: str = ""
    printed_by: str = ""
    printed_on: date | None = None
    proof: bool = False


def paper_view(
    notice: Notice, *, sample: bool = False, findings: Mapping[int, Sequence[Any]] | None = None
) -> PaperView:
    """The notice as a sheet; *sample* greys the head (样稿), *findings* maps a block's position to what was found there."""
    found = findings or {}
    body = [*passages(notice.body), *((0, line) for line in lines(notice.contact))]
    attached = list(notice.attachments.all())
    return PaperView(
        title=notice.plain_title,
        title_lines=tuple(notice.title.split("|")) if "|" in notice.title else (),
        issuers=tuple(line.removesuffix(FILE) for line in notice.head_lines()),
        number=notice.number or (f"{notice.mark}〔　　〕　号" if notice.mark else ""),
        signers=tuple(lines(notice.signer.replace("、", "\n"))) if notice.direction == Direction.UP else (),
        urgency=notice.urgency,
        recipients=notice.recipients.strip().rstrip("：:"),
        blocks=tuple(
            Passage(level, text, anchor=f"block-{place}", findings=found.get(place, ()))
            for place, (level, text) in enumerate(body)
        ),
        attachments=tuple(row.title for row in attached),
        signatories=tuple(notice.signature_lines()),
        signed_on=notice.signed_on,
        remark=notice.note.strip("（）() "),
        annexes=tuple(_annexes(attached)),
        cc=notice.cc.strip().rstrip("。"),
        printed_by=notice.printing_organ,
        printed_on=notice.printed_on,
        proof=sample,
    )


def _annexes(attached: Sequence[NoticeAttachment]) -> Iterator[Annex]:
    """The attachments that have a text, labelled by their place among all."""
    for place, row in enumerate(attached, 1):
        if blocks := tuple(Passage(level, text) for level, text in passages(row.body)):
            yield Annex(_("附件%d") % place if len(attached) > 1 else _("附件"), row.title, blocks)
