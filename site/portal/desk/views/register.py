"""发文登记簿 and its export."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from documents.notices.models import IssuedNumber

from .. import register as ledger
from .. import spreadsheets
from ..paging import slice_of
from ..shell import my_organs, page

SIZE = 50
EXPORT_LIMIT = 20_000


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


class Filters(forms.Form):
    """年份, 代字, and words of title or number."""

    year = forms.ChoiceField(label=gettext_lazy("年份"), required=False)
    mark = forms.ChoiceField(label=gettext_lazy("代字"), required=False)
    q = forms.CharField(label=gettext_lazy("标题或字号"), required=False, max_length=60)

    def __init__(self, *args: Any, years: list[str], marks: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", _("全部")), *((year, year) for year in years)]  # type: ignore[attr-defined]
        self.fields["mark"].choices = [("", _("全部")), *((mark, mark) for mark in marks)]  # type: ignore[attr-defined]

    def wanted(self) -> ledger.Wanted:
        """What was asked for; a value that the register does not know asks for nothing."""
        asked = self.cleaned_data if self.is_valid() else {}
        return ledger.Wanted(asked.get("year", ""), asked.get("mark", ""), asked.get("q", "").strip())


def _filters(request: HttpRequest, organs: set[int]) -> Filters:
    years, marks = ledger.choices(organs)
    return Filters(request.GET, years=years, marks=marks, auto_id="filter_%s")


@login_required
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """The register of the reader's organs; voided numbers stand in their places."""
    organs = my_organs(request)
    filters = _filters(request, organs)
    found = slice_of(ledger.entries(organs, filters.wanted()), request, size=SIZE)
    query = request.GET.copy()
    query.pop("page", None)
    names = ledger.signers({entry.notice_id for entry in found.rows})
    context = {
        "filters": filters,
        "rows": [_row(entry, names) for entry in found.rows],
        "page_obj": found,
        "export_url": f"{reverse('desk:register_export')}?{query.urlencode()}" if found.rows else "",
    }
    return page(request, "desk/register.html", context, here="issued")


def _row(entry: IssuedNumber, signers: dict[int, str]) -> Row:
    notice = entry.notice
    return Row(
        number=ledger.number_of(entry),
        title=notice.plain_title,
        url=reverse("desk:notice", args=[notice.pk]),
        kind=notice.get_kind_display(),
        signer=signers.get(notice.pk, notice.signer),
        signed_on=notice.signed_on,
        printed_on=notice.printed_on,
        copies=notice.copies,
        voided=entry.status == IssuedNumber.Status.VOIDED,
        reason=entry.reason,
        state="issued" if notice.printed_on else "register",
        state_title=_standing(notice),
    )


def _standing(notice: Any) -> str:
    """已编号, 已印发, or what became of it afterwards."""
    if notice.validity:
        return str(notice.get_validity_display())
    return _("已印发") if notice.printed_on else _("已编号")


@login_required
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The same lines as .xlsx."""
    organs = my_organs(request)
    entries = ledger.entries(organs, _filters(request, organs).wanted())[:EXPORT_LIMIT]
    columns = [(str(name), width) for name, width in ledger.COLUMNS]
    content = spreadsheets.workbook(_("发文登记簿"), columns, ledger.table(entries))
    return spreadsheets.answer(_("发文登记簿%s.xlsx") % timezone.localdate().isoformat(), content)
