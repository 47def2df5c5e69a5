"""汇总: an organ's own report, begun from the sums of those below; every figure knows from whom it comes.

What was added up is written down with the report and frozen with each version of it. A figure may be changed, with a note
that says why; the note stands among the answers under the figure's key and :data:`NOTE`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.forms.answers import Checked, Problem, as_number, is_empty
from documents.forms.schema import FieldSpec, Kind, Limit, Schema
from workflows import engine
from workflows.organisations.models import Membership, Organisation

from .drafting import open_draft, same, save_draft
from .filing import FilingError, begin, is_withdrawn
from .models import AnswerVersion, Call, Compilation, Draft, Submission
from .succeeding import papers_of
from .totals import Line, sums_of, totals

NOTE = ".note"
NOTE_LENGTH = 100

Part = dict[str, Any]
"""One report that was added up: ``unit``, ``code``, ``submission``, ``version``, ``digest`` and its ``figures`` as text."""


@dataclass(frozen=True)
class Origin:
    """Where one figure comes from: each unit's number, and their sum."""

    total: Decimal
    rows: list[tuple[str, Decimal]]


def compile_report(
    call: Call, organ: Organisation, *, actor: Any, post: Membership | None = None, now: datetime | None = None
) -> Submission:
    """汇总: the organ's own report with the sums of what it has passed, begun if need be; pressing again brings it up to date.

    Figures that somebody typed differently stay. The right must have been checked with ``filing.may_file``; the call is
    locked, so that two presses at once make one report. Raises :class:`FilingError` when nothing can be added up, or when
    the report is not the actor's to change now.
    """
    with transaction.atomic():
        locked = Call.objects.select_for_update(of=("self",)).select_related("organ", "form_version").get(pk=call.pk)
        found = totals(locked, [organ], now=now)
        if not found.counted:
            raise FilingError(_("还没有审核通过的报送，暂时没有数字可以汇总。"))
        report = own_report(locked, organ)
        if report is None:
            report = begin(locked, organ, actor=actor, post=post, now=now)
        else:
            _check_is_open(report, actor)
        _fill(report, _parts(found.counted), actor, now)
    return report


def own_report(call: Call, organ: Organisation) -> Submission | None:
    """The organ's own report in the call, unless it was taken back for good; with what was added up for it."""
    return next((row for row in papers_of(call, organ, "compilation") if not is_withdrawn(row)), None)


def _check_is_open(report: Submission, actor: Any) -> None:
    instance = engine.instance_of(report, report.call.process)
    if instance is None or instance.state != "draft":
        raise FilingError(_("本级报告已经提交，要重新汇总，请先取回，或请上级退回。"))
    if not engine.allowed(actor, "edit", instance):
        raise FilingError(_("本级报告由%s在填，请与他联系。") % instance.started_by)


def _parts(lines: Sequence[Line]) -> list[Part]:
    """The reports of some lines with the version that counts, the newest of each; one query."""
    rows = AnswerVersion.objects.filter(submission__in=[line.row.submission_id for line in lines]).order_by("number")
    newest = {row.submission_id: row for row in rows.only("submission", "number", "digest")}
    return [_part(line, newest[line.row.submission_id or 0]) for line in lines]


def _part(line: Line, version: AnswerVersion) -> Part:
    return {
        "unit": str(line.row.organ),
        "code": line.row.organ.code,
        "submission": version.submission_id,
        "version": version.number,
        "digest": version.digest,
        "figures": {key: plain(value) for key, value in sorted(line.figures.items())},
    }


def _fill(report: Submission, parts: list[Part], actor: Any, now: datetime | None) -> None:
    """Write down what was added up, and put the sums where nobody has typed anything else."""
    before = sums_of([part["figures"] for part in parts_of(report)])
    Compilation.objects.update_or_create(
        submission=report, defaults={"parts": parts, "made_by": actor, "made_at": now or timezone.now()}
    )
    draft = open_draft(report, actor, now=now)
    sums = sums_of([part["figures"] for part in parts])
    fresh = {key: plain(total) for key, total in sums.items() if _is_free(draft, key, before.get(key))}
    save_draft(report, actor, fresh, now=now)


def _is_free(draft: Draft, key: str, before: Decimal | None) -> bool:
    """Whether nobody has typed the figure: it is empty, last time's, or the sum as it was."""
    value = draft.answers.get(key)
    if is_empty(value):
        return True
    if not is_empty(draft.answers.get(f"{key}{NOTE}")):
        return False
    was_prefilled = draft.base_version == 0 and same(value, draft.base.get(key))
    return was_prefilled or (before is not None and same(value, plain(before)))


def parts_of(report: Submission) -> list[Part]:
    """What was added up last; empty for a report that was written by hand."""
    found = Compilation.objects.filter(submission=report).first()
    return list(found.parts) if found is not None else []


def origins(schema: Schema, parts: Sequence[Part]) -> dict[str, Origin]:
    """For each question that was added up, where its figure comes from."""
    sums = sums_of([part["figures"] for part in parts])
    return {
        spec.key: Origin(
            sums[spec.key],
            [(part["unit"], Decimal(part["figures"][spec.key])) for part in parts if spec.key in part["figures"]],
        )
        for spec in schema
        if spec.key in sums
    }


def note_for(spec: FieldSpec) -> FieldSpec:
    """The question beside a figure that was added up: why it differs."""
    return FieldSpec(
        key=f"{spec.key}{NOTE}",
        kind=Kind.SHORT,
        label=_("“%s”的改动说明") % spec.label,
        help=_("和合计不同时写明原因。"),
        limit=Limit(characters=NOTE_LENGTH),
    )


def question(schema: Schema, key: str) -> FieldSpec | None:
    """The question that is answered under *key*, a note's among them; None for an unknown key."""
    asked = schema.by_key.get(key.removesuffix(NOTE))
    return note_for(asked) if asked is not None and key.endswith(NOTE) else asked


def notes_in(answers: Mapping[str, Any], schema: Schema) -> dict[str, str]:
    """The notes among the answers, as they are kept for good."""
    notes = {f"{spec.key}{NOTE}": str(answers.get(f"{spec.key}{NOTE}") or "").strip() for spec in schema}
    return {key: text[:NOTE_LENGTH] for key, text in notes.items() if text}


def is_changed(origin: Origin, value: Any) -> bool:
    """Whether a figure that can be read differs from the sum."""
    return not is_empty(value) and as_number(value) != origin.total


def unexplained(schema: Schema, parts: Sequence[Part], checked: Checked, notes: Mapping[str, str]) -> list[Problem]:
    """Figures that differ from their sums without a word."""
    problems = []
    for key, origin in origins(schema, parts).items():
        spec = schema.by_key[key]
        if is_changed(origin, checked.values.get(key)) and f"{key}{NOTE}" not in notes:
            problems.append(Problem(schema.section_of[key], spec, why_wanted(spec, origin)))
    return problems


def why_wanted(spec: FieldSpec, origin: Origin) -> str:
    """The sentence that asks for a note."""
    words = {"label": spec.label, "count": len(origin.rows), "total": plain(origin.total), "unit": spec.unit}
    return _("“%(label)s”和%(count)d个单位的合计%(total)s%(unit)s不同，请写明改动原因。") % words


def plain(value: Decimal) -> str:
    """A figure as people write it: 1138, 3.5."""
    return f"{value.normalize():f}"
