"""签发权限: who signs what for an organ (条例第22条, practice.md §3.5).

重要公文 and 上行文 are signed by the 主要负责人: the secretary, or whoever leads the organ meanwhile (主持工作, a post marked
``principal``). Others also by a 负责人 whom the organ has authorised, by 文种, for a time. An authority takes two persons.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows import engine
from workflows.database import Prepared
from workflows.organisations.models import Membership, Organisation
from workflows.organisations.tree import is_within

from .kinds import Direction, Kind

if TYPE_CHECKING:
    from .models import Notice

LEADING = ("secretary", "deputy")
"""Roles that can lead an organ, and to which an authority to sign can be given."""


class AuthorityError(Exception):
    """An authority cannot be given so; the message says why and what to do."""


class SigningAuthorityQuerySet(models.QuerySet["SigningAuthority"]):
    """Authorities by day."""

    def current(self, on: date | None = None) -> SigningAuthorityQuerySet:
        """In force on the day: begun, not ended, confirmed by a second person, of a post that is still held."""
        day = on or timezone.localdate()
        return self.filter(
            Q(until__isnull=True) | Q(until__gt=day),
            since__lte=day,
            confirmed_at__isnull=False,
            membership__in=Membership.objects.current(day),
        )


class SigningAuthority(models.Model):
    """A 负责人 may sign papers of these kinds for the organ, from … until …; who proposed it, and who confirmed it."""

    membership = models.ForeignKey(
        Membership, models.PROTECT, related_name="signing_authorities", verbose_name=_("负责人")
    )
    kinds = models.JSONField(_("文种"), default=list, help_text=_("可以签发的文种；上行文、重要公文仍由主要负责人签发"))
    since = models.DateField(_("起"), default=timezone.localdate)
    until = models.DateField(_("止"), null=True, blank=True, help_text=_("当日起失效；长期有效不填"))
    basis = models.CharField(_("依据"), max_length=120, blank=True, help_text=_("如“2026年第3次书记办公会”"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提出人"), editable=False
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("确认人"), editable=False
    )
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, editable=False)

    objects = SigningAuthorityQuerySet.as_manager()

    class Meta:
        app_label = "notices"
        verbose_name = _("签发权限")
        verbose_name_plural = _("签发权限")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="signing_authority_order",
                violation_error_message=_("止期要晚于起期。"),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="signing_authority_two_persons",
                violation_error_message=_("签发权限要由另一人确认。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership.user}：{self.kinds_in_words}"

    @property
    def kinds_in_words(self) -> str:
        """“通知、函”."""
        return "、".join(self.kinds)


def given_in(organ: Any) -> SigningAuthorityQuerySet:
    """Every authority that was ever given in an organ or its departments, for asking whether there is one at all."""
    return SigningAuthority.objects.filter(
        Q(membership__organisation=organ) | Q(membership__organisation__organ=organ)
    ).order_by()


_GIVEN = Prepared(lambda posts, day: SigningAuthority.objects.current(day).filter(membership__in=posts))


def entitled(notice: Notice, on: date, holders: engine.Holders, organ: Organisation | None = None) -> engine.Entitled:
    """Who may sign *notice* for its organ, or for *organ*, on a day, and a sentence that says so; one query where somebody may
    have been authorised.
    """
    held = holders(organ or notice.organ, LEADING)
    principals = [post for post in held if post.principal] or [post for post in held if post.role == "secretary"]
    people = {post.user_id: post for post in principals}
    reserved = why_reserved(notice)
    others = {post.membership_id: post for post in held if post not in principals}
    none_given = organ is None and not getattr(notice, "with_authorities", True)
    if others and not reserved and not none_given:
        for right in _GIVEN(tuple(others), on):
            if notice.kind in right.kinds:
                people.setdefault(others[right.membership_id].user_id, others[right.membership_id])

    def say() -> str:
        names = "、".join(f"{post.name}（{post.title or post.role_title}）" for post in people.values())
        return _sentence(notice, reserved, names)

    return engine.Entitled({pk: post.name for pk, post in people.items()}, say)


def why_reserved(notice: Notice) -> str:
    """Why only the 主要负责人 signs it; empty when others may be authorised."""
    if notice.direction == Direction.UP:
        return gettext("上行文")
    return gettext("重要公文") if notice.important else ""


def _sentence(notice: Notice, reserved: str, names: str) -> str:
    if not names:
        return gettext("本机关没有可以签发的主要负责人，请单位管理员补岗，或给主持工作的负责人勾选“主要负责人”。")
    words = {"what": reserved, "kind": Kind(notice.kind).label, "names": names}
    if reserved:
        return gettext("%(what)s由主要负责人签发：%(names)s。") % words
    return gettext("“%(kind)s”由有签发权限的负责人签发：%(names)s。") % words


@transaction.atomic
def propose(
    membership: Membership, *, kinds: list[str], since: date, until: date | None, basis: str, by: Any
) -> SigningAuthority:
    """A new authority, in force once somebody else has confirmed it.

    Raises:
        AuthorityError: no kind, an upward one, or a post that signs nothing.
    """
    if not kinds or not set(kinds) <= set(offered_kinds()):
        raise AuthorityError(gettext("请选择可以签发的文种。报告、请示是上行文，由主要负责人签发，不能授权。"))
    if membership.role.key not in LEADING:
        raise AuthorityError(gettext("只能授权给书记、副书记。"))
    if until is not None and until <= since:
        raise AuthorityError(gettext("止期要晚于起期。"))
    return SigningAuthority.objects.create(
        membership=membership, kinds=kinds, since=since, until=until, basis=basis.strip(), proposed_by=by
    )


@transaction.atomic
def confirm(pk: int, *, by: Any) -> SigningAuthority:
    """The second person puts it in force.

    Raises:
        AuthorityError: it was the proposer, or somebody was first.
    """
    fresh = SigningAuthority.objects.select_for_update(of=("self",)).select_related("membership__user").get(pk=pk)
    if fresh.confirmed_at is not None:
        raise AuthorityError(gettext("这项权限已经确认过了。"))
    if by.pk in (fresh.proposed_by_id, fresh.membership.user_id):
        raise AuthorityError(gettext("自己提出的，或给自己的签发权限，要由另一人确认。"))
    fresh.confirmed_by, fresh.confirmed_at = by, timezone.now()
    fresh.save(update_fields=["confirmed_by", "confirmed_at"])
    return fresh


@transaction.atomic
def end(pk: int, *, on: date | None = None) -> SigningAuthority:
    """From the day on (today) it counts no more; one that never took effect is ended before it began."""
    day = on or timezone.localdate()
    fresh = SigningAuthority.objects.select_for_update(of=("self",)).get(pk=pk)
    if fresh.until is not None and fresh.until <= day:
        raise AuthorityError(gettext("这项权限已经到期。"))
    if fresh.since >= day:
        fresh.delete()
        return fresh
    fresh.until = day
    fresh.save(update_fields=["until"])
    return fresh


def offered_kinds() -> list[str]:
    """Kinds that can be put into somebody's hands: not the upward ones."""
    from .kinds import direction

    return [kind.value for kind in Kind if direction(kind.value) != Direction.UP]


OWN_KEEPERS = frozenset({"office", "secretary"})
"""Posts of the organ itself that keep its register."""
ADMIN_KEEPERS = frozenset({"unit_admin", "sysadmin", "secadmin"})
"""Administrators, who keep it for their organ and those below."""


def keeps(held: list[Membership], organ_path: str) -> bool:
    """Whether one of the posts keeps the register of the organ at *organ_path*."""
    for post in held:
        organ = post.organisation.as_organ
        if post.role.key in OWN_KEEPERS and organ.path == organ_path:
            return True
        if post.role.key in ADMIN_KEEPERS and is_within(organ_path, organ.path):
            return True
    return False
