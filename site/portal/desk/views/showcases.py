"""典型: adopted cases, the editor of what the public will read, the privacy check, and the consents behind it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.submissions.models import Result, ShowcaseDraft, Submission
from documents.submissions.showcasing import (
    PROCESS,
    begin_showcase,
    broken_consents,
    findings,
    gaps,
    save_showcase,
)
from workflows import engine
from workflows.organisations.models import Level, Membership
from workflows.organisations.tree import is_within, span

from .. import acting
from ..acting import Typed
from ..paging import slice_of
from ..reading import Fact, decision
from ..shell import Back, business_posts, page
from . import acts
from .papers import visible_case
from .showcase_forms import ShowcaseForm, pictures_of

EDITING_ROLES = frozenset({"publicity", "drafter"})
WATCHING_ROLES = EDITING_ROLES | {"privacy", "deputy", "secretary"}


def showcase_posts(request: HttpRequest, roles: frozenset[str] = WATCHING_ROLES) -> list[Membership]:
    """The person's provincial posts that have to do with 典型."""
    return [
        post
        for post in business_posts(request)
        if post.role.key in roles and post.organisation.as_organ.level == Level.PROVINCE
    ]


@require_safe
@login_required
def showcases(request: HttpRequest) -> HttpResponse:
    """Adopted cases of the province, newest first, each with what has become of it."""
    posts = showcase_posts(request)
    if not posts:
        raise Http404
    low, high = span(posts[0].organisation.as_organ.path)
    rows = Result.objects.filter(
        passed=True,
        submission__call__kind="typical",
        submission__organ__path__gte=low,
        submission__organ__path__lt=high,
    )
    shown = slice_of(rows.select_related("submission__organ", "submission__showcase").order_by("-pk"), request)
    subjects = [row.submission_id for row in shown.rows]
    instances = {
        instance.subject_id: instance
        for instance in engine.Instance.objects.filter(process=PROCESS, subject_id__in=subjects)
        .select_related("node")
        .order_by("pk")
    }
    may_edit = bool(showcase_posts(request, EDITING_ROLES))
    context = {
        "rows": [_row(row, instances.get(row.submission_id), may_edit=may_edit) for row in shown.rows],
        "page_obj": shown,
    }
    return page(request, "desk/showcases.html", context, here="showcase")


def _row(row: Result, instance: Any, *, may_edit: bool) -> dict[str, Any]:
    draft = getattr(row.submission, "showcase", None)
    fresh = instance is None or instance.outcome == "refused"
    return {
        "pk": row.submission_id,
        "title": draft.title if draft and draft.title else row.submission.title,
        "url": reverse("desk:showcase" if instance else "desk:submission", args=[row.submission_id]),
        "organ_name": row.submission.organ.name,
        "state": instance.node.name if instance else "",
        "state_title": instance.node.title if instance else _("未编辑"),
        "at": row.decided_on,
        "begin_url": reverse("desk:showcase_begin", args=[row.submission_id]) if may_edit and fresh else "",
    }


