"""Calls from opening to closing: who is asked, who has longer, who is let off."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.forms.versions import freeze
from workflows.organisations.models import Organisation
from workflows.organisations.tree import is_within

from .collecting import collector_of, terms
from .models import Addressee, Call, Extension
from .succeeding import papers_of


def answering(call: Call) -> QuerySet[Organisation]:
    """The organs that the call asks: the named ones, else all of its levels below the host, without departments and partners."""
    if call.organs.exists():
        return Organisation.objects.filter(pk__in=call.organs.values("pk")).organs().active()
    return (
        Organisation.objects.within(call.organ.path)
        .organs()
        .active()
        .filter(level__in=call.levels)
        .exclude(pk=call.organ_id)
        .exclude(kind=Organisation.Kind.PARTNER)
    )


@transaction.atomic
def open_call(call: Call, *, actor: Any, now: datetime | None = None) -> Call:
    """下达: freeze the form, write down who is asked, let them answer. Opening an open call changes nothing.

    Raises ``ValidationError`` when nobody would be asked.
    """
    locked = Call.objects.select_for_update().get(pk=call.pk)
    if locked.opened_at is not None:
        return locked
    organs = list(answering(locked))
    if not organs:
        raise ValidationError(_("没有单位需要报送，请检查报送层级或指定单位。"))
    moment = now or timezone.now()
    freeze(locked.form_version, now=now)
    own = terms(locked, organs, today=timezone.localdate(moment))
    rows = [Addressee(call=locked, organ=organ, own_until=own.get(organ.pk)) for organ in organs]
    Addressee.objects.bulk_create(rows, ignore_conflicts=True)
    locked.opened_at = moment
    locked.created_by = locked.created_by or actor
    locked.save(update_fields=["opened_at", "created_by"])
    return locked


def close_call(call: Call, *, now: datetime | None = None) -> Call:
    """No more answers from now on; those under way go on climbing."""
    Call.objects.filter(pk=call.pk, closed_at__isnull=True).update(closed_at=now or timezone.now())
    call.refresh_from_db(fields=["closed_at"])
    return call


def extend(addressee: Addressee, until: date, reason: str, *, actor: Any, now: datetime | None = None) -> Extension:
    """延期 for one unit. Raises ``ValidationError`` when the new day is no later than the present one."""
    if until <= addressee.until:
        raise ValidationError(
            _("%(unit)s现在的截止日期是%(day)s，延期要晚于这一天。")
            % {"unit": addressee.organ, "day": addressee.until.isoformat()}
        )
    _reason_needed(reason)
    return Extension.objects.create(
        addressee=addressee, until=until, reason=reason.strip(), granted_by=actor, granted_at=now or timezone.now()
    )


def exempt(addressee: Addressee, reason: str, *, actor: Any, now: datetime | None = None) -> Addressee:
    """免报: the unit need not answer. Raises ``ValidationError`` without a reason."""
    _reason_needed(reason)
    addressee.exempt_reason, addressee.exempted_by = reason.strip(), actor
    addressee.exempted_at = now or timezone.now()
    addressee.save(update_fields=["exempt_reason", "exempted_by", "exempted_at"])
    return addressee


def designate(addressee: Addressee, *, actor: Any, now: datetime | None = None) -> Addressee:
    """上级指定: the unit's answer will count outside the city's quota. Raises ``ValidationError`` once it has begun."""
    if not addressee.call.designated_entry:
        raise ValidationError(_("这次征集不设上级指定。"))
    if papers_of(addressee.call, addressee.organ):
        raise ValidationError(_("%(unit)s已经开始申报，不能再改申报形式。") % {"unit": addressee.organ})
    addressee.designated_by, addressee.designated_at = actor, now or timezone.now()
    addressee.save(update_fields=["designated_by", "designated_at"])
    return addressee


def _reason_needed(reason: str) -> None:
    if not reason.strip():
        raise ValidationError(_("请写明原因。"))


GRANTING_ROLES = frozenset({"drafter", "reviewer", "office", "deputy", "secretary"})
"""Posts that let a unit have longer or not answer at all; 书记 and 副书记 among them where an organ has only two people."""


def may_manage(posts: list[Any], call: Call, organ: Organisation | None = None) -> bool:
    """Whether one of the posts stands above the unit, at or below the host: it may extend, exempt, file for it and chase it."""
    return any(post.role.key in GRANTING_ROLES and oversees(post.organisation.as_organ, call, organ) for post in posts)


def oversees(mine: Organisation, call: Call, organ: Organisation | None = None) -> bool:
    """Whether my organ is the host or stands between the host and the unit (any unit when none is named).

    In 逐级汇总 it must also be the unit's collector or stand above that: a township does not rule its schools there.
    """
    if not is_within(mine.path, call.organ.path):
        return False
    if organ is None:
        return True
    if organ.pk == mine.pk or not is_within(organ.path, mine.path):
        return False
    return not call.compiles or is_within(collector_of(call, organ).path, mine.path)
