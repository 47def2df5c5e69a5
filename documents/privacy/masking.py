"""Making personal answers unrecognisable, one policy per sort (GB/T 35273-2020 7.2, display masking)."""

import re
from collections.abc import Callable
from enum import StrEnum

from .detectors import Severity, Sort, scan

HIDDEN = "（已隐去）"


class Policy(StrEnum):
    """What kind of personal answer is masked."""

    NAME = "name"
    IDENTITY = "identity"
    PHONE = "phone"
    MAIL = "mail"
    BANK_CARD = "bank_card"
    ADDRESS = "address"
    OTHER = "other"


def mask(policy: Policy, value: str) -> str:
    """The value as strangers may see it; empty stays empty."""
    text = value.strip()
    return _MASKS[policy](text) if text else ""


def guess(label: str, value: str) -> Policy:
    """The policy for an answer, by its label first and then by what it looks like; unknown sorts are hidden wholly."""
    for words, policy in _LABELS:
        if words.search(label):
            return policy
    findings = scan(value)
    return _SORTS.get(findings[0].sort, Policy.OTHER) if findings else Policy.OTHER


def mask_text(text: str) -> str:
    """Free text with every detected number, address and name of a child masked; what remains must still be read by a person."""
    parts, position = [], 0
    for finding in scan(text):
        if finding.severity is Severity.NOTE:
            continue
        policy = _SORTS.get(finding.sort)
        parts += [text[position : finding.start], mask(policy, finding.excerpt) if policy else HIDDEN]
        position = finding.end
    return "".join([*parts, text[position:]])


def _name(text: str) -> str:
    return f"{text[:1]}{'某' * max(len(text) - 1, 1)}"


def _identity(text: str) -> str:
    return f"{text[:1]}{'*' * max(len(text) - 2, 0)}{text[-1:]}" if len(text) > 2 else "*" * len(text)


def _phone(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    if len(digits) < 7:
        return "*" * len(text)
    return f"{digits[:3]}{'*' * (len(digits) - 7)}{digits[-4:]}" if len(digits) > 7 else f"***{digits[-4:]}"


def _mail(text: str) -> str:
    name, at, host = text.partition("@")
    return f"{name[:1]}***{at}{host}" if at else "***"


def _card(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    return f"{'*' * max(len(digits) - 4, 4)}{digits[-4:]}"


def _address(text: str) -> str:
    """Down to the county, never below."""
    county = re.match(r".*?(?:县|区|旗|(?<!自治)市(?!.*[县区旗]))", text)
    return f"{county.group()}***" if county else HIDDEN


def _other(text: str) -> str:
    return HIDDEN


_MASKS: dict[Policy, Callable[[str], str]] = {
    Policy.NAME: _name,
    Policy.IDENTITY: _identity,
    Policy.PHONE: _phone,
    Policy.MAIL: _mail,
    Policy.BANK_CARD: _card,
    Policy.ADDRESS: _address,
    Policy.OTHER: _other,
}

_LABELS = (
    (re.compile("身份证|证件号"), Policy.IDENTITY),
    (re.compile("电话|手机|联系方式"), Policy.PHONE),
    (re.compile("邮箱|电子邮件"), Policy.MAIL),
    (re.compile("银行卡|账号"), Policy.BANK_CARD),
    (re.compile("住址|地址"), Policy.ADDRESS),
    (re.compile("姓名|联系人|负责人|填报人|监护人|作者"), Policy.NAME),
)

_SORTS = {
    Sort.IDENTITY: Policy.IDENTITY,
    Sort.MOBILE: Policy.PHONE,
    Sort.TELEPHONE: Policy.PHONE,
    Sort.MAIL: Policy.MAIL,
    Sort.BANK_CARD: Policy.BANK_CARD,
}
