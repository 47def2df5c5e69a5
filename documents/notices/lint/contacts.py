"""联系人: a paper that asks for something says whom to ask, once and the same everywhere."""

import re
from collections.abc import Iterator

from .rule import Hit, Paper, rule

_ASKS_FOR = re.compile("报送|上报|报名|申报|提交|反馈|填报|回执")


@rule("contact.missing", "warning", "有报送要求，没有联系方式", "条例第20条")
def missing(paper: Paper) -> Iterator[Hit]:
    """Something is due, and nobody is named who takes it."""
    asked = [deadline for deadline in paper.reading.deadlines if _ASKS_FOR.search(deadline.text)]
    contacts = paper.reading.contacts
    if not asked or any(contact.names or contact.phones for contact in contacts):
        return
    if contacts:
        yield Hit(
            "要求按期报送，只写了邮箱，没有联系人和联系电话。请补上。",
            contacts[0].emails[0] if contacts[0].emails else "",
        )
    elif not paper.reading.contact_text.strip():
        yield Hit("要求按期报送，却没有写联系人和联系电话。请在正文后补上。", asked[0].text)


@rule("contact.request", "info", "请示没有写联系人", "公文处理惯例：请示在附注处注明联系人和电话")
def request(paper: Paper) -> Iterator[Hit]:
    """Whoever is asked calls back: a request names a person and a telephone in its 附注."""
    if paper.reading.kind == "请示" and paper.text and not paper.reading.contacts:
        yield Hit("请示一般在附注处注明联系人和电话，便于上级了解情况。请补上。")


@rule("contact.incomplete", "warning", "联系方式不全", "条例第20条")
def incomplete(paper: Paper) -> Iterator[Hit]:
    """A name without any way to reach it."""
    for contact in paper.reading.contacts:
        if contact.names and not contact.phones and not contact.emails:
            yield Hit(f"联系人{'、'.join(contact.names)}没有电话。请补上。", "、".join(contact.names))


@rule("contact.phone", "warning", "电话号码位数不对", "条例第20条")
def phone(paper: Paper) -> Iterator[Hit]:
    """A mobile number with too few or too many digits, in the contact lines."""
    text = paper.reading.contact_text or "\n".join(s for s in paper.sentences if re.search("电话|手机", s))
    for match in re.finditer(r"(?<![\d-])1[3-9]\d{6,8}(?!\d)|(?<![\d-])1[3-9]\d{10,12}(?!\d)", text):
        if len(match.group()) not in {7, 8, 11}:
            yield Hit(f"号码“{match.group()}”是{len(match.group())}位，手机号应为11位。请核对。", match.group())


_LETTERS = re.compile(r"(?<![A-Za-z0-9@._-])(?=[\dOoIl-]*\d{3})[\dOoIl-]{5,20}(?![A-Za-z0-9@._])")
_TORN = re.compile(
    r"(?:邮箱|信箱|邮件)(?:地址)?[：:]\s*(?P<head>[A-Za-z0-9._-]+)[ \u3000]+(?P<rest>[A-Za-z0-9._-]+@[A-Za-z0-9.-]+)"
)


@rule("contact.signs", "warning", "号码、邮箱里有识别错误", "条例第20条")
def signs(paper: Paper) -> Iterator[Hit]:
    """The letter O in a telephone number, a blank in a mailbox."""
    for text in (*paper.passages, *paper.reading.contact_text.splitlines(), paper.reading.note or ""):
        for match in _LETTERS.finditer(text):
            if re.search("[OoIl]", match.group()):
                right = match.group().translate(str.maketrans("OoIl", "0011"))
                yield Hit(
                    f"号码“{match.group()}”里有字母，疑为“{right}”。请核对。", match.group(), match.group(), right
                )
        for match in _TORN.finditer(text):
            whole = f"{match['head']}{match['rest']}"
            torn = text[match.start("head") : match.end()]
            yield Hit(f"邮箱“{torn}”中间有空格，疑为“{whole}”。请核对。", torn, torn, whole)


@rule("contact.conflict", "warning", "同一联系人有两种号码", "条例第20条")
def conflict(paper: Paper) -> Iterator[Hit]:
    """The same person with different telephones in two places."""
    known: dict[str, tuple[str, ...]] = {}
    for contact in paper.reading.contacts:
        for name in contact.names:
            before = known.setdefault(name, contact.phones)
            if before and contact.phones and not set(before) & set(contact.phones):
                yield Hit(
                    f"联系人{name}的电话前后不一：{'、'.join(before)}和{'、'.join(contact.phones)}。请核对。", name
                )
