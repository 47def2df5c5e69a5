"""Why a submission came back: the return itself, and the reviewers' remarks at single fields."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from workflows import engine
from workflows.database import once
from workflows.organisations.models import Organisation

from .models import Draft, Remark, Submission

LENGTH = 500


@dataclass(frozen=True)
class Return:
    """Who sent it back, when, and why."""

    by: str
    at: datetime
    reasons: list[str] = field(default_factory=list)
    opinion: str = ""


def last_return(instance: Any) -> Return | None:
    """The return that the filling person must answer; None once it was answered, or when there was none."""
    if instance.finished_at is not None or not instance.items.filter(status="open", returned=True).exists():
        return None
    last = engine.last_act(instance)
    if last is None:
        return None
    by = f"{last.post}{last.actor}" if last.post else last.actor
    return Return(by, last.at, list(last.labels), last.opinion)


def write_remarks(
    submission: Submission,
    remarks: Mapping[str, str],
    *,
    actor: Any,
    organ: Organisation,
    now: datetime | None = None,
) -> None:
    """Keep the actor's remarks on the newest version; an emptied one is taken away, unknown fields are ignored."""
    known = submission.call.form_version.parsed.by_key
    for key, text in remarks.items():
        if key not in known:
            continue
        place = {"submission": submission, "version": submission.version, "key": key, "written_by": actor}
        words = text.strip()[:LENGTH]
        if words:
            defaults = {"text": words, "organ": organ, "written_at": now or timezone.now()}
            Remark.objects.update_or_create(**place, defaults=defaults)
        else:
            Remark.objects.filter(**place).delete()


def remarks_on(submission: Submission, version: int, *, by: Any = None) -> dict[str, str]:
    """The remarks on a version, by field: a person's own words with *by*, else everybody's with the organ's name."""
    if by is not None:
        rows = Remark.objects.filter(submission=submission, version=version, written_by=by)
        return dict(rows.values_list("key", "text"))
    found: dict[str, list[str]] = {}
    for remark in _all_on(submission, version):
        found.setdefault(remark.key, []).append(f"{remark.organ}批注：{remark.text}")
    return {key: "　".join(texts) for key, texts in found.items()}


def open_remarks(submission: Submission, draft: Draft) -> frozenset[str]:
    """The fields with a remark whose answer still stands as it was sent; one query, none before the first sending."""
    if not draft.base_version:
        return frozenset()
    keys = {remark.key for remark in _all_on(submission, draft.base_version)}
    return frozenset(key for key in keys if draft.answers.get(key) == draft.base.get(key))


def _all_on(submission: Submission, version: int) -> tuple[Remark, ...]:
    """Everybody's remarks on a version; one query, none for those that the same glance has read."""
    rows = Remark.objects.filter(submission=submission, version=version).select_related("organ")
    return once(("remarks", submission.pk, version), lambda: tuple(rows))
