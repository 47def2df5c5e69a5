"""核验码: a code on the print, outside the 版心, by which whoever holds a copy can ask whether the paper was issued.

Off unless ``settings.VERIFY_AT`` holds the address at which codes are looked up. A code cannot be guessed, and says nothing
by itself; what the answer tells of a paper that is not public is what its holder knows already.
"""

import secrets
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from workflows import engine

from .models import Artifact, Notice

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No character that is taken for another on paper."""
LENGTH = 10
"""Fifty bits: nobody finds one by trying."""
_HALF = LENGTH // 2


@dataclass(frozen=True)
class Verified:
    """What may be told of a print to whoever holds it. Title and organ are not among it: those are told of public papers only."""

    notice: Notice
    code: str
    number: str
    signed_on: date | None
    printed_on: date | None
    pages: int
    sha256: str
    sealed: tuple[str, ...]
    standing: str
    void_on: date | None


def address(code: str) -> str:
    """Where the print with that code is looked up, as it is printed; empty without a code."""
    return f"{settings.VERIFY_AT.rstrip('/')}/{shown(code)}" if code else ""


def shown(code: str) -> str:
    """A code as it is read and typed: two groups."""
    return f"{code[:_HALF]}-{code[_HALF:]}"


def code_for(notice: Notice) -> str:
    """The code of the notice's print: the one it has for this number, so that a print made again is the same file; else a new one.

    Empty while no address for codes is set.
    """
    if not settings.VERIFY_AT:
        return ""
    earlier = notice.artifacts.filter(number=notice.number).exclude(code="").first()
    return earlier.code if earlier else "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def look_up(typed: str) -> Verified | None:
    """The issued paper whose print has the code; None for any other, also for a paper that has not gone out yet."""
    code = "".join(char for char in typed.upper() if char in ALPHABET)
    if len(code) != LENGTH:
        return None
    found = Artifact.objects.filter(code=code, kind=Artifact.Kind.ISSUED).select_related("notice__organ").first()
    if found is None or not _is_out(found.notice):
        return None
    notice = found.notice
    scans = notice.artifacts.filter(kind=Artifact.Kind.SEALED_SCAN, number=notice.number)
    return Verified(
        notice=notice,
        code=shown(code),
        number=found.number,
        signed_on=notice.signed_on,
        printed_on=notice.printed_on,
        pages=found.pages,
        sha256=found.sha256,
        sealed=tuple(scan.sha256 for scan in scans),
        standing=str(notice.get_validity_display()),
        void_on=notice.void_on,
    )


def _is_out(notice: Notice) -> bool:
    case = engine.instance_of(notice, "issue", finished=True)
    return case is not None and case.state == "issued"
