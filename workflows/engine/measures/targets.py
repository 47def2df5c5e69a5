"""Whom a measure may reach: people and posts of the organ, of the own organ, and of the organs above; searchable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.organisations.models import Membership, Role
from workflows.organisations.roles import title_at
from workflows.organisations.tree import paths_upward

from ..deciding.dossier import SEATED, UNFINISHED, Dossier
from ..errors import Refused
from ..models import WorkItem
from ..registry import Entitled

MOST = 60
"""So many people are offered at once; more are found by name."""


@dataclass(frozen=True)
class Whom:
    """Somebody to be asked: a person, in the organisation of one of their posts, or a post, whoever holds it."""

    organisation_id: int
    role_id: int | None = None
    user_id: int | None = None
    people: frozenset[int] = frozenset()
    role: str = ""


@dataclass(frozen=True)
class Candidate:
    """One line of the list to choose from; *ref* goes into ``params["whom"]``. A person stands there once for each post."""

    ref: str
    name: str
    post: str
    organ: str
    is_post: bool = False
    user_id: int | None = None

    @property
    def whom(self) -> Whom:
        """Who that is, for asking whether they are there."""
        place, _dot, role = self.ref[1:].partition(".")
        return Whom(int(place), int(role)) if self.is_post else Whom(0, None, self.user_id)


def scope(case: Dossier, item: WorkItem | None, *, narrow: bool) -> QuerySet[Membership]:
    """The business posts that may be reached: those of the acting party's own organ, and unless *narrow* those of the
    case's organ and of the organs above it."""
    place = case.instance.organisation_id if item is None else item.organisation_id
    own = Q(organisation=place) | Q(organisation__organ=place)
    own |= Q(organisation__departments=place) | Q(organisation__organ__departments=place)
    if not narrow:
        organ = case.instance.organ_id
        own |= Q(organisation=organ) | Q(organisation__organ=organ)
        own |= Q(organisation__path__in=paths_upward(case.instance.path), organisation__organ=None)
    found = Membership.objects.current(timezone.localdate(case.now)).filter(own, role__kind=Role.Kind.BUSINESS)
    return found.select_related("user", "organisation", "role").distinct()


def signing_roles(case: Dossier, item: WorkItem) -> frozenset[str] | None:
    """The roles to which a seat may be handed where its holder signs (条例22); None where any will do."""
    if not case.state.binds or item.relation != WorkItem.Relation.INITIAL:
        return None
    return frozenset(role for party in case.state.parties for role in (*party.roles, *party.stand_ins))


def entitled_for(case: Dossier, item: WorkItem) -> Entitled | None:
    """Who alone may have a seat for what the document is (签发权限); None where posts decide, or for an added signer."""
    return case.entitled(case.state.name) if item.relation == WorkItem.Relation.INITIAL else None


@dataclass(frozen=True)
class Reach:
    """Whom a measure may name: of the own organ only if *narrow*, of some *roles*, *only* some people, none of the *barred*."""

    narrow: bool
    roles: frozenset[str] | None = None
    only: frozenset[int] | None = None
    barred: frozenset[int] = frozenset()

    def limits(self, found: QuerySet[Membership]) -> QuerySet[Membership]:
        """The posts among *found* that fit."""
        if self.roles is not None:
            found = found.filter(role__key__in=self.roles)
        if self.only is not None:
            found = found.filter(user__in=self.only)
        return found.exclude(user__in=self.barred) if self.barred else found


