"""盖章扫描件 and whatever else follows the sending: upload page by page, take one back before the unit has agreed."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from documents.files.kinds import accept_attribute
from documents.files.receiving import RefusedFileError
from documents.forms.builder import UploadField
from documents.forms.schema import FieldSpec
from documents.submissions.models import Submission, Supplement
from documents.submissions.supplementing import GROUPS, late_fields, may_supply, replace, supplements, supply
from workflows import engine

from ..reading import Fact
from ..shell import Back, business_posts, page
from .filling import told
from .papers import visible_case


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def supplement(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The pages that are there, and room for more; a script sends them one by one, without it the form does."""
    found, spec = _suppliable(request, pk, key)
    errors: list[str] = []
    if request.method == "POST":
        for file in request.FILES.getlist(key):
            try:
                supply(found, spec, file, actor=request.user)
            except RefusedFileError as error:
                errors.append(str(error))
        if not errors and request.FILES:
            messages.success(request, _("“%s”已上传。") % spec.label)
        if not errors:
            return redirect(f"{found.get_absolute_url()}?read=1")
    return _page(request, found, spec, errors)


def _page(request: HttpRequest, found: Submission, spec: FieldSpec, errors: list[str]) -> HttpResponse:
    reading = f"{found.get_absolute_url()}?read=1"
    context = {
        "title": _("上传%s") % spec.label,
        "intro": spec.help,
        "form": _form(found, spec, errors),
        "submit": _("好了"),
        "cancel_url": reading,
        "facts": [
            Fact(_("材料"), found.title, reading),
            Fact(_("要盖章的表"), _("第%d稿申报表") % found.version, reverse("desk:submission_sheet", args=[found.pk])),
        ],
    }
    back = Back(reading, _("材料"))
    return page(request, "desk/form.html", context, here="calls", back=back, status=422 if errors else 200)


def _form(found: Submission, spec: FieldSpec, errors: list[str]) -> forms.Form:
    form = forms.Form(data={} if errors else None)
    field = UploadField(
        spec,
        [{**told(row.upload), "id": str(row.pk), "thumb": row.upload.thumb} for row in supplements(found, spec.key)],
        accept_attribute(GROUPS[spec.kind]),
    )
    field.help_text = ""
    field.upload_url = reverse("desk:supplement_upload", args=[found.pk, spec.key])
    field.delete_url = reverse("desk:supplement_remove", args=[found.pk, spec.key])
    form.fields[spec.key] = field
    for error in errors:
        form.add_error(spec.key, error)
    return form


@login_required
@require_POST
def upload(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One page; the answer tells its name, or why it was not taken."""
    found, spec = _suppliable(request, pk, key)
    file = request.FILES.get(key)
    if file is None:
        return JsonResponse({"error": _("没有收到文件，请重新选择。")}, status=400)
    try:
        kept = supply(found, spec, file, actor=request.user)
    except RefusedFileError as error:
        return JsonResponse({"error": str(error)}, status=422)
    return JsonResponse({**told(kept.upload), "id": str(kept.pk)}, status=201)


@login_required
@require_POST
def remove(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """换下 one page."""
    found, spec = _suppliable(request, pk, key)
    asked = request.POST.get("file", "")
    rows = Supplement.objects.select_related("submission__call").filter(submission=found, key=spec.key)
    row = rows.filter(pk=int(asked)).first() if asked.isascii() and asked.isdigit() else None
    if row is not None:
        try:
            replace(row)
        except engine.Refused as refusal:
            messages.error(request, "".join(refusal.reasons))
    return redirect("desk:supplement", pk=pk, key=key)


def _suppliable(request: HttpRequest, pk: int, key: str) -> tuple[Submission, FieldSpec]:
    """The submission and the late field, for those who may hand it in; 404 for everybody else."""
    found, instance = visible_case(request, pk)
    spec = next((field for field in late_fields(found) if field.key == key), None)
    if spec is None or not may_supply(business_posts(request), found, instance):
        raise Http404
    return found, spec
