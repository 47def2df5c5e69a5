"""印发以后: 补发, 发错撤回, 撤销, 废止 of an issued paper, each a small process of its own; 更正 is a paper that names the one it corrects.

What is asked for lies in a :class:`Sequel`; whether it happens is decided by the engine. 条例第33条: 撤销 is void from the
beginning, 废止 from a day on; the number stays in either case.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows import engine
from workflows.organisations.models import Organisation
from workflows.organisations.posts import posts
from workflows.organisations.tree import is_within

from .kinds import Validity

if TYPE_CHECKING:
    from .models import Notice


class SequelError(Exception):
    """It cannot be asked for so; the message says why and what to do."""


class Sequel(models.Model):
    """What is to be done about an issued paper, and what became of it. *kind* is also the name of its process."""

    class Kind(models.TextChoices):
        """What is asked for."""

        SUPPLEMENT = "supplement", _("补发")
        RECALL = "recall", _("发错撤回")
        REVOKE = "revoke", _("撤销")
        REPEAL = "repeal", _("废止")

    class Status(models.TextChoices):
        """Asked for, done, or dropped (not approved, or taken back)."""

        OPEN = "open", _("待审批")
        DONE = "done", _("已办")
        DROPPED = "dropped", _("未办")

    notice = models.ForeignKey("notices.Notice", models.PROTECT, related_name="sequels", verbose_name=_("公文"))
    kind = models.CharField(_("事项"), max_length=10, choices=Kind)
    status = models.CharField(_("状态"), max_length=8, choices=Status, default=Status.OPEN)
    reason = models.CharField(_("事由"), max_length=300)
    organ = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="+",
        verbose_name=_("提出机关"),
        help_text=_("发文机关，或撤销、废止下级公文的上级机关"),
    )
    effective_on = models.DateField(_("自何日起"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提出人"))
    at = models.DateTimeField(_("提出时间"))
    settled_at = models.DateTimeField(_("办结时间"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("审批人")
    )

    class Meta:
        app_label = "notices"
        verbose_name = _("印发后办理")
        verbose_name_plural = _("印发后办理")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "kind"], condition=Q(status="open"), name="sequel_one_open"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.notice}"


class SequelOrgan(models.Model):
    """An organ that a 补发 is to reach, or from which a paper is taken back."""

    sequel = models.ForeignKey(Sequel, models.CASCADE, related_name="organs")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("单位"))
    part = models.CharField(_("方式"), max_length=4, default="main")

    class Meta:
        app_label = "notices"
        verbose_name = _("涉及单位")
        ordering = ["organisation__path"]
        constraints = [models.UniqueConstraint(fields=["sequel", "organisation"], name="sequel_organ_once")]

    def __str__(self) -> str:
        return str(self.organisation)


PROPOSING = frozenset({"clerk", "office", "drafter", "secretary", "deputy"})
"""Posts of the issuing organ that may ask for a sequel."""


ENDING = frozenset({Sequel.Kind.REVOKE, Sequel.Kind.REPEAL})
"""What an organ above may ask for too (条例第33条); decided there, by who may sign there."""


def asking_organ(notice: Notice, user: Any, kind: str = "") -> Organisation | None:
    """For which organ the person may ask for *kind* (anything of the own organ when empty): the issuing one, else one above."""
    organs = [post.organisation.as_organ for post in posts(user) if post.role.key in PROPOSING]
    if any(organ.pk == notice.organ_id for organ in organs):
        return notice.organ
    above = [organ for organ in organs if is_within(notice.organ.path, organ.path)]
    return max(above, key=lambda organ: len(organ.path), default=None) if kind in ENDING else None


def why_not(notice: Notice, user: Any, kind: str = "") -> str:
    """Why the person cannot ask for *kind* (anything when empty) about this paper now; empty when they can."""
    case = engine.instance_of(notice, "issue")
    if case is None or case.outcome != "passed":
        return gettext("公文还没有印发。")
    if notice.validity:
        return gettext("这份公文%(validity)s。") % {"validity": notice.get_validity_display()}
    if asking_organ(notice, user, kind) is not None:
        return ""
    if kind in ENDING:
        return gettext("只有发文机关和上级机关的文书、办公室和负责人可以提出。")
    return gettext("只有发文机关的文书、办公室和负责人可以提出。")


def deciding_organ(notice: Notice) -> Organisation:
    """Which organ decides about ending the paper: the one that asked; one query."""
    asked = notice.sequels.filter(kind__in=ENDING, status=Sequel.Status.OPEN).select_related("organ").first()
    return asked.organ if asked is not None else notice.organ


def ask(
    notice: Notice,
    kind: str,
    *,
    user: Any,
    reason: str,
    organs: Iterable[int] = (),
    part: str = "main",
    effective_on: date | None = None,
) -> Any:
    """Ask for a sequel: its row, its case, and the first step of it, or nothing of the three; the outcome is returned.

    Raises:
        SequelError: the paper is not issued, is in force no more, or something is missing.
        workflows.engine.Refused: the same is being decided already, or nobody can decide it.
    """
    organ = asking_organ(notice, user, kind)
    if (refusal := why_not(notice, user, kind)) or organ is None:
        raise SequelError(refusal)
    if not reason.strip():
        raise SequelError(gettext("请写明事由。"))
    chosen = sorted(set(organs))
    if kind in (Sequel.Kind.SUPPLEMENT, Sequel.Kind.RECALL) and not chosen:
        raise SequelError(gettext("请至少选一个单位。"))
    with transaction.atomic():
        _check_alone(notice, kind)
        case = engine.start(notice, kind, actor=user, organ=organ)
        sequel = Sequel.objects.create(
            notice=notice,
            kind=kind,
            reason=reason.strip(),
            organ=organ,
            effective_on=effective_on,
            by=user,
            at=timezone.now(),
        )
        SequelOrgan.objects.bulk_create(SequelOrgan(sequel=sequel, organisation_id=pk, part=part) for pk in chosen)
        return engine.act(engine.Action(case.pk, "propose", user, opinion=reason.strip()))


def _check_alone(notice: Notice, kind: str) -> None:
    """Of 撤销 and 废止 only one is decided at a time; the paper is locked meanwhile."""
    if kind not in ENDING:
        return
    type(notice).objects.select_for_update(of=("self",)).only("pk").get(pk=notice.pk)
    other = notice.sequels.filter(kind__in=ENDING, status=Sequel.Status.OPEN).exclude(kind=kind).first()
    if other is not None:
        words = {"organ": other.organ, "kind": other.get_kind_display()}
        raise SequelError(gettext("%(organ)s正在办理%(kind)s，办完再提。") % words)


def running(moment: engine.Moment) -> Sequel:
    """What a case of a sequel is about.

    Raises:
        workflows.engine.Refused: the case was begun without a request.
    """
    found = Sequel.objects.filter(
        notice=moment.subject, kind=moment.instance.process, status=Sequel.Status.OPEN
    ).first()
    if found is None:
        raise engine.Refused([gettext("没有写明要办什么，请撤回后重新提出。")])
    return found


def settle(moment: engine.Moment, status: str) -> Sequel:
    """Note how a request ended, and by whom."""
    sequel = running(moment)
    sequel.status, sequel.settled_at, sequel.settled_by = status, moment.now, moment.actor
    sequel.save(update_fields=["status", "settled_at", "settled_by"])
    return sequel


@engine.guard("notice.in_force", title=_("公文有效"))
def is_in_force(moment: engine.Moment) -> str | None:
    """Issued, and neither revoked nor repealed meanwhile."""
    fresh: Notice = moment.subject
    return gettext("这份公文%(validity)s。") % {"validity": fresh.get_validity_display()} if fresh.validity else None


@engine.effect("notice.sequel_drop", title=_("记为未批准"))
def drop(moment: engine.Moment) -> None:
    """Not approved, or taken back: the paper stays as it is."""
    settle(moment, Sequel.Status.DROPPED)


@engine.effect("notice.revoke", title=_("公文自始无效"))
def revoke(moment: engine.Moment) -> None:
    """撤销: void from the beginning; number and text stay in the register."""
    settle(moment, Sequel.Status.DONE)
    day = moment.paper.signed_on if moment.paper is not None else timezone.localdate(moment.now)
    moment.subject.set_down(validity=Validity.REVOKED, void_on=day)


@engine.effect("notice.repeal", title=_("公文从废止之日起失效"))
def repeal(moment: engine.Moment) -> None:
    """废止: void from the day named, else from today."""
    sequel = settle(moment, Sequel.Status.DONE)
    day = moment.paper.signed_on if moment.paper is not None else timezone.localdate(moment.now)
    moment.subject.set_down(validity=Validity.REPEALED, void_on=sequel.effective_on or day)
