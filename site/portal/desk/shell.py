"""What every page of the desk carries: the menu, the person's post, and the number of matters that wait."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from documents.notices.policy import DRAFTING_ROLES
from workflows import engine
from workflows.organisations.models import Level, Membership, Organisation, Role, User
from workflows.organisations.roles import ADMIN_SHELL_ROLES

from .acting import undo

SHOWCASE_ROLES = frozenset({"publicity", "drafter", "privacy", "deputy", "secretary"})

MANY = 1000
"""Counts stop here and read “1000+”."""

MANY_UNREAD = 100
"""Counts of notifications stop here and read “99+”."""


@dataclass(frozen=True)
class Back:
    """Where the way back leads, shown on phones in place of the product's name."""

    url: str
    title: str


def to_desk() -> Back:
    """Back to 待办."""
    return Back(reverse("desk:todo"), _("待办"))


def my_user(request: HttpRequest) -> User:
    """The person who is signed in; every view of the desk demands that."""
    return cast(User, request.user)


def my_posts(request: HttpRequest) -> list[Membership]:
    """The person's posts today, asked once per request."""
    known: dict[str, Any] = request.__dict__
    if "desk_posts" not in known:
        known["desk_posts"] = [post.membership for post in engine.standing(request.user).own]
    return list(known["desk_posts"])


def business_posts(request: HttpRequest) -> list[Membership]:
    """Posts that handle documents; audit and admin posts neither approve nor read ledgers (三员分立)."""
    return [post for post in my_posts(request) if post.role.kind == Role.Kind.BUSINESS]


def my_organs(request: HttpRequest) -> set[int]:
    """Keys of the organs in which the person handles documents."""
    return {post.organisation.organ_pk for post in business_posts(request)}


def may_administer(request: HttpRequest) -> bool:
    """Whether a post opens /admin/; what ``PostBackend`` would answer, without asking the groups first."""
    return any(post.role.key in ADMIN_SHELL_ROLES for post in my_posts(request))


def may_draft(request: HttpRequest) -> bool:
    """Whether the person drafts papers in the administration: a drafting post of the league, and a key to /admin/."""
    return may_administer(request) and any(
        post.role.key in DRAFTING_ROLES and post.organisation.as_organ.kind != Organisation.Kind.PARTNER
        for post in my_posts(request)
    )


def watches_showcases(request: HttpRequest) -> bool:
    """Whether 典型 are the person's business: the province edits, checks and approves what the public will read."""
    return any(
        post.role.key in SHOWCASE_ROLES and post.organisation.as_organ.level == Level.PROVINCE
        for post in business_posts(request)
    )


def in_words(number: int) -> int | str:
    """A count as shown: “1000+” where counting stopped."""
    return f"{MANY}+" if number >= MANY else number


def unread_in_words(number: int) -> int | str:
    """A count of notifications as shown: “99+” where counting stopped."""
    return f"{MANY_UNREAD - 1}+" if number >= MANY_UNREAD else number


def my_counts(request: HttpRequest) -> Any:
    """The engine's counts for the person: what waits, what was not opened; asked once per request."""
    known: dict[str, Any] = request.__dict__
    if "desk_counts" not in known:
        known["desk_counts"] = engine.counts(request.user)
    return known["desk_counts"]


def my_unread(request: HttpRequest) -> int:
    """How many notifications the person has not opened, at most :data:`MANY_UNREAD`."""
    return int(my_counts(request).unread)


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    here: str = "",
    back: Back | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render a page of the desk. *here* is the menu entry that is lit (templates/desk/base.html lists them)."""
    given = context or {}
    unread = {} if "unread_count" in given else {"unread_count": unread_in_words(my_unread(request))}
    shell = {
        **unread,
        "nav": menu(request),
        "nav_current": here,
        "todo_count": in_words(my_counts(request).todo),
        "post_line": post_line(my_posts(request)),
        "back_url": back.url if back else "",
        "back_title": back.title if back else "",
        "undo": undo(request),
    }
    return render(request, template, {**shell, **given}, status=status)


def menu(request: HttpRequest) -> dict[str, str]:
    """The addresses of the menu; what the person's posts do not open is left out."""
    entries = {
        "todo": "desk:todo",
        "mine": "desk:mine",
        "contacts": "desk:contacts",
        "notifications": "desk:notifications",
        "me": "desk:me",
        "logout": "logout",
    }
    if business_posts(request):
        entries |= {
            "search": "desk:search",
            "issued": "desk:register",
            "incoming": "desk:incoming",
            "calls": "desk:calls",
        }
    if watches_showcases(request):
        entries["showcase"] = "desk:showcases"
    if may_draft(request):
        entries["draft"] = "notices:list"
    if may_administer(request):
        entries["admin"] = "wagtailadmin_home"
    return {"public": "/", **{key: reverse(name) for key, name in entries.items()}}


def post_line(held: list[Membership]) -> str:
    """“团鹭汀县委 书记”; further organs are counted."""
    if not held:
        return _("还没有岗位")
    organ = held[0].organisation.as_organ
    titles = dict.fromkeys(post.title or str(post.role) for post in held if post.organisation.organ_pk == organ.pk)
    others = len({post.organisation.organ_pk for post in held} - {organ.pk})
    more = _("（另有%d个单位）") % others if others else ""
    return f"{organ} {'、'.join(titles)}{more}"
