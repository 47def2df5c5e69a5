"""委托代理: a holder lends a post to a colleague for a time, and takes it back.

Only what is one's own can be lent, so nothing is passed on. What a taker may not do with it, above all sign an own draft, the
engine asks at every act.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Delegation, Membership, Role, User

LONGEST = timedelta(days=366)
"""Who is away for longer hands the post over (岗位交接)."""


class LendingError(Exception):
    """A post cannot be lent; the message says why."""


def lendable(giver: User, on: date | None = None) -> QuerySet[Membership]:
    """The posts that the person may lend: own ones in force that handle documents. 三员 are not lent."""
    held = Membership.objects.current(on).filter(user=giver, role__kind=Role.Kind.BUSINESS)
    return held.select_related("organisation", "organisation__organ", "role").order_by("-principal", "pk")


def colleagues(giver: User, on: date | None = None) -> QuerySet[User]:
    """To whom the person may lend: who holds a business post in one of the same organs."""
    organs = {post.organisation.organ_pk for post in lendable(giver, on)}
    return holders_in(organs, on).exclude(pk=giver.pk)


def holders_in(organs: set[int], on: date | None = None) -> QuerySet[User]:
    """Everybody with a business post in one of the organs or their departments, in the order of their accounts."""
    there = Membership.objects.current(on).filter(
        Q(organisation__in=organs) | Q(organisation__organ__in=organs), role__kind=Role.Kind.BUSINESS
    )
    return User.objects.filter(pk__in=there.values("user")).order_by("pk")


@transaction.atomic
def lend(
    post: Membership,
    taker: User,
    *,
    by: User,
    since: date,
    until: date,
    processes: Sequence[str] = (),
    reason: str = "",
    now: datetime | None = None,
) -> Delegation:
    """Let *taker* act in *post* from *since* to the day before *until*; only in *processes* when any are named.

    Raises:
        LendingError: it is not one's own post, the taker is no colleague, or the days do not fit.
    """
    today = timezone.localdate(now)
    User.objects.select_for_update().get(pk=by.pk)
    held = lendable(by, today).filter(pk=post.pk).first()
    if held is None:
        raise LendingError(_("只能委托自己在任的业务岗位。"))
    if taker.pk == by.pk:
        raise LendingError(_("不能委托给本人。"))
    if not holders_in({held.organisation.organ_pk}, today).filter(pk=taker.pk).exists():
        raise LendingError(_("只能委托给本单位在岗的同事。"))
    _check_days(held, since, until, today)
    lent = Delegation.objects.filter(membership=held, taker=taker, revoked_at__isnull=True)
    if lent.filter(since__lt=until, until__gt=since).exists():
        raise LendingError(_("这段时间里已经把这个岗位委托给%s了。") % taker)
    return Delegation.objects.create(
        giver=by,
        taker=taker,
        membership=held,
        since=since,
        until=until,
        processes=list(processes),
        reason=reason.strip(),
    )


@transaction.atomic
def revoke(delegation: Delegation, *, by: User, now: datetime | None = None) -> Delegation:
    """Take a post back before its time.

    Raises:
        LendingError: somebody else's, or taken back already.
    """
    locked = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if locked.giver_id != by.pk:
        raise LendingError(_("只有委托人可以撤回。"))
    if locked.revoked_at is not None:
        raise LendingError(_("这项委托已经撤回了。"))
    locked.revoked_at = now or timezone.now()
    locked.save(update_fields=["revoked_at"])
    return locked


def _check_days(post: Membership, since: date, until: date, today: date) -> None:
    if since < today:
        raise LendingError(_("起始日不能早于今天。"))
    if until <= since:
        raise LendingError(_("截止日不能早于起始日。"))
    if until - since > LONGEST:
        raise LendingError(_("一次最多委托一年；离开更久，请办岗位交接。"))
    if post.until is not None and since >= post.until:
        raise LendingError(_("到那时您已不在这个岗位。"))
