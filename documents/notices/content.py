"""What a signature binds to: the substantive content of a paper, and its digest."""

import hashlib
import json
from typing import Any

from workflows.database import laid

from .blocks import substance
from .models import Notice, NoticeAttachment, lines


def projection(notice: Notice) -> dict[str, Any]:
    """The substance (practice.md §3.7): title, kind, who is addressed, text, attachments and signing organs.

    Number, dates, copies and layout are not part of it: mending them voids nobody's signature. What 复核 declared to be
    substantive is part of it once there is any.
    """
    declared = {"declared": notice.declared} if notice.declared else {}
    return declared | {
        "kind": notice.kind,
        "title": notice.plain_title,
        "recipients": notice.recipients.strip(),
        "cc": notice.cc.strip(),
        "body": substance(notice.body),
        "attendance": notice.attendance.strip(),
        "contact": notice.contact.strip(),
        "attachments": [
            [row.title, row.upload.sha256 if row.upload else "", substance(row.body), *_place(row)]
            for row in laid(notice, "attachments")
        ],
        "signature": lines(notice.signature),
        "co_issuers": [organ.code for organ in notice.co_organs()],
    }


def _place(row: NoticeAttachment) -> list[str]:
    """How it comes with the paper, where that is not the usual way."""
    return [] if row.place == NoticeAttachment.Place.LISTED else [row.place]


def digest(notice: Notice) -> str:
    """SHA-256 (hex) over the canonical JSON of the projection."""
    canonical = json.dumps(projection(notice), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
