"""我的账号 → 常用语: a person's own words for the opinion box."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from .. import phrases as words
from ..shell import Back, page


@login_required
@require_http_methods(["GET", "POST"])
def phrases(request: HttpRequest) -> HttpResponse:
    """List the own phrases with the given ones beside them; POST adds one."""
    user: Any = request.user
    typed, error = "", ""
    if request.method == "POST":
        typed = request.POST.get("text", "")
        try:
            words.add(user, typed)
        except words.PhraseError as refusal:
            error = str(refusal)
        else:
            return redirect("desk:phrases")
    context = {
        "rows": words.own(user),
        "given": [str(phrase) for phrase in words.GENERAL],
        "most": words.MOST,
        "typed": typed,
        "error": error,
    }
    return page(request, "desk/phrases.html", context, here="mine", back=Back(reverse("desk:me"), _("我的账号")))


@login_required
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Move one phrase up, or delete it."""
    user: Any = request.user
    if request.POST.get("do") == "up":
        words.raise_up(user, pk)
    else:
        words.remove(user, pk)
        messages.success(request, _("已删除。"))
    return redirect("desk:phrases")
