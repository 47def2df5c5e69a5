"""Who may do what with a notice in Wagtail's admin: every view asks here, and here the engine is asked.

The model-wide questions (“on some or all”) follow from the posts a person holds; superusers have no way round.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from wagtail.permission_policies import BasePermissionPolicy

from workflows import engine
from workflows.organisations.models import Membership, Organisation
from workflows.organisations.posts import posts

from .models import Notice

DRAFTING_ROLES = frozenset({"drafter", "reviewer", "office", "clerk", "secretary", "deputy", "publicity"})
READING = frozenset({"view", "change", "add"})


def drafting_posts(user: Any) -> list[Membership]:
    """Posts from which a person may start a paper: business posts of a league organ or its departments."""
    return [
        post
        for post in posts(user)
        if post.role.key in DRAFTING_ROLES and post.organisation.as_organ.kind != Organisation.Kind.PARTNER
    ]


def drafting_units(user: Any) -> list[Organisation]:
    """The organs and departments for which a person may draft, their own first (the post held longest)."""
    return list({post.organisation_id: post.organisation for post in drafting_posts(user)}.values())


def readable(user: Any) -> QuerySet[Notice]:
    """The notices that a person may see in the administration: those of their own organs that the engine shows them."""
    pks = engine.listing(user, "notice", "own").order_by().values("subject_id")
    return Notice.objects.filter(pk__in=pks)


class NoticePolicy(BasePermissionPolicy):
    """Adding goes by post; seeing and changing by the engine; deleting, publishing and locking by nobody."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether the person may do this to some notice."""
        return action in READING and bool(drafting_posts(user))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Whether the person may do this to this notice."""
        if action == "add":
            return self.user_has_permission(user, "add")
        if action not in READING:
            return False
        return engine.allowed(user, "edit" if action == "change" else "view", instance)

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        """Any of the actions."""
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Notice]:
        """The rows of lists, choosers and searches."""
        return readable(user) if READING & set(actions) else Notice.objects.none()

    def instances_user_has_permission_for(self, user: Any, action: str) -> QuerySet[Notice]:
        """The rows for one action."""
        return self.instances_user_has_any_permission_for(user, [action])

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        """Holders of drafting posts (Wagtail fills its filters from this)."""
        if not READING & set(actions):
            return get_user_model().objects.none()
        holders = Membership.objects.current().filter(role__key__in=DRAFTING_ROLES).values("user")
        return get_user_model().objects.filter(pk__in=holders)

    def users_with_any_permission_for_instance(self, actions: Iterable[str], instance: Any) -> QuerySet[Any]:
        """Nobody can be listed without asking the engine for each; Wagtail uses this for notifications we do not send."""
        return get_user_model().objects.none()
