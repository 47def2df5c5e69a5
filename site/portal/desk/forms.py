"""Short forms of the desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def ask_in_sentences(form: forms.BaseForm) -> None:
    """Let every required field say what it wants, in a sentence; one that brought its own keeps it."""
    usual = forms.Field.default_error_messages["required"]
    for field in form.fields.values():
        if field.error_messages["required"] != usual:
            continue
        chosen = isinstance(field, forms.ChoiceField | forms.DateField)
        wording = (
            _("请选择%s。") if chosen else _("请上传%s。") if isinstance(field, forms.FileField) else _("请填写%s。")
        )
        field.error_messages["required"] = wording % field.label


def day_input() -> forms.DateInput:
    """The browser's own way to choose a day."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Search(forms.Form):
    """One box above a list."""

    q = forms.CharField(required=False, max_length=60)

    def __init__(self, data: Any, *, label: Any = "") -> None:
        super().__init__(data, auto_id="search_%s")
        self.fields["q"].label = label or _("标题")

    def carry(self, name: str, value: str) -> None:
        """Keep a part of the address that a search would otherwise lose."""
        self.fields[name] = forms.CharField(required=False, initial=value, widget=forms.HiddenInput)

    @property
    def text(self) -> str:
        """What is looked for; empty when nothing or too much was typed."""
        return str(self.cleaned_data["q"]).strip() if self.is_valid() else ""
