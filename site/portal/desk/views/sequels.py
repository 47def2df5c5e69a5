"""After issuing, under 更多: 补发, 更正, 发错撤回, 撤销, 废止."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from documents.incoming.afterwards import in_hand
from documents.notices import correcting, sequels
from documents.notices.models import Notice, NoticeRecipient
from documents.notices.sequels import Sequel, SequelError
from workflows import engine

from .. import acting, naming
from ..forms import ask_in_sentences, day_input
from ..reading import Fact
from ..shell import Back, may_draft, page
from .notice import readable

INTRO = {
    Sequel.Kind.SUPPLEMENT: gettext_lazy("漏发的单位，经审批后补发；补发后由它签收，登记簿和签收情况里都看得到。"),
    Sequel.Kind.RECALL: gettext_lazy(
        "发错了的，经审批后从这些单位收回：没签收的不能再签收，签收了的会收到清退的提醒。"
    ),
    Sequel.Kind.REVOKE: gettext_lazy(
        "撤销的公文视为自始无效，由有权签发的负责人决定。文号保留，公开的页面撤下，收文单位会收到通知。"
    ),
    Sequel.Kind.REPEAL: gettext_lazy(
        "废止的公文自废止之日起失效，由有权签发的负责人决定。文号保留，公开的页面注明，收文单位会收到通知。"
    ),
}


class SequelForm(forms.Form):
    """Why, and whom or from when it concerns."""

    reason = forms.CharField(label=gettext_lazy("事由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: Any, *, notice: Notice, kind: str) -> None:
        super().__init__(data)
        self.notice, self.kind = notice, kind
        if kind == Sequel.Kind.SUPPLEMENT:
            self.fields["part"] = forms.ChoiceField(label=_("方式"), choices=NoticeRecipient.Part.choices)
            self.fields["more"] = forms.CharField(
                label=_("补发给"),
                error_messages={"required": _("请写明补发给哪些单位。")},
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("写单位的全称或简称，每行一个"),
            )
        elif kind == Sequel.Kind.RECALL:
            rows = in_hand(notice)
            choices = [(row.organisation_id, f"{row.organisation}　{row.get_status_display()}") for row in rows]
            self.fields["organs"] = forms.TypedMultipleChoiceField(
                label=_("从哪些单位撤回"),
                error_messages={"required": _("请勾选从哪些单位撤回。")},
                coerce=int,
                choices=choices,
                widget=forms.CheckboxSelectMultiple,
            )
        elif kind == Sequel.Kind.REPEAL:
            self.fields["effective_on"] = forms.DateField(
                label=_("自哪天起废止"),
                required=False,
                widget=day_input(),
                help_text=_("不填为批准之日"),
            )
        self.order_fields(["more", "part", "organs", "effective_on", "reason"])
        ask_in_sentences(self)

    def clean_more(self) -> set[int]:
        """Keys of the organs named, none of which has the paper."""
        wanted = naming.clean_names(self.cleaned_data["more"], without=[self.notice.organ_id])
        known = in_hand(self.notice).filter(organisation__in=wanted)
        if had := [str(row.organisation) for row in known]:
            raise forms.ValidationError(_("已经发给%s，不用补发。") % "、".join(had))
        return wanted

    def asked(self) -> dict[str, Any]:
        """What goes into the request."""
        words = self.cleaned_data
        organs = words.get("more") or words.get("organs") or ()
        given = {"reason": words["reason"], "organs": organs, "effective_on": words.get("effective_on")}
        return given | ({"part": words["part"]} if "part" in words else {})


def _paper(request: HttpRequest, pk: int, kind: str = "") -> Notice:
    """The paper, for who may ask for *kind* about it."""
    paper = readable(request, pk)
    if sequels.why_not(paper, request.user, kind):
        raise Http404
    return paper


@login_required
@require_http_methods(["GET", "POST"])
def sequel(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Ask for one of the four; decided by another person."""
    if kind not in Sequel.Kind.values:
        raise Http404
    paper = _paper(request, pk, kind)
    form = SequelForm(request.POST if request.method == "POST" else None, notice=paper, kind=kind)
    here = reverse("desk:notice", args=[paper.pk])
    label = str(Sequel.Kind(kind).label)
    if request.method == "POST" and form.is_valid():
        try:
            outcome = sequels.ask(paper, kind, user=request.user, **form.asked())
        except SequelError as refusal:
            form.add_error(None, str(refusal))
        except engine.Refused as refusal:
            for reason in refusal.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, acting.said(outcome, _("申请%s") % label))
            return redirect(here)
    context = {
        "title": label,
        "intro": INTRO[Sequel.Kind(kind)],
        "facts": [
            Fact(_("公文"), paper.plain_title),
            Fact(_("发文字号"), paper.number),
            Fact(_("发文机关"), paper.organ),
        ],
        "form": form,
        "submit": _("提出"),
        "cancel_url": here,
    }
    return page(request, "desk/form.html", context, here="issued", back=Back(here, _("公文")))


class CorrectForm(forms.Form):
    """What was wrong, and how it reads now."""

    wrong = forms.CharField(
        label=gettext_lazy("原文"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("照原公文抄写，不止一处的，存为草稿后再加"),
        error_messages={"required": gettext_lazy("请写明原文里错的是哪一句。")},
    )
    right = forms.CharField(
        label=gettext_lazy("更正为"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("请写明更正成什么。")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_in_sentences(self)


@login_required
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """更正: a paper of its own, drafted here with its usual words, that goes the whole way of 发文."""
    paper = _paper(request, pk)
    form = CorrectForm(request.POST if request.method == "POST" else None)
    here = reverse("desk:notice", args=[paper.pk])
    if request.method == "POST" and form.is_valid():
        try:
            made = correcting.draft(
                paper, wrong=form.cleaned_data["wrong"], right=form.cleaned_data["right"], user=request.user
            )
        except (SequelError, engine.Refused) as refusal:
            form.add_error(None, str(refusal))
        else:
            if not correcting.stands_in(paper, form.cleaned_data["wrong"]):
                messages.warning(
                    request, _("原公文的正文里没有“%s”，请对照原件核对更正的地方。") % form.cleaned_data["wrong"]
                )
            messages.success(request, _("更正通知已存为草稿，改好后送核；印发后显示在原公文旁边。"))
            address = reverse("notices:edit", args=[made.pk]) if may_draft(request) else made.get_absolute_url()
            return redirect(address)
    context = {
        "title": _("更正"),
        "intro": _("另发一份更正通知：照样拟稿、签发、编号、分发。印发后，原公文处处注明，收过原公文的单位也看得到。"),
        "facts": [Fact(_("公文"), paper.plain_title), Fact(_("发文字号"), paper.number)],
        "form": form,
        "submit": _("拟更正通知"),
        "cancel_url": here,
    }
    return page(request, "desk/form.html", context, here="issued", back=Back(here, _("公文")))
