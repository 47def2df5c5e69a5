"""复核: 申报实质修改, which voids the signatures and asks those who signed again (条例第25条)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from documents.notices import rechecking
from workflows import engine

from .notice import readable


@login_required
@require_POST
def declare(request: HttpRequest, pk: int) -> HttpResponse:
    """What the diff does not show (a changed seal, a page in an attachment) is declared in words; then the signatures fall."""
    paper = readable(request, pk)
    if not rechecking.may_declare(request.user, paper):
        raise Http404
    here = reverse("desk:number", args=[paper.pk])
    try:
        fallen = rechecking.declare(paper, request.POST.get("declared", ""), user=request.user)
    except (rechecking.RecheckError, engine.Refused) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("已申报。%(names)s的签字失效，请按“送签过的人确认”送他们看过再签。") % {"names": fallen}
        )
    return redirect(here)
