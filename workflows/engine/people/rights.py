"""Who reaches a case by a grant ``role@reach``, and in which capacity a person may take a transition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from workflows.definition import Grant, Transition

from ..deciding.dossier import ASIDE, VOICES, Dossier
from ..models import Instance, WorkItem
from .standing import Post, Standing


@dataclass(frozen=True)
class Capacity:
    """As what a person acts: in a post (own or lent), for a work item or from outside the vote."""

    post: Post
    item: WorkItem | None = None


@cache
def grant_of(text: str) -> Grant:
    """The grant that is kept as text in a state's row."""
    role, _, reach = text.partition("@")
    return Grant(role, reach)


def fits_role(post: Post, role: str) -> bool:
    """Whether the post has the role; ``*`` means every business role, never 三员."""
    return post.is_business if role == "*" else post.role.key == role


def by_place(grant: Grant, post: Post, instance: Instance) -> bool:
    """Whether a post reaches the case by its place in the tree (``own``, ``above``, ``above:city``)."""
    if not fits_role(post, grant.role):
        return False
    if grant.reach == "own":
        return post.is_in(instance.organ_id)
    if grant.reach == "above":
        return post.is_above(instance.path)
    if grant.reach.startswith("above:"):
        return post.is_above(instance.path) and post.organisation.level == grant.reach.removeprefix("above:")
    return False


def is_asked(post: Post, item: WorkItem, user_id: int) -> bool:
    """Whether an item was put to this post, or to the person (or giver) who holds it; never what an inner case answers."""
    if item.kind == WorkItem.Kind.CHILD:
        return False
    if item.user_id not in (None, post.giver.pk if post.giver is not None else user_id):
        return False
    if item.role_id is None:
        return True
    return item.role_id == post.role.pk and item.organisation_id in post.places


def still_serves(post: Post, instance: Instance) -> bool:
    """Whether the post lies in the case's organ or above it: who left the organ has no say by having been there."""
    return post.is_business and (post.is_in(instance.organ_id) or post.is_above(instance.path))


def reaches(grant: Grant, standing: Standing, instance: Instance, items: Iterable[WorkItem]) -> bool:
    """Whether a person reaches the case by *grant*; lent posts count only for what was put to them."""
    if standing.user is None:
        return False
    user_id = standing.user.pk
    if grant.reach in ("party", "handler"):
        wanted = [
            item
            for item in items
            if grant.reach == "party" or (item.status == WorkItem.Status.OPEN and _handles(item, instance))
        ]
        posts = [post for post in standing.in_process(instance.process) if fits_role(post, grant.role)]
        return any(_is_put_to(post, item, user_id, instance) for post in posts for item in wanted)
    if grant.reach == "asked":
        places = {item.organisation_id for item in items if item.kind not in ASIDE}
        posts = [post for post in standing.own if fits_role(post, grant.role)]
        return any(not places.isdisjoint(post.places) for post in posts)
    if grant.reach == "author":
        return instance.started_by_id == user_id and any(
            fits_role(post, grant.role) and still_serves(post, instance) for post in standing.own
        )
    return any(by_place(grant, post, instance) for post in standing.own)


def _is_put_to(post: Post, item: WorkItem, user_id: int, instance: Instance) -> bool:
    if not is_asked(post, item, user_id):
        return False
    if item.user_id is None:
        return True
    if post.giver is not None:
        return item.organisation_id in post.places
    return still_serves(post, instance) or (post.is_business and item.organisation_id in post.places)


def _handles(item: WorkItem, instance: Instance) -> bool:
    """Whether an item makes its holder the handler of the case: not for who only reads or assists."""
    return item.entry == instance.entry and item.kind not in ASIDE


def capacities(dossier: Dossier, transition: Transition, standing: Standing) -> Iterator[Capacity]:
    """Every capacity in which the person may take *transition* now, own posts first."""
    tasks = [item for item in dossier.open_items if item.kind in VOICES]
    return capacities_by(dossier, transition.by, tasks, standing)


def capacities_by(
    dossier: Dossier, whoever: Iterable[str], items: Iterable[WorkItem], standing: Standing
) -> Iterator[Capacity]:
    """Every capacity in which the person is one of *whoever*; ``party`` means holding one of *items*."""
    if standing.user is None:
        return
    instance, user_id = dossier.instance, standing.user.pk
    if "party" in whoever:
        known = list(items)
        for post in standing.in_process(instance.process):
            for item in known:
                if _is_put_to(post, item, user_id, instance) and not taken_up(item, post, user_id):
                    yield Capacity(post, item)
    for by in whoever:
        if by == "party":
            continue
        for post in standing.own:
            if _from_outside(by, post, dossier, user_id):
                yield Capacity(post)


def taken_up(item: WorkItem, post: Post, user_id: int) -> bool:
    """Whether another holder of the post has taken the item up (领办)."""
    holder = post.giver.pk if post.giver is not None else user_id
    return item.claimed_by_id not in (None, user_id, holder)


def _from_outside(by: str, post: Post, dossier: Dossier, user_id: int) -> bool:
    """Whether a post may act without being asked: as author, as sender, or by its place."""
    instance = dossier.instance
    if by == "author":
        return instance.started_by_id == user_id and still_serves(post, instance)
    if by == "sender":
        return dossier.sender == user_id and post.is_business
    if by == "handled":
        return still_serves(post, instance) and any(item.done_by_id == user_id for item in dossier.items)
    return by_place(grant_of(by), post, instance)
