"""填报: one section a screen, saved at every pause, files one by one, then a last look at what is missing."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from documents.files.kinds import accept_attribute
from documents.files.models import Upload
from documents.files.receiving import RefusedFileError
from documents.forms.builder import AnswerField, SectionForm, UploadField
from documents.forms.schema import FieldSpec, Schema, Section
from documents.submissions.attaching import attach, detach
from documents.submissions.compiling import note_for
from documents.submissions.drafting import open_draft, save_draft
from documents.submissions.finishing import kept_uploads, review
from documents.submissions.models import Draft, Submission
from documents.submissions.prefill import last_answers
from documents.submissions.returning import last_return, open_remarks, remarks_on
from documents.submissions.succeeding import addressee_of
from documents.submissions.supplementing import GROUPS
from workflows import engine

from ..origins import added_up, note_fields, show_origins
from ..shell import page
from .papers import being_filled, is_filling, to_call, visible_case


def fillable(schema: Schema) -> list[Section]:
    """The sections that have something to fill in before the sending."""
    return [section for section in schema.sections if any(not spec.is_late for spec in section.fields)]


def section_of(submission: Submission, key: str) -> Section:
    """The section with that key; 404 when there is none to fill in."""
    found = next((s for s in fillable(submission.call.form_version.parsed) if s.key == key), None)
    if found is None:
        raise Http404
    return found


@login_required
def fill(request: HttpRequest, pk: int) -> HttpResponse:
    """Straight to the first section in which something is missing or a remark waits."""
    submission, instance = visible_case(request, pk)
    if not is_filling(request, instance):
        return redirect(f"{submission.get_absolute_url()}?read=1")
    draft = open_draft(submission, request.user)
    sections = fillable(submission.call.form_version.parsed)
    links = section_links(submission, sections, draft, None)
    first = next((one for one, link in zip(sections, links, strict=True) if link["state"] != "done"), sections[0])
    return redirect("desk:fill_section", pk=pk, section=first.key)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def fill_section(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """One section. Whatever was typed is kept before anything is judged."""
    submission, instance = being_filled(request, pk)
    here = section_of(submission, section)
    if request.method != "POST":
        return _section_page(request, submission, instance, here)
    form = section_form(request, submission, here, open_draft(submission, request.user), bound=True)
    saved = save_draft(submission, request.user, form.raw(), page=request.POST.get("page", ""))
    refused = _keep_arrived(request, submission, here, form)
    if saved.message:
        messages.warning(request, saved.message)
    if form.errors or refused:
        return _section_page(
            request, submission, instance, here, form=_rebound(request, submission, here, form, refused)
        )
    return redirect(_onward(submission, here, request.POST.get("go", "")))


def _onward(submission: Submission, here: Section, go: str) -> str:
    sections = [section.key for section in fillable(submission.call.form_version.parsed)]
    place = sections.index(here.key)
    if go == "save":
        target = place
    elif go == "previous":
        target = max(place - 1, 0)
    else:
        target = place + 1
    if go == "submit" or target >= len(sections):
        return reverse("desk:submit", args=[submission.pk])
    return reverse("desk:fill_section", args=[submission.pk, sections[target]])


def _keep_arrived(request: HttpRequest, submission: Submission, here: Section, form: SectionForm) -> dict[str, str]:
    """Files that came with the form itself, without script; refusals by field."""
    refused = {}
    specs = {spec.key: spec for spec in here.fields}
    for key, files in form.arrived().items():
        for file in files:
            try:
                attach(submission, request.user, specs[key], file, group=GROUPS[specs[key].kind])
            except RefusedFileError as error:
                refused[key] = str(error)
    return refused


def _rebound(
    request: HttpRequest, submission: Submission, here: Section, form: SectionForm, refused: dict[str, str]
) -> SectionForm:
    """The same form with the files that are there now and the errors beside their fields."""
    again = section_form(request, submission, here, open_draft(submission, request.user), bound=True)
    for key, message in refused.items():
        again.add_error(key, message)
    return again


def section_form(
    request: HttpRequest, submission: Submission, here: Section, draft: Draft, *, bound: bool = False
) -> SectionForm:
    """The form of one section with kept files, figures of last time, reviewers' remarks, and from whom sums come."""
    uploads = kept_uploads(submission, _upload_keys(here, draft))
    added = added_up(submission)
    form = SectionForm(
        here,
        answers=draft.answers,
        data=request.POST if bound else None,
        sent=request.FILES if bound else None,
        files=lambda spec: [uploads[key] for key in draft.answers.get(spec.key) or [] if key in uploads],
        accept=lambda spec: accept_attribute(GROUPS[spec.kind]),
        remarks=remarks_on(submission, draft.base_version) if draft.base_version and not bound else None,
        notes={spec.key: note_for(spec) for spec in here.fields if spec.key in added},
        page=f"{uuid.uuid4().hex[:12]}.{draft.revision}",
    )
    before = last_answers(submission) if any(spec.prefill == "last" for spec in here.fields) else {}
    for key, field in form.fields.items():
        if isinstance(field, UploadField):
            names = {"pk": submission.pk, "section": here.key, "key": key}
            field.upload_url = reverse("desk:fill_upload", kwargs=names)
            field.delete_url = reverse("desk:fill_remove", kwargs=names)
        elif isinstance(field, AnswerField) and field.spec.prefill == "last" and before.get(key) is not None:
            field.prefilled = str(before[key]) if key not in added else ""
    show_origins(form, added)
    return form


