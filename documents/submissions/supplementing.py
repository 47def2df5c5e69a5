"""Files that follow the sending, 盖章扫描件 above all: they belong to one version and do not change it."""

from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.files.kinds import Group
from documents.files.models import Upload
from documents.files.receiving import RefusedFileError, receive
from documents.forms.schema import FieldSpec, Kind
from workflows import engine
from workflows.database import keep, once
from workflows.organisations.models import Membership

from .finishing import PURPOSE
from .models import Submission, Supplement

GROUPS = {Kind.FILE: Group.ATTACHMENT, Kind.PICTURES: Group.PICTURE, Kind.SCAN: Group.SCAN}


def late_fields(submission: Submission) -> list[FieldSpec]:
    """The fields that are answered after the sending."""
    return [spec for spec in submission.call.form_version.parsed if spec.is_late]


def supplements(submission: Submission, key: str) -> list[Supplement]:
    """What is there for the newest version, oldest first."""
    return [row for row in supplied(submission) if row.key == key]


def supplied(submission: Submission) -> list[Supplement]:
    """The same for all fields; one query."""
    rows = Supplement.objects.filter(submission=submission, version=submission.version, removed_at__isnull=True)
    return list(once(("supplied", submission.pk, submission.version), lambda: tuple(rows.select_related("upload"))))


def read_files(submission: Submission) -> None:
    """For a page that shows every file: those of the answers and those that followed, in the one query of its glance."""
    rows = Upload.objects.filter(purpose=PURPOSE, subject_id=submission.pk).select_related("supplement")
    late = []
    for upload in rows:
        keep(("upload", str(upload.pk)), upload)
        if (row := getattr(upload, "supplement", None)) is not None:
            late.append(row)
    present = [row for row in late if row.version == submission.version and row.removed_at is None]
    keep(("supplied", submission.pk, submission.version), tuple(sorted(present, key=lambda row: row.pk)))


def may_supply(posts: list[Membership], submission: Submission, instance: Any) -> bool:
    """Whether one of the posts belongs to the unit or to the superior that files for it, while the case is open and was sent."""
    if instance is None or instance.finished_at is not None or submission.version == 0:
        return False
    organs = {
        submission.organ_id,
        submission.filed_by_id,
        instance.organ_id,
    }  # the case lies with the successor of a merged unit
    return any(post.organisation.organ_pk in organs and post.role.kind == "business" for post in posts)


def supply(
    submission: Submission, spec: FieldSpec, file: File, *, actor: Any, now: datetime | None = None
) -> Supplement:
    """Keep one more file for *spec* beside the newest version.

    The right must have been checked with :func:`may_supply`. Raises ``RefusedFileError`` when the file is unfit or one too many.
    """
    kept = len(supplements(submission, spec.key))
    if spec.limit.count is not None and kept >= spec.limit.count:
        raise RefusedFileError(
            _("“%(label)s”最多%(limit)d个，请先换下一个再传。") % {"label": spec.label, "limit": spec.limit.count}
        )
    upload = receive(
        file,
        user=actor,
        organ=submission.organ,
        purpose=PURPOSE,
        group=GROUPS[spec.kind],
        subject_id=submission.pk,
    )
    return Supplement.objects.create(
        submission=submission,
        version=submission.version,
        key=spec.key,
        upload=upload,
        added_by=actor,
        added_at=now or timezone.now(),
    )


@transaction.atomic
def replace(supplement: Supplement, *, now: datetime | None = None) -> None:
    """换下: the file no longer counts; what somebody has already agreed to keeps it on record.

    Raises ``engine.Refused`` once the unit has agreed: the scan is then the copy of record.
    """
    instance = engine.instance_of(supplement.submission, supplement.submission.call.process)
    if instance is None or instance.state not in {"draft", "agree", "unit_agree"}:
        raise engine.Refused([_("材料已经报出，盖章件不能再换；如有错误，请联系上级退回修改。")])
    Supplement.objects.filter(pk=supplement.pk, removed_at__isnull=True).update(removed_at=now or timezone.now())
