"""Beginning a submission: the row and its route come into being together."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from workflows import engine
from workflows.organisations.models import Membership, Organisation

from .calling import may_manage
from .models import Addressee, Call, Submission
from .succeeding import papers_of

FILING_ROLES = frozenset({"reporter", "drafter", "reviewer", "clerk", "publicity", "deputy", "secretary"})
"""Posts that may begin an answer for their own organ."""


class FilingError(Exception):
    """The submission cannot be begun; ``reasons`` say why and what to do."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("；".join(reasons))
        self.reasons = list(reasons)


def begin(
    call: Call,
    organ: Organisation,
    *,
    actor: Any,
    post: Membership | None = None,
    title: str = "",
    filed_by: Organisation | None = None,
    now: datetime | None = None,
) -> Submission:
    """Begin the answer of *organ* to *call* and start its route.

    *filed_by* is the superior that files from paper (代报); the actor's right to do so must have been checked with
    :func:`may_file`. Raises :class:`FilingError` when the unit may not answer, engine refusals included.
    """
    with transaction.atomic():
        locked = Call.objects.select_for_update(of=("self",)).select_related("organ", "form_version").get(pk=call.pk)
        entry = _check(locked, organ)
        department = (
            post.organisation if post and filed_by is None and post.organisation.organ_pk == organ.pk else organ
        )
        last = locked.submissions.aggregate(last=Max("number"))["last"] or 0
        submission = Submission.objects.create(
            call=locked,
            organisation=department,
            organ=organ,
            entry=entry,
            title=title.strip() or default_title(locked, organ),
            number=last + 1,
            filed_by=filed_by,
            created_by=actor,
        )
        try:
            engine.start(submission, locked.process, actor=actor, post=post, now=now)
        except engine.Refused as refusal:
            raise FilingError(*refusal.reasons) from refusal
    return submission


def may_file(posts: list[Any], call: Call, organ: Organisation) -> Membership | None:
    """The post under which one of the posts' holders may begin for *organ*: one of the organ itself first, else a superior's."""
    own: list[Membership] = [
        post for post in posts if post.organisation.organ_pk == organ.pk and post.role.key in FILING_ROLES
    ]
    above = [post for post in posts if may_manage([post], call, organ)]
    return next(iter([*own, *above]), None)


def default_title(call: Call, organ: Organisation) -> str:
    """“团鹭汀县委：试点申报”, until the unit names it otherwise."""
    return f"{organ}：{call.get_kind_display()}"[:100]


def _check(call: Call, organ: Organisation) -> str:
    """How the unit enters; everything that keeps it from answering is raised, in words."""
    if not call.is_open:
        raise FilingError(_("“%(call)s”现在不接收报送。") % {"call": call})
    addressee = Addressee.objects.filter(call=call, organ=organ).first()
    if addressee is None:
        raise FilingError(_("“%(call)s”没有要求%(unit)s报送。") % {"call": call, "unit": organ})
    if addressee.is_exempt:
        raise FilingError(_("%(unit)s已批准免报，不用再报。") % {"unit": organ})
    entry = Submission.Entry.DESIGNATED if addressee.is_designated else Submission.Entry.SELF
    if entry == Submission.Entry.SELF and not call.self_entry:
        raise FilingError(_("这次征集只收上级指定的单位。"))
    open_ones = sum(1 for submission in papers_of(call, organ) if not is_withdrawn(submission))
    if open_ones >= call.per_unit:
        raise FilingError(
            _("%(unit)s已经报过%(count)d份，每个单位最多%(limit)d份。")
            % {"unit": organ, "count": open_ones, "limit": call.per_unit}
        )
    return entry


def is_withdrawn(submission: Submission) -> bool:
    """Whether the unit took it back for good; it may then begin anew."""
    instance = engine.instance_of(submission)
    return instance is not None and instance.outcome == "withdrawn"
