"""Public views that are not pages: search, the map of the site, what robots may read, and the page for wrong addresses."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.models import Page
from wagtail.views import serve

from documents.notices.verifying import look_up

from . import search
from .frame import DESK, Link, frame
from .keeping import kept
from .models import NoticePage

PER_PAGE = 20
CODE_LENGTH = 40
CLOSED_TO_ROBOTS = (DESK, "/admin/", "/login/", "/logout/", "/files/", "/search/", "/v/")

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
@never_cache
def verify(request: HttpRequest) -> HttpResponse:
    """核验: the code of a paper is typed in, or comes with the address of its QR code."""
    typed = request.GET.get("code", "").strip()
    if typed:
        return redirect("public:verified", code=slugify(typed[:CODE_LENGTH]) or "-")
    return _verification(request, {})


@require_safe
@never_cache
def verified(request: HttpRequest, code: str) -> HttpResponse:
    """What is known of the paper with that code; title and organ only where the paper is on the public site."""
    found = look_up(code[:CODE_LENGTH])
    if found is None:
        return _verification(request, {"typed": code[:CODE_LENGTH], "unknown": True}, status=404)
    public = NoticePage.objects.live().filter(notice=found.notice).select_related("organ").first()
    return _verification(request, {"typed": found.code, "found": found, "public": public})


def _verification(request: HttpRequest, told: dict[str, Any], status: int = 200) -> HttpResponse:
    context = {**frame(request, crumbs=(Link(_("首页"), "/"), Link(_("公文核验"), ""))), **told}
    response = render(request, "pages/verify.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


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