@login_required
@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """编成典型: open the editing of an adopted case."""
    found, _case = visible_case(request, pk)
    posts = showcase_posts(request, EDITING_ROLES)
    post = next((p for p in posts if is_within(found.organ.path, p.organisation.as_organ.path)), None)
    if post is None:
        raise Http404
    try:
        begin_showcase(found, actor=request.user, post=post)
    except engine.Refused as refusal:
        messages.error(request, "".join(refusal.reasons))
        return redirect("desk:showcases")
    return redirect("desk:showcase", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def showcase(request: HttpRequest, pk: int) -> HttpResponse:
    """The editor for whoever edits now, the reading page for everybody else who may see it."""
    found, draft, instance = showcase_case(request, pk)
    if not may_edit(request, instance):
        if request.method == "POST":
            raise Http404
        return _reading_page(request, found, draft, instance)
    if request.method == "POST":
        return _save(request, found, draft, instance)
    return _editor(request, found, draft, instance, ShowcaseForm(draft=draft))


def showcase_case(request: HttpRequest, pk: int) -> tuple[Submission, ShowcaseDraft, Any]:
    """The draft of a submission with its newest case, if the person may see that case; 404 otherwise."""
    found, _case = visible_case(request, pk)
    instance = engine.instance_of(found, PROCESS)
    draft = ShowcaseDraft.objects.select_related("picture", "submission").filter(submission=found).first()
    if instance is None or draft is None or not engine.allowed(request.user, "view", instance):
        raise Http404
    return found, draft, instance


def may_edit(request: HttpRequest, instance: Any) -> bool:
    """Whether the person may change the draft now."""
    return instance.finished_at is None and engine.allowed(request.user, "edit", instance)


def _save(request: HttpRequest, found: Submission, draft: ShowcaseDraft, instance: Any) -> HttpResponse:
    form = ShowcaseForm(request.POST, draft=draft)
    if not form.is_valid():
        return _editor(request, found, draft, instance, form, status=422)
    try:
        save_showcase(found, form.values(), consents=list(form.cleaned_data["consents"]), actor=request.user)
    except engine.Refused as refusal:
        return _editor(request, found, draft, instance, form, refused=refusal.reasons, status=409)
    if request.POST.get("go") != "submit":
        messages.success(request, _("已保存。"))
        return redirect("desk:showcase", pk=found.pk)
    offer = next((o for o in engine.offers(request.user, instance) if o.transition == "submit"), None)
    typed = Typed(
        transition="submit",
        token=offer.token if offer else "",
        request_key=request.POST.get("request_key", "")[:64],
        confirmed=True,
    )
    return acts.perform(request, instance, typed, page_url=reverse("desk:showcase", args=[found.pk]))


def _editor(
    request: HttpRequest,
    found: Submission,
    draft: ShowcaseDraft,
    instance: Any,
    form: ShowcaseForm,
    *,
    refused: Any = (),
    status: int = 200,
) -> HttpResponse:
    kept = acting.kept(request, instance)
    engine.mark_read(request.user, instance)
    context = {
        "submission": found,
        "title": draft.title or found.title,
        "form": form,
        "findings": findings(draft),
        "gaps": gaps(draft) + broken_consents(draft, timezone.now()),
        "refused": refused or (kept.reasons if kept else ()),
        "source_url": f"{found.get_absolute_url()}?read=1",
        "consent_url": reverse("desk:consent", args=[found.pk]),
        "consents": _consents(draft, found),
        "pictures": pictures_of(found),
        "history": engine.history(instance),
        "stations": engine.route(instance),
        "saved_at": draft.edited_at,
    }
    back = Back(reverse("desk:showcases"), _("典型"))
    return page(request, "desk/showcase.html", context, here="showcase", back=back, status=status)


def _consents(draft: ShowcaseDraft, found: Submission) -> list[dict[str, Any]]:
    today = timezone.localdate()
    return [
        {
            "title": f"{consent.person}（{consent.get_audience_display()}）",
            "valid": consent.is_valid(today),
            "until": consent.expires_on,
            "scan_url": consent.scan.url,
            "withdraw_url": ""
            if consent.withdrawn_at
            else reverse("desk:consent_withdraw", args=[found.pk, consent.pk]),
        }
        for consent in draft.consents.select_related("scan").order_by("pk")
    ]


def _reading_page(request: HttpRequest, found: Submission, draft: ShowcaseDraft, instance: Any) -> HttpResponse:
    decided = decision(request, instance)
    consents = _consents(draft, found)
    fields = [
        {"label": _("摘要"), "value": draft.summary},
        {"label": _("做法"), "value": "\n".join(draft.story)},
        {"label": _("可推广之处"), "value": draft.takeaways},
        {"label": _("单位称呼"), "value": draft.unit_label},
        {"label": _("图片"), "files": [draft.picture] if draft.picture else []},
        {"label": _("图片说明"), "value": draft.picture_alt},
        {"label": _("儿童正脸"), "value": _("编辑已确认没有") if draft.face_checked else _("还没有确认")},
    ]
    context = {
        **decided,
        "title": draft.title,
        "sections": [{"title": _("公开内容"), "fields": fields}],
        "findings": findings(draft),
        "files": [{"name": row["title"], "url": row["scan_url"]} for row in consents],
        "facts": [
            Fact(_("来源"), found.title, f"{found.get_absolute_url()}?read=1"),
            Fact(_("报送单位"), found.organ.name),
            Fact(_("同意书"), _("%d份") % len(consents) if consents else _("没有")),
            Fact(_("要先解决"), "".join(gaps(draft) + broken_consents(draft, timezone.now()))),
        ],
    }
    return page(request, "desk/read.html", context, here="showcase", back=Back(reverse("desk:todo"), _("待办")))
