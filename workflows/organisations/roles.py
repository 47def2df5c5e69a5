"""The roles of a league organisation for the whole life of a document, and what they open.

Role rows are written from this table after every migration; a deployment may add roles of its own beside them.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

BUSINESS, AUDIT, ADMIN = "business", "audit", "admin"


@dataclass(frozen=True)
class RoleSpec:
    """A shipped role: its key, Chinese title, kind, and whether it works in the administration (/admin/)."""

    key: str
    title: str
    kind: str = BUSINESS
    admin_shell: bool = False


ROLES = (
    RoleSpec("drafter", _("干事（拟稿）"), admin_shell=True),
    RoleSpec("reviewer", _("部长（核稿）"), admin_shell=True),
    RoleSpec("office", _("办公室主任（审核）"), admin_shell=True),
    RoleSpec("deputy", _("副书记（分管）")),
    RoleSpec("secretary", _("书记（签发）")),
    RoleSpec("clerk", _("文书"), admin_shell=True),
    RoleSpec("sealkeeper", _("用印与档案")),
    RoleSpec("reporter", _("填报人")),
    RoleSpec("publicity", _("宣传干事"), admin_shell=True),
    RoleSpec("assessor", _("评审")),
    RoleSpec("privacy", _("儿童信息保护负责人")),
    RoleSpec("liaison", _("联络员")),
    RoleSpec("unit_admin", _("单位管理员"), ADMIN, admin_shell=True),
    RoleSpec("sysadmin", _("系统管理员"), ADMIN, admin_shell=True),
    RoleSpec("secadmin", _("安全管理员"), ADMIN, admin_shell=True),
    RoleSpec("auditor", _("审计员"), AUDIT, admin_shell=True),
)

ELSEWHERE = {"secretary": _("负责人"), "deputy": _("分管负责人")}
"""What the heads of organs of other systems (兄弟单位) are called: a bureau has a 局长, and no 书记 of ours."""


def title_at(kind: str, key: str, title: str) -> str:
    """What a role is called in an organisation of that *kind*."""
    return ELSEWHERE.get(key, title) if kind == "partner" else title


ADMIN_SHELL_ROLES = frozenset(role.key for role in ROLES if role.admin_shell)
"""Roles whose holders may open /admin/ (practice.md, three shells: most people never need it)."""

REGISTER_ROLES = frozenset({"sysadmin", "secadmin"})
"""Roles that keep the registers of organisations, posts and delegations: one proposes, another confirms."""
