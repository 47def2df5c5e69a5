"""From a notice to its print: what the typesetter is told, and the prints that are kept.

A print is rendered and measured before the transaction that relies on it; inside one nothing is rendered.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from documents.printing import (
    Attached,
    Attendance,
    Block,
    Form,
    Heading,
    Paper,
    Paragraph,
    Printed,
    PrintingError,
    Table,
    detached_papers,
    measure,
    typeset,
)

from . import content, verifying
from .blocks import Piece, pieces
from .enclosing import Behind, behind, carried_of, taken_apart
from .kinds import Direction, Kind, Layout, usual_layout
from .models import Artifact, Notice, NoticeAttachment, lines
from .reading import Reading, attendance

FORMS = {Layout.FILE: Form.FILE, Layout.LETTER: Form.LETTER, Layout.MINUTES: Form.MINUTES}


class PrintRefused(Exception):
    """The notice cannot be printed as it stands; the message says what to do."""


def blocks(body: Iterable[tuple[int, str]]) -> tuple[Block, ...]:
    """``(level, text)`` as the typesetter's blocks; a heading that runs on is split after its first sentence."""
    parts: list[Block] = []
    for level, text in body:
        if level in (1, 2, 3, 4):
            head, stop, rest = text.partition("。")
            parts.append(Heading(level, head + stop if rest else text, rest))  # type: ignore[arg-type]
        else:
            parts.append(Paragraph(text))
    return tuple(parts)


def printed_pieces(body: Iterable[Piece]) -> tuple[Block, ...]:
    """The body's blocks for the typesetter, tables as tables."""
    parts: list[Block] = []
    for piece in body:
        if piece.rows:
            parts.append(Table(piece.rows, head=piece.head, widths=piece.widths, caption=piece.caption))
        else:
            parts += blocks([(piece.level, piece.text)])
    return tuple(parts)


def paper(notice: Notice, *, sample: bool) -> Paper:
    """Everything of the notice that is printed."""
    upward = notice.direction == Direction.UP
    following = behind(notice)
    return Paper(
        marks=tuple(line.removesuffix("文件") for line in notice.head_lines()),
        number=notice.number or (f"{notice.mark}〔　　〕　号" if notice.mark else ""),
        title=notice.title.replace("|", "\n"),
        recipients=notice.recipients.strip().rstrip("：:"),
        body=printed_pieces(pieces(notice.body)),
        signatures=tuple(notice.signature_lines()),
        date=notice.signed_on,
        urgency=notice.urgency,
        signers=tuple(lines(notice.signer.replace("、", "\n"))) if upward else (),
        contacts=tuple(lines(notice.contact)),
        attachments=tuple(row.title for row in following.listed),
        attached=tuple(_attached(following)),
        note=notice.note,
        copies=notice.cc.strip().rstrip("。"),
        printer=notice.printing_organ or _("%s办公室") % notice.organ.name,
        printed_on=notice.printed_on,
        sample=sample,
        form=FORMS[notice.form],
        attendance=tuple(Attendance(label, people) for label, people in notice.attendance_rows()),
    )


def _attached(following: Behind) -> Iterator[Attached]:
    """What follows the paper with a text of its own; files are sent along, not printed.

    Raises PrintRefused for what is issued or passed on without its text: the print would lack what it is about.
    """
    for label, row in following.bound:
        if row.place == NoticeAttachment.Place.CARRIED:
            yield _enclosed(row)
        elif body := printed_pieces(pieces(row.body)):
            apart = row.place == NoticeAttachment.Place.APART
            yield Attached(title=row.title, body=body, label=label, detached=apart)


def _enclosed(row: NoticeAttachment) -> Attached:
    parts = taken_apart(row)
    if not parts.body:
        raise PrintRefused(
            _("“%s”是印发、转发的文件，还没有正文。请在“附件”里写入它的正文，或者把方式改为“附件”。") % row.title
        )
    return Attached(
        title=row.title,
        body=printed_pieces(parts.body),
        subtitle=parts.subtitle,
        number=parts.number,
        recipients=parts.recipients,
        attachments=parts.attachments,
        signatures=parts.signatures,
        date=parts.day,
    )


