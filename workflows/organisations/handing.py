"""岗位交接: a post passes to a successor on a day; one proposes it, another confirms it. What is in hand, the engine passes on."""

from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import appointing
from .administering import manages
from .models import Handover, Membership, User
from .posts import posts

FURTHEST = timedelta(days=90)
"""So far ahead a handover can be arranged."""


class HandoverError(Exception):
    """A post cannot be handed over; the message says why."""


def may_manage(by: User, post: Membership, *, on: date | None = None) -> bool:
    """Whether *by* may propose or confirm the handover of *post*."""
    return manages(posts(by, on), post)


def new_person(*, username: str, name: str, phone: str = "") -> User:
    """The account of a successor: the one with that login if it has that name, else a new one that nobody can enter yet.

    Raises:
        HandoverError: the login belongs to somebody else, or is no login.
    """
    known = User.objects.filter(username=username).first()
    if known is not None:
        if known.name != name or not known.is_active:
            raise HandoverError(_("账号“%s”已经有人用了，请换一个。") % username)
        return known
    try:
        UnicodeUsernameValidator()(username)
    except ValidationError as error:
        raise HandoverError(_("账号只能用字母、数字和 @ . + - _。")) from error
    return User.objects.create(username=username, name=name, phone=phone, password=make_password(None))


@transaction.atomic
def propose(post: Membership, taker: User, *, since: date, by: User, now: datetime | None = None) -> Handover:
    """Ask that *post* pass to *taker* on the day *since*; nothing changes before another confirms it.

    Raises:
        HandoverError: not in reach of *by*, the post has ended or is being handed over, or taker or day do not fit.
    """
    moment = now or timezone.now()
    today = timezone.localdate(moment)
    held = _locked(post)
    if not may_manage(by, held, on=today):
        raise HandoverError(_("只有本单位或上级的单位管理员、本单位书记可以办岗位交接。"))
    if held.confirmed_at is None or (held.until is not None and held.until <= today):
        raise HandoverError(_("这个岗位没有生效，或者已经结束。"))
    if Handover.objects.filter(post=held, withdrawn_at__isnull=True).exists():
        raise HandoverError(_("这个岗位已经在交接了。"))
    if taker.pk == held.user_id or not taker.is_active:
        raise HandoverError(_("接任人要是另一个在用的账号。"))
    if not today <= since <= today + FURTHEST or since < held.since:
        raise HandoverError(_("交接日期要在今天到90天以内。"))
    return Handover.objects.create(
        post=held,
        taker=taker,
        successor=_successor(held, taker, since, by),
        since=since,
        proposed_by=by,
        proposed_at=moment,
    )


def _successor(held: Membership, taker: User, since: date, by: User) -> Membership:
    """The post of the successor, waiting for confirmation; the one that they hold there in the same role, if they do."""
    same = Membership.objects.filter(user=taker, organisation=held.organisation, role=held.role)
    known = same.current(since).first() or same.filter(since=since).first()
    if known is not None:
        return known
    return appointing.propose(
        user=taker,
        organisation=held.organisation,
        role=held.role.key,
        by=by,
        since=since,
        title=held.title,
        principal=held.principal,
    )


@transaction.atomic
def confirm(handover: Handover, *, by: User, now: datetime | None = None) -> Handover:
    """Let the old post end and the new one begin on the day of the handover.

    Raises:
        HandoverError: not in reach of *by*, by the proposer or the successor, withdrawn, confirmed already, or too late.
    """
    moment = now or timezone.now()
    locked = Handover.objects.select_for_update(of=("self",)).get(pk=handover.pk)
    if locked.confirmed_at is not None or locked.withdrawn_at is not None:
        raise HandoverError(_("这次交接已经确认或撤回了。"))
    if by.pk in (locked.proposed_by_id, locked.taker_id):
        raise HandoverError(_("要由另一个人确认：不能自己提出、自己确认，也不能确认自己接任。"))
    post = _locked(locked.post)
    if not may_manage(by, post, on=timezone.localdate(moment)):
        raise HandoverError(_("只有本单位或上级的单位管理员、本单位书记可以确认。"))
    locked.since = max(locked.since, timezone.localdate(moment))
    new = locked.successor
    if new is not None and new.confirmed_at is None:
        new.since = locked.since
        new.save(update_fields=["since"])
        try:
            appointing.confirm(new, by=by, now=moment)
        except appointing.AppointmentError as error:
            raise HandoverError(str(error)) from error
    post.until = min(post.until or locked.since, locked.since)
    post.save(update_fields=["until"])
    locked.confirmed_by, locked.confirmed_at = by, moment
    locked.save(update_fields=["since", "confirmed_by", "confirmed_at"])
    return locked


@transaction.atomic
def withdraw(handover: Handover, *, by: User, now: datetime | None = None) -> Handover:
    """Give a proposal up: by who made it, or whoever could confirm it. The proposed post goes with it.

    Raises:
        HandoverError: confirmed or withdrawn already, or out of reach of *by*.
    """
    locked = Handover.objects.select_for_update(of=("self",)).get(pk=handover.pk)
    if locked.confirmed_at is not None or locked.withdrawn_at is not None:
        raise HandoverError(_("这次交接已经确认或撤回了。"))
    if by.pk != locked.proposed_by_id and not may_manage(by, locked.post):
        raise HandoverError(_("只有提出人和能确认的人可以撤回。"))
    proposed = locked.successor
    locked.successor, locked.withdrawn_at = None, now or timezone.now()
    locked.save(update_fields=["successor", "withdrawn_at"])
    if proposed is not None and proposed.confirmed_at is None:
        proposed.delete()
    return locked


def waiting(held: list[Membership]) -> list[Handover]:
    """Proposed handovers that somebody who holds *held* looks after, oldest first; one query."""
    known = ("post__user", "post__role", "post__organisation", "post__organisation__organ", "taker", "proposed_by")
    found = Handover.objects.filter(confirmed_at__isnull=True, withdrawn_at__isnull=True).select_related(*known)
    return [one for one in found.order_by("pk") if manages(held, one.post)]


def _locked(post: Membership) -> Membership:
    known = ("organisation", "organisation__organ", "role", "user")
    return Membership.objects.select_for_update(of=("self",)).select_related(*known).get(pk=post.pk)
