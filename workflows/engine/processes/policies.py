"""流程适用: which organisation takes which variant of a process; every change is logged, and of two at once one wins."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from workflows.organisations.models import User

from ..errors import Refused
from ..models import Policy

CHANGED = "tuanwen.policy"
"""The log's name for a change of 流程适用."""


def words_of(policy: Policy) -> str:
    """A rule in one line, as the log keeps it and as it is told from a newer one."""
    term = _("%(since)s起") % {"since": _day(policy.since)}
    if policy.until is not None:
        term += _("，%(until)s止") % {"until": _day(policy.until)}
    words = {"organ": policy.organisation, "process": policy.process, "variant": policy.variant, "term": term}
    return _("%(organ)s的“%(process)s”改用“%(variant)s”，%(term)s") % words


@transaction.atomic
def save_policy(policy: Policy, *, seen: str, by: User | None) -> Policy:
    """Keep a rule and log who changed what; *seen* is how an existing one read when it was opened.

    Raises:
        Refused: another administrator was quicker; nothing is saved then.
    """
    before = ""
    if policy.pk is not None:
        kept = Policy.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=policy.pk)
        before = words_of(kept)
        if before != seen:
            raise Refused([_("另一位管理员刚刚改过这一条，现在是：%(now)s。请刷新后再改。") % {"now": before}])
    try:
        with transaction.atomic():
            policy.save()
    except IntegrityError as error:
        words = {"organ": policy.organisation, "process": policy.process}
        raise Refused(
            [_("另一位管理员刚刚为%(organ)s登记过“%(process)s”。请到“流程适用”里打开那一条来改。") % words]
        ) from error
    after = words_of(policy)
    if after != before:
        log(instance=policy, action=CHANGED, user=by, data={"before": before, "after": after})
    return policy


def _day(day: date) -> str:
    return date_format(day, "Y年n月j日")
