"""报送进度: who owes, who has sent, the list for WPS, the reminder, and what is granted to single units."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.files.models import Upload
from documents.submissions.calling import designate, exempt, extend, may_manage, oversees
from documents.submissions.duties import watchers
from documents.submissions.models import Addressee, AnswerVersion, Call
from documents.submissions.models.calls import closing
from documents.submissions.progress import (
    OWING,
    SENT,
    Progress,
    Row,
    progress,
    standings,
    standings_of,
    summary_columns,
    summary_rows,
    units_of,
)
from documents.submissions.reminding import remind, reminder
from documents.submissions.totals import stage
from workflows import engine
from workflows.organisations.models import Level, Organisation

from .. import spreadsheets
from ..forms import ask_in_sentences
from ..paging import slice_of
from ..reading import Fact
from ..shell import Back, business_posts, my_organs, page
from .calls import MARKS
from .papers import Tab, Tally, is_put_to_me, my_organs_in_full, seen_papers, to_call

SIZE = 50
UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


@dataclass(frozen=True)
class Watched:
    """An opened call with the person's organs that watch over it, and everybody whom it asks."""

    call: Call
    organs: list[Organisation]
    units: list[Addressee]

    def progress(self) -> Progress:
        """Where the units below these organs stand."""
        return progress(self.call, self.organs, units=self.units)


def watched(request: HttpRequest, pk: int) -> Watched:
    """An opened call that one of the person's organs watches over; 404 for everybody else."""
    rows = Call.objects.select_related("organ", "campaign", "form_version")
    call = rows.filter(pk=pk, opened_at__isnull=False).first()
    if call is None:
        raise Http404
    units = units_of(call)
    organs = watchers(call, my_organs_in_full(request), units=units)
    if not organs:
        raise Http404
    return Watched(call, organs, units)


@require_safe
@login_required
def call_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """应报 已报 未报 退回 延期 免报 代报, each number a link to its units."""
    looked = watched(request, pk)
    call, found = looked.call, looked.progress()
    wanted = request.GET.get("standing", "")
    shown = slice_of(found.only(wanted), request, size=SIZE)
    own_url = reverse("desk:call_progress", args=[pk])
    manages = may_manage(business_posts(request), call)
    due_at = closing(max((row.addressee.usual_until for row in found.rows), default=call.until))
    context = {
        "unread_count": 0,  # the page is at its fifteen queries
        "title": str(call),
        "call_url": call.get_absolute_url(),
        "left": engine.time_left(due_at, timezone.now()) if call.is_open else "",
        "due_at": due_at,
        "tabs": compile_tabs(call, here="progress"),
        "total": Tally(_("应报"), found.expected, own_url, current=not wanted),
        "tallies": [
            Tally(
                str(standing.label),
                found.count(standing),
                f"{own_url}?standing={standing}",
                MARKS[standing],
                wanted == standing,
            )
            for standing in standings_of(call)
        ],
        "rows": _lines(request, call, shown.rows),
        "page_obj": shown,
        "reminder": reminder(call, found, link=request.build_absolute_uri(call.get_absolute_url())),
        "remind_url": reverse("desk:call_remind", args=[pk]) if manages else "",
        "remind_count": len(found.owing),
        "export_url": reverse("desk:call_export", args=[pk]),
        "zip_url": reverse("desk:call_files", args=[pk]),
    }
    return page(request, "desk/progress.html", context, here="calls", back=to_call(call))


def compile_tabs(call: Call, *, here: str) -> list[Tab]:
    """报送进度 and 汇总表, for those who add up."""
    if not call.compiles:
        return []
    names = (("progress", _("报送进度"), "desk:call_progress"), ("totals", _("汇总表"), "desk:call_totals"))
    return [Tab(title, reverse(url, args=[call.pk]), name == here) for name, title, url in names]


def _lines(request: HttpRequest, call: Call, rows: list[Row]) -> list[dict[str, Any]]:
    """The rows as shown, each with a way to its paper where the person may open that, and to the unit unless it is the own."""
    seen = seen_papers(request, call, (row.submission_id for row in rows))
    own = my_organs(request)
    lines = [
        _line(call, row, is_seen=row.submission_id in seen, is_mine=is_put_to_me(request, row.asked)) for row in rows
    ]
    return [
        {**line, "url": ""} if row.addressee.organ_id in own else line for line, row in zip(lines, rows, strict=True)
    ]


