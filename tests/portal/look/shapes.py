"""The shapes that the templates read, as plain data: what the engine and the views give under the same names."""

from dataclasses import dataclass, field
from datetime import date, datetime
from types import SimpleNamespace as Thing
from typing import Any


@dataclass(frozen=True)
class WorkRow:
    """The shape of an engine work row."""

    title: str
    state_title: str
    organ_name: str
    button: str
    state: str = "doing"
    left: str = ""
    due_at: datetime | None = None
    returned: bool = False
    on_behalf: str = ""
    url: str = "/desk/notices/1/"


@dataclass(frozen=True)
class Offer:
    """The shape of an engine offer."""

    transition: str
    title: str
    style: str = "plain"
    verdict: str = "yes"
    needs_opinion: bool = False
    least: int = 0
    choices: tuple[tuple[str, str], ...] = ()
    confirm: str = ""
    allowed: bool = True
    reasons: tuple[str, ...] = ()
    token: str = "7:41:ab12"


@dataclass(frozen=True)
class Person:
    """The shape of a person at a station."""

    name: str
    organ: str = ""
    role: str = ""
    at: datetime | None = None
    opinion: str = ""
    verdict: str = ""
    on_behalf: str = ""
    offline: bool = False
    voided: bool = False


@dataclass(frozen=True)
class Station:
    """The shape of a station of the route."""

    name: str
    title: str
    phase: str
    people: tuple[Person, ...] = ()
    since: datetime | None = None
    due_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True)
class HistoryRow:
    """The shape of a line of the history."""

    at: datetime
    actor: str
    post: str
    verb: str
    state: str
    opinion: str = ""
    behalf: str = ""
    offline: bool = False
    voided: bool = False
    labels: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Paper:
    """The shape of a paper view; see templates/pieces/paper.html."""

    title: str
    issuers: tuple[str, ...] = ()
    suffix: str = "文件"
    number: str = ""
    signers: tuple[str, ...] = ()
    urgency: str = ""
    recipients: str = ""
    blocks: tuple[Any, ...] = ()
    attachments: tuple[str, ...] = ()
    signatories: tuple[str, ...] = ()
    signed_on: date | None = None
    remark: str = ""
    cc: str = ""
    printed_by: str = ""
    printed_on: date | None = None
    proof: bool = False


@dataclass(frozen=True)
class Block:
    """One block of a paper's body."""

    level: int
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    header: bool = False
    anchor: str = ""
    findings: tuple[Any, ...] = ()


@dataclass
class Page:
    """A page of a list."""

    number: int = 2
    has_previous: bool = True
    has_next: bool = True
    has_other_pages: bool = True
    previous_page_number: int = 1
    next_page_number: int = 3
    object_list: list[Any] = field(default_factory=list)
    paginator: Any = field(default_factory=lambda: Thing(num_pages=4))
