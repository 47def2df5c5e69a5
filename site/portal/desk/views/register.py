"""发文登记簿: on the screen, as .xlsx, and on paper."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from documents.notices.kinds import Kind
from documents.notices.models import IssuedNumber

from .. import ledgers, spreadsheets
from .. import register as ledger
from ..forms import day_input
from ..paging import slice_of
from ..shell import business_posts, my_organs, page
from .incoming import Tab
from .todo import Tally

SIZE = 50
EXPORT_LIMIT = 20_000
PRINT_LIMIT = 2_000
PRINTED = (0, 1, 2, 4, 5, 7, 8, 10, 11)
"""The columns that fit on paper."""


@dataclass(frozen=True)
class Row:
    """A line of the register."""

    number: str
    title: str
    url: str
    kind: str
    signer: str
    signed_on: date | None
    printed_on: date | None
    copies: int | None
    voided: bool
    reason: str
    state: str
    state_title: str
    lapsed: bool = False
    corrected: list[str] = field(default_factory=list)


class Filters(forms.Form):
    """年份, 代字, 文种, 状态, days of 成文, and words of title or number."""

    year = forms.ChoiceField(label=gettext_lazy("年份"), required=False)
    mark = forms.ChoiceField(label=gettext_lazy("代字"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("文种"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("状态"), required=False)
    since = forms.DateField(label=gettext_lazy("成文从"), required=False, widget=day_input())
    until = forms.DateField(label=gettext_lazy("到"), required=False, widget=day_input())
    q = forms.CharField(label=gettext_lazy("标题或字号"), required=False, max_length=60)

    def __init__(self, *args: Any, years: list[str], marks: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: dict[str, Any] = {
            "year": [(year, year) for year in years],
            "mark": [(mark, mark) for mark in marks],
            "kind": Kind.choices,
            "state": ledger.STATES,
        }
        for name, choices in offered.items():
            self.fields[name].choices = [("", _("全部")), *choices]  # type: ignore[attr-defined]

    def wanted(self) -> ledger.Wanted:
        """What was asked for; a value that the register does not know asks for nothing."""
        self.is_valid()
        asked = {name: value for name, value in self.cleaned_data.items() if name != "q" and value}
        return ledger.Wanted(text=self.cleaned_data.get("q", "").strip(), **asked)


def _filters(request: HttpRequest, organs: set[int]) -> Filters:
    years, marks = ledger.choices(organs)
    return Filters(request.GET, years=years, marks=marks, auto_id="filter_%s")


@login_required
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """The register of the reader's organs; voided numbers stand in their places."""
    organs = my_organs(request)
    filters = _filters(request, organs)
    wanted = filters.wanted()
    found = slice_of(ledger.entries(organs, wanted), request, size=SIZE)
    query = request.GET.copy()
    query.pop("page", None)
    keys = {entry.notice_id for entry in found.rows}
    names, mended = ledger.signers(keys), ledger.corrections(keys)
    total, tallies = _tallies(organs, wanted)
    context = {
        "tabs": tabs("register"),
        "filters": filters,
        "rows": [_row(entry, names, mended) for entry in found.rows],
        "total": total,
        "tallies": tallies,
        "page_obj": found,
        "export_url": f"{reverse('desk:register_export')}?{query.urlencode()}" if found.rows else "",
        "print_url": f"{reverse('desk:register_print')}?{query.urlencode()}" if found.rows else "",
    }
    return page(request, "desk/register.html", context, here="issued")


def tabs(here: str) -> list[Tab]:
    """What hangs together with the register."""
    entries = (
        ("register", _("登记簿")),
        ("year", _("与上年比")),
        ("archive", _("归档目录")),
        ("groups", _("主送组")),
    )
    return [Tab(title, reverse(f"desk:{name}"), name == here) for name, title in entries]


def _tallies(organs: set[int], wanted: ledger.Wanted) -> tuple[Tally, list[Tally]]:
    """The numbers of the year and 代字 that are looked at, each a link to its lines."""
    counts = ledger.counts(ledger.entries(organs, ledger.Wanted(year=wanted.year, mark=wanted.mark)))
    kept = urlencode({name: value for name, value in (("year", wanted.year), ("mark", wanted.mark)) if value})
    here = reverse("desk:register")
    kinds = {ledger.SENT: "done", ledger.NOT_SENT: "doing", ledger.VOIDED: "off"}
    total = Tally(_("编号"), counts["total"], f"{here}?{kept}", current=not wanted.state)
    parts = [
        Tally(str(title), counts[state], f"{here}?{kept}&state={state}", kinds[state], wanted.state == state)
        for state, title in ledger.STATES
        if state in kinds
    ]
    return total, parts


def _row(entry: IssuedNumber, signers: dict[int, str], mended: dict[int, list[str]]) -> Row:
    notice = entry.notice
    voided = entry.status == IssuedNumber.Status.VOIDED
    return Row(
        number=ledger.number_of(entry),
        title=notice.plain_title,
        url=reverse("desk:notice", args=[notice.pk]),
        kind=notice.get_kind_display(),
        signer=signers.get(notice.pk, notice.signer),
        signed_on=notice.signed_on,
        printed_on=notice.printed_on,
        copies=notice.copies,
        voided=voided,
        reason=entry.reason,
        state="issued" if entry.__dict__["is_sent"] else "register",
        state_title=ledger.state_of(entry),
        lapsed=bool(notice.validity),
        corrected=[] if voided else mended.get(notice.pk, []),
    )


@login_required
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The same lines as .xlsx."""
    organs = my_organs(request)
    entries = ledger.entries(organs, _filters(request, organs).wanted())[:EXPORT_LIMIT]
    columns = [(str(name), width) for name, width in ledger.COLUMNS]
    content = spreadsheets.workbook(_("发文登记簿"), columns, ledger.table(entries))
    return spreadsheets.answer(_("发文登记簿%s.xlsx") % timezone.localdate().isoformat(), content)


@login_required
@require_GET
def print_register(request: HttpRequest) -> HttpResponse:
    """The same lines as a ledger on paper."""
    organs = {post.organisation.organ_pk: post.organisation.as_organ for post in business_posts(request)}
    entries = ledger.entries(organs, _filters(request, set(organs)).wanted())[:PRINT_LIMIT]
    return ledgers.answer(
        request,
        [ledger.COLUMNS[place] for place in PRINTED],
        [[line[place] for place in PRINTED] for line in ledger.table(entries)],
        title=_("发文登记簿"),
        head="、".join(organ.name for organ in organs.values()),
        name=_("发文登记簿%s.pdf") % timezone.localdate().isoformat(),
        back=reverse("desk:register"),
    )
