"""抹去 a submission: what was answered, remarked, objected and handed in is blanked, the draft of its 典型 and the consents for
it too; who sent which version when stays, and so do the figures that sums were made of.

Of a person: what they remarked. Findings on objections and grounds of extensions are the organ's, and stay.
"""

from typing import Any

from django.db.models import Q

from documents.files.erasing import blank
from documents.files.models import Upload
from documents.privacy.models import Consent
from documents.search import indexing
from workflows import engine
from workflows.engine import BLANK
from workflows.organisations.models import User

from .finishing import PURPOSE
from .models import AnswerVersion, Draft, Objection, Remark, ShowcaseDraft, Submission, Supplement


@engine.eraser("报送件")
def erase_submission(thing: Any) -> int:
    """Blank *thing* if it is a submission, or what a person remarked on such; how many rows were touched."""
    if isinstance(thing, User):
        return Remark.objects.filter(written_by=thing).update(text=BLANK)
    if not isinstance(thing, Submission):
        return 0
    indexing.erase(Submission, thing.pk)
    keys = _files_of(thing)
    count = _blank_versions(thing)
    count += Draft.objects.filter(submission=thing).delete()[0]
    count += Objection.objects.filter(submission=thing).update(objector=BLANK, text=BLANK)
    Objection.objects.filter(submission=thing).exclude(handling="").update(handling=BLANK)
    count += Remark.objects.filter(submission=thing).update(text=BLANK)
    count += _blank_story(thing)
    count += Consent.objects.filter(scan__in=keys).update(
        person=BLANK, guardian=BLANK, relation="", purpose=BLANK, withdrawn_reason=""
    )
    Submission.objects.filter(pk=thing.pk).update(title=BLANK)
    return count + 1 + blank(Upload.objects.filter(pk__in=keys))


@engine.holdings
def kept_of_submission(thing: Any) -> dict[str, int]:
    """What a submission keeps, or what a person remarked on submissions."""
    if isinstance(thing, User):
        return {"批注": Remark.objects.filter(written_by=thing).count()}
    if not isinstance(thing, Submission):
        return {}
    files = _files_of(thing)
    return {
        "填报的各版": AnswerVersion.objects.filter(submission=thing).count(),
        "没有报出的填写": Draft.objects.filter(submission=thing).count(),
        "上传的材料": len(files),
        "批注": Remark.objects.filter(submission=thing).count(),
        "异议": Objection.objects.filter(submission=thing).count(),
        "典型文稿": ShowcaseDraft.objects.filter(submission=thing).count(),
        "同意书": Consent.objects.filter(scan__in=files).count(),
        "检索": indexing.held(Submission, thing.pk),
    }


def _files_of(thing: Submission) -> set[Any]:
    """Everything that was handed in for it, at any time: with a version, afterwards, for the 典型, or with a consent."""
    versions = AnswerVersion.objects.filter(submission=thing).values_list("files", flat=True)
    named = {key for files in versions for key in files}
    named |= set(Supplement.objects.filter(submission=thing).values_list("upload", flat=True))
    named |= set(ShowcaseDraft.objects.filter(submission=thing).exclude(picture=None).values_list("picture", flat=True))
    found = Upload.objects.filter(Q(pk__in=named) | Q(purpose=PURPOSE, subject_id=thing.pk))
    return set(found.values_list("pk", flat=True))


def _blank_versions(thing: Submission) -> int:
    """Answers and the names of files; digests of files stay."""
    versions = AnswerVersion.objects.filter(submission=thing)
    for pk, files in versions.values_list("pk", "files"):
        versions.filter(pk=pk).update(files={key: {**file, "name": BLANK} for key, file in files.items()})
    return versions.update(answers={})


def _blank_story(thing: Submission) -> int:
    """The draft of what the public would have read."""
    words = {"title": BLANK, "summary": BLANK, "story": [], "takeaways": "", "picture_alt": "", "ticked": []}
    return ShowcaseDraft.objects.filter(submission=thing).update(**words)
