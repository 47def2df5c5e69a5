"""The start page of the administration."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.menu import SubmenuMenuItem, admin_menu
from wagtail.admin.ui.components import Component

from documents.notices.policy import drafting_units
from workflows import engine

SHOWN = 8


class WorkPanel(Component):
    """待办 in short, with the way to the desk."""

    name = "work"
    template_name = "administration/work_panel.html"
    order = 100

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The first items of the worklist."""
        return {"rows": engine.worklist(self.request.user, limit=SHOWN)}


@dataclass(frozen=True)
class Shortcut:
    """A way on."""

    title: str
    url: str


class ShortcutsPanel(Component):
    """What the person may do here: drafting for those who draft, then the entries of their own menu."""

    name = "shortcuts"
    template_name = "administration/shortcuts_panel.html"
    order = 50

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Drafting and the menu's leaves."""
        return {"drafting": list(self._drafting()), "entries": list(self._entries())}

    def _drafting(self) -> Iterator[Shortcut]:
        if drafting_units(self.request.user):
            yield Shortcut(_("拟稿"), reverse("notices:new"))
            yield Shortcut(_("导入"), reverse("notices:import"))

    def _entries(self) -> Iterator[Shortcut]:
        for item in admin_menu.menu_items_for_request(self.request):
            within = item.menu.menu_items_for_request(self.request) if isinstance(item, SubmenuMenuItem) else [item]
            for leaf in within:
                if getattr(leaf, "url", "") and leaf.name != "desk":
                    yield Shortcut(str(leaf.label), leaf.url)
