"""Files of a draft: taken in one by one, taken out again, erased when nothing sent refers to them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.files.expiring import erase
from documents.files.kinds import Group
from documents.files.models import Upload
from documents.files.receiving import RefusedFileError, receive
from documents.forms.schema import FieldSpec

from .drafting import open_draft
from .finishing import PURPOSE
from .models import Draft, Submission, Supplement


def attach(
    submission: Submission,
    editor: Any,
    spec: FieldSpec,
    file: File,
    *,
    group: Group,
    now: datetime | None = None,
) -> Upload:
    """Take a file into the editor's draft. Raises ``RefusedFileError`` when it is unfit or one too many."""
    _room(spec, len(open_draft(submission, editor, now=now).answers.get(spec.key) or []))
    upload = receive(file, user=editor, organ=submission.organ, purpose=PURPOSE, group=group, subject_id=submission.pk)
    try:
        with transaction.atomic():
            draft = Draft.objects.select_for_update().get(submission=submission, editor=editor)
            keys = list(draft.answers.get(spec.key) or [])
            _room(spec, len(keys))
            _write(draft, spec.key, [*keys, str(upload.pk)], now)
    except RefusedFileError:
        erase(upload)
        raise
    return upload


def detach(submission: Submission, editor: Any, spec: FieldSpec, key: str, *, now: datetime | None = None) -> None:
    """Take a file out of the editor's draft; unknown keys change nothing. What nothing refers to is erased."""
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(submission=submission, editor=editor).first()
        keys = list(draft.answers.get(spec.key) or []) if draft else []
        if draft is None or key not in keys:
            return
        _write(draft, spec.key, [kept for kept in keys if kept != key], now)
    if not is_referred_to(submission, key):
        erase(Upload.objects.get(pk=UUID(key)))


def is_referred_to(submission: Submission, key: str) -> bool:
    """Whether a sent version, another draft or the public page still holds the file."""
    answers = [*submission.drafts.values_list("answers", flat=True), *submission.drafts.values_list("base", flat=True)]
    if any(key in value for answer in answers for value in answer.values() if isinstance(value, list)):
        return True
    if any(key in files for files in submission.versions.values_list("files", flat=True)):
        return True
    return Supplement.objects.filter(upload_id=UUID(key)).exists()


def _room(spec: FieldSpec, kept: int) -> None:
    limit = spec.limit.count
    if limit is not None and kept >= limit:
        raise RefusedFileError(
            _("“%(label)s”最多%(limit)d个，已经有%(kept)d个，请先删去一个再传。")
            % {"label": spec.label, "limit": limit, "kept": kept}
        )


def _write(draft: Draft, key: str, keys: list[str], now: datetime | None) -> None:
    draft.answers[key] = keys
    draft.revision += 1
    draft.saved_at = now or timezone.now()
    draft.save(update_fields=["answers", "revision", "saved_at"])
