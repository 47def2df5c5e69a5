"""通讯录: who holds which post in the reader's own line, upward, and below it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from workflows.organisations.administering import manages
from workflows.organisations.models import Delegation, Membership, Organisation, Role
from workflows.organisations.tree import STEP, paths_upward, span

HEAD, TAIL = 3, 4
"""Digits of a phone number that stay visible at its ends, as in 138****1234."""


PARTS = {"own": _("本单位"), "up": _("上级"), "down": _("下级")}
"""The parts of the directory, seen from the reader; without one it is whole."""


@dataclass(frozen=True)
class Away:
    """Somebody lent a post: who stands in, and the last day."""

    post: str
    taker: str
    last_day: date


@dataclass(frozen=True)
class Contact:
    """One person of an organ, with the posts they hold there and who stands in for them today."""

    pk: int
    name: str
    posts: str
    phone: str
    masked: bool
    away: tuple[Away, ...] = ()
    is_managed: bool = False


@dataclass(frozen=True)
class Entry:
    """One organ and its people."""

    organ: Organisation
    people: list[Contact]


def organs(posts: Iterable[Membership], text: str = "", part: str = "") -> QuerySet[Organisation]:
    """The organs of the reader's line and below, in the order of the tree; *text* finds names of organs and of people.

    *part* narrows it to one of :data:`PARTS`.
    """
    reach = Q(pk__in=[])
    for path in {post.organisation.as_organ.path for post in posts}:
        low, high = span(path)
        if part in ("", "own"):
            reach |= Q(path=path)
        if part in ("", "down"):
            reach |= Q(path__gt=path, path__gte=low, path__lt=high)
        if part in ("", "up"):
            reach |= Q(path__in=paths_upward(path)[1:])
    found = Organisation.objects.active().organs().filter(reach)
    if text:
        held = Membership.objects.current().filter(
            Q(organisation=OuterRef("pk")) | Q(organisation__organ=OuterRef("pk")), user__name__icontains=text
        )
        found = found.filter(Q(name__icontains=text) | Q(short_name__icontains=text) | Exists(held))
    return found


def people(found: Iterable[Organisation], own: Iterable[str], posts: Iterable[Membership] = ()) -> list[Entry]:
    """The organs with their people; phones in full within the organs at the paths *own*, the next above and the next below.

    With the reader's *posts* it marks whom the reader looks after. Two queries: the posts, and who stands in.
    """
    organs, near, mine = list(found), set(own), list(posts)
    pks = [organ.pk for organ in organs]
    held = list(
        Membership.objects.current()
        .filter(Q(organisation__in=pks) | Q(organisation__organ__in=pks))
        .exclude(role__kind=Role.Kind.AUDIT)
        .select_related("user", "organisation", "role")
        .order_by("-principal", "organisation__path", "pk")
    )
    away = _away(held)
    by_organ: dict[int, dict[int, list[Membership]]] = {pk: {} for pk in pks}
    for post in held:
        by_organ[post.organisation.organ_pk].setdefault(post.user_id, []).append(post)
    return [
        Entry(organ, [_contact(row, away, mine, full=_is_near(organ, near)) for row in by_organ[organ.pk].values()])
        for organ in organs
    ]


def _is_near(organ: Organisation, own: set[str]) -> bool:
    """Whether people there are called from day to day: the own organ, the next superior, the next subordinates."""
    return organ.path in own or organ.path[:-STEP] in own or any(organ.path == path[:-STEP] for path in own)


def _away(held: list[Membership]) -> dict[int, Away]:
    """Who stands in today, by post; one query."""
    lent = Delegation.objects.current().filter(membership__in=[post.pk for post in held]).select_related("taker")
    titles = {post.pk: post.title or str(post.role) for post in held}
    return {one.membership_id: Away(titles[one.membership_id], str(one.taker), one.last_day) for one in lent}


def _contact(posts: list[Membership], away: dict[int, Away], readers: list[Membership], *, full: bool) -> Contact:
    user: Any = posts[0].user
    phone = user.phone if full else masked(user.phone)
    return Contact(
        pk=user.pk,
        name=str(user),
        posts="、".join(dict.fromkeys(post.title or str(post.role) for post in posts)),
        phone=phone,
        masked=phone != user.phone,
        away=tuple(dict.fromkeys(away[post.pk] for post in posts if post.pk in away)),
        is_managed=any(manages(readers, post) for post in posts),
    )


def masked(phone: str) -> str:
    """The number with the digits in its middle hidden; signs between them stay. A short number is hidden whole."""
    places = [place for place, sign in enumerate(phone) if sign.isdigit()]
    hidden = set(places[HEAD:-TAIL]) if len(places) > HEAD + TAIL else set(places)
    return "".join("*" if place in hidden else sign for place, sign in enumerate(phone))
