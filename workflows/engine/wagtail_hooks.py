"""What Wagtail's admin learns about processes and the proof of history."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter
from wagtail_modeladmin.options import modeladmin_register

from .processes.policies import CHANGED
from .processes.registers import ProcessRegisters, holds
from .processes.views import check_source, compare, decide, export
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
        path("audits/", audits, name="audits"),
    ]


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Changes of 流程适用 in the history of a rule."""

    @actions.register_action(CHANGED)
    class Changed(LogFormatter):
        label = _("流程适用")

        def format_message(self, entry: Any) -> str:
            """What it was, and what it is."""
            before, after = (entry.data.get(key, "") for key in ("before", "after"))
            if not before:
                return str(_("登记：%(after)s") % {"after": after})
            return str(_("由“%(before)s”改为“%(after)s”") % {"before": before, "after": after})


class AuditsMenuItem(MenuItem):
    """Shown to auditors only."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person audits."""
        return holds(request.user, AUDITORS)


@hooks.register("register_admin_menu_item")
def audits_menu_item() -> Any:
    return AuditsMenuItem(_("经过核验"), reverse_lazy("audits"), name="audits", icon_name="lock", order=520)
