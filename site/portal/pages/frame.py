"""What stands around every public page: the ways through the site, and who runs it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

HOME, NOTICES, CAMPAIGNS, SHOWCASE, RESULTS = "home", "notices", "campaigns", "showcase", "results"
ABOUT, PRIVACY, ACCESSIBILITY = "about", "children-privacy", "accessibility"

SECTIONS = (
    (HOME, _("首页"), "/"),
    (NOTICES, _("通知公告"), f"/{NOTICES}/"),
    (CAMPAIGNS, _("专项行动"), f"/{CAMPAIGNS}/"),
    (SHOWCASE, _("典型"), f"/{SHOWCASE}/"),
    (RESULTS, _("公示与结果"), f"/{RESULTS}/"),
)
"""The main menu. The slugs are fixed by ``manage.py setup_site`` and can be changed by nobody, so no query is needed."""


DESK = "/desk/"


@dataclass(frozen=True)
class Link:
    """An entry of a menu or a crumb of the path."""

    title: Any
    url: str
    current: bool = False


def frame(request: HttpRequest, section: str = "", crumbs: tuple[Link, ...] = ()) -> dict[str, Any]:
    """The context that ``templates/public/base.html`` draws head and foot from."""
    from .models import SiteSettings

    return {
        "nav": [Link(title, url, key == section) for key, title, url in SECTIONS],
        "nav_current": section,
        "crumbs": crumbs,
        "house": SiteSettings.current(),
        "search_url": reverse("public:search"),
        "desk_url": DESK,
        "about_url": f"/{ABOUT}/",
        "privacy_url": f"/{PRIVACY}/",
        "accessibility_url": f"/{ACCESSIBILITY}/",
    }
