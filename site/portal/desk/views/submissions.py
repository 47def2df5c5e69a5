"""审核: one submission to read, remark upon and decide; its sheet and its sealed scan."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from documents.files.models import Upload
from documents.files.naming import by_key
from documents.forms.answers import check
from documents.forms.display import Line, lines
from documents.forms.schema import FieldSpec, Schema
from documents.printing import PrintingError
from documents.privacy.masking import guess, mask
from documents.submissions.models import AnswerVersion, Submission
from documents.submissions.quotas import Cities, quota_of, recommended
from documents.submissions.returning import remarks_on, write_remarks
from documents.submissions.sheet import print_sheet
from documents.submissions.supplementing import late_fields, may_supply, read_files, supplied
from workflows import engine
from workflows.database import keep
from workflows.organisations.models import Level

from ..acting import Typed
from ..origins import origins_read
from ..reading import Fact, decision
from ..shell import business_posts, page
from . import acts
from .papers import Tab, is_filling, to_call, visible_case, watching_organs

REMARK = "remark."
MOST_VERSIONS = 10
"""So many of the versions are offered."""


@require_safe
@login_required
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the person has to go: on filling in, to the 典型稿, or to the reading page (``?read=1`` always reads)."""
    found, instance = visible_case(request, pk, with_answers=True)
    if "read" not in request.GET and "v" not in request.GET:
        if is_filling(request, instance):
            return redirect("desk:fill", pk=pk)
        if instance.finished_at is not None and _has_showcase_turn(request, found):
            return redirect("desk:showcase", pk=pk)
    if instance.finished_at is not None and not engine.allowed(request.user, "view", instance):
        return redirect("desk:showcase", pk=pk)
    return _reading_page(request, found, instance)


def _has_showcase_turn(request: HttpRequest, found: Submission) -> bool:
    instance = engine.instance_of(found, "showcase", finished=False)
    return instance is not None and any(offer.verdict != "none" for offer in engine.offers(request.user, instance))


def _reading_page(request: HttpRequest, found: Any, instance: Any) -> HttpResponse:
    shown, before = _chosen(found, request.GET.get("v", ""))
    for form in (found.call.form_version, *(version.form_version for version in (shown, before) if version)):
        keep(("form", form.digest), form)
    if found.with_supplements or any(version.files for version in (shown, before) if version):
        read_files(found)
    decided = decision(request, instance, subject=found)
    newest = shown is not None and shown.number == found.version
    can_remark = newest and _may_return(decided["offers"])
    remarks = {}
    if shown and (found.with_remarks or not newest):
        remarks = remarks_on(found, shown.number, by=request.user if can_remark else None)
    reveal = bool(decided["offers"]) or _is_own(request, found)
    fields = late_fields(found)
    rows = supplied(found) if fields and found.with_supplements else []
    late = {spec.key: [row.upload for row in rows if row.key == spec.key] for spec in fields}
    context = {
        **decided,
        "act_url": reverse("desk:submission_act", args=[found.pk]),
        "submission": found,
        "title": found.title,
        "unit_name": found.organ.name,
        "facts": _facts(request, found, instance, late, shown),
        "sections": _sections(found, shown, before, remarks, late, reveal=reveal),
        "can_remark": can_remark,
        "next": onward(request, found),
        "quota": _quota(found, instance) if newest else "",
        "print_url": reverse("desk:submission_sheet", args=[found.pk]) if found.version else "",
        "versions": _version_tabs(found, shown),
    }
    return page(request, "desk/review.html", context, here="calls", back=to_call(found.call))


def onward(request: HttpRequest, found: Submission) -> str:
    """Where a decision leads: of a 汇总 back to 报送进度, where its reviewers go down the list of units, unless they came from
    待办 (then nothing is said, and the decision leads there)."""
    call = found.call
    came_from = urlsplit(request.headers.get("referer", "")).path
    if not call.compiles or came_from in (reverse("desk:todo"), reverse("desk:next")):
        return ""
    return reverse("desk:call_progress", args=[call.pk]) if watching_organs(request, call) else ""


def _numbers(found: Submission) -> list[int]:
    """The versions that can be looked at, newest first; each is one more than the one before."""
    return list(range(found.version, 0, -1))[:MOST_VERSIONS]


def _chosen(found: Any, asked: str) -> tuple[AnswerVersion | None, AnswerVersion | None]:
    """The version that is asked for, else the newest, and the one before it; one query for an earlier one."""
    numbers = _numbers(found)
    if asked not in map(str, numbers[1:]):
        return getattr(found, "newest", None), getattr(found, "former", None)
    earlier = found.versions.filter(number__in=numbers, number__lte=int(asked))
    shown, *before = earlier.select_related("form_version").order_by("-number")[:2]
    return shown, next(iter(before), None)


def _is_own(request: HttpRequest, found: Submission) -> bool:
    return any(post.organisation.organ_pk == found.organ_id for post in business_posts(request))


def _version_tabs(found: Submission, shown: AnswerVersion | None) -> list[Tab]:
    numbers = _numbers(found)
    if len(numbers) < 2:
        return []
    return [
        Tab(
            _("第%d稿") % number,
            f"{found.get_absolute_url()}?v={number}",
            shown is not None and number == shown.number,
        )
        for number in numbers
    ]


def _quota(found: Submission, instance: Any) -> str:
    """“本市可推荐2个，已推荐1个”, while the city has it."""
    if not found.call.quota_per_city or instance.state not in {"city", "city_sign"} or instance.process != "pilot":
        return ""
    if found.entry == Submission.Entry.DESIGNATED:
        return _("省级指定，不占本市名额。")
    cities = Cities(found.organ, counting=found)
    quota = quota_of(found.call, cities)
    if quota is None:
        return ""
    words = {"limit": quota.limit, "note": quota.note, "used": recommended(found, cities)}
    return _("本市可推荐%(limit)d个%(note)s，已推荐%(used)d个。") % words


