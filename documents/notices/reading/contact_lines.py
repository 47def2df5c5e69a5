"""Which lines of a paper hold contacts: those that are nothing else leave the body, the others are read where they stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from . import contacts
from .headings import level_of
from .lines import Line
from .structure import Contact

_SECTION = re.compile("联系|咨询")
_CELL = "｜"


@dataclass(slots=True)
class Parted:
    """Lines of the body, lines that are contacts only, and contact lines that stay in the body under a heading of their own."""

    body: list[Line] = field(default_factory=list)
    apart: list[Line] = field(default_factory=list)
    within: list[Line] = field(default_factory=list)


def part(paragraphs: Sequence[Line]) -> Parted:
    """Part body and contact. Under a heading like “五、联系方式” everything stays in the body."""
    parted = Parted()
    in_section = False
    for line in paragraphs:
        if level_of(line.text):
            in_section = bool(_SECTION.search(line.text)) and len(line.text) <= 20
        is_contact = not level_of(line.text) and not line.table and contacts.is_contact_line(line.text)
        follows = bool(parted.apart) and not in_section and contacts.is_loose_line(line.raw.strip())
        if (is_contact and not in_section) or follows:
            parted.apart.append(line)
        else:
            parted.body.append(line)
            if in_section and (is_contact or contacts.is_loose_line(line.raw.strip())):
                parted.within.append(line)
    return parted


def readable(line: Line) -> str:
    """A line with its columns still apart, so that names beside names are told from one another."""
    if re.sub(r"\s", "", line.raw) != re.sub(r"\s", "", line.text):  # joined from several lines
        return line.text
    return re.sub(r"[\t\u3000]| {2,}", "  ", line.raw.strip())


def gather(
    apart: Sequence[Line], within: Sequence[Line], passages: Sequence[str], note: str | None
) -> tuple[Contact, ...]:
    """All contacts of a paper: from lines of their own, from the body's passages and tables, from the 附注.

    A mailbox that the body names for replies belongs to the first contact when no contact has one.
    """
    known = {line.text for line in within}
    texts = [readable(line) for line in (*apart, *within)]
    texts += [text for text in passages if text not in known and contacts.mentions(text)]
    found = contacts.read_contacts([*texts, *([note] if note else [])])
    found += contacts.read_rows(_rows(passages))
    emails = contacts.stray_emails(passages)
    if emails and not any(contact.emails for contact in found):
        first = found[0] if found else Contact()
        found = (replace(first, emails=tuple(emails)), *found[1:])
    return found


def _rows(passages: Sequence[str]) -> list[list[str]]:
    """The rows of the first table that lists people, its head row first."""
    rows = [passage.split(_CELL) for passage in passages if _CELL in passage]
    start = next((at for at, row in enumerate(rows) if any("联系人" in cell or "姓名" in cell for cell in row)), None)
    return [] if start is None else rows[start:]
