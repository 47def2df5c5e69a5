"""Typing: saved at every pause, never lost, merged when two work on one paper.

A draft belongs to one editor. Whoever opens a paper goes on from the newest draft in the unit; when two have typed, the
fields that only one of them changed are merged silently, the others are shown side by side.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.forms.answers import is_empty
from documents.forms.schema import Schema

from .models import AnswerVersion, Draft, Submission
from .prefill import prefilled

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Conflict:
    """A field that both changed, each in another way."""

    key: str
    mine: Any
    theirs: Any


@dataclass(frozen=True)
class Merged:
    """Two writings of one paper put together; ``conflicts`` are left to a person, ``answers`` holds mine there."""

    answers: dict[str, Any]
    taken: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


@dataclass(frozen=True)
class Saved:
    """What came of saving: the draft, and a sentence when another open page had written the same fields."""

    draft: Draft
    message: str = ""


def merge(mine: Answers, theirs: Answers, *, base: Answers, their_base: Answers) -> Merged:
    """Field by field: what only one side changed since its own beginning is taken, what both changed alike is one, else a conflict."""
    merged = Merged(dict(mine))
    for key in dict.fromkeys([*mine, *theirs, *their_base]):
        own, other = mine.get(key), theirs.get(key)
        if same(own, other):
            merged.answers[key] = other
        elif same(other, their_base.get(key)):
            continue
        elif same(own, base.get(key)):
            merged.answers[key] = other
            merged.taken.append(key)
        else:
            merged.conflicts.append(Conflict(key, own, other))
    return merged


def same(one: Any, other: Any) -> bool:
    """Whether two answers are the same to a reader: empty is empty, and a number typed equals the number stored."""
    if is_empty(one) or is_empty(other):
        return is_empty(one) and is_empty(other)
    return bool(one == other or (not isinstance(one, list) and not isinstance(other, list) and str(one) == str(other)))


def newest_version(submission: Submission) -> AnswerVersion | None:
    """The answers as last sent."""
    return submission.versions.select_related("form_version", "saved_by").order_by("-number").first()


def open_draft(submission: Submission, editor: Any, *, now: datetime | None = None) -> Draft:
    """The editor's own draft; the first time it goes on from a colleague's newer draft, the last version, or a prefilled form.

    A draft that is up to date is read without a lock: looking at a form keeps nobody from writing.
    """
    draft = Draft.objects.filter(submission=submission, editor=editor).first()
    if draft is not None and draft.base_version >= submission.version:
        return draft
    return _begin_draft(submission, editor, now)


@transaction.atomic
def _begin_draft(submission: Submission, editor: Any, now: datetime | None) -> Draft:
    draft = Draft.objects.select_for_update().filter(submission=submission, editor=editor).first()
    version = newest_version(submission) if submission.version else None
    if draft is not None:
        return _follow(draft, version)
    colleague = submission.drafts.exclude(editor=editor).order_by("-saved_at").first()
    if colleague is not None and colleague.base_version == submission.version and colleague.is_changed:
        start = colleague.answers
    elif version is not None:
        start = version.answers
    else:
        start = prefilled(submission, editor)
    made = {"answers": start, "base": start, "base_version": submission.version, "saved_at": now or timezone.now()}
    try:
        with transaction.atomic():
            return Draft.objects.create(submission=submission, editor=editor, **made)
    except IntegrityError:  # another page of the editor's was quicker
        return Draft.objects.get(submission=submission, editor=editor)


def _follow(draft: Draft, version: AnswerVersion | None) -> Draft:
    """A draft of an older version moves on to the newest, with what was typed, unless both wrote a field differently."""
    if version is not None and draft.base_version < version.number:
        _rebase(draft, version, against(draft, version))
    return draft


def against(draft: Draft, version: AnswerVersion) -> Merged:
    """The draft put together with a version that was sent after it was begun."""
    return merge(draft.answers, version.answers, base=draft.base, their_base=draft.base)


def _rebase(draft: Draft, version: AnswerVersion, merged: Merged) -> None:
    """From now on the draft stands upon *version*; with conflicts it stays where it was."""
    if merged.conflicts:
        return
    draft.answers, draft.base = merged.answers, version.answers
    draft.base_version, draft.stamps = version.number, {}
    draft.revision += 1
    draft.save()


@transaction.atomic
def catch_up(submission: Submission, editor: Any, choices: Answers) -> Merged:
    """Bring the editor's draft up to the newest version, *choices* saying ``mine`` or ``theirs`` where both wrote."""
    draft = Draft.objects.select_for_update().get(submission=submission, editor=editor)
    version = newest_version(submission)
    if version is None or draft.base_version >= version.number:
        return Merged(draft.answers)
    settled = settle(against(draft, version), choices)
    _rebase(draft, version, settled)
    return settled


