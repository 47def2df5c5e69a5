"""Wagtail's admin in this house: the desk first, our words, and no door that leads past the engine."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.options import modeladmin_register

from .announcements import announcement
from .holidays import Holidays
from .panels import ShortcutsPanel, WorkPanel

modeladmin_register(Holidays)

HIDDEN_MENUS = frozenset({"reports", "help"})


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [path("registers/holidays/announcement/", announcement, name="holiday_announcement")]


@hooks.register("insert_global_admin_css")
def own_styles() -> SafeString:
    """What Wagtail's own styles leave to be mended, on every page."""
    return format_html('<link rel="stylesheet" href="{}">', static("administration/admin.css"))


class DeskMenuItem(MenuItem):
    """Back to where the work is."""

    def __init__(self) -> None:
        super().__init__(_("工作台"), reverse("desk:todo"), name="desk", icon_name="home", order=1)


@hooks.register("register_admin_menu_item")
def desk_menu_item() -> MenuItem:
    return DeskMenuItem()


@hooks.register("construct_main_menu")
def tidy_main_menu(request: HttpRequest, menu_items: list[Any]) -> None:
    """Reports and help speak of a workflow that is off here, and name documents without asking the engine."""
    menu_items[:] = [item for item in menu_items if item.name not in HIDDEN_MENUS]


@hooks.register("construct_homepage_panels")
def home_panels(request: HttpRequest, panels: list[Any]) -> None:
    """What the person may do and what waits, instead of page statistics."""
    panels[:] = [ShortcutsPanel(request), WorkPanel(request)]


@hooks.register("construct_homepage_summary_items")
def no_summary(request: HttpRequest, summary_items: list[Any]) -> None:
    """Numbers of pages and pictures say nothing to a drafter."""
    summary_items[:] = []
