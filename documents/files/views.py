"""Handing out private files: to readers only, with headers that let no browser guess or run anything."""

from typing import Any, BinaryIO, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.files.base import ContentFile
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from .models import Upload
from .pictures import thumbnail
from .readers import may_read
from .texts import encoding_of

CLOSED = "default-src 'none'; frame-ancestors 'self'"
SANDBOXED = f"{CLOSED}; sandbox"


@require_safe
@login_required
def download(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The file as an attachment under its own name."""
    return _hand_out(_readable(request.user, pk), as_attachment=True)


@require_safe
@login_required
def inline(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The file in the browser's window where its kind is harmless there (PDF, pictures, text), else as an attachment."""
    upload = _readable(request.user, pk)
    return _hand_out(upload, as_attachment=not upload.opens_inline)


@require_safe
@login_required
def thumb(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A small view of a picture, made at the first asking and kept."""
    upload = _readable(request.user, pk)
    if not upload.is_picture:
        raise Http404
    storage, place = upload.file.storage, upload.places[1]
    try:
        if not storage.exists(place):
            with upload.file.open("rb") as picture:
                storage.save(place, ContentFile(thumbnail(cast(BinaryIO, picture))))
        response = FileResponse(storage.open(place, "rb"), content_type="image/jpeg")
    except FileNotFoundError:
        raise Http404 from None
    return _closed(response, SANDBOXED)


def _readable(user: Any, pk: UUID) -> Upload:
    """The upload, or 404 alike for what is foreign and what never was: the answer tells nothing."""
    upload = Upload.objects.filter(pk=pk).first()
    if upload is None or not may_read(user, upload):
        raise Http404
    return upload


def _hand_out(upload: Upload, *, as_attachment: bool) -> FileResponse:
    try:
        content = upload.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(content, content_type=_content_type(upload, cast(BinaryIO, content)))
    response["Content-Length"] = upload.size
    response["Content-Disposition"] = content_disposition_header(as_attachment, upload.name) or "attachment"
    # A PDF viewer does not start in a sandbox.
    return _closed(response, CLOSED if upload.kind == "pdf" else SANDBOXED)


def _content_type(upload: Upload, content: BinaryIO) -> str:
    """The kind's own; of a text also its encoding, which a browser that may not guess has to be told."""
    mime = upload.file_kind.mime
    if upload.kind != "txt":
        return mime
    encoding = encoding_of(content.read()) or "utf-8"
    content.seek(0)
    return f"{mime}; charset={encoding}"


def _closed(response: FileResponse, policy: str) -> FileResponse:
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = policy
    return response