@transaction.atomic
def save_draft(
    submission: Submission, editor: Any, raw: Answers, *, page: str = "", now: datetime | None = None
) -> Saved:
    """Write what was typed, right or wrong. Only the given fields are touched.

    *page* names the open page, ``"<random>.<revision at opening>"``. When another page of the same person wrote a field
    after this one was opened, an unchanged field yields to it, a changed one wins and what stood there is told.
    """
    open_draft(submission, editor, now=now)
    draft = Draft.objects.select_for_update().get(submission=submission, editor=editor)
    name, _dot, opened = page.partition(".")
    seen = int(opened) if opened.isascii() and opened.isdigit() else draft.revision
    overwritten = []
    for key, value in raw.items():
        current, stamp = draft.answers.get(key), draft.stamps.get(key)
        if same(current, value):
            continue
        if stamp and stamp["page"] != name and stamp["revision"] > seen:
            if same(value, stamp["before"]):
                continue
            overwritten.append((key, current))
        before = stamp["before"] if stamp and stamp["page"] == name else current
        draft.answers[key] = value
        draft.stamps[key] = {"page": name, "revision": draft.revision + 1, "before": before}
    draft.revision += 1
    draft.saved_at = now or timezone.now()
    draft.save(update_fields=["answers", "stamps", "revision", "saved_at"])
    return Saved(draft, _overwritten(submission.call.form_version.parsed, overwritten))


def _overwritten(schema: Schema, fields: Iterable[tuple[str, Any]]) -> str:
    parts = [
        _("“%(label)s”在另一个页面改成过“%(text)s”") % {"label": schema.by_key[key].label, "text": str(value)[:40]}
        for key, value in fields
        if key in schema.by_key
    ]
    return _("%(what)s，现在按这里写的保存。") % {"what": "，".join(parts)} if parts else ""


@transaction.atomic
def take_over(
    submission: Submission, editor: Any, source: Draft, *, choices: Answers | None = None, now: datetime | None = None
) -> Merged:
    """并入 a colleague's draft into one's own. Conflicts stay as they are until *choices* says ``mine`` or ``theirs`` for each."""
    open_draft(submission, editor, now=now)
    draft = Draft.objects.select_for_update().get(submission=submission, editor=editor)
    merged = merge(draft.answers, source.answers, base=draft.base, their_base=source.base)
    resolved = settle(merged, choices or {})
    if not resolved.conflicts:
        draft.answers, draft.revision = resolved.answers, draft.revision + 1
        draft.saved_at = now or timezone.now()
        draft.save(update_fields=["answers", "revision", "saved_at"])
    return resolved


def settle(merged: Merged, choices: Answers) -> Merged:
    """Apply a person's choices to the conflicts; what was not chosen stays a conflict."""
    answers, taken, left = dict(merged.answers), list(merged.taken), []
    for conflict in merged.conflicts:
        match choices.get(conflict.key):
            case "mine":
                answers[conflict.key] = conflict.mine
            case "theirs":
                answers[conflict.key] = conflict.theirs
                taken.append(conflict.key)
            case _:
                left.append(conflict)
    return Merged(answers, taken, left)


def others(submission: Submission, editor: Any, mine: Draft) -> list[tuple[Draft, Merged]]:
    """Colleagues' drafts of the same version that hold something that mine has not, newest first."""
    found = []
    drafts = submission.drafts.exclude(editor=editor).filter(base_version=submission.version)
    for draft in drafts.select_related("editor").order_by("-saved_at"):
        merged = merge(mine.answers, draft.answers, base=mine.base, their_base=draft.base)
        if draft.is_changed and (merged.taken or merged.conflicts):
            found.append((draft, merged))
    return found
