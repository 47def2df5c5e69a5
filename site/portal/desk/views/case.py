"""About one matter, whatever its document: 办理单, 为什么不能办, 线下办理登记."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from documents.files.kinds import Group, accept_attribute
from documents.files.receiving import RefusedFileError, receive
from workflows import engine

from .. import acting
from ..acting import Typed
from ..enclosures import OFFLINE
from ..forms import ask_in_sentences
from ..reading import Fact
from ..shell import Back, my_posts, page


@login_required
@require_GET
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """办理单: the whole record, made for paper."""
    case = acting.visible_instance(request.user, pk)
    day = "Y年n月j日 H:i"
    context = {
        "title": _("办理单"),
        "unit_name": case.organ.name,
        "facts": [
            Fact(_("标题"), case.title),
            Fact(_("单位"), case.organisation),
            Fact(_("现在的环节"), case.state_title),
            *(
                [Fact(_("办结时间"), date_format(timezone.localtime(case.finished_at), day))]
                if case.finished_at
                else []
            ),
        ],
        "history": engine.history(case),
        "made_at": timezone.now(),
    }
    return page(request, "desk/summary.html", context, back=Back(acting.address_of(case), _("返回")))


@dataclass(frozen=True)
class Line:
    """One condition of a transition."""

    text: str
    ok: bool


@dataclass(frozen=True)
class Entry:
    """One transition: whether the reader may take it, why not, and who could."""

    title: str
    allowed: bool
    checks: list[Line]
    who: list[str]


@login_required
@require_GET
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """为什么不能办: every transition, each condition's answer, and who could act instead."""
    case = acting.visible_instance(request.user, pk)
    explanation = engine.explain(request.user, case)
    context = {
        "title": case.title,
        "url": acting.address_of(case),
        "state_title": explanation.state_title,
        "lines": explanation.lines,
        "transitions": [
            *(_entry(one) for one in explanation.transitions),
            *(
                Entry(one.title, one.allowed, [Line(reason, False) for reason in one.reasons], [])
                for one in explanation.measures
            ),
        ],
    }
    return page(request, "desk/explain.html", context, back=Back(context["url"], _("返回")))


def _entry(one: Any) -> Entry:
    answers = [Line(guard.title if guard.ok else f"{guard.title}：{guard.reason}", guard.ok) for guard in one.guards]
    told = {guard.reason for guard in one.guards}
    others = [Line(reason, False) for reason in one.reasons if reason not in told]
    return Entry(one.title, one.allowed, [*others, *answers], one.who)


class OfflineForm(forms.Form):
    """What was decided on paper: which step, by whom, when, in which words, and the scan that proves it."""

    act = forms.ChoiceField(label=gettext_lazy("办理的环节"))
    signer = forms.CharField(
        label=gettext_lazy("签字人"), max_length=40, help_text=gettext_lazy("纸上签字的人，如“温如故”")
    )
    signed_on = forms.DateField(
        label=gettext_lazy("签字日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    opinion = forms.CharField(
        label=gettext_lazy("意见"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("照纸上的原话写"),
    )
    scan = forms.FileField(
        label=gettext_lazy("扫描件"),
        help_text=gettext_lazy("签过字的发文稿纸、会签单或意见复函，PDF 或照片"),
        widget=forms.FileInput(attrs={"accept": accept_attribute(Group.SCAN)}),
    )

    def __init__(self, *args: Any, offers: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_in_sentences(self)
        self.offers = {f"{offer.item_id}:{offer.transition}": offer for offer in offers}
        choices = [(key, f"{offer.holder}　{offer.title}") for key, offer in self.offers.items()]
        self.fields["act"].choices = choices  # type: ignore[attr-defined]

    def clean_signed_on(self) -> Any:
        """Nobody signs in the future."""
        day = self.cleaned_data["signed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("签字日期不能晚于今天。"))
        return day


@login_required
@require_http_methods(["GET", "POST"])
def offline(request: HttpRequest, pk: int) -> HttpResponse:
    """线下办理登记: record from paper what a party without an account decided; the event is marked 代录 and bound to the scan."""
    case = acting.visible_instance(request.user, pk)
    offers = engine.offline_offers(request.user, case)
    if not offers:
        raise Http404
    form = OfflineForm(request.POST or None, request.FILES or None, offers=offers)
    if request.method == "POST" and form.is_valid() and _record(request, case, form):
        return redirect(acting.address_of(case))
    back = acting.address_of(case)
    context = {
        "title": _("线下办理登记"),
        "intro": _("把纸上办的意见登记进来：记为代录，和扫描件绑定，不能改。"),
        "facts": [Fact(_("公文"), case.title), Fact(_("现在的环节"), case.state_title)],
        "form": form,
        "submit": _("登记"),
        "cancel_url": back,
    }
    return page(request, "desk/form.html", context, back=Back(back, _("返回")))


def _record(request: HttpRequest, case: Any, form: OfflineForm) -> bool:
    """Keep the scan, then record the act; a refusal becomes an error of the form, and the words stay."""
    words = form.cleaned_data
    offer = form.offers[words["act"]]
    organ = my_posts(request)[0].organisation.as_organ
    try:
        upload = receive(
            words["scan"], user=request.user, organ=organ, purpose=OFFLINE, group=Group.SCAN, subject_id=case.pk
        )
        typed = Typed(transition=offer.transition, token=offer.token, opinion=words["opinion"], item=str(offer.item_id))
        paper = engine.Offline(scan=upload.sha256, signer=words["signer"], signed_on=words["signed_on"])
        outcome = engine.act(typed.action(case, request.user, offline=paper))
    except RefusedFileError as refusal:
        form.add_error("scan", str(refusal))
        return False
    except engine.Refused as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return False
    messages.success(request, acting.said(outcome, _("%s（代录）") % offer.title))
    return True
