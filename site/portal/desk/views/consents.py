"""同意书 behind a 典型: recorded from paper, withdrawn in one step."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from documents.files.kinds import Group
from documents.files.models import Upload
from documents.files.receiving import RefusedFileError, receive
from documents.privacy.models import Consent, withdraw
from documents.submissions.finishing import PURPOSE
from documents.submissions.models import Submission
from documents.submissions.showcasing import save_showcase

from ..reading import Fact
from ..shell import Back, page
from .papers import me
from .showcase_forms import ConsentForm, consent_scans, recorded_consents
from .showcases import may_edit, showcase_case


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    """Record one consent for the 典型 that is being edited."""
    found, draft, instance = showcase_case(request, pk)
    if not may_edit(request, instance):
        raise Http404
    form = ConsentForm(submission=found)
    if request.method == "POST":
        form = ConsentForm(request.POST, request.FILES, submission=found)
        if form.is_valid() and (scan := _scan(request, found, form)) is not None:
            kept = _record(request, found, form.cleaned_data, scan)
            save_showcase(found, {}, consents=[*draft.consents.all(), kept], actor=request.user)
            messages.success(request, _("“%s”的同意书已登记。") % kept.person)
            return redirect("desk:showcase", pk=pk)
    url = reverse("desk:showcase", args=[pk])
    context = {
        "title": _("登记同意书"),
        "intro": _("按纸质同意书填写。真实姓名只留在纸上，不录入系统。"),
        "form": form,
        "submit": _("登记"),
        "cancel_url": url,
        "facts": [Fact(_("典型"), draft.title)],
    }
    status = 422 if form.errors else 200
    return page(request, "desk/form.html", context, here="showcase", back=Back(url, _("典型")), status=status)


def _scan(request: HttpRequest, found: Submission, form: ConsentForm) -> Upload | None:
    """The paper: one that the unit sent, or one that is uploaded now; None with an error in the form."""
    if chosen := form.cleaned_data.get("kept"):
        return next(scan for scan in consent_scans(found) if str(scan.pk) == chosen)
    try:
        return receive(
            form.cleaned_data["file"],
            user=request.user,
            organ=found.organ,
            purpose=PURPOSE,
            group=Group.SCAN,
            subject_id=found.pk,
        )
    except RefusedFileError as error:
        form.add_error("file", str(error))
        return None


def _record(request: HttpRequest, found: Submission, values: dict[str, Any], scan: Upload) -> Consent:
    names = ("person", "is_minor", "guardian", "relation", "items", "audience", "given_on", "expires_on")
    return Consent.objects.create(
        organ=found.organ,
        purpose=_("典型宣传：%s") % found.title,
        scan=scan,
        recorded_by=me(request),
        **{name: values[name] for name in names},
    )


@login_required
@require_POST
def consent_withdraw(request: HttpRequest, pk: int, consent: int) -> HttpResponse:
    """撤回同意: one step, no approval before it."""
    _found, draft, instance = showcase_case(request, pk)
    row = recorded_consents(draft).filter(pk=consent).first()
    if row is None or not (may_edit(request, instance) or instance.finished_at):
        raise Http404
    withdraw(row, reason=request.POST.get("reason", "")[:200])
    messages.success(request, _("“%s”的同意已撤回。") % row.person)
    return redirect("desk:showcase", pk=pk)
