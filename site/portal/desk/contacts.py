"""通讯录: who holds which post in the reader's own line, upward, and below it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from workflows.organisations.models import Membership, Organisation, Role
from workflows.organisations.tree import paths_upward, span

HEAD, TAIL = 3, 4
"""Digits of a phone number that stay visible at its ends, as in 138****1234."""


@dataclass(frozen=True)
class Contact:
    """One person of an organ, with the posts they hold there."""

    name: str
    posts: str
    phone: str
    masked: bool


@dataclass(frozen=True)
class Entry:
    """One organ and its people."""

    organ: Organisation
    people: list[Contact]


def organs(posts: Iterable[Membership], text: str = "") -> QuerySet[Organisation]:
    """The organs of the reader's line and below, in the order of the tree; *text* finds names of organs and of people."""
    reach = Q(pk__in=[])
    for post in posts:
        organ = post.organisation.as_organ
        low, high = span(organ.path)
        reach |= Q(path__gte=low, path__lt=high) | Q(path__in=paths_upward(organ.path))
    found = Organisation.objects.active().organs().filter(reach)
    if text:
        held = Membership.objects.current().filter(
            Q(organisation=OuterRef("pk")) | Q(organisation__organ=OuterRef("pk")), user__name__icontains=text
        )
        found = found.filter(Q(name__icontains=text) | Q(short_name__icontains=text) | Exists(held))
    return found


def people(found: Iterable[Organisation], own: set[int]) -> list[Entry]:
    """The organs with their people; phones in full only within the reader's own organs. One query."""
    organs = list(found)
    pks = [organ.pk for organ in organs]
    held = (
        Membership.objects.current()
        .filter(Q(organisation__in=pks) | Q(organisation__organ__in=pks))
        .exclude(role__kind=Role.Kind.AUDIT)
        .select_related("user", "organisation", "role")
        .order_by("-principal", "organisation__path", "pk")
    )
    by_organ: dict[int, dict[int, list[Membership]]] = {pk: {} for pk in pks}
    for post in held:
        by_organ[post.organisation.organ_pk].setdefault(post.user_id, []).append(post)
    return [
        Entry(organ, [_contact(posts, organ.pk in own) for posts in by_organ[organ.pk].values()]) for organ in organs
    ]


def _contact(posts: list[Membership], full: bool) -> Contact:
    user: Any = posts[0].user
    phone = user.phone if full else masked(user.phone)
    return Contact(
        name=str(user),
        posts="、".join(dict.fromkeys(post.title or str(post.role) for post in posts)),
        phone=phone,
        masked=phone != user.phone,
    )


def masked(phone: str) -> str:
    """The number with the digits in its middle hidden; signs between them stay. A short number is hidden whole."""
    places = [place for place, sign in enumerate(phone) if sign.isdigit()]
    hidden = set(places[HEAD:-TAIL]) if len(places) > HEAD + TAIL else set(places)
    return "".join("*" if place in hidden else sign for place, sign in enumerate(phone))