def _line(call: Call, row: Row, *, is_seen: bool, is_mine: bool) -> dict[str, Any]:
    owing = row.standing in OWING and call.is_open
    words = str(row.standing.label)
    if row.standing in SENT and row.state_title:
        words = f"{words}·{stage(row) if call.compiles else row.state_title}"
    return {
        "unit": str(row.organ),
        "url": reverse("desk:unit", args=[call.pk, row.addressee.pk]),
        "kind": MARKS[row.standing],
        "state_title": words,
        "at": row.at,
        "note": row.note,
        "late": row.late,
        "left": engine.time_left(row.due_at, timezone.now()) if owing else "",
        "due_at": row.due_at,
        "button": (_("审核") if is_mine and row.standing in SENT else _("看材料")) if is_seen and row.at else "",
        "button_url": reverse("desk:submission", args=[row.submission_id]) if row.submission_id else "",
    }


@require_safe
@login_required
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """汇总表 as a sheet that WPS opens; nothing in it is ever run as a formula."""
    looked = watched(request, pk)
    cities = Organisation.objects.organs().filter(level=Level.CITY).values_list("path", "name")
    content = spreadsheets.workbook(_("报送进度"), summary_columns(), summary_rows(looked.progress(), dict(cities)))
    return spreadsheets.answer(f"{looked.call}_{_('报送进度')}_{timezone.localdate():%Y%m%d}.xlsx", content)


@require_safe
@login_required
def files(request: HttpRequest, pk: int) -> HttpResponseBase:
    """全部附件 of what the person may see, named 序号_单位_材料; files of personal answers stay out."""
    looked = watched(request, pk)
    call = looked.call
    rows = [row for row in looked.progress().rows if row.submission_id and row.at]
    seen = seen_papers(request, call, (row.submission_id for row in rows))
    versions: dict[int, AnswerVersion] = {}
    for version in AnswerVersion.objects.filter(submission__in=seen).select_related("form_version").order_by("number"):
        versions[version.submission_id] = version
    out = TemporaryFile()  # noqa: SIM115 the response closes it
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as box:
        for place, row in enumerate((row for row in rows if row.submission_id in versions), start=1):
            _pack(box, place, row, versions[row.submission_id or 0])
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=f"{call}_{_('附件')}.zip", content_type="application/zip")


def _pack(box: zipfile.ZipFile, place: int, row: Row, version: AnswerVersion) -> None:
    labels = {
        key: spec.label
        for spec in version.form_version.parsed
        if spec.takes_uploads and not spec.personal
        for key in version.answers.get(spec.key) or []
    }
    for count, upload in enumerate(Upload.objects.filter(pk__in=labels).order_by("created_at", "pk"), start=1):
        stem = UNSAFE.sub("", f"{place:03d}_{row.organ}_{labels[str(upload.pk)]}_{count}")
        with upload.file.open("rb") as content:
            box.writestr(f"{stem}.{upload.file_kind.extensions[0]}", content.read())


@login_required
@require_POST
def remind_units(request: HttpRequest, pk: int) -> HttpResponse:
    """催报 in the system, once a day and unit."""
    looked = watched(request, pk)
    call = looked.call
    if not may_manage(business_posts(request), call):
        raise Http404
    told = remind(call, looked.progress().owing, url=call.get_absolute_url())
    messages.success(request, _("已提醒%d个单位。同一天重复催办不会再发。") % told)
    return redirect("desk:call_progress", pk=pk)


