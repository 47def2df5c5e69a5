"""Public views that are not pages: search, the map of the site, what robots may read, and the page for wrong addresses."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page
from wagtail.views import serve

from . import search
from .frame import DESK, Link, frame
from .keeping import kept

PER_PAGE = 20
CLOSED_TO_ROBOTS = (DESK, "/admin/", "/login/", "/logout/", "/files/", "/search/")

page = kept(serve)


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """搜索 over titles and texts of everything public."""
    query = request.GET.get("q", "").strip()
    wanted = search.terms(query)
    pages = search.find(wanted) if wanted else Page.objects.none()
    page_obj = Paginator(pages, PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        **frame(request, crumbs=(Link(_("首页"), "/"), Link(_("搜索"), ""))),
        "query": query,
        "page_obj": page_obj,
        "hits": search.hits(page_obj.object_list, wanted, request),
        "total": page_obj.paginator.count,
    }
    return render(request, "pages/search.html", context)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page with the day of its last change."""
    pages = Page.objects.live().filter(depth__gt=1).order_by("path")
    rows = [(request.build_absolute_uri(page.get_url(request)), page.last_published_at) for page in pages]
    return render(request, "pages/sitemap.xml", {"rows": rows}, content_type="application/xml; charset=utf-8")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read; where people work there is nothing to find."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED_TO_ROBOTS)]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('public:sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
