"""核对提交: what is missing, what colleagues have typed, and the one button that sends."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from documents.forms.answers import Problem
from documents.forms.display import say
from documents.submissions.compiling import NOTE, question
from documents.submissions.drafting import Conflict, Merged, catch_up, newest_version, open_draft, others, take_over
from documents.submissions.finishing import UnfinishedError, finish, review
from documents.submissions.models import Draft, Submission
from documents.submissions.supplementing import late_fields
from workflows import engine

from .. import acting
from ..acting import Typed
from ..shell import Back, page
from . import acts
from .filling import fillable, frame, section_links
from .papers import being_filled, me, to_call

SEND = "submit"
"""The transition that sends a filled paper on its way, in every process of submissions."""

SENT = "sent"
"""Stands for the newest version where the key of a colleague's draft would be."""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """The last look; POST freezes the answers and sends them."""
    submission, instance = being_filled(request, pk)
    if request.method != "POST":
        return _page(request, submission, instance)
    try:
        finish(submission, actor=request.user)
    except UnfinishedError as unfinished:
        if unfinished.conflicts:
            return _conflict_page(request, submission, instance, unfinished.conflicts)
        return _page(request, submission, instance, status=422)
    except engine.Refused as refusal:
        return _page(request, submission, instance, refused=refusal.reasons, status=409)
    return _send(request, submission, instance)


def _send(request: HttpRequest, submission: Submission, instance: Any) -> HttpResponse:
    """The answers are frozen; the act itself is the engine's, with the token of this very content."""
    offer = next((o for o in engine.offers(request.user, instance) if o.transition == SEND), None)
    if offer is None or not offer.allowed:
        reasons = offer.reasons if offer else [_("现在不轮到您提交。")]
        return _page(request, submission, instance, refused=reasons, status=409)
    typed = Typed(
        transition=SEND, token=offer.token, request_key=request.POST.get("request_key", "")[:64], confirmed=True
    )
    answer = acts.perform(request, instance, typed, page_url=reverse("desk:submit", args=[submission.pk]))
    if late_fields(submission):
        messages.info(request, _("下一步：打印申报表，负责人签字、盖章，再上传扫描件。"))
        instance.refresh_from_db()
        if instance.state != "draft":
            return redirect(f"{submission.get_absolute_url()}?read=1")
    return answer


def _page(
    request: HttpRequest, submission: Submission, instance: Any, *, refused: Any = (), status: int = 200
) -> HttpResponse:
    draft = open_draft(submission, request.user)
    checked = review(submission, draft.answers)
    sections = fillable(submission.call.form_version.parsed)
    kept = acting.kept(request, instance)
    context = {
        **frame(submission, instance, draft),
        "sections": section_links(submission, sections, draft, None),
        "problems": [_problem(submission, problem) for problem in checked.problems],
        "others": [_colleague(row, merged) for row, merged in others(submission, request.user, draft)],
        "merge_url": reverse("desk:merge", args=[submission.pk]),
        "refused": refused or (kept.reasons if kept else ()),
        "late": late_fields(submission),
        "request_key": uuid.uuid4().hex,
        "fill_url": reverse("desk:fill_section", args=[submission.pk, sections[-1].key]),
    }
    return page(request, "desk/submit.html", context, here="calls", back=to_call(submission.call), status=status)


def _problem(submission: Submission, problem: Problem) -> dict[str, str]:
    url = reverse("desk:fill_section", args=[submission.pk, problem.section.key])
    return {"section": problem.section.title, "message": problem.message, "url": f"{url}#f-{problem.spec.key}"}


def _colleague(draft: Draft, merged: Merged) -> dict[str, Any]:
    return {
        "pk": draft.pk,
        "name": str(draft.editor),
        "at": draft.saved_at,
        "changed": len(merged.taken) + len(merged.conflicts),
        "conflicts": len(merged.conflicts),
    }


@login_required
@require_POST
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """并入 a colleague's draft, or catch up with what was sent meanwhile; where both wrote, a person chooses."""
    submission, instance = being_filled(request, pk)
    asked = request.POST.get("draft", "")
    chosen = {name.removeprefix("choose."): side for name, side in request.POST.items() if name.startswith("choose.")}
    if asked == SENT:
        left = catch_up(submission, request.user, chosen).conflicts
        return _conflict_page(request, submission, instance, left) if left else redirect("desk:submit", pk=pk)
    rows = submission.drafts.exclude(editor=me(request)).select_related("editor")
    source = rows.filter(pk=int(asked)).first() if asked.isascii() and asked.isdigit() else None
    if source is None:
        raise Http404
    merged = take_over(submission, request.user, source, choices=chosen)
    if merged.conflicts:
        return _conflict_page(request, submission, instance, merged.conflicts, source=source)
    words = {"name": source.editor, "count": len(merged.taken)}
    messages.success(request, _("已并入%(name)s的%(count)d处填写。") % words)
    return redirect("desk:submit", pk=pk)


def _conflict_page(
    request: HttpRequest,
    submission: Submission,
    instance: Any,
    conflicts: list[Conflict],
    *,
    source: Draft | None = None,
) -> HttpResponse:
    """Both writings side by side: a colleague's draft against mine, or the version that was sent meanwhile."""
    schema = submission.call.form_version.parsed
    newest = newest_version(submission)
    who = source.editor if source else newest.saved_by if newest else ""
    back = Back(reverse("desk:submit", args=[submission.pk]), _("核对提交"))
    context = {
        **frame(submission, instance, open_draft(submission, request.user)),
        "who": str(who),
        "source": source.pk if source else SENT,
        "merge_url": reverse("desk:merge", args=[submission.pk]),
        "conflicts": [
            _choice(submission, spec, row) for row in conflicts if (spec := question(schema, row.key)) is not None
        ],
        "cancel_url": back.url,
    }
    return page(request, "desk/merge.html", context, here="calls", back=back, status=409)


def _choice(submission: Submission, spec: Any, row: Conflict) -> dict[str, str]:
    section = submission.call.form_version.parsed.section_of[row.key.removesuffix(NOTE)]
    url = reverse("desk:fill_section", args=[submission.pk, section.key])
    return {
        "key": row.key,
        "label": spec.label,
        "mine": say(spec, row.mine) or _("（空）"),
        "theirs": say(spec, row.theirs) or _("（空）"),
        "url": f"{url}#f-{row.key}",
    }
