"""安排: 传阅, 主办, 协办 and the term, beside the opinion of whoever proposes or decides how a received paper is dealt with."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.incoming import assigning
from documents.incoming.models import Assignment, Incoming

from .forms import day_input

FIELDS = {"leads": Assignment.Part.LEAD, "supports": Assignment.Part.SUPPORT, "readers": Assignment.Part.READER}


class ArrangeForm(forms.Form):
    """Departments first, then people; all of the organ that received the paper."""

    leads = forms.MultipleChoiceField(label=_("主办"), required=False, widget=forms.CheckboxSelectMultiple)
    supports = forms.MultipleChoiceField(label=_("协办"), required=False, widget=forms.CheckboxSelectMultiple)
    readers = forms.MultipleChoiceField(label=_("传阅"), required=False, widget=forms.CheckboxSelectMultiple)
    due_on = forms.DateField(label=_("办理时限"), required=False, widget=day_input())

    def __init__(self, data: Any = None, *, incoming: Incoming) -> None:
        self.incoming = incoming
        present = assigning.keys(incoming) if data is None else {}
        initial = {name: sorted(present[part]) for name, part in FIELDS.items()} if present else {}
        super().__init__(data, initial={**initial, "due_on": incoming.due_on}, auto_id="arrange_%s")
        self.offered = assigning.choices(incoming.organ)
        offered = [(one.key, one.name) for one in self.offered]
        for name in FIELDS:
            self.fields[name].choices = offered  # type: ignore[attr-defined]
            self.fields[name].error_messages["invalid_choice"] = _("选的部门或人不在本单位，请重新选择。")
        self.fields["due_on"].widget.attrs["form"] = "decide"  # it stands above the paper, outside that form
        self.fields["due_on"].error_messages["invalid"] = _("办理时限请写成日期，如2026-11-25。")

    def rows(self) -> list[dict[str, Any]]:
        """A line for each department and person, with one tick for each part."""
        picked = {name: set(self[name].value() or ()) for name in FIELDS}
        return [
            {
                "name": one.name,
                "note": one.note,
                "ticks": [
                    {
                        "name": name,
                        "value": one.key,
                        "label": f"{one.name}：{self.fields[name].label}",
                        "checked": one.key in picked[name],
                    }
                    for name in FIELDS
                ],
            }
            for one in self.offered
        ]

    def keep(self, user: Any, case: Any) -> bool:
        """Keep what was chosen; a refusal becomes an error of the form."""
        wanted = {str(part): self.cleaned_data[name] for name, part in FIELDS.items()}
        try:
            assigning.arrange(self.incoming, user=user, case=case, wanted=wanted, due_on=self.cleaned_data["due_on"])
        except assigning.AssigningError as error:
            self.add_error(None, str(error))
            return False
        return True
