"""The people of the demonstration, listed on its login page. Outside the demonstration there are none."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from workflows.organisations.models import Membership, Organisation

DOES = {
    "drafter": _("起草通知"),
    "reviewer": _("核稿"),
    "office": _("审核"),
    "deputy": _("审签"),
    "secretary": _("签发、审定"),
    "clerk": _("编号、印制、分发"),
    "sealkeeper": _("用印"),
    "reporter": _("填报"),
    "publicity": _("编辑典型"),
    "assessor": _("评审"),
    "privacy": _("审查儿童信息"),
    "liaison": _("会签、收文"),
    "unit_admin": _("岗位交接、重置密码"),
    "sysadmin": _("管理单位和岗位"),
    "secadmin": _("确认岗位"),
    "auditor": _("查看记录"),
}


@dataclass(frozen=True)
class Account:
    """One login of the sample data, and what this person can show."""

    username: str
    name: str
    post: str
    does: str


@dataclass(frozen=True)
class Group:
    """The people of one organ."""

    organ: Organisation
    accounts: list[Account]


def sample_password() -> str:
    """The password that all sample accounts share; empty outside the demonstration."""
    if not settings.DEMO:
        return ""
    from portal.demo.people import PASSWORD

    return PASSWORD


def sample_names() -> frozenset[str]:
    """The logins that the sample data brings; none outside the demonstration."""
    if not settings.DEMO:
        return frozenset()
    from portal.demo.people import PEOPLE

    return frozenset(person.username for person in PEOPLE)


def is_sample(user: Any) -> bool:
    """Whether this is an account of the sample data."""
    return user.username in sample_names()


def sample_groups() -> list[Group]:
    """The sample accounts by organ, in the order of the tree; one query."""
    names = sample_names()
    held = (
        Membership.objects.current()
        .filter(user__username__in=names)
        .select_related("user", "organisation", "organisation__organ", "role")
        .order_by("pk")
        if names
        else []
    )
    by_organ: dict[Organisation, dict[int, list[Membership]]] = {}
    for post in held:
        by_organ.setdefault(post.organisation.as_organ, {}).setdefault(post.user_id, []).append(post)
    return [
        Group(organ, [_account(posts) for posts in by_organ[organ].values()])
        for organ in sorted(by_organ, key=lambda organ: organ.path)
    ]


def _account(posts: list[Membership]) -> Account:
    user: Any = posts[0].user
    return Account(
        username=user.username,
        name=user.name,
        post="、".join(dict.fromkeys(post.title or str(post.role) for post in posts)),
        does="，".join(dict.fromkeys(str(DOES[post.role.key]) for post in posts if post.role.key in DOES)),
    )
