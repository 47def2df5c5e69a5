"""The form of 登记编号: 代字, 份数, 印发机关, and the range of distribution proposed from the words of 主送 and 抄送."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.notices import distribution
from documents.notices.forms import NumberingForm
from documents.notices.groups import GroupVersion
from documents.notices.models import Notice, NoticeRecipient, lines

from . import clerk, naming
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
    outside = forms.CharField(
        label=gettext_lazy("系统外单位"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("没有对应单位的写在这里，每行一个：不在系统里签收，由本机关送纸质件"),
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
        self.groups: dict[str, GroupVersion] = {}
        self.unknown: list[str] = []
        kept = {part: set[int]() for _key, part in PARTS}
        names: dict[int, str] = {}
        chosen = notice.distribution.select_related("organisation")
        for row in chosen if getattr(notice, "with_distribution", True) else ():  # the page knows whether there are any
            kept[NoticeRecipient.Part(row.part)].add(row.organisation_id)
            names[row.organisation_id] = str(row.organisation)
        read = distribution.reader(notice)
        for key, part in PARTS:
            self._add_entries(key, part, read, kept[part], names, fresh=not names)
        self._add_outside(fresh=not names)
        self.order_fields(
            [
                "mark",
                "copies",
                "printing_organ",
                *self.entry_fields["main"],
                "more_main",
                *self.entry_fields["cc"],
                "more_cc",
                "outside",
            ]
        )

    def _add_entries(
        self,
        key: str,
        part: NoticeRecipient.Part,
        read: Callable[[str], distribution.Proposal],
        kept: set[int],
        names: dict[int, str],
        *,
        fresh: bool,
    ) -> None:
        """Ticks for each entry as written; chosen before wins over the proposal."""
        text = self.notice.recipients if key == "main" else self.notice.cc
        offered: set[int] = set()
        for place, proposal in enumerate(map(read, distribution.entries(text))):
            choices = [(node.pk, str(node)) for node in proposal.organisations if node.pk not in offered]
            offered |= {pk for pk, _name in choices}
            if choices:
                initial = [pk for pk, _name in choices if fresh or pk in kept]
                self._add_field(key, f"{key}_{place}", f"{part.label}：{proposal.entry}", choices, initial)
                self._note_group(f"{key}_{place}", proposal.group)
            elif not proposal.organisations:
                self.unknown.append(proposal.entry)
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

    def _add_outside(self, *, fresh: bool) -> None:
        """What no organisation stands behind is proposed as outside the system, and told to be looked at."""
        field = self.fields["outside"]
        field.initial = self.notice.outside or ("\n".join(self.unknown) if fresh else "")
        if self.unknown:
            named = "、".join(f"“{entry}”" for entry in self.unknown)
            field.help_text = (
                _("%s没有对应的单位。在系统里的，把全称写到上面；系统外的写在这里，由本机关送纸质件") % named
            )

    def _note_group(self, name: str, group: GroupVersion | None) -> None:
        """By which version of which 主送组 the entry was opened up."""
        if group is not None:
            self.groups[name] = group
            self.fields[name].help_text = _("按主送组“%s”展开") % group

    def clean(self) -> dict[str, Any]:
        """Resolve the names; somebody must be addressed."""
        cleaned = super().clean() or self.cleaned_data
        for key, _part in PARTS:
            chosen = {pk for name in self.entry_fields[key] for pk in cleaned.get(name) or ()}
            cleaned[key] = chosen | self._named(f"more_{key}", cleaned.get(f"more_{key}", ""))
        cleaned["outside"] = "\n".join(lines(cleaned.get("outside", "")))
        if not cleaned["main"] and not cleaned["cc"] and not cleaned["outside"] and not self.errors:
            raise forms.ValidationError(_("请至少选一个分送单位，发出后由它签收。"))
        return cleaned

    def _named(self, field: str, text: str) -> set[int]:
        """Keys of the organs named; an unknown or ambiguous name is an error of the field."""
        try:
            return naming.clean_names(text, without=[self.notice.organ_id])
        except forms.ValidationError as error:
            self.add_error(field, error)
            return set()

    def by_group(self) -> dict[int, int]:
        """Through which version of a 主送组 each chosen organ is addressed."""
        return {pk: group.pk for name, group in self.groups.items() for pk in self.cleaned_data.get(name) or ()}

    def kept_fields(self) -> dict[str, Any]:
        """The columns of the notice that the form fills."""
        return {name: self.cleaned_data[name] for name in ("mark", "copies", "printing_organ", "outside")}
