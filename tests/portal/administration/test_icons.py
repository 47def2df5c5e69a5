"""Every icon that our code names is drawn: Wagtail leaves a hole where a name is unknown."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import RequestFactory
from wagtail.admin.icons import get_icons
from wagtail.admin.menu import SubmenuMenuItem, admin_menu, settings_menu
from wagtail_modeladmin.options import ModelAdmin

ROOT = Path(__file__).resolve().parents[3]
NAMED = re.compile(r"""(?:\b(?:icon|icon_name|menu_icon)\s*=\s*|\{%\s*icon\s+(?:name=)?)["']([a-z][a-z0-9-]*)["']""")


def drawn() -> set[str]:
    return set(re.findall(r'id="icon-([\w-]+)"', get_icons()))


def named() -> Iterator[tuple[str, str]]:
    """Where and which, in code and templates."""
    for part in ("site", "workflows", "documents", "templates"):
        for path in (ROOT / part).rglob("*"):
            if path.suffix in {".py", ".html"}:
                for name in NAMED.findall(path.read_text(encoding="utf-8")):
                    yield str(path.relative_to(ROOT)), name


def test_every_icon_named_in_code_and_templates_is_drawn() -> None:
    found = set(named())
    assert len(found) > 20
    known = drawn()
    assert {(where, name) for where, name in found if name not in known} == set()


def _registers(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from _registers(one)


def test_every_register_has_an_icon_that_is_drawn() -> None:
    known = drawn()
    missing = {
        one.__name__: one().get_menu_icon()
        for one in _registers(ModelAdmin)
        if getattr(one, "model", None)
        and not one.__module__.startswith("wagtail")
        and one().get_menu_icon() not in known
    }
    assert missing == {}


@pytest.mark.django_db
def test_every_entry_of_the_menus_has_an_icon_that_is_drawn(rf: RequestFactory) -> None:
    known = drawn()

    def leaves(items: list[object]) -> Iterator[object]:
        for item in items:
            yield item
            if isinstance(item, SubmenuMenuItem):
                yield from leaves(item.menu.registered_menu_items)

    entries = [*leaves(admin_menu.registered_menu_items), *leaves(settings_menu.registered_menu_items)]
    assert len(entries) > 10
    icons = {str(item.label): item.icon_name for item in entries}  # type: ignore[attr-defined]
    assert {label: icon for label, icon in icons.items() if icon and icon not in known} == {}
