"""A measure that another person has to approve: who that is, and what was applied for."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.database import once
from workflows.organisations.models import Membership
from workflows.organisations.tree import paths_upward

from ..deciding.dossier import Dossier
from ..errors import Refused
from ..models import Event, WorkItem
from ..people.directory import role_id
from ..people.rights import Capacity, grant_of
from ..people.standing import Standing
from .base import Kind, Taking
from .targets import Whom


class Held(NamedTuple):
    """A post that somebody holds, and the path of its organ."""

    user: int
    place: int
    role: str
    organ_path: str


def ask_approval(taking: Taking, answer: str, party: str, note: str) -> None:
    """Put an application to the first post named for *answer* that somebody else than the applicant holds.

    Raises:
        Refused: nobody could approve.
    """
    whom = approver(taking, taking.case.rules.action(answer).who)
    if whom is None:
        raise Refused([_("没有可以批准的人，请单位管理员安排。")])
    taking.put(Kind.REQUEST, party, whom, raised_by=taking.capacity.item, note=note)


def approver(taking: Taking, whoever: tuple[str, ...]) -> Whom | None:
    """The first of the posts ``role@own`` or ``role@above`` with a holder who is none of those acting; one query."""
    line = paths_upward(taking.case.instance.path)
    posts = [
        Held(user, place, role, organ or path)
        for user, place, role, path, organ in Membership.objects.current(timezone.localdate(taking.case.now))
        .filter(Q(organisation__path__in=line) | Q(organisation__organ__path__in=line))
        .order_by("-principal", "pk")
        .values_list("user_id", "organisation_id", "role__key", "organisation__path", "organisation__organ__path")
    ]
    for text in whoever:
        grant = grant_of(text)
        for path in line[:1] if grant.reach == "own" else line[1:]:
            there = [post for post in posts if post.role == grant.role and post.organ_path == path]
            if {post.user for post in there} - taking.people:
                people = frozenset(post.user for post in there)
                return Whom(there[0].place, role_id(grant.role), None, people, grant.role)
    return None


def requested(taking: Taking) -> dict[str, Any]:
    """What was applied for with the item in hand.

    Raises:
        Refused: the approver is the applicant, in an own or a lent post.
    """
    event = application_of(taking.item)
    if {event.actor_id, event.behalf_id} & (taking.people | {taking.action.actor.pk}):
        raise Refused([_("自己申请的，要由另一个人批准。")])
    return dict(json.loads(event.data)) | {"actor": event.actor_id}


def not_ones_own(case: Dossier, capacity: Capacity, who: Standing) -> list[str]:
    """Whoever shares the post that is asked does not answer an own application; one query."""
    item, giver = capacity.item, capacity.post.giver
    if item is None:
        return []
    event = once(("application", item.pk), lambda: application_of(item))
    people = {person.pk for person in (who.user, giver) if person is not None}
    return [_("自己申请的，要由另一个人批准。")] if {event.actor_id, event.behalf_id} & people else []


def application_of(item: WorkItem) -> Event:
    """The event by which an application was made; its number is part of the item's party."""
    number = "".join(char for char in item.party if char.isdigit())
    return Event.objects.get(instance=item.instance_id, seq=int(number))
