"""Who looks after whose posts and passwords: administrators of the own or a superior unit, and the unit's own 书记."""

from collections.abc import Iterable
from datetime import date

from .models import Membership, Role
from .roles import REGISTER_ROLES
from .tree import is_within

UNIT_ADMIN = "unit_admin"


def manages(held: Iterable[Membership], post: Membership) -> bool:
    """Whether somebody who holds *held* may propose and confirm the handover of *post*.

    System and security administrators everywhere; unit administrators business posts of their organ and below, and their
    like only below; a 书记 the business posts of the own organ. Three-member posts (三员) are left to their like.
    """
    return any(_manages(own, post) for own in held)


def _manages(own: Membership, post: Membership) -> bool:
    mine, path = own.organisation.as_organ.path, post.organisation.path
    if own.role.key in REGISTER_ROLES:
        return True
    if own.role.key == UNIT_ADMIN:
        if post.role.kind == Role.Kind.BUSINESS:
            return is_within(path, mine)
        return (
            post.role.key == UNIT_ADMIN
            and is_within(path, mine)
            and post.organisation.organ_pk != own.organisation.organ_pk
        )
    same = own.organisation.organ_pk == post.organisation.organ_pk
    return own.role.key == "secretary" and same and post.role.kind == Role.Kind.BUSINESS


def administers(held: Iterable[Membership], posts: Iterable[Membership]) -> bool:
    """Whether somebody who holds *held* may reset the password of whoever holds *posts*: every one of these is in reach.

    Never of an administrator of the same or a higher level, who could confirm what the other proposes; those of the whole
    system have theirs set on the server. Who has no post at all is left to the administrators of the system.
    """
    mine, theirs = list(held), list(posts)
    if any(post.role.key in REGISTER_ROLES for post in theirs):
        return False
    if any(post.role.key in REGISTER_ROLES for post in mine):
        return True
    paths = [post.organisation.as_organ.path for post in mine if post.role.key == UNIT_ADMIN]
    return bool(theirs) and all(any(_is_below(post, path) for path in paths) for post in theirs)


def _is_below(post: Membership, path: str) -> bool:
    """Whether a post lies where an administrator at *path* looks after people; other administrators only further down."""
    place = post.organisation.as_organ.path
    return is_within(place, path) and (post.role.kind == Role.Kind.BUSINESS or place != path)


def lasting(posts: Iterable[Membership], on: date) -> list[Membership]:
    """The posts that count for somebody: what has not ended, else all that ever were."""
    every = list(posts)
    return [post for post in every if post.until is None or post.until > on] or every
