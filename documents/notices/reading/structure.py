"""What the reading of a paper yields: frozen values, and the JSON object that is made of them."""

from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Literal

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
WEIGHTS: dict[Severity, str] = {"error": "须改正", "warning": "须核对", "info": "提示"}
"""How a severity is called where people read it."""


class ReadError(Exception):
    """A file that cannot be read as a paper; ``message`` says in Chinese why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a person should know about the paper: a repair (info), a doubt (warning), a fault that blocks (error).

    Where one remedy is known, ``find`` are the words as they stand and ``put`` those that should stand there (改成……).
    """

    code: str
    severity: Severity
    message: str
    excerpt: str = ""
    find: str = ""
    put: str = ""

    @property
    def remedy(self) -> str:
        """What one press would put there; empty where no single remedy is known."""
        return self.put


@dataclass(frozen=True, slots=True)
class Block:
    """A passage of the body. Level 0 is a paragraph, 1 “一、”, 2 “（一）”, 3 “1.”, 4 “（1）” (GB/T 9704-2012 7.3.3).

    A run-in heading and the sentences after it (“1. 组织发动。各地要……”) are one block at the level of its ordinal.
    """

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Contact:
    """联系人: one block of people who are reached by the same telephones and mailboxes."""

    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    fax: str | None = None
    emails: tuple[str, ...] = ()
    address: str | None = None
    postcode: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The keys of the import format."""
        return {
            "names": list(self.names),
            "phones": list(self.phones),
            "fax": self.fax,
            "emails": list(self.emails),
            "address": self.address,
            "postcode": self.postcode,
        }


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which something is due, that day included; ``at`` only where the paper names an hour. ``text`` is its wording."""

    on: date
    text: str
    at: time | None = None
    exact: bool = True  # a day was named, not “上旬” or “月底”

    @property
    def iso(self) -> str:
        """``2026-12-18`` or ``2026-12-18T17:30``."""
        return self.on.isoformat() + (f"T{self.at:%H:%M}" if self.at else "")


@dataclass(frozen=True, slots=True)
class Parent:
    """行文依据: a paper that this one rests on, passes on or cites."""

    number: str | None = None
    title: str | None = None
    organ: str | None = None


@dataclass(frozen=True, slots=True)
class Annex:
    """The text of an attachment (附件) that came in the same file."""

    title: str
    body: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Carried:
    """The text that a cover issues or passes on: its title (empty where it has none), its blocks, what it encloses itself.

    ``cover``: so many blocks of the reading's body are the cover's own.
    """

    title: str
    body: tuple[Block, ...]
    attachments: tuple[str, ...]
    cover: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A paper taken apart. ``to_json`` gives the import format; the last fields serve saving, printing and checking.

    A cover that issues or passes on another text (印发、转发) stays one paper: ``title`` is the notice's own title (or, when the
    cover has none, that of the text it carries), ``body`` holds the cover's paragraphs, then the carried text, preceded by its
    title as a level-0 block where that differs from ``title``; ``carried`` tells the two apart. Attachments proper (“附件1 ……”) are in ``annexes``, not in ``body``.
    Paragraphs that hold nothing but a contact are in ``contacts`` and, word for word, in ``contact_text``, not in ``body``.
    """

    title: str | None = None
    kind: str | None = None
    document_number: str | None = None
    issuers: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    body: tuple[Block, ...] = ()
    contacts: tuple[Contact, ...] = ()
    signed_on: date | None = None
    printed_on: date | None = None
    deadlines: tuple[Deadline, ...] = ()
    parent_documents: tuple[Parent, ...] = ()
    findings: tuple[Finding, ...] = ()
    # Not part of the JSON object:
    head: tuple[str, ...] = ()  # 发文机关标志, without 文件
    signature: tuple[str, ...] = ()  # 署名
    signed_text: str = ""  # 成文日期 as written
    signer: str | None = None  # 签发人
    urgency: str | None = None  # 紧急程度
    secrecy: str | None = None  # 密级和保密期限
    note: str | None = None  # 附注
    printed_by: str | None = None  # 印发机关
    recipients_text: str = ""  # 主送 as written, without the colon
    cc_text: str = ""  # 抄送 as written, without the full stop
    contact_text: str = ""
    attendance_text: str = ""  # 出席、请假、列席 of minutes, one a line
    annexes: tuple[Annex, ...] = field(default=())
    carried: Carried | None = None  # what the cover issues or passes on, as far as it can be told apart
    important: bool = False  # 重要公文, as its drafter has marked it

    def cover(self) -> tuple[Block, ...]:
        """The paragraphs of the paper itself: the body without what it carries."""
        return self.body[: self.carried.cover] if self.carried is not None else self.body

    def text(self) -> str:
        """The body as plain text, one block a line."""
        return "\n".join(block.text for block in self.body)

    def to_json(self) -> dict[str, Any]:
        """Exactly the keys of the import format, with lists, strings, numbers and nulls only."""
        return {
            "title": self.title,
            "kind": self.kind,
            "document_number": self.document_number,
            "issuers": list(self.issuers),
            "recipients": list(self.recipients),
            "cc": list(self.cc),
            "attachments": list(self.attachments),
            "body": [{"level": block.level, "text": block.text} for block in self.body],
            "contacts": [contact.to_json() for contact in self.contacts],
            "signed_on": self.signed_on.isoformat() if self.signed_on else None,
            "printed_on": self.printed_on.isoformat() if self.printed_on else None,
            "deadlines": [{"date": deadline.iso, "text": deadline.text} for deadline in self.deadlines],
            "parent_documents": [
                {"number": parent.number, "title": parent.title, "organ": parent.organ}
                for parent in self.parent_documents
            ],
            "findings": [
                {"code": f.code, "severity": f.severity, "message": f.message, "excerpt": f.excerpt}
                for f in self.findings
            ],
        }
