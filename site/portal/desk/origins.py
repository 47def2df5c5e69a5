"""From whom a sum comes, in the shape of ``pieces/origin.html``: while it is filled in, and when it is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from documents.forms.answers import InvalidError, read
from documents.forms.builder import AnswerField, SectionForm
from documents.forms.schema import FieldSpec, Schema
from documents.submissions.compiling import NOTE, Origin, is_changed, note_for, origins, parts_of, plain, why_wanted
from documents.submissions.models import AnswerVersion, Submission


@dataclass(frozen=True)
class Shown:
    """What the piece reads."""

    count: int
    total: str
    unit: str
    rows: list[tuple[str, str]]
    differs: bool
    note: str = ""
    note_field: Any = None


def added_up(submission: Submission) -> dict[str, Origin]:
    """Where the figures of a report that is being filled in come from; one query, none where nothing is added up."""
    if not submission.call.compiles:
        return {}
    return origins(submission.call.form_version.parsed, parts_of(submission))


def note_fields(submission: Submission) -> dict[str, FieldSpec]:
    """The question why, for each figure that was added up."""
    schema = submission.call.form_version.parsed
    return {key: note_for(schema.by_key[key]) for key in added_up(submission)}


def show_origins(form: SectionForm, added: Mapping[str, Origin]) -> None:
    """Give each figure of the form its origin; a sent form must say why a figure differs."""
    for key, origin in added.items():
        field = form.fields.get(key)
        if not isinstance(field, AnswerField):
            continue
        note = f"{key}{NOTE}"
        differs = is_changed(origin, _value(form, field, key))
        if form.is_bound and differs and not form.cleaned_data.get(note) and note not in form.errors:
            form.add_error(note, why_wanted(field.spec, origin))
        field.origin = _shown(field.spec, origin, differs=differs, note_field=form[note])


def _value(form: SectionForm, field: AnswerField, key: str) -> Any:
    """The figure as it stands in the form; None while it cannot be read."""
    if form.is_bound:
        form.is_valid()
        return form.cleaned_data.get(key)
    try:
        return read(field.spec, form.initial.get(key))
    except InvalidError:
        return None


def origins_read(version: AnswerVersion | None, schema: Schema) -> dict[str, Shown]:
    """Where the figures of a sent report came from, with what was written about changes."""
    if version is None or not version.parts:
        return {}
    return {
        key: _shown(
            schema.by_key[key],
            origin,
            differs=is_changed(origin, version.answers.get(key)),
            note=str(version.answers.get(f"{key}{NOTE}", "")),
        )
        for key, origin in origins(schema, version.parts).items()
    }


def _shown(spec: FieldSpec, origin: Origin, **more: Any) -> Shown:
    rows = [(unit, plain(figure)) for unit, figure in origin.rows]
    return Shown(len(rows), plain(origin.total), spec.unit, rows, **more)
