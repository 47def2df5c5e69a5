"""我的事项."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from .. import matters
from ..forms import Search
from ..paging import slice_of
from ..shell import page


@dataclass(frozen=True)
class TabLink:
    """A tab as the piece shows it."""

    title: Any
    url: str
    current: bool


class ListFilter(Search):
    """Words of the title; in the lists of rights also which kind of document."""

    tab = forms.CharField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("类别"), choices=list(matters.KINDS.items()), required=False)

    def __init__(self, data: Any, *, by_kind: bool) -> None:
        super().__init__(data)
        if not by_kind:
            del self.fields["kind"]

    @property
    def chosen_kind(self) -> str:
        """The kind of document, 公文 unless chosen otherwise."""
        kind = self.cleaned_data.get("kind") if self.is_valid() else ""
        return kind or "notice"


@login_required
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """The tabs and the list of one of them."""
    key = request.GET.get("tab", "drafts")
    key = key if key in matters.TABS else "drafts"
    tab = matters.TABS[key]
    filters = ListFilter(request.GET, by_kind=tab.by_kind)
    found = slice_of(matters.cases(request.user, tab, filters.chosen_kind, filters.text), request)
    here = reverse("desk:mine")
    context = {
        "tabs": [TabLink(each.title, f"{here}?tab={name}", name == key) for name, each in matters.TABS.items()],
        "filters": filters,
        "rows": [matters.row(case) for case in found.rows],
        "empty_say": _("没有找到，换个词试试") if filters.text else tab.say,
        "empty_hint": tab.hint,
        "page_obj": found,
    }
    return page(request, "desk/mine.html", context, here="mine")
