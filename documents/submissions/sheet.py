"""申报表: the printed sheet with the unit, the answers, and a box per level for 意见, 负责人签字, （盖章） and the date.

Opinions come from the engine's route; an empty box leaves the place for pen and seal (practice.md §3.15).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.forms.display import say
from documents.forms.schema import FieldSpec, Kind, Section
from documents.printing import Printed
from documents.printing.sheets import sheet
from workflows import engine

from .compiling import NOTE, Origin, origins, plain
from .drafting import newest_version
from .models import AnswerVersion, Submission

BOXES: Mapping[str, tuple[tuple[str, Promise | str], ...]] = {
    "pilot": (
        ("agree", gettext_lazy("报送单位意见")),
        ("city_sign", gettext_lazy("市级团委意见")),
        ("province", gettext_lazy("省级团委意见")),
    ),
    "summary": (
        ("agree", gettext_lazy("报送单位意见")),
        ("collect", gettext_lazy("上级团委意见")),
    ),
    "typical": (
        ("unit_agree", gettext_lazy("报送单位意见")),
        ("county", gettext_lazy("县级团委意见")),
        ("city", gettext_lazy("市级团委意见")),
        ("province", gettext_lazy("省级团委意见")),
    ),
}
"""Which stations of a route sign on the sheet, and what their boxes are called."""

LONG = 60
"""Texts longer than this many characters are set below the table instead of in it."""


@dataclass(frozen=True)
class Box:
    """The place of one level."""

    title: str
    opinion: str = ""
    name: str = ""
    day: date | None = None
    by_other: str = ""


@dataclass(frozen=True)
class Part:
    """One section on paper: short answers in a table, long ones as text, files by name."""

    title: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    texts: list[tuple[str, list[str]]] = field(default_factory=list)
    files: list[tuple[str, list[str]]] = field(default_factory=list)


def print_sheet(submission: Submission) -> Printed:
    """The sheet as PDF. Personal answers stand on it: it goes up on paper, through hands that may see them."""
    version = newest_version(submission)
    html = render_to_string("print/submission_sheet.html", context(submission, version))
    call = submission.call
    made = timezone.localtime(version.saved_at) if version else None
    meta = _("编号 %(number)s　第%(version)d稿") % {"number": submission.print_number, "version": submission.version}
    return sheet(
        html,
        title=f"{call.get_kind_display()}表" if call.kind != call.Kind.SUMMARY else str(call),
        head=str(call),
        meta=f"{meta}　{made:%Y-%m-%d}" if made else meta,
    )


def context(submission: Submission, version: AnswerVersion | None) -> dict[str, Any]:
    """What the template reads."""
    return {
        "submission": submission,
        "call": submission.call,
        "parts": [_part(section, version) for section in submission.call.form_version.parsed.sections],
        "boxes": boxes(submission),
        "digest": version.digest[:16] if version else "",
        "sources": [part["unit"] for part in version.parts] if version else [],
    }


def boxes(submission: Submission) -> list[Box]:
    """One box per signing level of the route, filled where somebody has decided; levels that do not exist are left out."""
    process = submission.call.process
    wanted = dict(BOXES.get(process, ()))
    instance = engine.instance_of(submission, process)
    stations = engine.route(instance) if instance is not None else []
    found = []
    for station in stations:
        if station.name not in wanted or station.phase == "skipped":
            continue
        signer = next((person for person in station.people if _signed(person)), None)
        found.append(_box(str(wanted[station.name]), signer))
    return found or [Box(str(title)) for title in wanted.values()]


def _signed(person: Any) -> bool:
    return person.at is not None and person.verdict in {"yes", "no"} and not person.voided


def _box(title: str, person: Any) -> Box:
    if person is None:
        return Box(title)
    return Box(title, person.opinion or _("同意。"), person.name, timezone.localdate(person.at), person.on_behalf)


def _part(section: Section, version: AnswerVersion | None) -> Part:
    part = Part(section.title)
    for spec, text in _said(section, version):
        if spec.takes_uploads:
            names = _names(spec, version)
            if names:
                part.files.append((spec.label, names))
        elif spec.kind is Kind.LONG or (len(text) > LONG and spec.kind is not Kind.NUMBER):
            part.texts.append((spec.label, [line for line in text.splitlines() if line.strip()]))
        else:
            part.facts.append((spec.label, text))
    return part


def _said(section: Section, version: AnswerVersion | None) -> Iterator[tuple[FieldSpec, str]]:
    answers = version.answers if version else {}
    added = origins(version.form_version.parsed, version.parts) if version else {}
    for spec in section.fields:
        if not spec.is_late:
            yield spec, say(spec, answers.get(spec.key)) + _origin(spec, answers, added.get(spec.key))


def _origin(spec: FieldSpec, answers: Mapping[str, Any], origin: Origin | None) -> str:
    """“（3个单位合计）”, or what the sum was and why the figure is another."""
    if origin is None:
        return ""
    words = {"count": len(origin.rows), "total": plain(origin.total), "unit": spec.unit}
    note = answers.get(f"{spec.key}{NOTE}")
    if not note:
        return _("（%(count)d个单位合计）") % words
    return _("（%(count)d个单位合计%(total)s%(unit)s；%(note)s）") % {**words, "note": note}


def _names(spec: FieldSpec, version: AnswerVersion | None) -> list[str]:
    """Files by name with the beginning of their digest, so that paper and file can be told to belong together."""
    if version is None:
        return []
    files = [version.files.get(key) for key in version.answers.get(spec.key, [])]
    return [f"{file['name']}（{file['sha256'][:8]}）" for file in files if file]
