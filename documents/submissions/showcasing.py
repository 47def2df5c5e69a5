"""典型: from an adopted submission to what the public will read, changed inside the engine's ``editing`` only."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.forms.display import public
from documents.privacy.detectors import Finding, scan
from documents.privacy.models import Consent
from workflows import engine
from workflows.organisations.models import Level, Membership
from workflows.organisations.tree import organ_at

from .drafting import newest_version
from .models import ShowcaseDraft, Submission

PROCESS = "showcase"
FIELDS = ("title", "summary", "story", "takeaways", "unit_label", "picture", "picture_alt", "face_checked")
PARAGRAPH = "\n"


@transaction.atomic
def begin_showcase(
    submission: Submission, *, actor: Any, post: Membership | None = None, now: datetime | None = None
) -> ShowcaseDraft:
    """Open 典型公开发布 for an adopted submission, with a draft made of its public answers only.

    Raises ``engine.Refused`` when it was not adopted, is public or under way already, or the actor has no post for it.
    """
    result = getattr(submission, "result", None)
    if result is None or not result.passed:
        raise engine.Refused([_("只有已采用的案例可以编成典型。")])
    last = engine.instance_of(submission, PROCESS)
    if last is not None and last.outcome == "passed":
        raise engine.Refused([_("这个案例已经公开发布。")])
    draft, _created = ShowcaseDraft.objects.get_or_create(
        submission=submission, defaults={**_first(submission), "edited_by": actor, "edited_at": now or timezone.now()}
    )
    engine.start(submission, PROCESS, actor=actor, post=post, now=now)
    return draft


def save_showcase(
    submission: Submission,
    values: Mapping[str, Any],
    *,
    consents: list[Consent] | None = None,
    actor: Any,
    now: datetime | None = None,
) -> ShowcaseDraft:
    """Change the draft; unknown names are ignored. Raises ``engine.Refused`` without the right to edit."""
    with engine.editing(submission, actor=actor, now=now) as locked:
        draft = ShowcaseDraft.objects.select_for_update().get(submission=locked)
        for name in FIELDS:
            if name in values:
                setattr(draft, name, values[name])
        draft.edited_by, draft.edited_at = actor, now or timezone.now()
        draft.save()
        if consents is not None:
            draft.consents.set(consents)
    return draft


def draft_of(submission: Submission) -> ShowcaseDraft | None:
    """The draft, fresh from the table."""
    return ShowcaseDraft.objects.filter(submission=submission).first()


def findings(draft: ShowcaseDraft) -> list[Finding]:
    """What the public text gives away, errors first."""
    found = scan(draft.text, pictures=1 if draft.picture_id else 0)
    order = {"error": 0, "warning": 1, "info": 2}
    return sorted(found, key=lambda finding: order[finding.severity])


def gaps(draft: ShowcaseDraft) -> list[str]:
    """What a page still needs."""
    needed = (
        (draft.title, _("还没有标题。")),
        (draft.summary, _("还没有摘要。")),
        (draft.story, _("还没有正文。")),
        (draft.unit_label, _("还没有单位称呼。")),
        (draft.picture_alt or not draft.picture_id, _("还没有图片说明。")),
        (draft.face_checked or not draft.picture_id, _("还没有确认图片不出现儿童正脸。")),
    )
    return [line for value, line in needed if not value]


def broken_consents(draft: ShowcaseDraft, now: datetime) -> list[str]:
    """Consents that do not hold on the day, or do not reach the public."""
    day = timezone.localdate(now)
    lines = []
    for consent in draft.consents.all():
        if not consent.is_valid(day):
            lines.append(_("“%(person)s”的同意书已过期或已撤回。") % {"person": consent.person})
        elif consent.audience != Consent.Audience.PUBLIC:
            lines.append(_("“%(person)s”只同意在团组织内部使用。") % {"person": consent.person})
    return lines


def _first(submission: Submission) -> dict[str, Any]:
    """The beginning: public answers under the keys that the shipped form uses; the unit is named down to its county only."""
    version = newest_version(submission)
    answers = public(version.form_version.parsed, version.answers) if version else {}
    story = str(answers.get("story", ""))
    pictures = answers.get("pictures") or []
    return {
        "title": str(answers.get("title", ""))[:60],
        "summary": str(answers.get("summary", ""))[:200],
        "story": [part.strip() for part in story.split(PARAGRAPH) if part.strip()],
        "takeaways": str(answers.get("takeaways", "")),
        "unit_label": county_label(submission),
        "year": timezone.localdate(submission.created_at).year,
        "picture_id": pictures[0] if isinstance(pictures, list) and pictures else None,
    }


def county_label(submission: Submission) -> str:
    """“鹭汀县”: the place of the county's organ, never that of a township or school."""
    organ = organ_at(submission.organ, Level.COUNTY) or organ_at(submission.organ, Level.CITY) or submission.organ
    name = organ.name.removeprefix("共青团")
    return name.removesuffix("委员会").removesuffix("委")[:40]
