"""Who could act instead, by name: whoever holds the post that is asked, stands in for them, or reaches the case by place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.definition import Grant, Transition
from workflows.organisations.models import Membership, Organisation, Role, User
from workflows.organisations.roles import title_at
from workflows.organisations.tree import paths_upward

from ..deciding.dossier import LASTING, VOICES, Dossier
from ..deciding.judging import name_of
from ..models import WorkItem
from ..people.holders import holders
from ..people.parties import BARRED
from ..people.rights import grant_of

MOST = 5
"""So many names are told of one post; of the others only the number."""

BY_STANDING = frozenset({"party", "author", "sender", "handled"})
"""Whoever may act without a grant by place."""


class Instead:
    """The people around one case; at most six queries, however many transitions ask."""

    def __init__(self, case: Dossier) -> None:
        self.case = case
        self._day = timezone.localdate(case.now)

    @cached_property
    def _asked(self) -> dict[int, list[User]]:
        items = [item for item in self.case.open_items if item.kind != WorkItem.Kind.CHILD]
        return holders(items, self._day) if items else {}

    def fit(self, item: WorkItem) -> list[str]:
        """Who may take an item: not those whom 岗位分离 excludes, and only who took it up where somebody did (领办)."""
        people = self._asked.get(item.pk, [])
        allowed = self.case.fit(self.case.state.name, [one.pk for one in people])
        if item.claimed_by is not None:
            return [str(item.claimed_by)]
        return [str(one) for one in people if one.pk in allowed]

    def is_vacant(self, item: WorkItem) -> bool:
        """Whether nobody at all holds what is asked."""
        return item.note != BARRED and not self._asked.get(item.pk)

    def who(self, transition: Transition, but: int | None = None) -> list[str]:
        """In words, who could take a transition now: posts with the people in them; by name nobody is told of themselves (*but*)."""
        found: list[str] = []
        sender = self.case.sender
        for by in transition.by:
            if by == "party":
                found += [self._post(name_of(item), item) for item in self.case.open_items if item.kind in VOICES]
            elif by == "author" and self.case.instance.started_by_id == but:
                continue
            elif by == "author":
                found.append(_("发起人%(name)s") % {"name": self.case.instance.started_by})
            elif by == "sender":
                found += [_("上一步的经办人%(name)s") % {"name": one} for one in self._named([sender], but)]
            elif by == "handled":
                found += self._named((item.done_by_id for item in self.case.items if item.kind not in LASTING), but)
            else:
                found.append(self._by_place(grant_of(by)))
        return list(dict.fromkeys(found))

    def _post(self, post: str, item: WorkItem) -> str:
        if item.user is not None:
            return post
        names = self.fit(item)
        if names:
            return f"{post}{_few(names)}"
        why = _("岗位空缺") if self.is_vacant(item) else _("在岗的人都不能办")
        return _("%(post)s（%(why)s）") % {"post": post, "why": why}

    def _named(self, keys: Iterable[int | None], but: int | None) -> list[str]:
        wanted = list(dict.fromkeys(key for key in keys if key not in (None, but)))
        people = User.objects.in_bulk(wanted) if wanted else {}
        return [str(people[key]) for key in wanted if key in people and people[key].is_active]

    def _by_place(self, grant: Grant) -> str:
        """The people of a role in the organ or above it."""
        organ = self.case.instance.organ
        where = str(organ) if grant.reach == "own" else _("上级单位")
        if grant.role == "*":
            return _("%(where)s的经办人员") % {"where": where}
        names = [str(post.user) for post in self._posts if post.role.key == grant.role and _reaches(grant, post, organ)]
        title = self._titles.get(grant.role, grant.role)
        post = f"{where}{title_at(organ.kind, grant.role, title) if grant.reach == 'own' else title}"
        return f"{post}{_few(list(dict.fromkeys(names)))}" if names else _("%(post)s（岗位空缺）") % {"post": post}

    @cached_property
    def _posts(self) -> Sequence[Membership]:
        """The posts in the organ and above it that grants of the state speak of; one query."""
        instance = self.case.instance
        line = paths_upward(instance.path)
        near = Q(organisation__path__in=line) | Q(organisation__organ__path__in=line)
        held = Membership.objects.current(self._day).filter(near, role__key__in=self._roles)
        return list(held.select_related("user", "role", "organisation").order_by("-principal", "pk"))

    @cached_property
    def _titles(self) -> dict[str, str]:
        held = {post.role.key: post.role.title for post in self._posts}
        vacant = self._roles - held.keys()
        return held | (dict(Role.objects.filter(key__in=vacant).values_list("key", "title")) if vacant else {})

    @cached_property
    def _roles(self) -> set[str]:
        every = {by for transition in self.case.exits() for by in transition.by} - BY_STANDING
        return {grant_of(by).role for by in every}


def _reaches(grant: Grant, post: Membership, organ: Organisation) -> bool:
    """As :func:`workflows.engine.people.rights.by_place`, for a row of the register in the organ or above it."""
    if grant.reach == "own":
        return post.organisation.organ_pk == organ.pk
    level = grant.reach.partition(":")[2]
    return post.organisation.organ_pk != organ.pk and level in ("", post.organisation.level)


def _few(names: Sequence[str]) -> str:
    told = "、".join(names[:MOST])
    return told if len(names) <= MOST else _("%(names)s等%(n)d人") % {"names": told, "n": len(names)}
