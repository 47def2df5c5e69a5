"""安排: which departments and persons of the organ read a paper, lead in dealing with it, or help."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows import engine
from workflows.organisations.models import Membership, Organisation, Role

from .models import Assignment, Incoming

PLANNED_IN = frozenset({"received", "advise", "intake", "instruct", "circulate"})
"""States in which it is still open who will deal with the paper."""


class AssigningError(Exception):
    """The arrangement cannot be kept; the message says why."""


@dataclass(frozen=True)
class Choice:
    """A department (``u12``) or a person by a post (``p7``)."""

    key: str
    name: str
    note: str = ""


def choices(organ: Organisation) -> list[Choice]:
    """The departments of the organ, then its people, each once with their posts; two queries."""
    departments = Organisation.objects.active().filter(organ=organ).order_by("path")
    found = [Choice(f"u{one.pk}", str(one), _("部门")) for one in departments]
    people: dict[int, list[Membership]] = {}
    for post in _posts(organ):
        people.setdefault(post.user_id, []).append(post)
    return found + [
        Choice(
            f"p{held[0].pk}", str(held[0].user), "、".join(dict.fromkeys(post.title or str(post.role) for post in held))
        )
        for held in people.values()
    ]


def _posts(organ: Organisation) -> Iterable[Membership]:
    here = Q(organisation=organ) | Q(organisation__organ=organ)
    held = Membership.objects.current().filter(here, role__kind=Role.Kind.BUSINESS)
    return held.select_related("user", "role", "organisation").order_by("organisation__path", "pk")


def chosen(incoming: Incoming, part: str) -> list[Organisation | Membership]:
    """Who was chosen for *part*, in the order of choosing; one query, none where they are at hand."""
    rows = [row for row in incoming.assignments.all() if row.part == part]
    return [one for row in rows if (one := row.post or row.organisation) is not None]


def keys(incoming: Incoming) -> dict[str, set[str]]:
    """The present choice as keys of :class:`Choice`, by part; one query, none where it is at hand."""
    found: dict[str, set[str]] = {part: set() for part in Assignment.Part.values}
    for row in incoming.assignments.all():
        found[row.part].add(f"p{row.post_id}" if row.post_id else f"u{row.organisation_id}")
    return found


def may_arrange(user: Any, case: Any, offers: Iterable[Any] | None = None) -> bool:
    """Whether it is the person's turn while it is still open who will deal with the paper; *offers* where they are at hand."""
    if case is None or case.finished_at is not None or case.state not in PLANNED_IN:
        return False
    return any(offer.verdict == "yes" for offer in (engine.offers(user, case) if offers is None else offers))


@transaction.atomic
def arrange(
    incoming: Incoming, *, user: Any, case: Any, wanted: Mapping[str, Iterable[str]], due_on: date | None
) -> None:
    """Keep who reads, leads and helps, and until when. Raises :class:`AssigningError` with nothing changed.

    A 协办 who is also 主办 counts as 主办. Whose turn it is not any more may not.
    """
    locked = Incoming.objects.select_for_update(of=("self",)).select_related("organ").get(pk=incoming.pk)
    fresh = engine.Instance.objects.select_related("node").get(pk=case.pk)
    if not may_arrange(user, fresh):
        raise AssigningError(_("这份来文已经转给下一个人，现在不由您安排。"))
    if due_on is not None and due_on != locked.due_on and due_on < timezone.localdate():
        raise AssigningError(_("办理时限不能早于今天。"))
    known = {choice.key for choice in choices(locked.organ)}
    asked = {part: list(dict.fromkeys(wanted.get(part, ()))) for part in Assignment.Part.values}
    if any(key not in known for found in asked.values() for key in found):
        raise AssigningError(_("选的部门或人不在本单位，请重新选择。"))
    leads = set(asked[Assignment.Part.LEAD])
    asked[Assignment.Part.SUPPORT] = [key for key in asked[Assignment.Part.SUPPORT] if key not in leads]
    if asked[Assignment.Part.SUPPORT] and not leads:
        raise AssigningError(_("有协办就要有主办，请先选主办。"))
    locked.assignments.all().delete()
    Assignment.objects.bulk_create(_row(locked, part, key) for part, found in asked.items() for key in found)
    Incoming.objects.filter(pk=locked.pk).update(due_on=due_on)
    incoming.due_on = due_on


def _row(incoming: Incoming, part: str, key: str) -> Assignment:
    pk = int(key[1:])
    place = {"post_id": pk} if key.startswith("p") else {"organisation_id": pk}
    return Assignment(incoming=incoming, part=part, **place)


def in_words(incoming: Incoming) -> dict[str, str]:
    """主办, 协办 and 传阅 by name, for facts and prints; one query, none where they are at hand."""
    named: dict[str, list[str]] = {part: [] for part in Assignment.Part.values}
    for row in incoming.assignments.all():
        named[row.part].append(str(row))
    return {part: "、".join(names) for part, names in named.items()}
