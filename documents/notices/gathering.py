"""A paper with everything that lies with it, for a page that shows it all."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, prefetch_related_objects

from workflows.database import lay

from .consulting import Consultation
from .models import CoIssuer, Notice, NoticeAttachment, Remark

_KNOWN = ("organ", "organisation", "author", "campaign", "parent", "original")
_PARTS: dict[str, Any] = {
    "co_issuers": CoIssuer,
    "attachments": NoticeAttachment,
    "consultations": Consultation,
    "remarks": Remark,
}
"""What many papers have none of: it is read only where there is any."""


def gathered(pk: int) -> Notice | None:
    """The paper with its organs, co-issuers, attachments, consultations and remarks; one query, and one for each of the last
    four of which it has any. None when there is no such paper."""
    present = {f"with_{name}": Exists(part.objects.filter(notice=OuterRef("pk"))) for name, part in _PARTS.items()}
    notice = Notice.objects.select_related(*_KNOWN).annotate(**present).filter(pk=pk).first()
    if notice is None:
        return None
    for name in _PARTS:
        if not getattr(notice, f"with_{name}"):
            lay({notice.pk: notice}, name, (), by="notice")
    prefetch_related_objects([notice], *(name for name in _PARTS if getattr(notice, f"with_{name}")))
    return notice
