"""联系人 in parts: name, telephone and mailbox of each, written as the lines that are printed under the text, and read back from them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_LINE = re.compile(
    r"联系人[：:]\s*(?P<name>[^，,；;：:\s\d]{1,40}?)\s*"
    r"(?:[，,；;]\s*(?:联系)?电话[：:]\s*(?P<phone>[0-9+\-—、/ ()（）转]{3,60}?)\s*)?"
    r"(?:[，,；;]\s*(?:电子)?邮箱[：:]\s*(?P<email>[^\s，,；;@]+@[^\s，,；;@。]+)\s*)?[。]?"
)


@dataclass(frozen=True)
class Person:
    """Whom to ask."""

    name: str
    phone: str = ""
    email: str = ""


def contact_line(name: str, phone: str = "", email: str = "") -> str:
    """``联系人：林予安，电话：0000-0000103，邮箱：…``; empty without a name, a number and a mailbox."""
    parts = (("联系人", name), ("电话", phone), ("邮箱", email))
    return "，".join(f"{label}：{text.strip()}" for label, text in parts if text.strip())


def split(text: str) -> tuple[list[Person], str]:
    """The persons of the lines that say a person and nothing else, and the lines that say more (an address, a fax)."""
    people, other = [], []
    for line in filter(None, map(str.strip, text.splitlines())):
        if (match := _LINE.fullmatch(line)) and line == contact_line(*(match[key] or "" for key in _KEYS)):
            people.append(Person(match["name"], match["phone"] or "", match["email"] or ""))
        else:
            other.append(line)
    return people, "\n".join(other)


def joined(people: Iterable[Sequence[str]], other: str) -> str:
    """The lines again."""
    lines = [contact_line(*person) for person in people]
    return "\n".join(filter(None, [*lines, *map(str.strip, other.splitlines())]))


_KEYS = ("name", "phone", "email")
