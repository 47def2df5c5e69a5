"""What Wagtail's admin learns about organisations."""

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter
from wagtail_modeladmin.options import modeladmin_register

from .choosing import OrganisationChooserViewSet, organisation_chooser
from .choosing_people import PersonChooserViewSet, person_chooser
from .forms import MOVED
from .registers import OrganisationRegisters
from .views import confirm_post

modeladmin_register(OrganisationRegisters)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [path("registers/posts/confirm/<int:pk>/", confirm_post, name="confirm_post")]


@hooks.register("register_admin_viewset")
def chooser() -> OrganisationChooserViewSet:
    return organisation_chooser


@hooks.register("register_admin_viewset")
def people_chooser() -> PersonChooserViewSet:
    return person_chooser


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """隶属调整 in the history of an organisation."""

    @actions.register_action(MOVED)
    class Moved(LogFormatter):
        label = _("隶属调整")

        def format_message(self, entry: Any) -> str:
            """From where to where."""
            top = _("（最上级）")
            return str(
                _("上级单位由“%(from)s”改为“%(to)s”") % {key: entry.data.get(key) or top for key in ("from", "to")}
            )
