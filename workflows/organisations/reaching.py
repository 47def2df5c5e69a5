"""How far somebody's hand in the registers reaches: the posts that count, and the parts of the tree."""

from typing import Any

from .models import Membership
from .posts import posts
from .roles import REGISTER_ROLES

EVERYWHERE = REGISTER_ROLES | {"auditor"}
UNIT = frozenset({"unit_admin"})


def held_posts(user: Any) -> list[Membership]:
    """The person's posts, asked once for each loaded person, that is once a request; a register asks for every row."""
    known: dict[str, Any] = user.__dict__
    if "register_posts" not in known:
        known["register_posts"] = posts(user)
    return list(known["register_posts"])


def kept_paths(user: Any) -> list[str] | None:
    """The paths whose registers a person may see; None for all of them, an empty list for none."""
    held = held_posts(user)
    if any(post.role.key in EVERYWHERE for post in held):
        return None
    return [post.organisation.as_organ.path for post in held if post.role.key in UNIT]


def appointing_paths(user: Any) -> list[str] | None:
    """The paths where a person may propose posts; None for everywhere, an empty list for nowhere. Who only audits, reads."""
    if holds(user, REGISTER_ROLES):
        return None
    return [post.organisation.as_organ.path for post in held_posts(user) if post.role.key in UNIT]


def holds(user: Any, roles: frozenset[str]) -> bool:
    """Whether the person holds one of the roles; asked of the database once a request."""
    return any(post.role.key in roles for post in held_posts(user))
