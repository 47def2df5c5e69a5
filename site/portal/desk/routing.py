"""The routes of a paper on its reading page: who cosigned, what was asked and answered, what became of it after issuing."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from documents.incoming import receiving
from documents.notices import consulting, cosigning, sequels
from documents.notices.consulting import OpinionAnswer
from documents.notices.models import Notice, NoticeAttachment
from documents.notices.sequels import Sequel
from documents.notices.sheets import apart_titles
from workflows import engine
from workflows.database import once

from .shell import my_organs

TYPED = "desk-opinion"
"""An answer to an opinion that could not be kept, in the session."""


@dataclass(frozen=True)
class Link:
    """One line that leads to a related paper."""

    words: str
    url: str
    number: str
    day: date | None
    pk: int = 0


def may_consult(user: Any, notice: Notice) -> bool:
    """Whether the reader may choose whom to ask now."""
    case = engine.instance_of(notice, "issue", finished=False)
    return case is not None and case.state in consulting.BEFORE and engine.allowed(user, "edit", notice)


def more(request: HttpRequest, notice: Notice, case: Any) -> list[tuple[str, str]]:
    """What stands under 更多 beside the engine's own acts, with its addresses."""
    if case is None:
        return []
    if case.finished_at is None:
        return [(_("征求意见"), reverse("desk:consult", args=[notice.pk]))] if may_consult(request.user, notice) else []
    if notice.validity or case.outcome != "passed":
        return []
    user = request.user
    own = sequels.asking_organ(notice, user) is not None
    kinds = [kind for kind in Sequel.Kind if own or sequels.asking_organ(notice, user, kind) is not None]
    acts = [(str(kind.label), reverse("desk:sequel", args=[notice.pk, kind.value])) for kind in kinds]
    if not own:
        return acts
    return [acts[0], (_("更正"), reverse("desk:correct", args=[notice.pk])), *acts[1:]]


def sheets(notice: Notice, case: Any) -> list[tuple[str, str]]:
    """The sheets that can be printed of this paper."""
    if case is None:
        return []
    kinds = [("approval", _("发文稿纸"))]
    if notice.co_issuers.all():
        kinds.append(("cosign", _("会签单")))
    if notice.consultations.all():
        kinds += [("consult", _("征求意见表")), ("opinions", _("意见采纳情况表"))]
    if any(row.place == NoticeAttachment.Place.APART for row in notice.attachments.all()):
        kinds += [(name, _("另附：%s") % title) for name, title in apart_titles(notice)]
    return [(words, reverse("desk:sheet", args=[notice.pk, name])) for name, words in kinds]


def beside(request: HttpRequest, notice: Notice, case: Any) -> dict[str, Any]:
    """Everything of this module that ``desk/notice.html`` shows."""
    settling = case is not None and case.state == consulting.SETTLE and bool(engine.offers(request.user, case))
    said = consulting.opinions(notice, case) if case is not None and _was_consulted(notice) else []
    return {
        "cosigners": cosigning.cosigners(notice, case) if case is not None else [],
        "opinions": said,
        "settling": settling,
        "adoptions": OpinionAnswer.Adoption.choices,
        "typed_answer": request.session.pop(TYPED, None) if settling else None,
        "sheets": sheets(notice, case),
        "standing": standing(notice),
        "corrections": corrections(notice),
        "corrects": notice.corrects,
        "sequels": _told_of(request, notice) if case is not None and case.finished_at else [],
    }


def _told_of(request: HttpRequest, notice: Notice) -> list[Sequel]:
    """What was asked for about the paper; what an organ above has not decided is shown there alone."""
    mine = my_organs(request)
    return [
        row
        for row in sequels_of(notice)
        if row.organ_id in {notice.organ_id, *mine} or row.status == Sequel.Status.DONE
    ]


def sequels_of(notice: Notice) -> list[Sequel]:
    """What was asked for about the paper after issuing, by whom and for whom; two queries, once for a page, none where it is
    known that there is nothing."""
    if not getattr(notice, "with_sequels", True):
        return []
    known = notice.sequels.select_related("by", "settled_by", "organ").prefetch_related("organs__organisation")
    return once(("sequels", notice.pk), lambda: list(known))


def _was_consulted(notice: Notice) -> bool:
    return bool(notice.consultations.all())


def standing(notice: Notice) -> str:
    """“2026年11月30日起废止”, for the head of every page that shows the paper; empty while it is in force."""
    if not notice.validity or notice.void_on is None:
        return ""
    day = date_format(notice.void_on, "Y年n月j日")
    ended = notice.sequels.filter(kind__in=sequels.ENDING, status=Sequel.Status.DONE).select_related("organ").last()
    by = ended.organ if ended is not None and ended.organ_id != notice.organ_id else ""
    words = {"day": day, "by": _("由%s") % by if by else ""}
    if notice.validity == "revoked":
        return _("这份公文已于%(day)s%(by)s撤销，自始无效。") % words
    return _("这份公文自%(day)s起%(by)s废止。") % words


def corrections(notice: Notice) -> list[Link]:
    """Issued papers that correct this one, newest last; one query, none before it has a number or where it is known that there
    are none."""
    if not notice.number or not getattr(notice, "with_corrections", True):
        return []
    kind = ContentType.objects.get_for_model(Notice)
    issued = engine.Instance.objects.filter(
        subject_type=kind, subject_id=OuterRef("pk"), process="issue", outcome="passed"
    )
    found = notice.corrections.filter(Exists(issued), printed_on__isnull=False).order_by("pk")
    return [Link(one.plain_title, one.get_absolute_url(), one.number, one.signed_on, one.pk) for one in found]


def corrections_for(user: Any, notice: Notice) -> list[Link]:
    """The same for a receiver: a correction that reached the reader's organ leads there, others stand without a link."""
    found = corrections(notice)
    if not found:
        return []
    received = dict(receiving.inbox(user).filter(notice__corrects=notice).values_list("notice", "pk"))
    return [
        replace(one, url=reverse("desk:receipt", args=[received[one.pk]]) if one.pk in received else "")
        for one in found
    ]
