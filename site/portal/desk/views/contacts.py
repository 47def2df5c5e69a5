"""通讯录."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from .. import contacts as directory
from ..forms import Search
from ..paging import slice_of
from ..shell import business_posts, my_posts, page
from ..staffing import looks_after
from .authority import kept_organs


@dataclass(frozen=True)
class Tab:
    """One part of the directory (``pieces/tabs.html``)."""

    title: Any
    url: str
    current: bool


@login_required
@require_GET
def contacts(request: HttpRequest) -> HttpResponse:
    """Organs of the reader's line and below, with who holds which post; whole, or one part of it."""
    asked = request.GET.get("part", "")
    part = asked if asked in directory.PARTS else ""
    search = Search(request.GET, label=_("单位或姓名"))
    if part:
        search.carry("part", part)
    found = slice_of(directory.organs(my_posts(request), search.text, part), request)
    own = {post.organisation.as_organ.path for post in business_posts(request)}
    here = reverse("desk:contacts")
    parts = {"": _("全部"), **directory.PARTS}
    context = {
        "filters": search,
        "tabs": [Tab(title, f"{here}?part={key}" if key else here, key == part) for key, title in parts.items()],
        "entries": directory.people(found.rows, own, my_posts(request)),
        "page_obj": found,
        "authorities_url": reverse("desk:authorities") if kept_organs(my_posts(request)) else "",
        "handovers_url": reverse("desk:handovers") if looks_after(my_posts(request)) else "",
    }
    return page(request, "desk/contacts.html", context, here="contacts")
