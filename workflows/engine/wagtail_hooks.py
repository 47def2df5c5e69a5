"""What Wagtail's admin learns about processes and the proof of history."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter
from wagtail_modeladmin.options import modeladmin_register

from workflows.organisations.registers import holds

from .measures.views import READERS as STUCK_READERS
from .measures.views import jump_case, stuck_cases
from .processes.migrating import MIGRATED
from .processes.migration_views import migration, migrations
from .processes.policies import CHANGED
from .processes.registers import ProcessRegisters
from .processes.staffing_pages import staffing_page
from .processes.views import check_source, compare, decide, export, show_guide
from .proving.erasure_views import READERS as ERASURE_READERS
from .proving.erasure_views import erasure_confirm, erasures
from .proving.views import AUDITORS, audits

modeladmin_register(ProcessRegisters)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("processes/check/", check_source, name="process_check"),
        path("processes/activate/<int:pk>/", decide, {"what": "activate"}, name="process_activate"),
        path("processes/retire/<int:pk>/", decide, {"what": "retire"}, name="process_retire"),
        path("processes/compare/<int:before>/<int:after>/", compare, name="process_compare"),
        path("processes/export/<int:pk>/", export, name="process_export"),
        path("processes/guide/", show_guide, name="process_guide"),
        path("processes/staffing/<int:pk>/", staffing_page, name="process_staffing"),
        path("processes/migrations/", migrations, name="migrations"),
        path("processes/migrations/<int:pk>/", migration, name="migration"),
        path("audits/", audits, name="audits"),
        path("stuck/", stuck_cases, name="stuck_cases"),
        path("stuck/<int:pk>/jump/", jump_case, name="jump_case"),
        path("erasures/", erasures, name="erasures"),
        path("erasures/<int:pk>/", erasure_confirm, name="erasure_confirm"),
    ]


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Changes of 流程适用 in the history of a rule, and 迁移 in that of a version."""

    @actions.register_action(CHANGED)
    class Changed(LogFormatter):
        label = _("流程适用")

        def format_message(self, entry: Any) -> str:
            """What it was, and what it is."""
            before, after = (entry.data.get(key, "") for key in ("before", "after"))
            if not before:
                return str(_("登记：%(after)s") % {"after": after})
            return str(_("由“%(before)s”改为“%(after)s”") % {"before": before, "after": after})

    @actions.register_action(MIGRATED)
    class Migrated(LogFormatter):
        label = _("迁移在办事项")

        def format_message(self, entry: Any) -> str:
            """How many came, and from which version."""
            words = _("从第%(from)d版移来 %(cases)d 件") % {key: entry.data[key] for key in ("from", "cases")}
            return str(words + (_("，环节 %s") % entry.data["states"] if entry.data.get("states") else ""))


class RoleMenuItem(MenuItem):
    """Shown to the holders of some posts only."""

    def __init__(self, *args: Any, roles: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roles = roles

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person holds one of them."""
        return holds(request.user, self.roles)


@hooks.register("register_admin_menu_item")
def stuck_menu_item() -> Any:
    url = reverse_lazy("stuck_cases")
    return RoleMenuItem(_("卡住的事项"), url, name="stuck", icon_name="warning", order=515, roles=STUCK_READERS)


@hooks.register("register_admin_menu_item")
def audits_menu_item() -> Any:
    url = reverse_lazy("audits")
    return RoleMenuItem(_("经过核验"), url, name="audits", icon_name="lock", order=520, roles=AUDITORS)


@hooks.register("register_admin_menu_item")
def erasures_menu_item() -> Any:
    url = reverse_lazy("erasures")
    return RoleMenuItem(_("抹去"), url, name="erasures", icon_name="bin", order=530, roles=ERASURE_READERS)
