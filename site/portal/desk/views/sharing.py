"""共享给…: give a person or an organ a look at one matter, for a time; take it back; what I shared."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from workflows import engine

from .. import acting, news
from .. import sharing as shares
from ..forms import Search, ask_in_sentences, day_input
from ..shell import Back, page


class ShareForm(forms.Form):
    """To whom of those that were found, which right, and until when."""

    to = forms.ChoiceField(label=gettext_lazy("共享给"), widget=forms.RadioSelect)
    right = forms.ChoiceField(label=gettext_lazy("可以"), widget=forms.RadioSelect)
    last_day = forms.DateField(
        label=gettext_lazy("到哪天止"),
        required=False,
        widget=day_input(),
        help_text=gettext_lazy("含当日；不填就一直有效，随时可以收回"),
    )

    def __init__(self, *args: Any, found: list[Any], rights: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["to"].choices, fields["right"].choices = found, rights
        fields["right"].initial = rights[0][0]
        ask_in_sentences(self)


@login_required
@require_http_methods(["GET", "POST"])
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Look for somebody, then share; only for who may pass on at least a look."""
    case = acting.visible_instance(request.user, pk)
    subject = case.subject
    rights = shares.rights_of(request.user, subject)
    if not rights:
        raise Http404
    search = Search(request.GET, label=_("人名或单位"))
    found = shares.search(search.text, request.user)
    form = ShareForm(request.POST or None, found=found, rights=rights)
    if request.method == "POST" and form.is_valid() and _share(request, case, subject, form):
        return redirect("desk:share", pk=pk)
    context = {
        "title": case.title,
        "filters": search,
        "form": form if found else None,
        "looked": bool(search.text),
        "rows": shares.rows(subject, case),
    }
    return page(request, "desk/share.html", context, here="todo", back=Back(acting.address_of(case), _("返回")))


def _share(request: HttpRequest, case: Any, subject: Any, form: ShareForm) -> bool:
    """Share and tell; a refusal becomes an error of the form."""
    words, giver = form.cleaned_data, request.user
    actor: Any = giver
    to = shares.named(words["to"])
    last = words["last_day"]
    until = last + timedelta(days=1) if last else None
    if to is None:
        return False
    try:
        with transaction.atomic():
            engine.share(actor, subject, to, words["right"], until=until)
            news.shared(actor, to, case, until)
    except engine.Refused as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return False
    messages.success(request, _("已共享给%s。") % to)
    return True


@login_required
@require_POST
def unshare(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one share back; who may not is told so."""
    case = acting.visible_instance(request.user, pk)
    ref, _colon, right = request.POST.get("share", "").rpartition(":")
    to, giver = shares.named(ref), request.user
    actor: Any = giver
    if to is None or right not in shares.RIGHTS:
        raise Http404
    try:
        engine.unshare(actor, case.subject, to, right)
    except engine.Refused as refusal:
        messages.warning(request, "；".join(refusal.reasons))
    else:
        messages.success(request, _("已收回。"))
    return redirect(acting.next_address(request, reverse("desk:share", args=[pk])))


@login_required
@require_GET
def shared(request: HttpRequest) -> HttpResponse:
    """我共享的: everything that I shared and did not take back."""
    user: Any = request.user
    context = {"rows": [shares.row(one.share, one.title, one.instance_id) for one in engine.shared_by(user)]}
    return page(request, "desk/shared.html", context, here="mine", back=Back(reverse("desk:me"), _("我的账号")))
