"""发起征集: writing a call down, changing it until it is out, sending it out, ending it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from documents.campaigns.models import Campaign
from documents.submissions.calling import GRANTING_ROLES, close_call, open_call
from documents.submissions.models import Call
from documents.submissions.presets import MODES, PRESETS, install
from workflows.organisations.models import LEVELS_UPWARD, Level, Organisation
from workflows.organisations.tree import is_higher, paths_upward

from ..forms import ask_in_sentences
from ..shell import Back, business_posts, page
from .papers import me, to_calls

ARRANGING_LEVELS = frozenset({Level.PROVINCE, Level.CITY, Level.COUNTY})


def arranging_organs(request: HttpRequest) -> list[Organisation]:
    """The league organs for which the person may send out calls."""
    organs = {
        post.organisation.organ_pk: post.organisation.as_organ
        for post in business_posts(request)
        if post.role.key in GRANTING_ROLES
        and post.organisation.as_organ.level in ARRANGING_LEVELS
        and post.organisation.as_organ.kind != Organisation.Kind.PARTNER
    }
    return sorted(organs.values(), key=lambda organ: organ.path)


class CallForm(forms.Form):
    """A call on one page: 报什么, 谁报, 何时, 怎么定. In 逐级汇总 a unit sends one paper, and nobody is picked."""

    kind = forms.ChoiceField(label=gettext_lazy("报什么"), widget=forms.RadioSelect)
    title = forms.CharField(label=gettext_lazy("标题"), max_length=100)
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(),
        label=gettext_lazy("专项行动"),
        required=False,
        empty_label=gettext_lazy("不属于专项行动"),
    )
    levels = forms.MultipleChoiceField(
        label=gettext_lazy("谁报"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("辖区内这些层级的单位都会收到。"),
    )
    until = forms.DateField(
        label=gettext_lazy("截止日期"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("当日17:30止。"),
    )
    lead_days = forms.IntegerField(
        label=gettext_lazy("每级汇总用几个工作日"),
        required=False,
        min_value=0,
        max_value=20,
        initial=3,
        help_text=gettext_lazy("只用于活动总结：下级比上级早这么多个工作日截止。"),
    )
    period = forms.CharField(
        label=gettext_lazy("总结时段"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("只用于活动总结，如“11月上半月”，会带进各单位的表。"),
    )
    quota_per_city = forms.IntegerField(
        label=gettext_lazy("每市名额"), required=False, min_value=1, help_text=gettext_lazy("不填为不限。")
    )
    per_unit = forms.IntegerField(label=gettext_lazy("每单位最多份数"), min_value=1, max_value=20, initial=1)
    designated_entry = forms.BooleanField(label=gettext_lazy("可以由本机关指定单位，不占名额"), required=False)
    instructions = forms.CharField(
        label=gettext_lazy("填报说明"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, data: Any = None, *, host: Organisation, call: Call | None = None) -> None:
        names = [name for name in self.base_fields if name != "levels"]
        initial = {name: getattr(call, name) for name in names} | {"levels": call.levels} if call else None
        super().__init__(data, initial=initial, use_required_attribute=False)
        below = [level for level in reversed(LEVELS_UPWARD) if is_higher(host.level, level)]
        _choose(self.fields["kind"], [(kind, Call.Kind(kind).label) for kind in PRESETS])
        _choose(self.fields["levels"], [(level.value, level.label) for level in below])
        campaigns = Campaign.objects.filter(organ__path__in=paths_upward(host.path))
        self.fields["campaign"].queryset = campaigns  # type: ignore[attr-defined]
        ask_in_sentences(self)

    def clean(self) -> dict[str, Any]:
        """A day that is not over, and levels that fit the kind."""
        values = dict(super().clean() or {})
        if values.get("until") and values["until"] < timezone.localdate():
            self.add_error("until", _("截止日期已经过去。"))
        if values.get("kind") == Call.Kind.PILOT and values.get("levels") not in (None, [Level.COUNTY.value]):
            self.add_error("levels", _("试点由县级申报，请只选县级。"))
        if values.get("kind") == Call.Kind.SUMMARY:
            days = values.get("lead_days") or 0
            return values | {"per_unit": 1, "quota_per_city": None, "designated_entry": False, "lead_days": days}
        return values | {"lead_days": 0, "period": ""}


def _choose(field: forms.Field, choices: list[tuple[str, Any]]) -> None:
    field.choices = choices  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Write a call down; nobody sees it before it is sent out."""
    organs = arranging_organs(request)
    if not organs:
        raise Http404
    form = CallForm(request.POST if request.method == "POST" else None, host=organs[0])
    if request.method == "POST" and form.is_valid():
        return redirect(_keep(request, Call(organ=organs[0], created_by=me(request)), form))
    return _page(request, _("发起征集"), form, back=to_calls())


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a call that is not out yet."""
    call = _own(request, pk)
    if call.opened_at is not None:
        raise Http404
    form = CallForm(request.POST if request.method == "POST" else None, host=call.organ, call=call)
    if request.method == "POST" and form.is_valid():
        return redirect(_keep(request, call, form))
    return _page(request, _("修改征集"), form, back=Back(call.get_absolute_url(), _("征集")))


def _keep(request: HttpRequest, call: Call, form: CallForm) -> str:
    for name, value in form.cleaned_data.items():
        setattr(call, name, value)
    call.process = call.kind
    call.mode = MODES[Call.Kind(call.kind)]
    call.form_version = install(call.kind, call.organ, actor=me(request))
    call.save()
    return call.get_absolute_url()


def _page(request: HttpRequest, title: str, form: CallForm, *, back: Back) -> HttpResponse:
    context = {
        "title": title,
        "intro": _("保存后先核对，再下达；下达以后单位才看得到。"),
        "form": form,
        "submit": _("保存，去核对"),
        "cancel_url": back.url,
    }
    return page(request, "desk/form.html", context, here="calls", back=back, status=422 if form.errors else 200)


@login_required
@require_POST
def send_out(request: HttpRequest, pk: int) -> HttpResponse:
    """下达."""
    call = _own(request, pk)
    try:
        opened = open_call(call, actor=request.user)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    else:
        messages.success(request, _("已下达给%d个单位。") % opened.addressees.count())
    return redirect(call.get_absolute_url())


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """结束征集: nothing new is taken, what is under way goes on."""
    call = _own(request, pk)
    if call.opened_at is None:
        raise Http404
    close_call(call)
    messages.success(request, _("已结束收集；在办的材料继续办理。"))
    return redirect(call.get_absolute_url())


def _own(request: HttpRequest, pk: int) -> Call:
    """A call of an organ for which the person may send out calls; 404 for all others."""
    call = Call.objects.select_related("organ").filter(pk=pk).first()
    if call is None or call.organ_id not in {organ.pk for organ in arranging_organs(request)}:
        raise Http404
    return call


def steps(request: HttpRequest, call: Call) -> dict[str, str]:
    """The addresses of what the host may do with the call now."""
    if call.organ_id not in {organ.pk for organ in arranging_organs(request)}:
        return {}
    if call.opened_at is None:
        return {
            "edit_url": reverse("desk:call_edit", args=[call.pk]),
            "open_url": reverse("desk:call_open", args=[call.pk]),
        }
    return {"end_url": reverse("desk:call_end", args=[call.pk])} if call.closed_at is None else {}
