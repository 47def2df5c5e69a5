"""The parts of a paper that was read, each under its name, in the words in which a person checks them."""

from dataclasses import dataclass
from datetime import date

from .reading import Contact, Deadline, Parent, Reading


@dataclass(frozen=True)
class Part:
    """One part: its name and what was read, one entry a line; nothing where the paper does not have it.

    ``stays_behind`` marks what belongs to the old paper: number and dates of the new one arise at 登记 and 签发.
    """

    key: str
    label: str
    lines: tuple[str, ...] = ()
    stays_behind: bool = False


def parts(reading: Reading) -> tuple[Part, ...]:
    """Everything but the body, which has blocks and levels of its own, in the order of the paper."""
    return (
        Part("title", "标题", _one(reading.title)),
        Part("kind", "文种", _one(reading.kind)),
        Part("number", "发文字号", _one(reading.document_number), stays_behind=True),
        Part("issuers", "发文机关", reading.issuers),
        Part("recipients", "主送", reading.recipients),
        Part("cc", "抄送", reading.cc),
        Part("attachments", "附件", reading.attachments),
        *(
            [Part("attendance", "出席人员", present)]
            if (present := tuple(reading.attendance_text.splitlines()))
            else []
        ),
        Part("contacts", "联系人", tuple(contact_line(contact) for contact in reading.contacts)),
        Part("signed_on", "成文日期", _one(_day(reading.signed_on)), stays_behind=True),
        Part("printed_on", "印发日期", _one(_day(reading.printed_on)), stays_behind=True),
        Part("deadlines", "截止时间", tuple(deadline_line(deadline) for deadline in reading.deadlines)),
        Part("parents", "依据", tuple(parent_line(parent) for parent in reading.parent_documents)),
    )


def contact_line(contact: Contact) -> str:
    """Names, numbers, mailboxes and address of one contact."""
    found = [*contact.names, *contact.phones]
    found += [f"传真{contact.fax}"] if contact.fax else []
    found += [*contact.emails, *(text for text in (contact.address, contact.postcode) if text)]
    return "　".join(found)


def deadline_line(deadline: Deadline) -> str:
    """The day, the hour where one is named, and the words of the paper."""
    hour = f"{deadline.at:%H:%M}" if deadline.at else ""
    return f"{_day(deadline.on)}{hour}　{deadline.text}"


def parent_line(parent: Parent) -> str:
    """Organ, title and number of a paper that is cited."""
    return f"{parent.organ or ''}《{parent.title or ''}》{parent.number or ''}".replace("《》", "")


def _one(text: str | None) -> tuple[str, ...]:
    return (text,) if text else ()


def _day(day: date | None) -> str | None:
    return f"{day.year}年{day.month}月{day.day}日" if day else None