def candidates(
    case: Dossier, item: WorkItem | None, reach: Reach, *, text: str = "", but: int | None = None
) -> list[Candidate]:
    """Whom the page offers: posts that people hold, then the people, narrowed by *text*, without the person who chooses
    (*but*); one query, and one more where only some people may be named: a post is offered where all its holders may.
    """
    every = scope(case, item, narrow=reach.narrow)
    found = reach.limits(every)
    if but is not None:
        found = found.exclude(user=but)
    for word in text.split():
        words = Q(user__name__icontains=word) | Q(title__icontains=word) | Q(role__title__icontains=word)
        words |= Q(organisation__name__icontains=word) | Q(organisation__short_name__icontains=word)
        found = found.filter(words)
    rows = list(found.order_by("-organisation__path", "role", "pk")[:MOST])
    unfit = set() if reach.only is None else _with_others(every, reach.only)
    posts = {(row.organisation_id, row.role_id): row for row in rows}
    people = [
        Candidate(f"m{row.pk}", str(row.user), row.title or _called(row), str(row.organisation), user_id=row.user_id)
        for row in rows
    ]
    held = [
        Candidate(f"p{place}.{role}", _("在岗的人"), _called(row), str(row.organisation), is_post=True)
        for (place, role), row in posts.items()
        if (place, role) not in unfit
    ]
    return [*people, *held]


def _with_others(every: QuerySet[Membership], only: frozenset[int]) -> set[tuple[int, int]]:
    """The posts, by place and role, that somebody else holds as well."""
    return set(every.exclude(user__in=only).values_list("organisation_id", "role_id"))


def _called(post: Membership) -> str:
    return title_at(post.organisation.kind, post.role.key, post.role.title)


def chosen(case: Dossier, item: WorkItem | None, value: Any, *, narrow: bool, most: int = 20) -> list[Whom]:
    """Whom the page named, each once.

    Raises:
        Refused: nobody, too many, or somebody who is not within reach.
    """
    refs = _refs(value)
    if not refs:
        raise Refused([_("请选择交给谁。")])
    if len(refs) > most:
        raise Refused([_("请只选一个。") if most == 1 else _("一次最多选%(most)d个。") % {"most": most}])
    posts = list(scope(case, item, narrow=narrow))
    found = [_whom(ref, posts) for ref in refs]
    if any(one is None for one in found):
        raise Refused([_("选的人或岗位不在可选的范围里，请重新选择。")])
    return list(dict.fromkeys(one for one in found if one is not None))


def _refs(value: Any) -> list[str]:
    """References as a list, or as one text with commas."""
    parts: Iterable[Any] = value.split(",") if isinstance(value, str) else value or ()
    return list(dict.fromkeys(str(part).strip() for part in parts if str(part).strip()))


def _whom(ref: str, posts: Sequence[Membership]) -> Whom | None:
    for post in posts:
        if ref == f"m{post.pk}":
            return Whom(post.organisation_id, None, post.user_id, frozenset({post.user_id}), post.role.key)
    same = [post for post in posts if ref == f"p{post.organisation_id}.{post.role_id}"]
    if not same:
        return None
    people = frozenset(post.user_id for post in same)
    return Whom(same[0].organisation_id, same[0].role_id, None, people, same[0].role.key)


def refuse_conflicts(case: Dossier, wanted: Iterable[Whom], acting: frozenset[int]) -> None:
    """Nobody is asked to decide whom 岗位分离 excludes, who is asked already, or who asks.

    Raises:
        Refused: naming the reason.
    """
    barred = case.excluded(case.state.name)
    for whom in wanted:
        if not whom.people - barred:
            raise Refused([_("岗位分离：所选的人办过前面的环节，不能再办“%(state)s”。") % {"state": case.state.title}])
        if whom.people <= acting:
            raise Refused([_("不能选自己。")])
        if who_is_there(case, whom):
            raise Refused([_("所选的人或岗位已经在办这一环节，不用再请。")])


def who_is_there(case: Dossier, whom: Whom) -> bool:
    """Whether this very person or post has, or had, a say in the present visit."""
    there = (*UNFINISHED, WorkItem.Status.DONE)
    for item in case.current_items:
        if item.kind not in SEATED or item.status not in there:
            continue
        if whom.user_id is not None and whom.user_id in (item.user_id, item.done_by_id):
            return True
        if whom.role_id is not None and (item.organisation_id, item.role_id) == (whom.organisation_id, whom.role_id):
            return True
    return False
