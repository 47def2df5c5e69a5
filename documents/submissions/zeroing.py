"""零报送: nothing happened in the period; one sentence instead of a form, and every figure is 0."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from documents.forms.schema import Kind, Schema
from workflows import engine
from workflows.organisations.models import Membership, Organisation

from .collecting import collects
from .drafting import save_draft
from .filing import FilingError, begin, is_withdrawn
from .models import Call, Submission
from .succeeding import papers_of

NOBODY = "none"
"""The option of a choice that says there is nothing to tell."""


def may_be_zero(call: Call, organ: Organisation) -> bool:
    """Whether the unit may report nothing: in 逐级汇总, and not when it has others' figures to add up."""
    return call.compiles and call.is_open and not collects(call, organ)


@transaction.atomic
def report_nothing(
    call: Call,
    organ: Organisation,
    reason: str,
    *,
    actor: Any,
    post: Membership | None = None,
    filed_by: Organisation | None = None,
    now: datetime | None = None,
) -> Submission:
    """Fill in the unit's report with zeros and *reason*, begun if need be; the person still looks at it and sends it.

    The right must have been checked with ``filing.may_file``. Raises :class:`FilingError` without a reason, where the call
    knows no 零报送, or when the report is not the actor's to change.
    """
    if not reason.strip():
        raise FilingError(_("请写一句为什么没有可报的。"))
    if not may_be_zero(call, organ):
        raise FilingError(_("这次征集%s不能零报送。") % organ)
    Call.objects.select_for_update().get(pk=call.pk)
    own = papers_of(call, organ, "call__form_version")
    report = next((row for row in own if not is_withdrawn(row)), None)
    if report is None:
        report = begin(call, organ, actor=actor, post=post, filed_by=filed_by, now=now)
    elif not engine.allowed(actor, "edit", report):
        raise FilingError(_("%s已经报过，不能再改成零报送。") % organ)
    save_draft(report, actor, nothing(call.form_version.parsed, reason.strip()), now=now)
    return report


def nothing(schema: Schema, reason: str) -> dict[str, str]:
    """The answers that say nothing happened: zeros, “none” where a choice has it, and the reason in the first long text."""
    answers = {spec.key: "0" for spec in schema if spec.countable}
    for spec in schema:
        if spec.kind is Kind.CHOICE and NOBODY in {option.value for option in spec.options}:
            answers[spec.key] = NOBODY
    first = next((spec for spec in schema if spec.kind is Kind.LONG), None)
    return {**answers, first.key: reason} if first is not None else answers
