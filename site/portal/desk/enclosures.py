"""What lies beside a paper: its attachments, its prints, the sealed scan, and the document it was read from."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.db.models import Case, QuerySet, When
from django.urls import reverse

from documents.files.expiring import expires
from documents.files.models import Upload
from documents.files.readers import reader
from documents.notices.models import Artifact, Notice
from workflows import engine

OFFLINE = "offline"
"""Purpose of the scans of 线下办理登记; their subject is the case, given when the act is recorded."""

expires(OFFLINE, timedelta(days=1))


@dataclass(frozen=True)
class File:
    """One file as ``pieces/files.html`` and ``pieces/upload_row.html`` show it."""

    name: str
    url: str
    size: int = 0
    preview_url: str = ""
    remove_url: str = ""


def of_upload(upload: Upload, name: str = "") -> File:
    """A private upload; PDF and pictures open in the window (WeChat's browser blocks downloads).

    No small picture is shown: the whole one would travel to a phone on 200 kbit/s.
    """
    inline = reverse("files:inline", args=[upload.pk]) if upload.opens_inline else ""
    return File(
        name=_titled(name, upload.name) if name else upload.name,
        url=reverse("files:download", args=[upload.pk]),
        size=upload.size,
        preview_url=inline,
    )


def _titled(title: str, name: str) -> str:
    """The attachment's title with the ending of its file."""
    stem, dot, ending = name.rpartition(".")
    return f"{title}.{ending}" if stem and dot and not title.endswith(f".{ending}") else title


def attachments(notice: Notice, *, removable: bool = False) -> list[File]:
    """The attachments that have a file, with the address where it is taken away if it may be; one query."""
    return [
        replace(
            of_upload(row.upload, row.title),
            remove_url=reverse("desk:detach", args=[notice.pk, row.pk]) if removable else "",
        )
        for row in notice.attachments.all()
        if row.upload is not None
    ]


def paper_scans(case: Any) -> list[File]:
    """Scans of what was decided on paper in this case (线下办理登记), oldest first; one query."""
    rows = Upload.objects.filter(purpose=OFFLINE, subject_id=case.pk).order_by("created_at")
    return [of_upload(row) for row in rows]


@reader(OFFLINE)
def _sees_case(user: Any, upload: Upload) -> bool:
    """Who may see the case may see its scans."""
    case = engine.Instance.objects.filter(pk=upload.subject_id or 0).first()
    return case is not None and engine.allowed(user, "view", case)


def of_print(artifact: Artifact) -> File:
    """A print or a sealed scan."""
    name = f"{artifact.number or ''}{artifact.get_kind_display()}.pdf"
    address = reverse("desk:print", args=[artifact.pk])
    return File(name=name, url=f"{address}?download=1", preview_url=address, size=_size(artifact))


def _size(artifact: Artifact) -> int:
    try:
        return int(artifact.file.size)
    except FileNotFoundError:
        return 0


def kept_prints(notice: Notice) -> list[Artifact]:
    """The newest 盖章扫描件 and the newest 正式件 of the present number, the copy of record first; one query."""
    rows = notice.artifacts.filter(
        number=notice.number, kind__in=[Artifact.Kind.SEALED_SCAN, Artifact.Kind.ISSUED]
    ).order_by("-pk")
    newest: dict[str, Artifact] = {}
    for row in rows if notice.number else ():
        newest.setdefault(row.kind, row)
    return [newest[kind] for kind in (Artifact.Kind.SEALED_SCAN, Artifact.Kind.ISSUED) if kind in newest]


def newest_print(notice: Any, number: Any) -> QuerySet[Artifact, int]:
    """The key of what :func:`kept_prints` puts first, for a subquery on the paper and its number."""
    rows = Artifact.objects.filter(
        notice=notice, number=number, kind__in=[Artifact.Kind.SEALED_SCAN, Artifact.Kind.ISSUED]
    )
    sealed_first = Case(When(kind=Artifact.Kind.SEALED_SCAN, then=0), default=1)
    return rows.exclude(number="").order_by(sealed_first, "-pk").values_list("pk", flat=True)[:1]
