"""What must hold before a submission moves on. Each answers None, or why not and what to do."""

from django.utils import timezone

from documents.forms.schema import FieldSpec
from documents.privacy.detectors import Severity
from workflows import engine

from . import showcasing
from .drafting import newest_version
from .finishing import review
from .models import Call, Submission
from .quotas import Cities, quota_of, recommended
from .supplementing import late_fields, supplements

SHOWN = 3
"""How many missing answers are named; the submit page lists all."""


@engine.guard("submission.complete", title="材料齐全")
def complete(moment: engine.Moment) -> str | None:
    """The newest version answers everything that is required at 提交, and the sender has nothing unsent."""
    submission: Submission = moment.subject
    version = getattr(submission, "newest", None) or newest_version(submission)  # a page has read it with the paper
    if version is None:
        return "还没有成稿，请在“核对提交”页查看缺什么，再提交。"
    problems = review(submission, version.answers, parts=version.parts).problems
    if problems:
        more = f"等{len(problems)}处" if len(problems) > SHOWN else ""
        return "材料还不齐：" + "".join(problem.message for problem in problems[:SHOWN]) + more
    draft = submission.drafts.filter(editor=moment.actor).first() if moment.actor else None
    if draft is not None and draft.is_changed:
        return "您还有改动没有成稿，请在“核对提交”页提交。"
    return None


@engine.guard("submission.sealed_scan", title="已上传盖章扫描件")
def sealed_scan(moment: engine.Moment) -> str | None:
    """Every file that is asked for after the sending is there, for the very version that is agreed to."""
    missing = missing_supplements(moment.subject)
    if not missing:
        return None
    labels = "、".join(f"“{spec.label}”" for spec in missing)
    return f"还缺{labels}：请打印申报表，签字盖章后扫描或拍照上传。"


def missing_supplements(submission: Submission) -> list[FieldSpec]:
    """The late files that the newest version still lacks."""
    late = [spec for spec in late_fields(submission) if spec.required]
    return [spec for spec in late if not supplements(submission, spec.key)]


@engine.guard("submission.quota", title="不超过推荐名额")
def quota(moment: engine.Moment) -> str | None:
    """The city has room left; 省级指定 does not count. Two recommendations at once are told apart by the call's lock."""
    submission: Submission = moment.subject
    if submission.call.quota_per_city is None or submission.entry == Submission.Entry.DESIGNATED:
        return None
    counting = None if moment.moving else submission  # when it counts, it is counted under the lock
    cities = Cities(submission.organ, timezone.localdate(moment.now), counting=counting)
    found = quota_of(submission.call, cities)
    if found is None:
        return None
    if moment.moving:
        Call.objects.select_for_update().get(pk=submission.call_id)
    used = recommended(submission, cities)
    if used < found.limit:
        return None
    return f"本市名额{found.limit}个{found.note}，已推荐{used}个。如需调整，请先把已推荐的一件撤下，或暂不推荐这一件。"


@engine.guard("submission.showcase_ready", title="典型稿可以公开")
def showcase_ready(moment: engine.Moment) -> str | None:
    """The page has what it needs, no error of privacy, and consents that hold today."""
    draft = showcasing.draft_of(moment.subject)
    if draft is None:
        return "还没有典型稿，请先编辑。"
    lines = [*showcasing.gaps(draft), *showcasing.broken_consents(draft, moment.now)]
    lines += [f"“{f.excerpt}”：{f.message}" for f in showcasing.findings(draft) if f.severity is Severity.ERROR]
    return "".join(lines[:SHOWN]) or None
