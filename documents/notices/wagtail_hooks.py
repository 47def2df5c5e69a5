"""What Wagtail's admin learns about notices."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.action_menu import ActionMenuItem
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.models import register_snippet

from .models import Notice
from .viewsets import POLICY, NoticeViewSet

register_permission_policy(Notice, POLICY)
register_snippet(NoticeViewSet)


@hooks.register("register_bulk_action", order=100)
class NoBulkDelete(DeleteBulkAction):
    """Wagtail's own page would name the notices that it then refuses to delete; registered last, this one replaces it."""

    models = [Notice]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """There is no such page."""
        raise Http404


@hooks.register("insert_editor_js")
def editor_js() -> str:
    scripts = ((static("notices/advice.js"),), (static("notices/addressing.js"),))
    return format_html_join("", '<script src="{}"></script>', scripts)


class ToDesk(ActionMenuItem):
    """From the editor to the reading view on the desk, where the paper is sent on."""

    name = "to-desk"
    label = _("去办理")
    icon_name = "arrow-right"
    order = 50

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Once the draft exists."""
        return context["view"] == "edit"

    def get_url(self, parent_context: dict[str, Any]) -> str:
        """The reading view."""
        return reverse("desk:notice", args=[parent_context["instance"].pk])


@hooks.register("register_snippet_action_menu_item")
def to_desk(model: type) -> ActionMenuItem | None:
    return ToDesk() if model is Notice else None
