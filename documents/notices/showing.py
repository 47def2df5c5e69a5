"""A notice as it is read: the view model behind the reading view, Wagtail's preview and the public page.

The fields are those of ``templates/pieces/paper.html``; nothing here decides what may be seen by whom.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from workflows.organisations.models import Organisation

from .blocks import Piece, pieces
from .enclosing import Behind, behind, taken_apart
from .kinds import Direction, Layout
from .models import Notice, NoticeAttachment, lines

FILE = "文件"
"""What follows the organ's name on the red head (GB/T 9704-2012 7.2.4)."""
MINUTES = "纪要"
"""What follows it on minutes (10.3)."""


@dataclass(frozen=True)
class Passage:
    """One block of the body: a paragraph (level 0), a heading (1–4) or a table (``rows``), and the findings that concern it.

    ``key`` is the block's own, which stays while its words change; ``who`` and ``levels`` say whom a duty meets.
    """

    level: int
    text: str
    anchor: str = ""
    findings: Sequence[Any] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    head: int = 0
    caption: str = ""
    papers: tuple[tuple[str, str], ...] = ()
    key: str = field(default="", compare=False)
    who: str = ""
    levels: tuple[str, ...] = ()
    remarks: Sequence[Any] = ()
    remark_link: str = ""

    @property
    def head_rows(self) -> tuple[tuple[str, ...], ...]:
        """The rows of a table's head."""
        return self.rows[: self.head]

    @property
    def body_rows(self) -> tuple[tuple[str, ...], ...]:
        """The rows under a table's head."""
        return self.rows[self.head :]


@dataclass(frozen=True)
class Annex:
    """附件 whose text is part of the paper (GB/T 9704-2012 7.3.7): “附件1”, its title, its blocks.

    A paper that is issued or passed on has no label, and its own number, addressees, attachments, signatures and day.
    """

    label: str
    title: str
    blocks: tuple[Passage, ...]
    number: str = ""
    recipients: str = ""
    attachments: tuple[str, ...] = ()
    signatories: tuple[str, ...] = ()
    signed_on: date | None = None


@dataclass(frozen=True)
class PaperView:
    """Everything that is read on the sheet, in its order; what is missing is empty."""

    title: str
    title_lines: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    suffix: str = FILE
    letter: bool = False
    number: str = ""
    signers: tuple[str, ...] = ()
    urgency: str = ""
    recipients: str = ""
    blocks: tuple[Passage, ...] = ()
    attachments: tuple[str, ...] = ()
    attendance: tuple[tuple[str, str], ...] = ()
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
    body = [passage(piece) for piece in pieces(notice.body)]
    body += [Passage(0, line) for line in lines(notice.contact)]
    following = behind(notice)
    return PaperView(
        title=notice.plain_title,
        title_lines=tuple(notice.title.split("|")) if "|" in notice.title else (),
        issuers=tuple(line.removesuffix(FILE).removesuffix(MINUTES) for line in notice.head_lines()),
        suffix=MINUTES if notice.form == Layout.MINUTES else FILE,
        letter=notice.form == Layout.LETTER,
        attendance=tuple(notice.attendance_rows()),
        number=notice.number or (f"{notice.mark}〔　　〕　号" if notice.mark else ""),
        signers=tuple(lines(notice.signer.replace("、", "\n"))) if notice.direction == Direction.UP else (),
        urgency=notice.urgency,
        recipients=notice.recipients.strip().rstrip("：:"),
        blocks=tuple(
            replace(block, anchor=f"block-{place}", findings=found.get(place, ())) for place, block in enumerate(body)
        ),
        attachments=tuple(row.title for row in following.listed),
        signatories=tuple(notice.signature_lines()),
        signed_on=notice.signed_on,
        remark=notice.note.strip("（）() "),
        annexes=tuple(_annexes(following)),
        cc=notice.cc.strip().rstrip("。"),
        printed_by=notice.printing_organ,
        printed_on=notice.printed_on,
        proof=sample,
    )


def duties_of(paper: PaperView, organisation: Organisation) -> list[Passage]:
    """The 分送要求 that meet an organisation: by its level, or by its name where the paper writes it."""
    organ = organisation.as_organ
    names = [name for name in (organ.name, organ.short_name) if name]
    return [
        block
        for block in paper.blocks
        if block.who and (organ.level in block.levels or any(name in block.who for name in names))
    ]


def passage(piece: Piece) -> Passage:
    """A block of the body as it is read."""
    return Passage(
        piece.level,
        piece.text,
        rows=piece.rows,
        head=piece.head,
        caption=piece.caption,
        papers=piece.papers,
        key=piece.key,
        who=piece.who,
        levels=piece.levels,
    )


def _carried(row: NoticeAttachment) -> Annex:
    """A paper that is issued or passed on, its parts where the print sets them."""
    parts = taken_apart(row)
    return Annex(
        "",
        row.title,
        tuple(passage(piece) for piece in parts.body),
        number="　".join(filter(None, (parts.subtitle, parts.number))),
        recipients=parts.recipients,
        attachments=parts.attachments,
        signatories=parts.signatures,
        signed_on=parts.day,
    )


def _annexes(following: Behind) -> Iterator[Annex]:
    """What follows the paper with a text of its own; what is issued or passed on has no label."""
    for label, row in following.bound:
        if row.place == NoticeAttachment.Place.CARRIED and row.body:
            yield _carried(row)
        elif blocks := tuple(passage(piece) for piece in pieces(row.body)):
            yield Annex(label, row.title, blocks)
