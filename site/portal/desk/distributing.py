"""The form of 登记编号: 代字, 份数, 印发机关, and the range of distribution proposed from the words of 主送 and 抄送."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.notices import distribution
from documents.notices.forms import NumberingForm
from documents.notices.models import Notice, NoticeRecipient
from workflows.organisations.models import Organisation

from . import clerk
from .forms import ask_in_sentences

USUAL_COPIES = 30
PARTS = (("main", NoticeRecipient.Part.MAIN), ("cc", NoticeRecipient.Part.CC))


class DistributionForm(NumberingForm):
    """One field of ticks for each entry of 主送 and 抄送; what has no organisation behind it is added by name."""

    more_main = forms.CharField(
        label=gettext_lazy("另加主送单位"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("写单位的全称或简称，每行一个"),
    )
    more_cc = forms.CharField(
        label=gettext_lazy("另加抄送单位"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any, *, notice: Notice) -> None:
        super().__init__(
            data,
            initial={
                "mark": clerk.usual_mark(notice),
                "copies": notice.copies or USUAL_COPIES,
                "printing_organ": notice.printing_organ or _("%s办公室") % notice.organ.name,
            },
        )
        ask_in_sentences(self)
        self.fields["copies"].error_messages["min_value"] = _("份数至少是1。")
        self.notice = notice
        self.entry_fields: dict[str, list[str]] = {"main": [], "cc": []}
        kept = {part: set[int]() for _key, part in PARTS}
        names: dict[int, str] = {}
        for row in notice.distribution.select_related("organisation"):
            kept[NoticeRecipient.Part(row.part)].add(row.organisation_id)
            names[row.organisation_id] = str(row.organisation)
        for key, part in PARTS:
            self._add_entries(key, part, kept[part], names, fresh=not names)
        self.order_fields(
            [
                "mark",
                "copies",
                "printing_organ",
                *self.entry_fields["main"],
                "more_main",
                *self.entry_fields["cc"],
                "more_cc",
            ]
        )

    def _add_entries(
        self, key: str, part: NoticeRecipient.Part, kept: set[int], names: dict[int, str], *, fresh: bool
    ) -> None:
        """Ticks for each entry as written; chosen before wins over the proposal."""
        text = self.notice.recipients if key == "main" else self.notice.cc
        offered: set[int] = set()
        for place, proposal in enumerate(distribution.propose(self.notice, text)):
            choices = [(node.pk, str(node)) for node in proposal.organisations if node.pk not in offered]
            offered |= {pk for pk, _name in choices}
            if choices:
                initial = [pk for pk, _name in choices if fresh or pk in kept]
                self._add_field(key, f"{key}_{place}", f"{part.label}：{proposal.entry}", choices, initial)
            else:
                self._warn(key, proposal.entry)
        others = [(pk, names[pk]) for pk in sorted(kept - offered)]
        if others:
            self._add_field(key, f"{key}_other", _("%s：另加的") % part.label, others, [pk for pk, _name in others])

    def _add_field(self, key: str, name: str, label: str, choices: list[tuple[int, str]], initial: list[int]) -> None:
        self.fields[name] = forms.TypedMultipleChoiceField(
            label=label,
            choices=choices,
            initial=initial,
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.entry_fields[key].append(name)

    def _warn(self, key: str, entry: str) -> None:
        """An entry as written that means nobody in the tree."""
        field = self.fields[f"more_{key}"]
        before = f"{field.help_text}；" if field.help_text else ""
        field.help_text = before + _("“%s”没有对应的单位，需要送达就写在这里") % entry

    def clean(self) -> dict[str, Any]:
        """Resolve the names; somebody must be addressed."""
        cleaned = super().clean() or self.cleaned_data
        for key, _part in PARTS:
            chosen = {pk for name in self.entry_fields[key] for pk in cleaned.get(name) or ()}
            cleaned[key] = chosen | self._named(f"more_{key}", cleaned.get(f"more_{key}", ""))
        if not cleaned["main"] and not cleaned["cc"]:
            raise forms.ValidationError(_("请至少选一个分送单位，发出后由它签收。"))
        return cleaned

    def _named(self, field: str, text: str) -> set[int]:
        """Keys of the organs named; an unknown or ambiguous name is an error of the field."""
        wanted = distribution.entries(text.replace("\n", "、"))
        if not wanted:
            return set()
        by_name: dict[str, set[int]] = {name: set() for name in wanted}
        nodes = Organisation.objects.active().organs().exclude(pk=self.notice.organ_id)
        for pk, name, short in [
            *nodes.filter(name__in=wanted).values_list("pk", "name", "short_name"),
            *nodes.filter(short_name__in=wanted).values_list("pk", "name", "short_name"),
        ]:
            for known in (name, short):
                if known in by_name:
                    by_name[known].add(pk)
        for name, pks in by_name.items():
            if not pks:
                self.add_error(field, _("没有叫“%s”的单位，请写通讯录里的全称。") % name)
            elif len(pks) > 1:
                self.add_error(field, _("叫“%s”的单位不止一个，请写全称。") % name)
        return {pk for pks in by_name.values() if len(pks) == 1 for pk in pks}

    def kept_fields(self) -> dict[str, Any]:
        """The columns of the notice that the form fills."""
        return {name: self.cleaned_data[name] for name in ("mark", "copies", "printing_organ")}
