"""Who may take an item on a day: its person, or the holders of its post, and whoever stands in for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from workflows.organisations.models import Delegation, Membership, Organisation, User

from ..models import WorkItem
from .parties import BARRED


def people_of(item: WorkItem, on: date) -> list[User]:
    """The people of one item; see :func:`holders`."""
    return holders([item], on)[item.pk]


def holders(items: Sequence[WorkItem], on: date) -> dict[int, list[User]]:
    """The people of each item by its id, holders before those who stand in; two queries, whatever the number of items.

    Nobody for what waits at a post whose holders must all stand aside.

    The items bring ``user`` with them where they ask a person.
    """
    asked = [item for item in items if item.user_id is None and item.note != BARRED]
    places = {item.organisation_id for item in asked}
    posts = list(
        Membership.objects.current(on)
        .filter(Q(organisation__in=places) | Q(organisation__organ__in=places), role__in={one.role_id for one in asked})
        .select_related("user", "organisation")
        .order_by("pk")
        if asked
        else ()
    )
    takers: dict[int, list[User]] = {}
    for lent in Delegation.objects.current(on).filter(membership__in=posts).select_related("taker") if posts else ():
        takers.setdefault(lent.membership_id, []).append(lent.taker)
    found: dict[int, list[User]] = {}
    for item in items:
        here = [post for post in posts if _is_put_to(item, post)] if item.note != BARRED else []
        people = [post.user for post in here] + [taker for post in here for taker in takers.get(post.pk, ())]
        found[item.pk] = [item.user] if item.user is not None else list({one.pk: one for one in people}.values())
    return found


def leaders(item: WorkItem, asked: Sequence[User], on: date) -> list[User]:
    """主要负责人 of the item's organ; of the organ above where the item lies with themselves, or nobody leads."""
    organ: Organisation | None = item.organisation.as_organ
    below = {user.pk for user in asked}
    while organ is not None:
        posts = Membership.objects.current(on).filter(organisation=organ, principal=True).select_related("user")
        found = [post.user for post in posts.order_by("pk") if post.user_id not in below]
        if found:
            return found
        organ = organ.get_parent()
    return []


def _is_put_to(item: WorkItem, post: Membership) -> bool:
    place = post.organisation
    return item.role_id == post.role_id and item.organisation_id in (place.pk, place.organ_id)
