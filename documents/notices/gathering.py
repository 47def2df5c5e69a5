"""A paper with everything that lies with it, for a page that shows it all."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, prefetch_related_objects

from workflows.database import lay

from .consulting import Consultation
from .models import CoIssuer, Notice, NoticeAttachment, Remark
from .sequels import Sequel

_KNOWN = ("organ", "organisation", "author", "campaign", "parent", "original")
_PARTS: dict[str, Any] = {
    "co_issuers": CoIssuer,
    "attachments": NoticeAttachment,
    "consultations": Consultation,
    "remarks": Remark,
}
"""What many papers have none of: it is read only where there is any."""

_AFTERWARDS = ("sequels", "corrections")
"""The same, but read by who shows it, with what belongs to it."""


def presence(path: str, *names: str) -> dict[str, Exists]:
    """Annotations ``with_<name>``: whether the paper at *path* has any of each; :func:`lay_out` takes them from there."""
    rows = {name: part.objects.filter(notice=OuterRef(path)) for name, part in _PARTS.items()}
    rows |= {
        "sequels": Sequel.objects.filter(notice=OuterRef(path)),
        "corrections": Notice.objects.filter(corrects=OuterRef(path), printed_on__isnull=False),
    }
    return {f"with_{name}": Exists(rows[name]) for name in names}


def lay_out(notice: Notice, told: Any, *names: str) -> Notice:
    """Put beside *notice* what *told*, a row with :func:`presence`, says of it: nothing where there is nothing, and its parts,
    one query for each that it has."""
    for name in names:
        present = getattr(told, f"with_{name}")
        setattr(notice, f"with_{name}", present)
        if not present:
            lay({notice.pk: notice}, name, (), by="notice")
    prefetch_related_objects([notice], *(name for name in names if name in _PARTS and getattr(told, f"with_{name}")))
    return notice


def gathered(pk: int, **more: Any) -> Notice | None:
    """The paper with its organs, co-issuers, attachments, consultations and remarks; one query, and one for each of the last
    four of which it has any. Sequels and corrections are known when there are none. None when there is no such paper.
    *more* are annotations that the page wants too."""
    names = (*_PARTS, *_AFTERWARDS)
    notice = Notice.objects.select_related(*_KNOWN).annotate(**presence("pk", *names), **more).filter(pk=pk).first()
    return None if notice is None else lay_out(notice, notice, *names)
