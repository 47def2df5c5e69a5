"""征求意见: before 签发 the host asks other organs; each opinion is answered before the paper goes on (条例第17条、第20条).

Asking and answering are the engine's: the state 征求意见 of 发文 asks ``@consulted``, by account or on paper (复函). Here is
who is asked, and what the host makes of each opinion.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows import engine
from workflows.organisations.models import Organisation

if TYPE_CHECKING:
    from .models import Notice

STATE, OPINION = "consult", "consult_opine"
"""The state of 发文 in which opinions are given, and the act that gives one."""

SETTLE = "settle"
"""The state in which they are answered."""

BEFORE = ("draft", "check")
"""States in which the host may still choose whom to ask."""


class ConsultingError(Exception):
    """It cannot be done so; the message says why and what to do."""


class ConsultationManager(models.Manager["Consultation"]):
    """Consulted organs always come by name."""

    def get_queryset(self) -> models.QuerySet[Consultation]:
        """With the organ of each."""
        return super().get_queryset().select_related("organisation")


class Consultation(models.Model):
    """An organ whose opinion is sought. *closed_at* ends the round: a later one asks anew."""

    notice = models.ForeignKey("notices.Notice", models.CASCADE, related_name="consultations", verbose_name=_("公文"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("单位"))
    closed_at = models.DateTimeField(_("结束时间"), null=True, editable=False)

    objects = ConsultationManager()

    class Meta:
        app_label = "notices"
        verbose_name = _("征求意见单位")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "organisation"], condition=Q(closed_at__isnull=True), name="consultation_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class OpinionAnswer(models.Model):
    """What the host made of one opinion: 采纳, 部分采纳 or 不采纳, and why."""

    class Adoption(models.TextChoices):
        """How far the opinion was taken."""

        FULL = "full", _("采纳")
        PARTLY = "partly", _("部分采纳")
        NONE = "none", _("不采纳")

    notice = models.ForeignKey("notices.Notice", models.CASCADE, related_name="opinion_answers", verbose_name=_("公文"))
    item = models.BigIntegerField(_("意见"), unique=True, help_text=_("流程里的那一项"))
    adoption = models.CharField(_("采纳情况"), max_length=6, choices=Adoption)
    reason = models.TextField(_("说明"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("处理人"))
    at = models.DateTimeField(_("处理时间"))

    class Meta:
        app_label = "notices"
        verbose_name = _("意见采纳情况")

    def __str__(self) -> str:
        return str(self.get_adoption_display())


@dataclass(frozen=True)
class Opinion:
    """One organ's word, and what became of it; *answer* is None until the host has answered."""

    said: engine.Statement
    answer: OpinionAnswer | None

    @property
    def objects(self) -> bool:
        """Whether there is something to answer; else it was 无意见."""
        return self.said.act == OPINION


def asked(notice: Notice) -> list[Organisation]:
    """Whom the present round asks; read once, for all papers that were read together."""
    models.prefetch_related_objects(notice.peers or [notice], "consultations__organisation")
    return [row.organisation for row in notice.consultations.all() if row.closed_at is None]


def _read_anew(notice: Notice) -> None:
    """What was chosen or closed just now is asked for again."""
    notice.__dict__.get("_prefetched_objects_cache", {}).pop("consultations", None)


@transaction.atomic
def choose(notice: Notice, organs: Iterable[int], *, user: Any) -> None:
    """Whom to ask when the paper leaves 核稿, in place of what was chosen before.

    Raises:
        ConsultingError: it is not the person's turn, it is too late, or the host or a co-issuer was chosen.
    """
    case = engine.instance_of(notice, "issue", finished=False)
    if case is None or case.state not in BEFORE or not engine.allowed(user, "edit", notice):
        raise ConsultingError(gettext("征求意见的单位在拟稿、核稿时选定，现在不由您改。"))
    wanted = set(organs)
    if wanted & {notice.organ_id, *notice.co_issuers.values_list("organisation_id", flat=True)}:
        raise ConsultingError(gettext("本机关和联合发文机关不用征求意见：联合发文机关在会签时表态。"))
    present = notice.consultations.filter(closed_at__isnull=True)
    present.exclude(organisation__in=wanted).delete()
    known = set(present.values_list("organisation_id", flat=True))
    Consultation.objects.bulk_create(
        Consultation(notice=notice, organisation_id=organ) for organ in sorted(wanted - known)
    )
    _read_anew(notice)


