"""Finding what may give a person away in a text: 个保法第25、28、31条, and the rules for public showcases.

``scan(text)`` is asked before a 典型 leaves the house. It finds; a person decides. Errors are things that never belong into
a public text, warnings are to be looked at, notes remind.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from .surnames import SURNAMES


class Sort(StrEnum):
    """What was found."""

    IDENTITY = "identity"
    MOBILE = "mobile"
    TELEPHONE = "telephone"
    MAIL = "mail"
    BANK_CARD = "bank_card"
    CHILD = "child"
    SCHOOL_CLASS = "school_class"
    ADDRESS = "address"
    HARDSHIP = "hardship"
    FACE = "face"


class Severity(StrEnum):
    """How much it weighs: an error stands in the way, a warning is ticked off, a note reminds."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "info"


@dataclass(frozen=True)
class Finding:
    """One place in a text, half open in characters; ``start == end`` for what concerns the whole."""

    sort: Sort
    severity: Severity
    start: int
    end: int
    excerpt: str
    message: str

    @property
    def code(self) -> str:
        """A stable name, for lists and for ticking off."""
        return f"privacy.{self.sort}"


_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"

_IDENTITY = re.compile(r"(?<![0-9A-Za-z])(\d{6}\s?\d{4}\s?\d{4}\s?\d{3}[0-9Xx]|\d{15})(?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?!\d)")
_TELEPHONE = re.compile(r"(?<!\d)[(（]?(0\d{2,3})[)）]?[- ]?(\d{7,8})(?:-\d{1,6})?(?!\d)")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_CARD = re.compile(r"(?<!\d)[3-9](?:[ -]?\d){15,18}(?!\d)")

_GIVEN = r"[^\W\d_a-zA-Z年月日级班名个位人岁里以约近有]"
_NAME = rf"(?:小{_GIVEN}{{1,2}}?|(?:{SURNAMES})(?:某{{1,2}}|{_GIVEN}{{1,2}}?))"
_AGE = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*周?岁"
_CHILD = re.compile(
    rf"(?P<a>{_NAME})\s*[，,、（(]?\s*(?:[男女][，,、]?\s*)?(?:今年|刚满|才|年仅)?\s*(?P<b>{_AGE})|(?P<d>{_AGE})的?\s*(?P<c>{_NAME})"
)
_SCHOOL = re.compile(
    r"[\u4e00-\u9fff]{2,14}?(?:小学|中学|学校|一中|二中|三中|完小|教学点|幼儿园)[^。；\n]{0,6}?"
    r"(?:[一二三四五六七八九初高][年级]{0,2}\s*[（(]?\s*[0-9一二三四五六七八九十]{1,3}\s*[)）]?\s*班|[一二三四五六]年级)"
)
_ADDRESS = re.compile(
    r"[\u4e00-\u9fff]{1,8}(?:村|社区|街道|路|巷|屯|组)[\u4e00-\u9fff]{0,4}\s*[0-9一二三四五六七八九十]{1,4}\s*(?:组|号|队|栋|单元|户)(?!楼?会议)"
)
_HARDSHIP = re.compile(
    r"孤儿|单亲|服刑|吸毒|残疾(?!人联合会|人事业)|智力障碍|自闭症|艾滋|抑郁|低保户|建档立卡|父母离异|性侵|被虐待"
)
_PICTURE_WORDS = re.compile(r"合影|正脸|特写|全家福")


def scan(text: str, *, pictures: int = 0) -> list[Finding]:
    """Everything that was found, in the order of the text; with *pictures*, a reminder of children's faces at the end."""
    plain = _flat(text)
    found: list[Finding] = []
    for detect in _DETECTORS:
        found.extend(rest for finding in detect(plain) if (rest := _beside(finding, found, plain)))
    found.sort(key=lambda finding: (finding.start, finding.end))
    if pictures or _PICTURE_WORDS.search(plain):
        found.append(_face_reminder(len(text), pictures))
    return found


