"""What a measure tells: in the record, in plain Chinese, and to the people whom it concerns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from workflows.definition import ACTIONS
from workflows.organisations.models import Organisation, Role, User
from workflows.organisations.roles import title_at

from ..models import WorkItem

_VERBS = {"jump": _lazy("申请跳转"), "jump_confirm": _lazy("管理员跳转")}


class Names:
    """The names of whom events mention by key; one query for each kind, and none when nothing is mentioned or everybody is
    among *people*, who are at hand."""

    def __init__(self, events_data: Iterable[dict[str, Any]], people: Iterable[User] = ()) -> None:
        keys = [key for data in events_data for key in _mentioned(data)]
        near = {person.pk: str(person) for person in people}
        others = _rows(User, {user for _place, _role, user in keys if user is not None} - near.keys())
        self.users = near | {pk: str(row) for pk, row in others.items()}
        self.places = _rows(Organisation, {place for place, _role, user in keys if user is None})
        self.roles = _rows(Role, {role for _place, role, user in keys if user is None and role is not None})

    def of(self, place: int, role: int | None, user: int | None) -> str:
        """A person by name, a post by organisation and role."""
        if user is not None:
            return self.users.get(user, "")
        where, held = self.places.get(place), self.roles.get(role or 0)
        kind = where.kind if where is not None else ""
        return f"{where or ''}{title_at(kind, held.key, held.title) if held is not None else ''}"


def _rows(model: Any, keys: set[int]) -> dict[int, Any]:
    return {row.pk: row for row in model.objects.filter(pk__in=keys)} if keys else {}


def _mentioned(data: dict[str, Any]) -> Iterator[tuple[int, int | None, int | None]]:
    for _kind, _party, place, role, user, *_note in data.get("added", ()):
        yield place, role, user
    for place, role, user in data.get("whom", ()):
        yield place, role, user
    for place, role, user in data.get("copied", ()):
        yield place, role, user
    if "asked_by" in data:
        yield 0, None, data["asked_by"]


def verb_of(name: str) -> str:
    """A measure in words."""
    if name in _VERBS:
        return str(_VERBS[name])
    return ACTIONS[name].title if name in ACTIONS else name


def notes_of(name: str, data: dict[str, Any], names: Names, states: dict[str, str]) -> list[str]:
    """What a measure did, in words: to whom, how long, where to."""
    notes = []
    asked = [names.of(place, role, user) for _kind, _party, place, role, user, *_note in data.get("added", ())]
    asked += [names.of(place, role, user) for place, role, user in data.get("whom", ())]
    if asked:
        words = _("请%(who)s批准") if name in ("extend", "jump") else _("对象：%(who)s")
        notes.append(words % {"who": "、".join(asked)})
    if "days" in data:
        words = _("时限顺延%(days)d个工作日") if name == "resume" else _("%(days)d个工作日")
        notes.append(words % {"days": data["days"]})
    if data.get("outside"):
        notes.append(_("随外面的事项"))
    if "until" in data:
        notes.append(_("%(day)s前答复") % {"day": data["until"]})
    if "to" in data:
        notes.append(_("跳到“%(state)s”") % {"state": states.get(data["to"], data["to"])})
    if "asked_by" in data:
        notes.append(_("由%(name)s申请") % {"name": names.of(0, None, data["asked_by"])})
    return notes


ASKED = {
    WorkItem.Kind.CONFIRM: ("todo", _lazy("请确认改动：%(title)s")),
    WorkItem.Kind.READ: ("read", _lazy("传阅：%(title)s")),
    WorkItem.Kind.COPY: ("copy", _lazy("抄送：%(title)s")),
    WorkItem.Kind.ASSIST: ("todo", _lazy("请您协助：%(title)s")),
    WorkItem.Kind.OVERSEE: ("supervise", _lazy("督办：%(title)s")),
    WorkItem.Kind.REQUEST: ("request", _lazy("请您批准：%(title)s")),
}
"""Kind and title of what people are told who are asked beside the decision."""
