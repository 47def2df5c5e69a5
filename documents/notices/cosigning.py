"""会签: who has signed along, whose signature fell, and who is still awaited, in the order of the head."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflows import engine

from .models import Notice

STATE = "cosign"


@dataclass(frozen=True)
class Cosigner:
    """One co-issuing organ. *state* is signed, fallen (to be confirmed anew) or waiting; the rest tells of the last signature."""

    organ: str
    state: str
    name: str = ""
    opinion: str = ""
    on: date | None = None
    offline: bool = False


def cosigners(notice: Notice, case: Any) -> list[Cosigner]:
    """Every co-issuer; nothing for a paper of one organ. Two queries where there are any."""
    organs = notice.co_organs()
    if not organs:
        return []
    said = engine.statements(case, (STATE,))
    return [_cosigner(organ, (one for one in said if one.organisation_id == organ.pk)) for organ in organs]


def _cosigner(organ: Any, said: Iterable[engine.Statement]) -> Cosigner:
    yeses = [one for one in said if one.verdict == "yes"]
    if not yeses:
        return Cosigner(organ.name, "waiting")
    last = yeses[-1]
    return Cosigner(organ.name, "signed" if last.stands else "fallen", last.name, last.opinion, last.on, last.offline)


def at_stake(notice: Notice) -> list[engine.Statement]:
    """The signatures (会签, 签发) that a substantive change would void now; two queries."""
    case = engine.instance_of(notice, "issue", finished=False)
    if case is None:
        return []
    return [one for one in engine.statements(case, (STATE, "sign"), standing_only=True) if one.verdict == "yes"]


def names_at_stake(notice: Notice) -> str:
    """“曦原省教育厅简然（会签）、共青团曦原省委陆思齐（签发）”; empty where nothing would fall."""
    return "、".join(f"{one.organ}{one.name}（{one.state_title}）" for one in at_stake(notice))
