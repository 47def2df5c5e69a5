"""The start page of the administration."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

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
