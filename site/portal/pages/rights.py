"""Who may edit the public site in Wagtail: holders of the post 宣传干事 in the organ that runs it. Groups and superusers count for nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.models import Collection, Page, PagePermissionTester
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permission_policies.collections import CollectionPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from workflows.organisations.models import Membership, Organisation
from workflows.organisations.posts import posts

EDITOR_ROLE = "publicity"
SETTINGS_ROLES = frozenset({EDITOR_ROLE, "sysadmin"})
PAGE_ACTIONS = ("add", "change", "publish")
LIBRARY_ACTIONS = frozenset({"add", "change", "choose", "view", "delete"})


def runs_the_site(organisation: Organisation) -> bool:
    """Whether the site is this organisation's: it is, or belongs to, the organ at the root of the league's tree."""
    organ = organisation.as_organ
    return organ.depth == 1 and organ.kind != Organisation.Kind.PARTNER


def holds(user: Any, roles: Iterable[str]) -> bool:
    """Whether the person holds one of the roles in the organ that runs the site; one query per loaded person."""
    if not getattr(user, "is_active", False):
        return False
    known = user.__dict__
    if "_site_roles" not in known:
        known["_site_roles"] = {post.role.key for post in posts(user) if runs_the_site(post.organisation)}
    return not known["_site_roles"].isdisjoint(roles)


def holders(roles: Iterable[str]) -> QuerySet[Any]:
    """Everybody who holds one of the roles there."""
    here = Q(organisation__depth=1) | Q(organisation__organ__depth=1)
    found = Membership.objects.current().filter(here, role__key__in=list(roles))
    found = found.exclude(organisation__kind=Organisation.Kind.PARTNER)
    return get_user_model().objects.filter(pk__in=found.values("user"))


@dataclass(frozen=True)
class Codename:
    """What Wagtail reads of a permission."""

    codename: str


@dataclass(frozen=True)
class Grant:
    """What Wagtail reads of a page permission: this action, on this page and all below it."""

    page: Page
    permission: Codename

    @property
    def page_id(self) -> int:
        """Key of the page."""
        return int(self.page.pk)


class PostPagePolicy(PagePermissionPolicy):
    """Wagtail's policy for pages, fed from posts. Which road is open on which page, the pages say (``SitePage.roads``)."""

    def get_all_permissions_for_user(self, user: Any) -> list[Grant]:
        """The grants of an editor: everything below the home page."""
        if not holds(user, [EDITOR_ROLE]):
            return []
        homes = Page.objects.filter(depth=2, content_type__app_label="pages")
        return [Grant(home, Codename(f"{action}_page")) for home in homes for action in PAGE_ACTIONS]

    def _base_user_has_permission(self, user: Any) -> bool | None:
        return None if user.is_active else False

    def _base_queryset_for_user(self, user: Any) -> QuerySet[Page] | None:
        return None if user.is_active else self.model.objects.none()

    def instances_with_direct_explore_permission(self, user: Any) -> list[Page]:
        """The pages from which the explorer starts."""
        return [grant.page for grant in self.get_cached_permissions_for_user(user)]

    def explorable_instances(self, user: Any) -> QuerySet[Page]:
        """Nothing for those who edit nothing."""
        if not self.get_cached_permissions_for_user(user):
            return self.model.objects.none()
        return super().explorable_instances(user)

    def users_with_any_permission(self, actions: Iterable[str], include_superusers: bool = True) -> QuerySet[Any]:
        """The editors."""
        return holders([EDITOR_ROLE]) if set(actions) & set(PAGE_ACTIONS) else get_user_model().objects.none()

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: Page, include_superusers: bool = True
    ) -> QuerySet[Any]:
        """The editors, wherever the page lies."""
        return self.users_with_any_permission(actions)


class RoadTester(PagePermissionTester):
    """What a person may do to a page: the roads that its type leaves open, and only with the post."""

    def __init__(self, user: Any, page: Any) -> None:
        self.user = user
        self.page = page
        self.page_is_root = False
        self.roads: frozenset[str] = page.roads

    @cached_property
    def permissions(self) -> set[str]:
        """Actions that the post gives here (the name is Wagtail's)."""
        return set(PAGE_ACTIONS) if holds(self.user, [EDITOR_ROLE]) else set()

    def open(self, road: str) -> bool:
        """Whether the page has the road and the person holds the post."""
        return road in self.roads and bool(self.permissions)

    def can_edit(self) -> bool:
        """Change the text."""
        return self.open("edit")

    def can_publish(self) -> bool:
        """Bring a changed text before the public."""
        return self.open("edit")

    def can_unpublish(self) -> bool:
        """Take the page off the site."""
        return bool(self.page.live) and self.open("unpublish")

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Delete the page, as long as nothing hangs below it."""
        return self.open("delete") and self.page.is_leaf()

    def can_add_subpage(self) -> bool:
        """Add a page of a kind that people may make here."""
        made_here = self.page.specific_class.creatable_subpage_models()
        return self.open("add") and any(model.can_create_at(self.page) for model in made_here)

    def can_publish_subpage(self) -> bool:
        """Add and publish in one go."""
        return self.can_add_subpage()

    def can_move(self) -> bool:
        """Addresses are kept: nothing moves."""
        return False

    can_copy = can_reorder_children = can_lock = can_unlock = can_set_view_restrictions = can_move
    can_submit_for_moderation = can_move

    def can_move_to(self, destination: Page) -> bool:
        """Nowhere."""
        return False

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:
        """Nowhere."""
        return False

    def can_unschedule(self) -> bool:
        """Call off a planned publication."""
        return self.can_publish()

    def can_view_revisions(self) -> bool:
        """Only of pages that are edited in Wagtail."""
        return self.open("edit")


class LibraryPolicy(CollectionPermissionPolicy):
    """材料库: pictures and files of the public site, kept by its editors in whatever collection."""

    def _check_perm(self, user: Any, actions: Iterable[str], collection: Collection | None = None) -> bool:
        return bool(LIBRARY_ACTIONS & set(actions)) and holds(user, [EDITOR_ROLE])

    def _collections_with_perm(self, user: Any, actions: Iterable[str]) -> QuerySet[Collection]:
        found: QuerySet[Collection] = Collection.objects.all()
        return found if self._check_perm(user, actions) else found.none()

    def collections_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Collection]:
        """All collections, for editors."""
        return self._collections_with_perm(user, actions)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        """All rows, for editors."""
        rows = self.model.objects
        return rows.all() if self._check_perm(user, actions) else rows.none()

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        """The editors."""
        return holders([EDITOR_ROLE]) if LIBRARY_ACTIONS & set(actions) else get_user_model().objects.none()

    def users_with_any_permission_for_instance(self, actions: Iterable[str], instance: Any) -> QuerySet[Any]:
        """The editors."""
        return self.users_with_any_permission(actions)


class SettingsPolicy(BasePermissionPolicy):
    """站点信息: changed by the editors and by the system administrators of the organ that runs the site."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Only changing; the one row is never added or deleted."""
        return action in {"change", "view"} and holds(user, SETTINGS_ROLES)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        """Editors and system administrators."""
        return holders(SETTINGS_ROLES) if {"change", "view"} & set(actions) else get_user_model().objects.none()
