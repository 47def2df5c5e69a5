"""Bringing a page of the engine's before the public: its place in the tree, its address, its dates."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from workflows.engine import Refused

from .guarding import engine_writes

DIGEST_SHOWN = 6
"""Characters of the digest in an address; more when they do not suffice."""


def section(kind: type[Page]) -> Any:
    """The section's page, its row locked: two publications at once must not take the same place in the tree."""
    page = kind.objects.live().order_by("pk").first()
    if page is None:
        raise Refused([_("公众站还没有建好这个栏目，请系统管理员运行 manage.py setup_site。")])
    Page.objects.select_for_update().get(pk=page.pk)
    page.refresh_from_db()
    return page


def put_live(page: Any, index: Page, fields: dict[str, Any], now: datetime) -> Any:
    """Write the fields and bring the page before the public, as the engine alone may."""
    for name, value in {**fields, "draft_title": fields["title"]}.items():
        setattr(page, name, value)
    page.live = True
    page.has_unpublished_changes = False
    page.expired = False
    page.first_published_at = page.first_published_at or now
    page.last_published_at = now
    with engine_writes():
        if page.pk:
            page.save()
        else:
            index.add_child(instance=page)
    return page


def free_slug(index: Page, stem: str, digest: str) -> str:
    """The stem and as many characters of the digest as make the address unique in its section."""
    taken = set(Page.objects.child_of(index).filter(slug__startswith=f"{stem}-").values_list("slug", flat=True))
    slugs = (f"{stem}-{digest[:length]}" for length in range(DIGEST_SHOWN, len(digest) + 1))
    return next((slug for slug in slugs if slug not in taken), f"{stem}-{digest}-{len(taken)}")