def is_identity_number(number: str) -> bool:
    """Whether 18 characters are a valid 公民身份号码: date of birth and check digit after GB 11643-1999."""
    if not re.fullmatch(r"\d{17}[\dXx]", number) or not _is_day(number[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == number[-1].upper()


def is_card_number(number: str) -> bool:
    """Whether the digits pass the Luhn check (ISO/IEC 7812-1) and the length of a bank card."""
    if not 16 <= len(number) <= 19 or len(set(number)) < 2:
        return False
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(number))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _flat(text: str) -> str:
    """Full-width digits and letters as plain ones, character for character, so that places stay valid."""
    return "".join(
        folded if len(folded := unicodedata.normalize("NFKC", character)) == 1 and folded.isascii() else character
        for character in text
    )


def _is_day(digits: str) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return 1900 <= day.year <= 2100


def _finding(match: re.Match[str], sort: Sort, severity: Severity, message: str) -> Finding:
    return Finding(sort, severity, match.start(), match.end(), match.group(), message)


def _identities(text: str) -> Iterator[Finding]:
    for match in _IDENTITY.finditer(text):
        number = re.sub(r"\s", "", match.group())
        if is_identity_number(number) or (len(number) == 15 and _is_day(f"19{number[6:12]}")):
            yield _finding(match, Sort.IDENTITY, Severity.ERROR, "这里像是身份证号，公开前必须删去。")


def _cards(text: str) -> Iterator[Finding]:
    for match in _CARD.finditer(text):
        if is_card_number(re.sub(r"\D", "", match.group())):
            yield _finding(match, Sort.BANK_CARD, Severity.ERROR, "这里像是银行卡号，公开前必须删去。")


def _mobiles(text: str) -> Iterator[Finding]:
    for match in _MOBILE.finditer(text):
        yield _finding(match, Sort.MOBILE, Severity.ERROR, "这里是手机号，公开前必须删去。")


def _telephones(text: str) -> Iterator[Finding]:
    for match in _TELEPHONE.finditer(text):
        yield _finding(match, Sort.TELEPHONE, Severity.WARNING, "这里是固定电话，请确认是单位的公开电话。")


def _mails(text: str) -> Iterator[Finding]:
    for match in _MAIL.finditer(text):
        yield _finding(match, Sort.MAIL, Severity.WARNING, "这里是邮箱，请确认是单位的公开邮箱。")


def _children(text: str) -> Iterator[Finding]:
    for match in _CHILD.finditer(text):
        if _years(match["b"] or match["d"]) < 18:
            yield _finding(
                match, Sort.CHILD, Severity.ERROR, "姓名和年龄连在一起能认出孩子，请改用化名，年龄写成年龄段。"
            )


def _schools(text: str) -> Iterator[Finding]:
    for match in _SCHOOL.finditer(text):
        yield _finding(match, Sort.SCHOOL_CLASS, Severity.ERROR, "学校和班级连在一起能认出孩子，请只写到学校所在的县。")


def _addresses(text: str) -> Iterator[Finding]:
    for match in _ADDRESS.finditer(text):
        yield _finding(match, Sort.ADDRESS, Severity.WARNING, "这里像是住址，请只写到县。")


def _hardships(text: str) -> Iterator[Finding]:
    for match in _HARDSHIP.finditer(text):
        yield _finding(
            match, Sort.HARDSHIP, Severity.WARNING, "这类处境不能和具体的孩子连在一起写，请确认没有指向个人。"
        )


def _beside(finding: Finding, found: list[Finding], text: str) -> Finding | None:
    """The part of a finding that no earlier one covers, so that each place is told once and nothing is swallowed."""
    start, end = finding.start, finding.end
    for other in found:
        if other.start <= start < other.end:
            start = other.end
        elif start < other.start < end:
            end = other.start
    return replace(finding, start=start, end=end, excerpt=text[start:end]) if start < end else None


def _face_reminder(end: int, pictures: int) -> Finding:
    many = f"有{pictures}张图片" if pictures else "文中提到合影或特写"
    message = f"{many}，请逐张确认：不出现儿童正脸，或者已有监护人书面同意；校名、班牌、名单没有入镜。"
    return Finding(Sort.FACE, Severity.NOTE, end, end, "", message)


_DIGITS = {character: number for number, character in enumerate("零一二三四五六七八九十")}


def _years(age: str) -> int:
    """“9岁”, “十二岁”, “二十三岁” as a number."""
    digits = "".join(character for character in age if character.isdigit() and character.isascii())
    if digits:
        return int(digits)
    tens, ten, ones = "".join(character for character in age if character in _DIGITS).partition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones if ten else tens, 0)


_DETECTORS: tuple[Callable[[str], Iterator[Finding]], ...] = (
    _identities,
    _cards,
    _mobiles,
    _telephones,
    _mails,
    _children,
    _schools,
    _addresses,
    _hardships,
)
