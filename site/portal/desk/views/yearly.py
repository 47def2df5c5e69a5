"""与上年比 and 归档目录: what hangs together with the registers at the end of a year."""

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

from .. import archive as files
from .. import ledgers, spreadsheets
from .. import yearly as counting
from ..paging import slice_of
from ..shell import Back, business_posts, page
from .register import tabs

SIZE = 100


class YearForm(forms.Form):
    """年份, and 发文 or 收文 where both can be looked at."""

    year = forms.TypedChoiceField(label=gettext_lazy("年份"), coerce=int, required=False)
    part = forms.ChoiceField(label=gettext_lazy("目录"), choices=files.PARTS, required=False)

    def __init__(self, data: Any, *, years: list[int], parts: bool = False) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.years = years
        self.fields["year"].choices = [(year, f"{year}") for year in years]  # type: ignore[attr-defined]
        if not parts:
            del self.fields["part"]

    def chosen(self, name: str, usual: Any) -> Any:
        """What was asked for; the usual when nothing, or nothing known, was."""
        self.is_valid()
        return self.cleaned_data.get(name) or usual


def _organs(request: HttpRequest) -> dict[int, str]:
    """The organs in which the reader handles papers, by name."""
    return {post.organisation.organ_pk: post.organisation.as_organ.name for post in business_posts(request)}


def _back() -> Back:
    return Back(reverse("desk:register"), _("发文登记簿"))


@login_required
@require_GET
def year(request: HttpRequest) -> HttpResponse:
    """How many papers this year against last year."""
    organs, today = _organs(request), timezone.localdate()
    form = YearForm(request.GET, years=counting.years(organs, today))
    wanted = form.chosen("year", today.year)
    context = {
        "tabs": tabs("year"),
        "filters": form,
        "compared": counting.comparison(organs, wanted, today),
        "last_year": wanted - 1,
    }
    return page(request, "desk/year.html", context, here="issued", back=_back())


def _listing(request: HttpRequest) -> tuple[YearForm, dict[int, str], int, str, files.Listing]:
    organs, today = _organs(request), timezone.localdate()
    form = YearForm(request.GET, years=counting.years(organs, today), parts=True)
    wanted, part = form.chosen("year", today.year), form.chosen("part", files.SENT)
    return form, organs, wanted, part, files.listing(organs, wanted, part)


@login_required
@require_GET
def archive(request: HttpRequest) -> HttpResponse:
    """The list of a year, with what its files still lack."""
    form, _organs_of, wanted, part, found = _listing(request)
    query = urlencode([("year", wanted), ("part", part)])
    shown = slice_of(found.pieces, request, size=SIZE)
    context = {
        "tabs": tabs("archive"),
        "filters": form,
        "year": wanted,
        "first": (shown.number - 1) * SIZE,
        "rows": shown.rows,
        "count": len(found.pieces),
        "lacking": sum(1 for piece in found.pieces if piece.missing),
        "waiting": found.waiting,
        "page_obj": shown,
        "export_url": f"{reverse('desk:archive_export')}?{query}" if found.pieces else "",
        "print_url": f"{reverse('desk:archive_print')}?{query}" if found.pieces else "",
    }
    return page(request, "desk/archive.html", context, here="issued", back=_back())


def _name(wanted: int, part: str) -> str:
    return _("%(year)d年%(part)s归档目录") % {"year": wanted, "part": dict(files.PARTS)[part]}


@login_required
@require_GET
def archive_export(request: HttpRequest) -> HttpResponse:
    """The list as .xlsx."""
    _form, _organs_of, wanted, part, found = _listing(request)
    columns = [(str(name), width) for name, width in files.COLUMNS]
    content = spreadsheets.workbook(_("归档目录"), columns, files.table(found.pieces))
    return spreadsheets.answer(f"{_name(wanted, part)}.xlsx", content)


@login_required
@require_GET
def archive_print(request: HttpRequest) -> HttpResponse:
    """The list on paper."""
    _form, organs, wanted, part, found = _listing(request)
    return ledgers.answer(
        request,
        files.COLUMNS,
        files.table(found.pieces),
        title=_name(wanted, part),
        head="、".join(organs.values()),
        name=f"{_name(wanted, part)}.pdf",
        back=reverse("desk:archive"),
    )
