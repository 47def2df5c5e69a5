"""Files for the public: only what hangs on a live page, looked up through that page and never by a key of its own."""

import re
from typing import Any

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from django.views.static import serve
from wagtail.models import Page, ReferenceIndex

from . import pictures
from .examining import examine
from .models import NoticePage, NoticePageFile, PublicFile, ShowcasePage

RENDITIONS = re.compile(r"images/[^/]+")
"""Pictures of the library in the sizes that pages use; originals are not handed out."""
CLOSED = "default-src 'none'; frame-ancestors 'self'"
FRESH_FOR = 300


@require_safe
def notice_print(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """The 正式件 of a public paper, opened in the browser and saved as 字号_标题.pdf."""
    page = get_object_or_404(NoticePage.objects.live().select_related("artifact"), slug=slug, masked=False)
    return _hand_out(page.artifact.file, "application/pdf", page.pdf_name, inline=True)


@require_safe
def notice_file(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """An attachment of a public paper, once it was read for personal data."""
    rows = NoticePageFile.objects.filter(page__live=True, page__slug=slug).select_related("upload")
    row = get_object_or_404(rows, pk=pk)
    if row.verdict == NoticePageFile.Verdict.WAITING:
        examine(row)
    if row.verdict != NoticePageFile.Verdict.OPEN:
        raise Http404
    kind = row.upload.file_kind
    return _hand_out(row.upload.file, kind.mime, f"{row.title}.{kind.extensions[0]}", inline=kind.inline)


@require_safe
def story_picture(request: HttpRequest, slug: str, width: int) -> HttpResponseBase:
    """The picture of a 典型 page in one of the widths that pages use."""
    if width not in pictures.WIDTHS:
        raise Http404
    page = get_object_or_404(ShowcasePage.objects.live().select_related("picture"), slug=slug, picture__isnull=False)
    response: HttpResponseBase = FileResponse(pictures.sized(page.picture, width), content_type="image/jpeg")
    return _public(response)


@require_safe
def rendition(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture of the library in a size that a page uses."""
    if not RENDITIONS.fullmatch(path):
        raise Http404
    return _public(serve(request, path, document_root=str(settings.MEDIA_ROOT)))


def only_while_public(document: PublicFile, request: HttpRequest) -> None:
    """Wagtail's hook before it hands out a library file: a live page must lead to it."""
    rows = ReferenceIndex.get_references_to(document).select_related("base_content_type")
    pages = [row.object_id for row in rows if row.base_content_type.model_class() is Page]
    if not Page.objects.live().filter(pk__in=pages).exists():
        raise Http404


def _hand_out(file: FieldFile, mime: str, name: str, *, inline: bool) -> HttpResponseBase:
    try:
        content: Any = file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(content, content_type=mime)
    response["Content-Disposition"] = content_disposition_header(not inline, name) or "attachment"
    response["Content-Security-Policy"] = CLOSED
    return _public(response)


def _public(response: HttpResponseBase) -> HttpResponseBase:
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, public=True, max_age=FRESH_FOR)
    return response
