"""征求意见: whom to ask, chosen while the paper is drafted or checked; and what becomes of each opinion."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from documents.notices import consulting
from documents.notices.models import Notice
from workflows.organisations.models import Organisation

from .. import naming, routing
from ..reading import Fact
from ..shell import Back, page
from .notice import readable

MOST_OFFERED = 40


class ConsultForm(forms.Form):
    """Ticks for the organs that are usually asked, names for all others."""

    usual = forms.TypedMultipleChoiceField(
        label=gettext_lazy("同级单位"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    more = forms.CharField(
        label=gettext_lazy("其他单位"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("写单位的全称或简称，每行一个。没有账号的单位发函征求，复函扫描后由文书登记"),
    )

    def __init__(self, data: Any, *, notice: Notice) -> None:
        super().__init__(data)
        chosen = {row.pk: str(row) for row in consulting.asked(notice)}
        offered = dict(_usual(notice))
        field: Any = self.fields["usual"]
        field.choices = [*offered.items(), *((pk, name) for pk, name in chosen.items() if pk not in offered)]
        field.initial = list(chosen)
        if not field.choices:
            del self.fields["usual"]

    def clean_more(self) -> set[int]:
        """Keys of the organs named."""
        return naming.clean_names(self.cleaned_data["more"])

    def organs(self) -> set[int]:
        """Everybody who is to be asked."""
        return {*self.cleaned_data.get("usual", ()), *self.cleaned_data["more"]}


def _usual(notice: Notice) -> list[tuple[int, str]]:
    """Organs of other systems in the same region, those that sign along apart; one query."""
    along = [row.organisation_id for row in notice.co_issuers.all()]
    found = Organisation.objects.active().filter(
        kind=Organisation.Kind.PARTNER, level=notice.organ.level, region=notice.organ.region
    )
    return [(one.pk, str(one)) for one in found.exclude(pk__in=along)[:MOST_OFFERED]]


@login_required
@require_http_methods(["GET", "POST"])
def consult(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom to ask before the paper goes to 审核. Nobody at all is an answer too."""
    paper = readable(request, pk)
    if not routing.may_consult(request.user, paper):
        raise Http404
    form = ConsultForm(request.POST if request.method == "POST" else None, notice=paper)
    here = reverse("desk:notice", args=[paper.pk])
    if request.method == "POST" and form.is_valid():
        try:
            consulting.choose(paper, form.organs(), user=request.user)
        except consulting.ConsultingError as refusal:
            form.add_error(None, str(refusal))
        else:
            names = "、".join(str(organ) for organ in consulting.asked(paper))
            told = _("核稿通过后征求%s的意见。") % names if names else _("这份公文不征求意见。")
            messages.success(request, told)
            return redirect(here)
    context = {
        "title": _("征求意见"),
        "intro": _("核稿通过后送这些单位，限5个工作日答复；每条意见都要写明是否采纳，才能往下走。"),
        "facts": [Fact(_("公文"), paper.plain_title)],
        "form": form,
        "submit": _("保存"),
        "cancel_url": here,
    }
    return page(request, "desk/form.html", context, back=Back(here, _("公文")))


@login_required
@require_POST
def answer(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """采纳, 部分采纳 or 不采纳 one opinion; what was typed comes back when it cannot be kept."""
    paper = readable(request, pk)
    adoption, reason = request.POST.get("adoption", ""), request.POST.get("reason", "")
    try:
        consulting.answer(paper, item, adoption=adoption, reason=reason, user=request.user)
    except consulting.ConsultingError as refusal:
        messages.error(request, str(refusal))
        request.session[routing.TYPED] = {"item": item, "adoption": adoption, "reason": reason[:2000]}
    else:
        messages.success(request, _("已记下。"))
    return redirect(f"{reverse('desk:notice', args=[paper.pk])}#opinions")