def typed(request: HttpRequest, submission: Submission, here: Section) -> dict[str, Any]:
    """What was typed in the section, right or wrong."""
    return SectionForm(here, answers={}, data=request.POST, notes=note_fields(submission)).raw()


def _upload_keys(here: Section, draft: Draft) -> list[str]:
    return [key for spec in here.fields if spec.takes_uploads for key in draft.answers.get(spec.key) or []]


def _section_page(
    request: HttpRequest, submission: Submission, instance: Any, here: Section, *, form: SectionForm | None = None
) -> HttpResponse:
    draft = open_draft(submission, request.user)
    sections = fillable(submission.call.form_version.parsed)
    place = sections.index(here)
    shown = form or section_form(request, submission, here, draft)
    context = {
        **frame(submission, instance, draft),
        "sections": section_links(submission, sections, draft, here),
        "form": shown,
        "section_title": here.title,
        "section_help": here.help,
        "autosave_url": reverse("desk:autosave", args=[submission.pk, here.key]),
        "previous_url": reverse("desk:fill_section", args=[submission.pk, sections[place - 1].key]) if place else "",
        "is_last": place == len(sections) - 1,
        "submit_title": _("核对提交"),
        "unread_count": 0,  # the screen for writing is at its fifteen queries, and tells of nothing else
    }
    status = 422 if form is not None else 200
    return page(request, "desk/fill.html", context, here="calls", back=to_call(submission.call), status=status)


def frame(submission: Submission, instance: Any, draft: Draft) -> dict[str, Any]:
    """What stands above every page of filling in."""
    call = submission.call
    addressee = addressee_of(submission)
    return {
        "submission": submission,
        "title": submission.title,
        "call_title": str(call),
        "call_url": call.get_absolute_url(),
        "unit_name": submission.organ.name,
        "left": engine.time_left(addressee.due_at, timezone.now()),
        "due_at": addressee.due_at,
        "returned": last_return(instance) if submission.version else None,
        "saved_at": draft.saved_at if draft.revision else None,
    }


def section_links(
    submission: Submission, sections: list[Section], draft: Draft, here: Section | None
) -> list[dict[str, Any]]:
    """The sections with their state: filled, wrong, waiting with a remark, or how much is missing."""
    found = review(submission, draft.answers).problems
    remarks = open_remarks(submission, draft)
    links = []
    for section in sections:
        problems = [problem for problem in found if problem.section.key == section.key]
        missing = sum(problem.missing for problem in problems)
        remarked = any(spec.key in remarks for spec in section.fields)
        state = "late" if len(problems) > missing else "open" if missing else "returned" if remarked else "done"
        links.append(
            {
                "title": section.title,
                "url": reverse("desk:fill_section", args=[submission.pk, section.key]),
                "current": here is not None and section.key == here.key,
                "state": state,
                "missing": missing,
                "remarked": remarked,
            }
        )
    return links


@login_required
@require_POST
def autosave(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """Keep what was typed so far; the answer goes into the corner of the page."""
    submission, _instance = being_filled(request, pk)
    here = section_of(submission, section)
    saved = save_draft(submission, request.user, typed(request, submission, here), page=request.POST.get("page", ""))
    at = f"{timezone.localtime(saved.draft.saved_at):%H:%M}"
    return JsonResponse({"saved_at": f"{at}（{saved.message}）" if saved.message else at})


@login_required
@require_POST
def upload(request: HttpRequest, pk: int, section: str, key: str) -> HttpResponse:
    """One file for one field; the answer tells its name and address, or why it was not taken."""
    submission, _instance = being_filled(request, pk)
    spec = upload_spec(section_of(submission, section), key)
    file = request.FILES.get(key) or request.FILES.get("file")
    if file is None:
        return JsonResponse({"error": _("没有收到文件，请重新选择。")}, status=400)
    try:
        kept = attach(submission, request.user, spec, file, group=GROUPS[spec.kind])
    except RefusedFileError as error:
        return JsonResponse({"error": str(error)}, status=422)
    return JsonResponse(told(kept), status=201)


def told(upload: Upload) -> dict[str, Any]:
    """What the page shows of a file that has arrived."""
    return {"id": str(upload.pk), "name": upload.name, "size": upload.size, "url": upload.url}


def upload_spec(here: Section, key: str) -> FieldSpec:
    """The upload field; 404 when the section has none of that name."""
    spec = next((s for s in here.fields if s.key == key and s.takes_uploads and not s.is_late), None)
    if spec is None:
        raise Http404
    return spec


@login_required
@require_POST
def remove(request: HttpRequest, pk: int, section: str, key: str) -> HttpResponse:
    """Take one file out again; the rest of the form comes along and is kept."""
    submission, _instance = being_filled(request, pk)
    here = section_of(submission, section)
    spec = upload_spec(here, key)
    save_draft(submission, request.user, typed(request, submission, here), page=request.POST.get("page", ""))
    detach(submission, request.user, spec, request.POST.get("file", ""))
    return redirect(f"{reverse('desk:fill_section', args=[pk, section])}#f-{key}")
