"""收文登记簿: on the screen, as .xlsx, and on paper."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from documents.incoming import book as ledger
from documents.incoming.models import Assignment, Incoming
from documents.incoming.reading import organs as receiving_organs

from .. import ledgers, spreadsheets
from ..paging import slice_of
from ..shell import Back, page
from .todo import Tally

SIZE = 50
EXPORT_LIMIT = 20_000
PRINT_LIMIT = 2_000
TERMS = (
    ("", gettext_lazy("全部")),
    ("late", gettext_lazy("已逾期")),
    ("soon", gettext_lazy("三天内到期")),
    ("running", gettext_lazy("在办未逾期")),
    ("set", gettext_lazy("有时限的")),
)
PRINTED = (0, 1, 2, 3, 4, 9, 11, 12, 14)
"""The columns that fit on paper."""


class Filters(forms.Form):
    """年份, 状态, 文种, 时限, and words of title, sender or number."""

    year = forms.ChoiceField(label=gettext_lazy("年份"), required=False)
    status = forms.ChoiceField(label=gettext_lazy("状态"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("文种"), required=False)
    term = forms.ChoiceField(label=gettext_lazy("办理时限"), required=False, choices=TERMS)
    q = forms.CharField(label=gettext_lazy("标题、来文单位或字号"), required=False, max_length=60)

    def __init__(self, *args: Any, years: list[str], kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _("全部"))]
        self.fields["year"].choices = [*everything, *((year, year) for year in years)]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [*everything, *((kind, kind) for kind in kinds)]  # type: ignore[attr-defined]
        self.fields["status"].choices = [*everything, *Incoming.Status.choices]  # type: ignore[attr-defined]

    def wanted(self) -> ledger.Wanted:
        """What was asked for; a value that the book does not know asks for nothing."""
        asked = self.cleaned_data if self.is_valid() else {}
        names = ("year", "status", "kind", "term")
        return ledger.Wanted(text=asked.get("q", "").strip(), **{name: asked.get(name, "") for name in names})


def _filters(request: HttpRequest, organs: list[int]) -> Filters:
    years, kinds = ledger.choices(organs)
    return Filters(request.GET, years=years, kinds=kinds, auto_id="filter_%s")


@login_required
@require_GET
def book(request: HttpRequest) -> HttpResponse:
    """The book of the reader's organs."""
    organs = list(receiving_organs(request.user))
    filters = _filters(request, organs)
    rows = ledger.entries(organs, filters.wanted())
    found = slice_of(rows, request, size=SIZE)
    keys = [row.pk for row in found.rows]
    hosts, steps = ledger.hosts(keys), ledger.steps(keys)
    query = request.GET.copy()
    query.pop("page", None)
    total, tallies = _tallies(organs, filters)
    context = {
        "filters": filters,
        "rows": [
            {
                "incoming": row,
                "leads": hosts.get(row.pk, {}).get(Assignment.Part.LEAD, ""),
                "step": steps.get(row.pk, ""),
                "fate": ledger.fate(row),
            }
            for row in found.rows
        ],
        "today": timezone.localdate(),
        "total": total,
        "tallies": tallies,
        "page_obj": found,
        "export_url": f"{reverse('desk:incoming_export')}?{query.urlencode()}" if found.rows else "",
        "print_url": f"{reverse('desk:incoming_print')}?{query.urlencode()}" if found.rows else "",
    }
    back = Back(reverse("desk:incoming"), _("收文"))
    return page(request, "desk/incoming_book.html", context, here="incoming", back=back)


def _tallies(organs: list[int], filters: Filters) -> tuple[Tally, list[Tally]]:
    """The numbers of the year that is looked at, each a link to its lines."""
    wanted = filters.wanted()
    counts = ledger.counts(ledger.entries(organs, ledger.Wanted(year=wanted.year)))
    here = reverse("desk:incoming_book")
    year = f"year={wanted.year}" if wanted.year else "year="
    late, running = wanted.term == "late", wanted.term == "running"
    whole = not (wanted.status or late or running)
    total = Tally(_("收文"), counts["total"], f"{here}?{year}", current=whole)
    return total, [
        Tally(_("在办"), counts["open"] - counts["late"], f"{here}?{year}&term=running", "doing", running),
        Tally(_("逾期"), counts["late"], f"{here}?{year}&term=late", "late", late),
        Tally(_("已办结"), counts["closed"], f"{here}?{year}&status=closed", "done", wanted.status == "closed"),
        Tally(
            _("已退文"), counts["returned"], f"{here}?{year}&status=returned", "returned", wanted.status == "returned"
        ),
    ]


@login_required
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The same lines as .xlsx."""
    organs = list(receiving_organs(request.user))
    rows = ledger.entries(organs, _filters(request, organs).wanted())[:EXPORT_LIMIT]
    columns = [(str(name), width) for name, width in ledger.COLUMNS]
    content = spreadsheets.workbook(_("收文登记簿"), columns, ledger.table(rows))
    return spreadsheets.answer(_("收文登记簿%s.xlsx") % timezone.localdate().isoformat(), content)


@login_required
@require_GET
def print_book(request: HttpRequest) -> HttpResponse:
    """The same lines as a ledger on paper."""
    organs = receiving_organs(request.user)
    rows = ledger.entries(organs, _filters(request, list(organs)).wanted())[:PRINT_LIMIT]
    return ledgers.answer(
        request,
        [ledger.COLUMNS[place] for place in PRINTED],
        [[line[place] for place in PRINTED] for line in ledger.table(rows)],
        title=_("收文登记簿"),
        head="、".join(organ.name for organ in organs.values()),
        name=_("收文登记簿%s.pdf") % timezone.localdate().isoformat(),
        back=reverse("desk:incoming_book"),
    )
