"""The substantive content of a document as a digest that signatures bind to."""

from __future__ import annotations

import hashlib
from typing import Any

from workflows.database import fresh
from workflows.definition import canonical_json

from ..models import Content
from ..registry import DocumentType


def content_of(adapter: DocumentType, subject: Any) -> Content:
    """The content as it is now, not yet saved. The document's identity is part of the digest."""
    kind = adapter.content_type()
    payload = canonical_json(adapter.projection(subject))
    named = canonical_json({"subject": f"{kind.app_label}.{kind.model}:{subject.pk}", "content": payload})
    return fresh(
        Content,
        digest=hashlib.sha256(named.encode()).digest(),
        subject_type=kind,
        subject_id=subject.pk,
        payload=payload,
    )


def keep(content: Content) -> None:
    """Write the content unless it is kept already."""
    Content.objects.bulk_create([content], ignore_conflicts=True)
