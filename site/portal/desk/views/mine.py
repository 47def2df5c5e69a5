"""我的事项."""

from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from workflows import engine

from .. import matters
from ..forms import Search, day_input
from ..paging import Slice, fetched
from ..shell import page


@dataclass(frozen=True)
class TabLink:
    """A tab as the piece shows it."""

    title: Any
    url: str
    current: bool


class ListFilter(Search):
    """Words of the title; kind, state, unit and period under 更多条件. Kept in the address, so that a list can be passed on."""

    tab = forms.CharField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("类别"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)
    unit = forms.CharField(label=_("单位"), required=False, max_length=40)
    since = forms.DateField(label=_("最近变动从"), required=False, widget=day_input())
    until = forms.DateField(label=_("到"), required=False, widget=day_input())

    def __init__(self, data: Any, *, tab: matters.Tab) -> None:
        super().__init__(data)
        kinds: Any = self.fields["kind"]
        kinds.choices = kind_choices(everything=not tab.by_kind)
        states: Any = self.fields["state"]
        states.choices = [("", _("全部")), *((key, matters.STATES[key]) for key in tab.states)]
        if not tab.states:
            del self.fields["state"]
        for name in ("since", "until"):
            self.fields[name].error_messages["invalid"] = gettext("请写成年月日，如2026-11-25。")

    def clean(self) -> Any:
        """A period runs forward."""
        words = super().clean()
        first, last = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if first and last and last < first:
            self.add_error("until", gettext("结束日期早于开始日期，请改。"))
        return words

    @property
    def wanted(self) -> matters.Wanted:
        """What was asked for, as far as it could be understood."""
        self.is_valid()
        words = {name: value for name, value in self.cleaned_data.items() if name not in ("tab", "q")}
        given: dict[str, Any] = {
            name: value.strip() if isinstance(value, str) else value for name, value in words.items() if value
        }
        return matters.Wanted(text=self.cleaned_data.get("q", "").strip(), **given)

    @property
    def more(self) -> list[Any]:
        """The fields under 更多条件."""
        return [field for field in self.visible_fields() if field.name != "q"]

    @property
    def more_open(self) -> bool:
        """Whether one of them is used, or wrong."""
        used = replace(self.wanted, text="")
        return used.narrows or any(field.errors for field in self.more)


def kind_choices(*, everything: bool) -> list[Any]:
    """公文 and 报送, each with its processes; *everything* adds 全部 on top. One query."""
    groups: dict[str, list[tuple[str, Any]]] = {}
    for kind, process, title in engine.kinds_of_matters():
        if kind in matters.KINDS:
            whole = (kind, gettext("全部%s") % matters.KINDS[kind])
            groups.setdefault(kind, [whole]).append((f"{kind}.{process}", title))
    found: list[Any] = [(matters.KINDS[kind], groups[kind]) for kind in matters.KINDS if kind in groups]
    return [("", _("全部")), *found] if everything else found


@login_required
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """The tabs and the list of one of them."""
    key = request.GET.get("tab", "drafts")
    key = key if key in matters.TABS else "drafts"
    tab = matters.TABS[key]
    filters = ListFilter(request.GET, tab=tab)
    wanted = filters.wanted
    found: Slice[Any] = fetched(lambda *some: list(matters.cases(request.user, tab, wanted, *some)), request)
    here = reverse("desk:mine")
    context = {
        "tabs": [TabLink(each.title, f"{here}?tab={name}", name == key) for name, each in matters.TABS.items()],
        "filters": filters,
        "rows": [matters.row(case, tab, request.user) for case in found.rows],
        "empty_say": _("没有找到") if wanted.narrows else tab.say,
        "empty_hint": _("换个词，或者少选几个条件再查。") if wanted.narrows else tab.hint,
        "clear_url": f"{here}?tab={key}" if wanted.narrows else "",
        "follow_url": reverse("desk:follow"),
        "next": request.get_full_path(),
        "page_obj": found,
    }
    return page(request, "desk/mine.html", context, here="mine")
