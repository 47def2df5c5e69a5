"""我的账号 → 委托: lend a post to a colleague, take it back."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from workflows import engine
from workflows.organisations import lending
from workflows.organisations.models import Delegation

from .. import news
from ..forms import ask_in_sentences, day_input
from ..shell import Back, page


class LendForm(forms.Form):
    """Which post, to whom, for which days and processes."""

    post: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=gettext_lazy("岗位"), queryset=None, empty_label=None, widget=forms.RadioSelect
    )
    taker: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=gettext_lazy("受托人"), queryset=None, empty_label=gettext_lazy("请选择本单位的同事")
    )
    since = forms.DateField(label=gettext_lazy("从哪天起"), widget=day_input())
    last_day = forms.DateField(
        label=gettext_lazy("到哪天止"), widget=day_input(), help_text=gettext_lazy("含当日，第二天自动失效")
    )
    processes = forms.MultipleChoiceField(
        label=gettext_lazy("限于流程"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("不选就是全部"),
    )
    reason = forms.CharField(
        label=gettext_lazy("事由"), required=False, max_length=100, help_text=gettext_lazy("如“外出学习”")
    )

    def __init__(self, *args: Any, giver: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = lending.lendable(giver)
        fields: Any = self.fields
        fields["post"].queryset = posts
        fields["taker"].queryset = lending.colleagues(giver)
        fields["processes"].choices = engine.process_titles()
        fields["since"].initial = timezone.localdate
        if len(posts) == 1:
            fields["post"].initial = posts[0].pk
        ask_in_sentences(self)


@login_required
@require_http_methods(["GET", "POST"])
def lend(request: HttpRequest) -> HttpResponse:
    """The form, and on POST the delegation; the taker is told."""
    giver: Any = request.user
    if not lending.lendable(giver).exists():
        raise Http404
    form = LendForm(request.POST or None, giver=giver)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        try:
            with transaction.atomic():
                lent = lending.lend(
                    words["post"],
                    words["taker"],
                    by=giver,
                    since=words["since"],
                    until=words["last_day"] + timedelta(days=1),
                    processes=words["processes"],
                    reason=words["reason"],
                )
                news.lent(lent)
        except lending.LendingError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已委托%s代办，对方会收到提醒。") % lent.taker)
            return redirect("desk:me")
    context = {
        "title": _("委托代办"),
        "intro": _(
            "委托期间，对方可以代您办这个岗位的事，记录写明“代”。不能再转委托，也不能代您签对方自己起草的文书。"
        ),
        "form": form,
        "submit": _("委托"),
        "cancel_url": reverse("desk:me"),
    }
    return page(request, "desk/form.html", context, here="mine", back=Back(reverse("desk:me"), _("我的账号")))


@login_required
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an own delegation back at once; somebody else's is not found."""
    user: Any = request.user
    delegation = get_object_or_404(Delegation.objects.filter(giver=user), pk=pk)
    try:
        with transaction.atomic():
            news.taken_back(lending.revoke(delegation, by=user))
    except lending.LendingError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("委托已撤回，即时生效。"))
    return redirect("desk:me")