def paper_of(reading: Reading) -> Paper:
    """A paper that was read from a file, as it stands there: what the file does not say is left out, not invented."""
    carried = carried_of(reading)
    passed_on = [_enclosed(carried)] if carried is not None else []
    inner = {name for one in passed_on for name in one.attachments}
    return Paper(
        marks=tuple(line.removesuffix("文件") for line in reading.head) or reading.issuers,
        number=reading.document_number or "",
        title=reading.title or "",
        recipients=reading.recipients_text,
        body=blocks((block.level, block.text) for block in reading.cover()),
        signatures=reading.signature or reading.issuers,
        date=reading.signed_on,
        urgency=reading.urgency or "",
        signers=tuple(lines((reading.signer or "").replace("、", "\n"))),
        contacts=tuple(lines(reading.contact_text)),
        attachments=tuple(name for name in reading.attachments if name not in inner),
        attached=(*passed_on, *_read_annexes(reading)),
        note=reading.note or "",
        copies=reading.cc_text,
        printer=reading.printed_by or "",
        printed_on=reading.printed_on,
        form=_form_of(reading),
        attendance=tuple(Attendance(label, people) for label, people in attendance.rows(reading.attendance_text)),
    )


def _read_annexes(reading: Reading) -> Iterator[Attached]:
    for place, annex in enumerate(reading.annexes, 1):
        label = _("附件%d") % place if len(reading.annexes) > 1 else _("附件")
        if body := blocks((block.level, block.text) for block in annex.body):
            yield Attached(title=annex.title, body=body, label=label)


def _form_of(reading: Reading) -> Form:
    """The layout of a paper that was read: a head with “文件” tells, else its kind."""
    if reading.kind not in Kind.values or any(line.endswith("文件") for line in reading.head):
        return Form.FILE
    return FORMS[usual_layout(reading.kind)]


def typeset_notice(notice: Notice, *, sample: bool) -> Printed:
    """The PDF. Raises :class:`PrintRefused` with advice when something is missing for a page."""
    return _typeset(paper(notice, sample=sample))


def _typeset(source: Paper) -> Printed:
    try:
        return typeset(source)
    except PrintingError as error:
        raise PrintRefused(str(error)) from error


def apart(notice: Notice, place: int) -> Printed:
    """The *place*-th of the attachments that are not bound to the paper, with the paper's number before its label (7.3.7).

    Raises :class:`PrintRefused` when there is none, or when it cannot be set.
    """
    papers = detached_papers(paper(notice, sample=not notice.number))
    if not 0 < place <= len(papers):
        raise PrintRefused(_("这份公文没有与正文分开装订的附件。"))
    return _typeset(papers[place - 1])


def make_print(notice: Notice, kind: str, user: Any) -> Artifact:
    """Render, measure and keep a print of the text as it stands (样稿 or 正式件)."""
    sample = kind == Artifact.Kind.SAMPLE
    if not sample and not notice.number:
        raise PrintRefused(_("还没有编号，不能生成正式件。请先登记编号。"))
    code = "" if sample else verifying.code_for(notice)
    source = replace(paper(notice, sample=sample), verification=verifying.address(code))
    printed = _typeset(source)
    artifact = Artifact(
        notice=notice,
        kind=kind,
        content=content.digest(notice),
        number=notice.number,
        sha256=printed.sha256,
        pages=printed.pages,
        code=code,
        report={**measure(printed.pdf, source).as_dict(), **_made_with(printed)},
        made_by=user,
    )
    artifact.file.save(f"{notice.pk}-{kind}.pdf", ContentFile(printed.pdf), save=False)
    artifact.save()
    return artifact


def _made_with(printed: Printed) -> dict[str, Any]:
    """Fonts with the digests of their files, characters that the fallback font set, and what the typesetter decided by itself."""
    fonts = dict(zip(printed.fonts, printed.digests, strict=True))
    return {"fonts": fonts, "fallback": list(printed.fallback), "adjusted": list(printed.adjusted)}


def keep_sealed_scan(notice: Notice, data: bytes, pages: int, user: Any) -> Artifact:
    """盖章扫描件: the copy of record beside the print (practice.md §3.3)."""
    artifact = Artifact(
        notice=notice,
        kind=Artifact.Kind.SEALED_SCAN,
        content=content.digest(notice),
        number=notice.number,
        sha256=hashlib.sha256(data).hexdigest(),
        pages=pages,
        made_by=user,
    )
    artifact.file.save(f"{notice.pk}-sealed.pdf", ContentFile(data), save=False)
    artifact.save()
    return artifact


def issued_print(notice: Notice) -> Artifact | None:
    """The newest 正式件 that fits both the text and the number; None when there is none."""
    if not notice.number:
        return None
    return notice.artifacts.filter(
        kind=Artifact.Kind.ISSUED, number=notice.number, content=content.digest(notice)
    ).first()
