"""粘贴放假通知: a year's arrangement out of the State Council's notice, looked at before it is entered, in two steps of one page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.engine import renew_soon
from workflows.organisations.registers import holds
from workflows.worktime.announcing import Arrangement, Span, read, year_of
from workflows.worktime.calendar import last_published_year
from workflows.worktime.overriding import set_arrangement

KEEPERS = frozenset({"sysadmin"})
INDEX = "registers_holidays_modeladmin_index"


class AnnouncementForm(forms.Form):
    """The text as it is pasted; the ground on which the days are entered."""

    text = forms.CharField(
        label=gettext_lazy("通知全文"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("从中国政府网复制《国务院办公厅关于……年部分节假日安排的通知》，整篇粘贴进来"),
    )
    note = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("通知的文号；不填就用读到的文号或通知名称"),
    )

    arrangement: Arrangement

    def clean(self) -> dict[str, Any]:
        """The title names the year, and something was read."""
        given: dict[str, Any] = super().clean() or {}
        text = given.get("text", "")
        year = year_of(text)
        if text and year is None:
            self.add_error("text", _("没有读到是哪一年。请连同标题“关于……年部分节假日安排的通知”一起粘贴。"))
        elif year is not None and year <= last_published_year():
            self.add_error("text", _("%(year)d年的安排系统里已有，不用登记。") % {"year": year})
        elif year is not None:
            self.arrangement = read(text, year)
            if not self.arrangement.spans:
                self.add_error("text", _("没有读到放假的日期。请把通知全文粘贴进来。"))
        return given

    @property
    def ground(self) -> str:
        """The ground as it is kept with every day."""
        named = _("国务院办公厅关于%(year)d年部分节假日安排的通知") % {"year": self.arrangement.year}
        return self.cleaned_data["note"].strip() or self.arrangement.number or named


@dataclass(frozen=True)
class Row:
    """One line of what was read."""

    name: str
    when: str
    kind: str
    count: int


def announcement(request: HttpRequest) -> HttpResponse:
    """Paste, look, and enter; nothing is entered while something does not fit, unless the keeper says that it is right."""
    if not holds(request.user, KEEPERS):
        raise PermissionDenied
    form = AnnouncementForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "known": last_published_year(), "back": reverse(INDEX)}
    if request.method == "POST" and form.is_valid():
        found = form.arrangement
        if "enter" in request.POST and (not found.problems or "sure" in request.POST):
            count = set_arrangement(found.days, note=form.ground, by=request.user, year=found.year)
            renew_soon()
            words = {"year": found.year, "count": count}
            messages.success(request, _("已登记%(year)d年的%(count)d天，未办事项的期限随之重算。") % words)
            return redirect(reverse(INDEX))
        context |= {"found": found, "rows": [_row(span) for span in found.spans], "ground": form.ground}
    return render(request, "administration/announcement.html", context, status=422 if form.errors else 200)


def _row(span: Span) -> Row:
    when = _said(span.first) if span.first == span.last else f"{_said(span.first)}—{_said(span.last)}"
    return Row(span.name, when, _("上班") if span.working else _("放假"), len(span.days))


def _said(day: date) -> str:
    return date_format(day, "Y年n月j日 l")
