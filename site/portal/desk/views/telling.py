"""提醒方式: what the reader wants by mail. The desk shows everything always."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from workflows.notifications.matters import MATTERS, choose, preferences
from workflows.notifications.models import Preference

from ..reading import Fact
from ..shell import Back, page


class TellingForm(forms.Form):
    """One choice for each matter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for matter in MATTERS:
            self.fields[matter.key] = forms.ChoiceField(
                label=str(matter.title), choices=Preference.Mail.choices, required=False
            )

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen; a matter that was left out stays as it is."""
        return {key: mail for key, mail in self.cleaned_data.items() if mail}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def telling(request: HttpRequest) -> HttpResponse:
    """Show and keep the choices."""
    form = TellingForm(request.POST or None, initial=preferences(request.user))
    if request.method == "POST" and form.is_valid():
        choose(request.user, form.chosen)
        messages.success(request, _("提醒方式已保存。"))
        return redirect("desk:me")
    context = {
        "form": form,
        "title": _("提醒方式"),
        "intro": _("工作台上的提醒始终都有，这里选邮件怎么来。每天一封的，在工作日早上八点半发出。"),
        "cancel_url": reverse("desk:me"),
    }
    return page(request, "desk/form.html", context, here="mine", back=Back(reverse("desk:me"), _("我的账号")))


def ways(user: Any) -> list[Fact]:
    """The choices as they are, in words."""
    chosen = preferences(user)
    return [Fact(str(matter.title), str(chosen[matter.key].label)) for matter in MATTERS]
