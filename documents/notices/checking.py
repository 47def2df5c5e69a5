"""校对: the rules of official papers applied to a notice as it stands, and the drafter's one tick 已核 over all warnings."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils import timezone

from workflows.database import laid

from . import content
from .blocks import pieces
from .enclosing import behind
from .kinds import Direction
from .lint import check
from .models import Notice, lines
from .reading import Annex, Block, Deadline, Finding, Reading
from .reading.citations import read_parents
from .reading.contacts import read_contacts
from .reading.deadlines import read_deadlines
from .reading.journal import Journal
from .reading.organs import split_list

NOT_YET = frozenset({"missing.date", "missing.number", "missing.signer"})
"""What a draft lacks by its nature: signature and registration bring it."""


@dataclass(frozen=True)
class State:
    """The findings by weight; ``ticked`` says that there are warnings and those of exactly this text were looked at."""

    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    infos: tuple[Finding, ...]
    ticked: bool

    @property
    def is_clean(self) -> bool:
        """Nothing blocks, and nothing waits for the tick."""
        return not self.errors and (self.ticked or not self.warnings)


def as_reading(notice: Notice, today: date) -> Reading:
    """The notice in the form that the rules judge: the same as if it had been read from a file."""
    body = _blocks(notice.body)
    texts = [block.text for block in body]
    attached = laid(notice, "attachments")
    titles = [row.title for row in behind(notice).listed]
    contact = [*lines(notice.contact), *lines(notice.note)]
    return Reading(
        title=notice.plain_title,
        kind=notice.kind,
        document_number=notice.number or None,
        issuers=tuple(notice.signature_lines()),
        recipients=_listed(notice.recipients),
        cc=_listed(notice.cc),
        attachments=tuple(titles),
        body=body,
        contacts=_contacts((*contact, *texts)),
        signed_on=notice.signed_on,
        printed_on=notice.printed_on,
        deadlines=_deadlines(body, notice.signed_on or today, today),
        parent_documents=_parents(
            tuple(texts), (notice.plain_title, *(row.title for row in attached)), notice.number or None
        ),
        head=tuple(line.removesuffix("文件") for line in notice.head_lines()),
        signature=tuple(notice.signature_lines()),
        signer=notice.signer or None,
        urgency=notice.urgency or None,
        note=notice.note or None,
        printed_by=notice.printing_organ or None,
        recipients_text=f"{notice.recipients.strip().rstrip('：:')}：" if notice.recipients.strip() else "",
        cc_text=notice.cc,
        contact_text=notice.contact,
        attendance_text=notice.attendance,
        annexes=tuple(Annex(row.title, text) for row in attached if (text := _blocks(row.body))),
        important=notice.important,
    )


def _blocks(body: Any) -> tuple[Block, ...]:
    """The passages of a body, tables row by row."""
    return tuple(Block(piece.level, line) for piece in pieces(body) for line in piece.lines)


SEEN = 256
"""The same text is read and judged when its page is shown and again when it is decided upon; so many are remembered."""

_judged = lru_cache(SEEN)(check)
_contacts = lru_cache(SEEN)(read_contacts)
_parents = lru_cache(SEEN)(read_parents)


@lru_cache(SEEN)
def _listed(text: str) -> tuple[str, ...]:
    return tuple(split_list(text))


@lru_cache(SEEN)
def _deadlines(body: tuple[Block, ...], issued: date, today: date) -> tuple[Deadline, ...]:
    return read_deadlines(body, issued, Journal(), today)


def findings(notice: Notice, *, today: date | None = None) -> tuple[Finding, ...]:
    """What the rules find, errors first; what only signing and numbering can bring is left out before they happen."""
    day = today or timezone.localdate()
    expected = NOT_YET if not notice.number else frozenset()
    if notice.direction != Direction.UP:
        expected |= {"missing.signer"}
    return tuple(
        found for found in _judged(as_reading(notice, day), notice.signed_on or day) if found.code not in expected
    )


def state(notice: Notice, *, today: date | None = None) -> State:
    """Where the checking of this text stands."""
    found = findings(notice, today=today)

    def of(severity: str) -> tuple[Finding, ...]:
        return tuple(finding for finding in found if finding.severity == severity)

    warnings = of("warning")
    ticked = bool(warnings and notice.checked_content) and notice.checked_content == content.digest(notice)
    return State(of("error"), warnings, of("info"), ticked)


def tick(notice: Notice, user: Any) -> None:
    """已核: all warnings of the text as it stands were looked at; a changed text must be looked at again."""
    notice.set_down(checked_content=content.digest(notice))
