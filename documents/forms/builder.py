"""Django forms for the sections of a form. The rules are those of ``answers``; here are only names, widgets and errors.

Each field also carries what ``pieces/field.html`` reads: ``limit``, ``unit``, ``personal``, ``prefilled``, ``origin`` for a
figure that was added up, ``nested`` for a question inside another's frame, and for uploads ``upload_url``, ``delete_url`` and ``files``. Files never travel with the form's own data: they are kept one by one by key.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from .answers import InvalidError, read
from .schema import FieldSpec, Kind, Section

RADIO_LIMIT = 6
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
PAGE = "page"
"""Hidden: which open page writes, so that two pages of one person do not overwrite each other unseen."""


class AnswerField(forms.Field):
    """A Django field that reads its answer by the form's own rules; required fields may stay empty in a draft."""

    def __init__(self, spec: FieldSpec, raw: Any = None, *, nested: bool = False) -> None:
        super().__init__(required=spec.required, label=spec.label, help_text=spec.help, widget=_widget(spec, raw))
        self.spec = spec
        self.limit = spec.limit.characters
        self.unit = spec.unit
        self.personal = spec.personal
        self.prefilled = ""
        self.nested = nested
        self.origin: Any = None

    def clean(self, value: Any) -> Any:
        """The value to store, None for no answer."""
        try:
            return read(self.spec, value)
        except InvalidError as error:
            raise ValidationError(str(error), code="invalid") from error


class FilesInput(forms.ClearableFileInput):
    """A chooser of one or several files; what is kept already is listed beside it."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        """The files that came with this post, without script."""
        return list(files.getlist(name)) if hasattr(files, "getlist") else list(files.get(name, []))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether none came."""
        return name not in files


class UploadField(forms.Field):
    """A field whose answer is a list of kept files; ``files`` lists them, the addresses tell where one more goes."""

    def __init__(self, spec: FieldSpec, kept: list[Any], accept: str) -> None:
        attrs = {"accept": accept}
        if (spec.limit.count or 1) > 1:
            attrs["multiple"] = "multiple"
        super().__init__(required=spec.required, label=spec.label, help_text=spec.help, widget=FilesInput(attrs=attrs))
        self.spec = spec
        self.personal = spec.personal
        self.files = kept
        self.upload_url = ""
        self.delete_url = ""

    def clean(self, value: Any) -> Any:
        """Files are judged when they are taken in, not here."""
        return value


class SectionForm(forms.Form):
    """One section on the screen. What was typed is never thrown away: ``raw()`` returns it, right or wrong.

    *files* gives the kept files of an upload field, *accept* what its chooser offers; without them uploads are left out.
    *remarks* are reviewers' words by field; a form that was sent shows its own errors instead. *notes* are further short
    questions, each nested in the field after which it stands.
    """

    def __init__(
        self,
        section: Section,
        *,
        answers: Mapping[str, Any],
        data: Any = None,
        sent: Any = None,
        files: Callable[[FieldSpec], list[Any]] | None = None,
        accept: Callable[[FieldSpec], str] = lambda spec: "",
        remarks: Mapping[str, str] | None = None,
        notes: Mapping[str, FieldSpec] | None = None,
        page: str = "",
    ) -> None:
        super().__init__(data=data, files=sent, initial={**answers, PAGE: page}, use_required_attribute=False)
        self.section = section
        for spec in section.fields:
            if not spec.takes_uploads:
                self.fields[spec.key] = AnswerField(spec, answers.get(spec.key))
                if note := (notes or {}).get(spec.key):
                    self.fields[note.key] = AnswerField(note, answers.get(note.key), nested=True)
            elif files is not None and not spec.is_late:
                self.fields[spec.key] = UploadField(spec, files(spec), accept(spec))
        if remarks and not self.is_bound:
            # A remark stands where an error would: at its field, and in the list on top.
            self._errors = forms.utils.ErrorDict(
                {key: self.error_class([text]) for key, text in remarks.items() if key in self.fields}
            )
        self.fields[PAGE] = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput())

    def raw(self) -> dict[str, Any]:
        """What was sent for the questions that were on the screen, as typed; uploads are not among them."""
        found = {}
        for name, field in self.fields.items():
            if not isinstance(field, AnswerField):
                continue
            omitted = field.widget.value_omitted_from_data(self.data, self.files, name)
            if not omitted or isinstance(field.widget, forms.CheckboxSelectMultiple):
                found[name] = field.widget.value_from_datadict(self.data, self.files, name)
        return found

    def arrived(self) -> dict[str, list[Any]]:
        """The files that came with the post itself, by field: without script nothing is lost either."""
        return {
            name: sent
            for name, field in self.fields.items()
            if isinstance(field, UploadField)
            and (sent := field.widget.value_from_datadict(self.data, self.files, name))
        }


def _widget(spec: FieldSpec, raw: Any) -> forms.Widget:
    choices = [(option.value, option.label) for option in spec.options]
    match spec.kind:
        case Kind.LONG:
            return forms.Textarea(attrs={"rows": 8, "data-grow": True})
        case Kind.NUMBER:
            return forms.TextInput(attrs={"inputmode": "decimal" if spec.limit.decimals else "numeric"})
        case Kind.DATE:
            # A date picker shows nothing for text that is no date; what was typed must stay visible.
            is_day = not raw or ISO_DAY.fullmatch(str(raw))
            return forms.DateInput(attrs={"type": "date"} if is_day else {"type": "text"})
        case Kind.CHOICE if len(choices) <= RADIO_LIMIT:
            return forms.RadioSelect(choices=choices)
        case Kind.CHOICE:
            return forms.Select(choices=[("", "请选择"), *choices])
        case Kind.CHOICES:
            return forms.CheckboxSelectMultiple(choices=choices)
        case _:
            return forms.TextInput()