def _facts(
    request: HttpRequest,
    found: Submission,
    instance: Any,
    late: dict[str, list[Upload]],
    shown: AnswerVersion | None,
) -> list[Fact]:
    facts = [
        Fact(_("征集"), str(found.call), found.call.get_absolute_url()),
        Fact(_("编号"), found.print_number),
        Fact(_("申报形式"), "" if found.call.compiles else found.get_entry_display()),
        Fact(_("代报单位"), str(found.filed_by) if found.filed_by else ""),
        Fact(_("汇总来源"), _sources(shown)),
        Fact(_("推荐顺序"), _rank(found)),
        Fact(_("状态"), instance.state_title),
    ]
    open_to_me = may_supply(business_posts(request), found, instance)
    for spec in late_fields(found):
        count = len(late[spec.key])
        url = reverse("desk:supplement", args=[found.pk, spec.key]) if open_to_me else ""
        words = _("已上传%d个") % count if count else _("还没有上传")
        facts.append(Fact(spec.label, _("%s，去上传") % words if url else words, url))
    return facts


def _sources(shown: AnswerVersion | None) -> str:
    """“5个单位：芦哨镇团委、晚渡镇团委…”, for a report that was added up."""
    units = [part["unit"] for part in shown.parts] if shown else []
    words = {"count": len(units), "units": "、".join(units)}
    return _("%(count)d个单位：%(units)s") % words if units else ""


def _rank(found: Submission) -> str:
    ranked = getattr(found, "ranking", None)
    if ranked is None:
        return ""
    where = _("市") if ranked.organ.level == Level.CITY else str(ranked.organ)
    return _("%(where)s推荐第%(place)d") % {"where": where, "place": ranked.position}


def _sections(
    found: Submission,
    shown: AnswerVersion | None,
    before: AnswerVersion | None,
    remarks: dict[str, str],
    late: dict[str, list[Upload]],
    *,
    reveal: bool,
) -> list[dict[str, Any]]:
    """The answers in the shape of ``pieces/answers.html``: values, what changed, what is missing, remarks."""
    schema = (shown.form_version if shown else found.call.form_version).parsed
    answers, former = shown.answers if shown else {}, before.answers if before else None
    missing = {problem.spec.key for problem in check(schema, answers, stage="submit").problems if problem.missing}
    uploads = _uploads(found, answers, schema)
    added = origins_read(shown, schema)
    sections = []
    for section in schema.sections:
        now = lines(section, answers, reveal=reveal, mask=_mask)
        then = lines(section, former or {}, reveal=reveal, mask=_mask)
        fields = [
            {
                "label": line.spec.label,
                "name": line.spec.key,
                "value": "" if line.spec.takes_uploads else line.text,
                "files": _files(line, uploads, late),
                "changed": changed,
                "before": was.text if changed else "",
                "missing": line.spec.key in missing,
                "personal": line.spec.personal,
                "remark": remarks.get(line.spec.key, ""),
                "origin": added.get(line.spec.key),
            }
            for line, was in zip(now, then, strict=True)
            for changed in [former is not None and answers.get(line.spec.key) != former.get(line.spec.key)]
        ]
        sections.append({"title": section.title, "anchor": f"s-{section.key}", "fields": fields})
    return sections


def _mask(spec: FieldSpec, text: str) -> str:
    return mask(guess(spec.label, text), text)


def _uploads(found: Submission, answers: dict[str, Any], schema: Schema) -> dict[str, Upload]:
    keys = [key for spec in schema if spec.takes_uploads for key in answers.get(spec.key) or []]
    return {key: upload for key, upload in by_key(map(str, keys)).items() if upload.subject_id == found.pk}


def _files(line: Line, uploads: dict[str, Upload], late: dict[str, list[Upload]]) -> list[Upload]:
    """The files of a field: those of the answers, or those that followed the sending; none of a masked field."""
    if line.spec.is_late:
        return late.get(line.spec.key, [])
    return [uploads[key] for key in line.value or [] if key in uploads] if line.spec.takes_uploads else []


@login_required
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """A decision with its remarks: the remarks are kept first, so that a refusal loses no word."""
    found, instance = visible_case(request, pk)
    remarks = {name.removeprefix(REMARK): str(text) for name, text in request.POST.items() if name.startswith(REMARK)}
    post = next(iter(business_posts(request)), None)
    if remarks and post is not None and _may_return(engine.offers(request.user, instance)):
        write_remarks(found, remarks, actor=request.user, organ=post.organisation.as_organ)
    return acts.perform(request, instance, Typed.read(request.POST), page_url=f"{found.get_absolute_url()}?read=1")


def _may_return(offers: list[Any]) -> bool:
    """Whoever may send a paper back may remark upon it."""
    return any(offer.verdict == "return" for offer in offers)


@require_safe
@login_required
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """申报表 as PDF, to be signed and sealed on paper."""
    found, instance = visible_case(request, pk)
    if not found.version or not engine.allowed(request.user, "view", instance):
        raise Http404
    try:
        printed = print_sheet(found)
    except PrintingError as error:
        messages.error(request, str(error))
        return redirect(f"{found.get_absolute_url()}?read=1")
    response = HttpResponse(printed.pdf, content_type="application/pdf")
    name = f"{found.call.get_kind_display()}表_{found.organ}_{found.print_number}.pdf"
    response["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    return response
