"""The filter above the list of public papers."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _


class NoticeFilter(forms.Form):
    """By year, organ and kind; only values that occur are offered, and what cannot be understood filters nothing."""

    year = forms.TypedChoiceField(label=_("年份"), coerce=int, required=False, empty_value=None)
    organ = forms.TypedChoiceField(label=_("发文机关"), coerce=int, required=False, empty_value=None)
    kind = forms.ChoiceField(label=_("文种"), required=False)

    def __init__(self, data: Any, *, pages: QuerySet[Any]) -> None:
        super().__init__(data)
        found = pages.order_by()
        years = found.values_list("published_on__year", flat=True).distinct()
        organs = found.values_list("organ", "organ__name").distinct().order_by("organ__path")
        kinds = found.values_list("kind", flat=True).distinct()
        offered: dict[str, list[tuple[Any, Any]]] = {
            "year": [(year, _("%d年") % year) for year in sorted(years, reverse=True)],
            "organ": list(organs),
            "kind": [(kind, kind) for kind in sorted(kinds)],
        }
        for name, choices in offered.items():
            self.fields[name].choices = [("", _("全部")), *choices]  # type: ignore[attr-defined]
        self.full_clean()

    @property
    def chosen(self) -> dict[str, Any]:
        """What was chosen and understood."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def is_narrowed(self) -> bool:
        """Whether the list is not the whole one."""
        return bool(self.chosen)

    def apply(self, pages: QuerySet[Any]) -> QuerySet[Any]:
        """The pages that fit."""
        lookups = {"year": "published_on__year", "organ": "organ", "kind": "kind"}
        return pages.filter(**{lookups[name]: value for name, value in self.chosen.items()})
