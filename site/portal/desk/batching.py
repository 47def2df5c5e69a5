"""批量办理: matters of the worklist that ask for the same plain yes, decided in one go with an answer for each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from workflows import engine

from .acting import address_of
from .phrases import phrases

MOST = 40
"""So many at once: a person must still be able to look through them."""


@dataclass(frozen=True)
class Group:
    """Matters in the same state of the same process, with the one act that is usual there."""

    key: str
    title: str
    button: str
    rows: tuple[Any, ...]
    phrases: list[str]


@dataclass(frozen=True)
class Result:
    """What became of one matter: done, or the reason why not."""

    title: str
    url: str
    done: bool
    say: str


def key_of(row: Any) -> str:
    """What rows of one group have in common."""
    return f"{row.process}.{row.state}.{row.transition}"


def groups(rows: Iterable[Any], user: Any = None) -> list[Group]:
    """The groups in the order of the worklist, each with at most :data:`MOST` rows and *user*'s phrases."""
    found: dict[str, list[Any]] = {}
    for row in rows:
        if row.together:
            found.setdefault(key_of(row), []).append(row)
    return [
        Group(key, several[0].state_title, several[0].button, tuple(several[:MOST]), phrases(several[0].state, user))
        for key, several in found.items()
    ]


def chosen(posted: QueryDict) -> dict[int, str]:
    """The ticked matters: the case and the token that the page was shown with."""
    pairs = (value.partition(":") for value in posted.getlist("pick"))
    return {int(case): token for case, _colon, token in pairs if case.isascii() and case.isdigit()}


def decide(user: Any, rows: Sequence[Any], picked: dict[int, str], *, opinion: str, request: str) -> list[Result]:
    """Do the usual act of each ticked row for *user*; what is no longer on the worklist is told so.

    *rows* is the person's worklist as it is now, *request* marks this press of the button: a repeated one changes nothing.
    """
    mine = {row.instance_id: row for row in rows if row.together and row.instance_id in picked}
    actions = [
        engine.Action(
            instance_id=row.instance_id,
            transition=row.transition,
            actor=user,
            token=picked[row.instance_id],
            opinion=opinion,
            request_key=_key(request, row.instance_id),
        )
        for row in list(mine.values())[:MOST]
    ]
    results = []
    for action, outcome in zip(actions, engine.act_many(actions), strict=True):
        row = mine[action.instance_id]
        if isinstance(outcome, engine.Refused):
            results.append(Result(row.title, row.url, False, "".join(outcome.reasons)))
        else:
            results.append(Result(row.title, row.url, True, str(outcome.instance.state_title)))
    return results + _gone(user, [pk for pk in picked if pk not in mine], request)


def _key(request: str, case: int) -> str:
    return f"{request}-{case}"[:64] if request else ""


def _gone(user: Any, keys: list[int], request: str) -> list[Result]:
    """What became of ticked matters that wait for the person no more: by name where they may still see them, and done where
    the same press of the button did them before.
    """
    pressed = engine.Event.objects.filter(actor=user, request_key__in=[_key(request, pk) for pk in keys])
    done = set(pressed.values_list("instance_id", flat=True)) if request else set()
    found = [case for pk in keys[:MOST] if (case := engine.case_of(pk)) is not None]
    seen = [case for case in found if engine.allowed(user, "view", case)]
    words = _("已经不在您的待办里，可能别人已办，或已退回、撤回。现在在“%s”。")
    results = [
        Result(case.title, address_of(case), case.pk in done, ("%s" if case.pk in done else words) % case.state_title)
        for case in seen
    ]
    if others := len(keys) - len(seen):
        results.append(
            Result(_("另有 %d 件") % others, "", False, _("已经不在您的待办里，可能别人已办，或已退回、撤回。"))
        )
    return results
