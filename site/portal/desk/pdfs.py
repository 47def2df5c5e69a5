"""PDFs that the desk hands out."""

from typing import Any

from django.utils.http import content_disposition_header

CLOSED = "default-src 'none'; frame-ancestors 'self'"


def as_pdf(response: Any, name: str, *, download: bool = False) -> Any:
    """The headers under which a private PDF is shown: kept nowhere, framed by nobody else, doing nothing."""
    response["Content-Disposition"] = content_disposition_header(download, name) or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = CLOSED
    return response