def opinions(notice: Notice, case: Any, *, this_round: bool = False) -> list[Opinion]:
    """What the consulted organs said, in the order in which it came; *this_round* leaves earlier ones out. Two queries."""
    said = engine.statements(case, (STATE,), standing_only=this_round)
    answers = {row.item: row for row in notice.opinion_answers.select_related("by")} if said else {}
    return [Opinion(one, answers.get(one.item_id)) for one in said]


def unanswered(notice: Notice, case: Any) -> list[Opinion]:
    """Opinions that the host has yet to answer."""
    return [one for one in opinions(notice, case, this_round=True) if one.objects and one.answer is None]


@transaction.atomic
def answer(notice: Notice, item: int, *, adoption: str, reason: str, user: Any, now: datetime | None = None) -> None:
    """采纳, 部分采纳 or 不采纳 one opinion; may be changed until the paper goes on.

    Raises:
        ConsultingError: not the person's turn, no such opinion, or no reason where one is due.
    """
    locked = type(notice).objects.select_for_update(of=("self",)).get(pk=notice.pk)
    case = engine.instance_of(locked, "issue", finished=False)
    if case is None or case.state != SETTLE or not engine.offers(user, case):
        raise ConsultingError(gettext("这份公文现在不在“意见处理”，或不由您处理。"))
    if adoption not in OpinionAnswer.Adoption.values:
        raise ConsultingError(gettext("请选择采纳、部分采纳或不采纳。"))
    if adoption != OpinionAnswer.Adoption.FULL and not reason.strip():
        raise ConsultingError(gettext("部分采纳、不采纳要写明理由。"))
    if item not in {one.said.item_id for one in opinions(locked, case, this_round=True) if one.objects}:
        raise ConsultingError(gettext("没有这条意见，请刷新页面。"))
    given = {"adoption": adoption, "reason": reason.strip(), "by": user, "at": now or timezone.now()}
    OpinionAnswer.objects.update_or_create(item=item, defaults={"notice": locked, **given})


@engine.guard("notice.opinions_answered", title=_("意见都有答复"))
def are_answered(moment: engine.Moment) -> str | None:
    """Each opinion was taken, taken in part, or refused with a reason."""
    left = unanswered(moment.subject, moment.instance)
    if not left:
        return None
    names = "、".join(one.said.organ for one in left)
    return gettext("还有%(n)d条意见没有答复：%(names)s。请写明采纳、部分采纳还是不采纳。") % {
        "n": len(left),
        "names": names,
    }


@engine.guard("notice.no_opinions", title=_("都没有意见"))
def is_without_opinions(moment: engine.Moment) -> str | None:
    """Nobody objected, so that there is nothing to answer; asked right after the last word, before that word is written."""
    if moment.subject.objected_now:
        return gettext("有意见要处理。")
    found = opinions(moment.subject, moment.instance, this_round=True)
    return gettext("有意见要处理。") if any(one.objects for one in found) else None


@engine.effect("notice.objected", title=_("记为有意见"))
def objected(moment: engine.Moment) -> None:
    """The last organ to answer has an opinion: what follows by itself in the same act must know before it is written."""
    moment.subject.objected_now = True


@engine.effect("notice.close_consultation", title=_("结束这一轮征求意见"))
def close(moment: engine.Moment) -> None:
    """The round is over: the same organs are not asked again when the paper comes by another time."""
    moment.subject.consultations.filter(closed_at__isnull=True).update(closed_at=moment.now)
    _read_anew(moment.subject)
