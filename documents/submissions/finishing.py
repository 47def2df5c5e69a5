"""From a draft to frozen answers: everything is read, the files are named by their digests, the figures set apart."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from documents.files.models import Upload
from documents.forms.answers import Checked, Problem, check
from documents.forms.display import countable
from documents.forms.schema import Schema
from workflows import engine
from workflows.organisations.models import Membership

from .compiling import notes_in, parts_of, unexplained
from .drafting import Conflict, against, newest_version, open_draft
from .models import AnswerValue, AnswerVersion, Draft, Submission

PURPOSE = "submission"
"""The purpose of every upload that belongs to a submission."""


class UnfinishedError(Exception):
    """The draft cannot be sent yet: ``checked`` has the problems, ``conflicts`` what somebody else sent meanwhile."""

    def __init__(self, checked: Checked, conflicts: list[Conflict] | None = None) -> None:
        super().__init__("；".join(problem.message for problem in checked.problems))
        self.checked = checked
        self.conflicts = conflicts or []


PAPER = "paper"
"""The field for what a unit handed in on paper, in the forms that ask for it."""


def review(submission: Submission, answers: dict[str, Any], *, parts: list[Any] | None = None) -> Checked:
    """What is still missing or wrong before the answers may be sent; sums that were changed ask for a word.

    *parts* are what was added up for these very answers; those added up last when not given.
    """
    schema = submission.call.form_version.parsed
    checked = check(schema, answers, stage="submit")
    if submission.call.compiles:
        notes = notes_in(answers, schema)
        added = parts_of(submission) if parts is None else parts
        checked.problems.extend(unexplained(schema, added, checked, notes))
    if submission.is_proxy and PAPER in schema.by_key and PAPER not in checked.values:
        spec = schema.by_key[PAPER]
        message = _("代报要上传单位交来的纸质材料，“%s”还没有上传。") % spec.label
        checked.problems.append(Problem(schema.section_of[PAPER], spec, message, missing=True))
    return checked


def finish(
    submission: Submission, *, actor: Any, post: Membership | None = None, now: datetime | None = None
) -> AnswerVersion:
    """Freeze the actor's draft as the next version, inside the engine's ``editing``.

    A draft that equals the newest version gives that version. Raises :class:`UnfinishedError` when answers are missing or
    wrong, or when another person sent other answers to the same fields meanwhile; ``engine.Refused`` without the right.
    """
    with engine.editing(submission, actor=actor, post=post, now=now) as locked:
        draft = Draft.objects.select_for_update().get(pk=open_draft(locked, actor, now=now).pk)
        newest = newest_version(locked)
        answers = _caught_up(draft, newest, locked)
        checked = review(locked, answers)
        if checked.problems:
            raise UnfinishedError(checked)
        parts = parts_of(locked) if locked.call.compiles else []
        kept = {**checked.values, **notes_in(answers, locked.call.form_version.parsed)}
        if newest is None or newest.answers != kept or newest.parts != parts:
            newest = _freeze(locked, checked, kept, parts, actor, now)
        draft.answers = draft.base = newest.answers
        draft.base_version, draft.stamps = newest.number, {}
        draft.save()
    return newest


def _caught_up(draft: Draft, newest: AnswerVersion | None, submission: Submission) -> dict[str, Any]:
    """The draft as it stands upon the newest version; opening it has merged what could be merged."""
    if newest is not None and draft.base_version < newest.number:
        merged = against(draft, newest)
        raise UnfinishedError(review(submission, merged.answers), merged.conflicts)
    return dict(draft.answers)


def _freeze(
    submission: Submission,
    checked: Checked,
    answers: dict[str, Any],
    parts: list[Any],
    actor: Any,
    now: datetime | None,
) -> AnswerVersion:
    form_version = submission.call.form_version
    version = AnswerVersion.objects.create(
        submission=submission,
        number=submission.version + 1,
        form_version=form_version,
        answers=answers,
        parts=parts,
        files=_files(submission, form_version.parsed, checked),
        saved_by=actor,
        saved_at=now or timezone.now(),
    )
    submission.version = version.number
    submission.save(update_fields=["version"])
    submission.values.all().delete()
    AnswerValue.objects.bulk_create(
        AnswerValue(submission=submission, key=key, value=value)
        for key, value in countable(form_version.parsed, checked.values).items()
    )
    return version


def _files(submission: Submission, schema: Schema, checked: Checked) -> dict[str, Any]:
    """The uploads that the answers name, with their digests; an upload of another submission is not one of them."""
    wanted = {
        key: spec
        for spec in schema
        if spec.takes_uploads and isinstance(keys := checked.values.get(spec.key, []), list)
        for key in keys
    }
    found = kept_uploads(submission, wanted)
    lost = {spec.label for key, spec in wanted.items() if key not in found}
    if lost:
        raise engine.Refused([f"“{label}”里有一个附件找不到了，请删去后重新上传。" for label in sorted(lost)])
    return {key: found[key].as_answer() for key in wanted}


def kept_uploads(submission: Submission, keys: Any) -> dict[str, Upload]:
    """Those of the keys that are uploads of this submission, by key; one query."""
    own = Upload.objects.filter(purpose=PURPOSE, subject_id=submission.pk, pk__in=[UUID(key) for key in keys])
    return {str(upload.pk): upload for upload in own}
