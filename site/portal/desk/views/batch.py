"""批量办理: tick, one opinion, one button; then a line for each."""

from typing import Any
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from workflows import engine

from .. import batching
from ..acting import without_nul
from ..shell import MANY, Back, page


@login_required
@require_http_methods(["GET", "POST"])
def batch(request: HttpRequest) -> HttpResponse:
    """The groups of like matters (GET), or what became of those ticked (POST)."""
    rows = engine.worklist(request.user, limit=MANY)
    back = Back(reverse("desk:todo"), _("待办"))
    context: dict[str, Any] = {"request_key": uuid4().hex}
    if request.method == "POST":
        picked = batching.chosen(request.POST)
        opinion = without_nul(request.POST.get("opinion", "")).strip()
        if not picked:
            context |= {"error": _("一件也没有勾选。请勾选要办的，再按按钮。"), "opinion": opinion}
            context |= {"groups": batching.groups(rows, request.user), "wrong": request.POST.get("group", "")}
            return page(request, "desk/batch.html", context, here="todo", back=back, status=422)
        key = without_nul(request.POST.get("request_key", ""))[:32]
        results = batching.decide(request.user, rows, picked, opinion=opinion, request=key)
        context |= {"results": results, "done": sum(result.done for result in results)}
        return page(request, "desk/batch_done.html", context, here="todo", back=back)
    context["groups"] = batching.groups(rows, request.user)
    return page(request, "desk/batch.html", context, here="todo", back=back)
