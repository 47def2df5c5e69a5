"""What every template may ask for."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, Any]:
    """The product's name, and whether the data are sample data (then every page says so)."""
    return {"site_name": settings.WAGTAIL_SITE_NAME, "demo_mode": settings.DEMO}
