"""Renders a template through Django's engine without apps, models or a database."""

import sys
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import django
from django.conf import settings
from django.http import QueryDict
from django.template import Context, Engine

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES = ROOT / "templates"
STATIC = {
    "pages": ROOT / "site" / "portal" / "pages" / "static" / "pages",
    "desk": ROOT / "site" / "portal" / "desk" / "static" / "desk",
}


def configure() -> None:
    """Settings enough to render, when no project's settings are loaded."""
    if (source_root := str(ROOT / "site")) not in sys.path:
        sys.path.insert(0, source_root)
    if not settings.configured:
        settings.configure(
            LANGUAGE_CODE="zh-hans", USE_I18N=True, USE_TZ=True, TIME_ZONE="Asia/Shanghai", STATIC_URL="/static/"
        )
        django.setup()


@cache
def engine() -> Engine:
    """The template engine with the libraries that the look uses."""
    configure()
    return Engine(
        dirs=[str(TEMPLATES)],
        libraries={"static": "django.templatetags.static", "look": "portal.pages.templatetags.look"},
        string_if_invalid="",
    )


def render(name: str, context: dict[str, Any]) -> str:
    """The page as text."""
    request = SimpleNamespace(GET=QueryDict("scope=own"), path="/desk/")
    return engine().get_template(name).render(Context({"request": request} | context))
