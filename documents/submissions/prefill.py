"""First values, so that nobody types twice what is known: the unit, who fills in, who heads it, the figures of last time."""

from typing import Any

from workflows.organisations.posts import holders

from .models import AnswerVersion, Submission

HEADS = ("secretary", "deputy")


def prefilled(submission: Submission, editor: Any) -> dict[str, Any]:
    """The answers with which an empty form opens; unknown ones are left out."""
    schema = submission.call.form_version.parsed
    wanted = {spec.prefill for spec in schema if spec.prefill}
    sources = _sources(submission, editor, wanted) if wanted - {"last"} else {}
    before = last_answers(submission) if "last" in wanted else {}
    values = {
        spec.key: before.get(spec.key) if spec.prefill == "last" else sources.get(spec.prefill)
        for spec in schema
        if spec.prefill
    }
    return {key: value for key, value in values.items() if value not in (None, "")}


def last_answers(submission: Submission) -> dict[str, Any]:
    """What the unit sent last time to a form with the same questions, for a call of the same kind; empty when never."""
    before = (
        AnswerVersion.objects.filter(submission__organ=submission.organ_id, submission__call__kind=submission.call.kind)
        .exclude(submission=submission.pk)
        .order_by("-saved_at", "-pk")
        .first()
    )
    return dict(before.answers) if before else {}


def _sources(submission: Submission, editor: Any, wanted: set[str]) -> dict[str, str]:
    organ = submission.organ
    found = {
        "unit.name": organ.name,
        "unit.code": organ.code,
        "unit.region": organ.region,
        "person.name": editor.name,
        "person.phone": editor.phone,
        "call.period": submission.call.period,
    }
    if "head.name" in wanted:
        found["head.name"] = next((post.user.name for role in HEADS for post in holders([organ.pk], role)), "")
    return found
