"""复核 before printing: format may be mended; a substantive change, found by the diff or declared, voids 会签 and 签发 (条例第25条)."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from workflows import engine

from .content import projection
from .cosigning import STATE as COSIGN
from .cosigning import names_at_stake
from .models import Notice

STATE = "recheck"


class RecheckError(Exception):
    """It cannot be done so; the message says why."""


def may_declare(user: Any, notice: Notice) -> bool:
    """Whether it is the person's turn to recheck."""
    case = engine.instance_of(notice, "issue", finished=False)
    return case is not None and case.state == STATE and engine.allowed(user, "edit", notice)


def declare(notice: Notice, words: str, *, user: Any) -> str:
    """Declare a substantive change in words; whose signatures fell by it, in words.

    Raises:
        RecheckError: nothing was written.
        workflows.engine.Refused: it is not the person's turn any more.
    """
    if not words.strip():
        raise RecheckError(_("请写明改了什么，签过的人要凭它重新看。"))
    fallen = names_at_stake(notice)
    with engine.editing(notice, actor=user) as fresh:
        fresh.set_down(declared="\n".join(filter(None, (fresh.declared, words.strip()))))
    return fallen


@dataclass(frozen=True)
class Part:
    """One part of the paper: as it was signed, and as it is now."""

    title: str
    signed: str
    current: str

    @property
    def same(self) -> bool:
        """Whether nothing became different."""
        return self.signed == self.current


@dataclass(frozen=True)
class Compared:
    """The signed text beside the present one, part by part, and what is different; nothing where the signed one was erased."""

    parts: tuple[Part, ...] = ()
    differences: tuple[engine.Difference, ...] = ()
    fallen: str = ""


def compared(notice: Notice, case: Any) -> Compared:
    """The text that was signed last beside the present one. Three queries."""
    from .adapter import NoticeType

    signed = (
        engine.Event.objects.filter(instance=case, name="sign", content__isnull=False)
        .select_related("content__subject_type")
        .order_by("-seq")
        .first()
    )
    if signed is None or signed.content is None or signed.content.payload is None:
        return Compared()
    adapter = NoticeType()
    before = {one.key: one for one in adapter.passages(json.loads(signed.content.payload))}
    now = {one.key: one for one in adapter.passages(projection(notice))}
    parts = tuple(
        Part(
            (now.get(key) or before[key]).title,
            before[key].text if key in before else "",
            now[key].text if key in now else "",
        )
        for key in dict.fromkeys((*now, *before))
    )
    shown = tuple(part for part in parts if part.signed or part.current)
    said = engine.statements(case, (COSIGN, "sign"))
    last = {(one.state, one.organisation_id): one for one in said}
    fallen = "、".join(f"{one.organ}{one.name}" for one in last.values() if not one.stands)
    return Compared(shown, tuple(engine.difference(signed.content, case.content)), fallen)