class ExtensionForm(forms.Form):
    """延期."""

    until = forms.DateField(label="延至", widget=forms.DateInput(attrs={"type": "date"}), help_text="当日17:30止")
    reason = forms.CharField(label="原因", max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_in_sentences(self)


class ReasonForm(forms.Form):
    """免报."""

    reason = forms.CharField(label="原因", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_in_sentences(self)


class EmptyForm(forms.Form):
    """上级指定 and 代报 ask for nothing more."""


GRANTS: dict[str, tuple[str, str, type[forms.Form]]] = {
    "extend": ("延期", "同意延期", ExtensionForm),
    "exempt": ("免报", "同意免报", ReasonForm),
    "designate": ("上级指定", "指定这个单位", EmptyForm),
}
"""What may be granted to one unit: title, button, form."""


def _apply(addressee: Addressee, what: str, values: dict[str, Any], actor: Any) -> None:
    doing: dict[str, Callable[[], Any]] = {
        "extend": lambda: extend(addressee, values["until"], values["reason"], actor=actor),
        "exempt": lambda: exempt(addressee, values["reason"], actor=actor),
        "designate": lambda: designate(addressee, actor=actor),
    }
    doing[what]()


@require_safe
@login_required
def unit(request: HttpRequest, pk: int, addressee: int) -> HttpResponse:
    """One unit of a call: where it stands, and what may be granted to it."""
    call, row = _watched_unit(request, pk, addressee)
    manages = may_manage(business_posts(request), call, row.organ) and call.is_open
    owing = row.standing in OWING
    seen = seen_papers(request, call, [row.submission_id] if row.at else [])
    history = [
        Fact(_("延期"), f"{extension.until:%Y-%m-%d}，{extension.reason}（{extension.granted_by}）")
        for extension in row.addressee.extensions.all()
    ]
    context = {
        "call": call,
        "title": str(row.organ),
        "state_title": str(row.standing.label),
        "state_kind": MARKS[row.standing],
        "facts": [
            Fact(_("征集"), str(call), call.get_absolute_url()),
            Fact(_("截止"), f"{row.addressee.until:%Y-%m-%d} 17:30"),
            Fact(_("当前环节"), row.state_title),
            Fact(_("申报形式"), _("上级指定") if row.addressee.is_designated else ""),
            Fact(_("说明"), row.note),
            *history,
        ],
        "paper_url": reverse("desk:submission", args=[row.submission_id]) if row.submission_id in seen else "",
        "grants": _grants(call, row, is_host=_is_host(request, call)) if manages and owing else [],
        "proxy_url": reverse("desk:call_start", args=[pk]) if manages and owing and not row.is_begun else "",
        "organ": row.organ,
    }
    back = Back(reverse("desk:call_progress", args=[pk]), _("报送进度"))
    return page(request, "desk/unit.html", context, here="calls", back=back)


def _grants(call: Call, row: Row, *, is_host: bool) -> list[dict[str, str]]:
    possible = ["extend", "exempt"]
    if is_host and call.designated_entry and not row.addressee.is_designated and not row.is_begun:
        possible.append("designate")
    names = {"pk": call.pk, "addressee": row.addressee.pk}
    return [
        {"title": GRANTS[what][0], "url": reverse("desk:grant", kwargs={**names, "what": what})} for what in possible
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def grant(request: HttpRequest, pk: int, addressee: int, what: str) -> HttpResponse:
    """延期, 免报 or 上级指定 for one unit."""
    call, row = _watched_unit(request, pk, addressee)
    if what not in GRANTS or not may_manage(business_posts(request), call, row.organ):
        raise Http404
    if what == "designate" and not _is_host(request, call):
        raise Http404
    title, button, form_class = GRANTS[what]
    form = form_class(request.POST) if request.method == "POST" else form_class()
    unit_url = reverse("desk:unit", args=[pk, addressee])
    if request.method == "POST" and form.is_valid():
        try:
            _apply(row.addressee, what, form.cleaned_data, request.user)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("%(unit)s：已办理%(what)s。") % {"unit": row.organ, "what": title})
            return redirect(unit_url)
    context = {
        "title": f"{row.organ}：{title}",
        "form": form,
        "submit": button,
        "cancel_url": unit_url,
        "facts": [Fact(_("征集"), str(call)), Fact(_("现在的截止"), f"{row.addressee.until:%Y-%m-%d} 17:30")],
    }
    status = 422 if form.errors else 200
    return page(request, "desk/form.html", context, here="calls", back=Back(unit_url, str(row.organ)), status=status)


def _is_host(request: HttpRequest, call: Call) -> bool:
    return any(post.organisation.organ_pk == call.organ_id for post in business_posts(request))


def _watched_unit(request: HttpRequest, pk: int, addressee: int) -> tuple[Call, Row]:
    """A unit below one of the person's organs; 404 for all others."""
    looked = watched(request, pk)
    call = looked.call
    row = next((unit for unit in looked.units if unit.pk == addressee), None)
    if row is None or not any(oversees(organ, call, row.organ) for organ in looked.organs):
        raise Http404
    return call, standings([row])[0]
