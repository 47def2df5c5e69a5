"""What Wagtail's admin learns about the public site."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.models import Page

from .guarding import EngineOnlyError, is_engine_page, refuse
from .serving import only_while_public

ROADS = (
    "before_edit_page",
    "before_delete_page",
    "before_publish_page",
    "before_unpublish_page",
    "before_copy_page",
    "before_move_page",
    "before_convert_alias_page",
)


def turn_back(request: HttpRequest, page: Page, *args: Any) -> HttpResponse | None:
    """Say why, and go back to the list, before a road's page is even drawn."""
    if not is_engine_page(page):
        return None
    try:
        refuse()
    except EngineOnlyError as error:
        messages.error(request, str(error))
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


for road in ROADS:
    hooks.register(road, turn_back)


@hooks.register("before_bulk_action")
def turn_bulk_back(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    for row in objects:
        if isinstance(row, Page) and (answer := turn_back(request, row)):
            return answer
    return None


hooks.register("before_serve_document", only_while_public)
