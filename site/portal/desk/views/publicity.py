"""公示: what is to be shown and what hangs out, the objections that came in, and settling when the term is over."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from documents.submissions import publicising
from documents.submissions.models import Call, Listed, Objection, Publicity, Submission
from workflows import engine

from ..batching import MOST
from ..forms import ask_in_sentences, day_input
from ..reading import Fact
from ..shell import Back, business_posts, page
from .papers import me, to_call

ANNOUNCE, SETTLE = "announce", "settle"


class PublicityForm(forms.ModelForm[Publicity]):
    """The words above the list, and where objections go."""

    class Meta:
        model = Publicity
        fields = ("title", "lead", "contact")
        widgets = {"lead": forms.Textarea(attrs={"rows": 4}), "contact": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_in_sentences(self)


class ObjectionForm(forms.Form):
    """Who objected, to what, when and how."""

    submission: forms.ModelChoiceField[Submission] = forms.ModelChoiceField(
        label=gettext_lazy("对谁"), queryset=None, required=False, empty_label=gettext_lazy("整份名单")
    )
    received_on = forms.DateField(label=gettext_lazy("收到日期"), widget=day_input())
    channel = forms.ChoiceField(label=gettext_lazy("反映方式"), choices=Objection.Channel, widget=forms.RadioSelect)
    objector = forms.CharField(
        label=gettext_lazy("反映人"), max_length=60, help_text=gettext_lazy("不愿具名的写“匿名”；只供核实，不公开")
    )
    text = forms.CharField(label=gettext_lazy("反映的问题"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args: Any, shown: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["submission"].queryset = Submission.objects.filter(pk__in=shown).select_related("organ")
        fields["submission"].label_from_instance = lambda paper: f"{paper.organ}：{paper.title}"
        fields["received_on"].initial = timezone.localdate
        ask_in_sentences(self)


class HandlingForm(forms.Form):
    """What was found and done."""

    upheld = forms.TypedChoiceField(
        label=gettext_lazy("核实结果"),
        choices=(("no", gettext_lazy("异议不成立")), ("yes", gettext_lazy("异议成立，要重新研究"))),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    handling = forms.CharField(
        label=gettext_lazy("核实和处理情况"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("怎样核实、结论是什么、何时答复了反映人"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_in_sentences(self)


def _kept(request: HttpRequest, pk: int) -> tuple[Call, bool]:
    """The call and whether the person keeps its 公示; 404 for everybody outside the organ that shows the list."""
    call = Call.objects.select_related("organ").filter(pk=pk, opened_at__isnull=False).first()
    posts = business_posts(request)
    if call is None or call.compiles or not publicising.may_look(posts, call):
        raise Http404
    return call, publicising.may_keep(posts, call)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def publicity(request: HttpRequest, pk: int) -> HttpResponse:
    """待公示, what hangs out, what was objected; POST begins a 公示 (``announce``) or settles it (``settle``)."""
    call, may_keep = _kept(request, pk)
    if request.method != "POST":
        return _page(request, call, may_keep)
    if not may_keep:
        raise Http404
    if "settle" in request.POST:
        chosen = request.POST["settle"]
        key = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 18 else 0
        papers = publicising.shown(call).filter(listed__publicity=key, listed__removed_on=None)
        return _press(request, call, list(papers), SETTLE, _("已确定%d件。"))
    form = PublicityForm(request.POST, instance=Publicity())
    if not form.is_valid():
        return _page(request, call, may_keep, form=form)
    publicising.prepare(call, actor=me(request), **form.cleaned_data)
    return _press(request, call, list(publicising.waiting(call)), ANNOUNCE, _("已开始公示，名单%d件，公众站可以看到。"))


def _press(request: HttpRequest, call: Call, papers: list[Submission], act: str, done: str) -> HttpResponse:
    """The same act for all papers; each that was refused is told with its reason."""
    cases = engine.Instance.objects.filter(
        series=call.series,
        process=call.process,
        finished_at__isnull=True,
        subject_id__in=[one.pk for one in papers[:MOST]],
    )
    names = {one.pk: f"{one.organ}《{one.title}》" for one in papers}
    rows = list(cases)
    outcomes = engine.act_many([engine.Action(case.pk, act, me(request)) for case in rows])
    problems = [
        f"{names[case.subject_id]}：{''.join(outcome.reasons)}"
        for case, outcome in zip(rows, outcomes, strict=True)
        if isinstance(outcome, engine.Refused)
    ]
    if len(rows) > len(problems):
        messages.success(request, done % (len(rows) - len(problems)))
    if problems or not rows:
        return _page(request, call, may_keep=True, problems=problems or [_("没有可以办的材料，请刷新页面。")])
    return redirect("desk:call_publicity", pk=call.pk)


def _page(
    request: HttpRequest,
    call: Call,
    may_keep: bool,
    *,
    form: PublicityForm | None = None,
    problems: list[str] | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    waiting = list(publicising.waiting(call))
    ready = publicising.prepared(call, today)
    if form is None and waiting and may_keep:
        usual = {"title": _("%s拟确定名单公示") % call, "lead": "", "contact": ""}
        form = PublicityForm(instance=ready) if ready else PublicityForm(initial=usual)
    open_papers = set(publicising.shown(call).values_list("pk", flat=True))
    lists = call.publicities.exclude(since=None).select_related("page")
    lists = lists.prefetch_related(
        Prefetch("listed", Listed.objects.select_related("submission__organ")),
        Prefetch("objections", Objection.objects.select_related("submission__organ", "recorded_by", "handled_by")),
    )
    context = {
        "call": call,
        "waiting": [_line(paper) for paper in waiting],
        "form": form if may_keep and waiting else None,
        "joins": ready if ready and ready.since else None,
        "lists": [_list(row, open_papers, today, may_keep=may_keep) for row in lists],
        "problems": problems or [],
    }
    bad = bool(problems) or bool(form and form.errors)
    return page(request, "desk/publicity.html", context, here="calls", back=to_call(call), status=422 if bad else 200)


def _line(paper: Submission) -> dict[str, Any]:
    return {"unit": paper.organ, "title": paper.title, "url": paper.get_absolute_url()}


def _list(row: Publicity, open_papers: set[int], today: date, *, may_keep: bool) -> dict[str, Any]:
    """One list with its papers, its objections, and whether it can be settled."""
    places = list(row.listed.all())
    unsettled = [one for one in places if one.removed_on is None and one.submission_id in open_papers]
    objections = list(row.objections.all())
    over = row.until is not None and row.until < today
    return {
        "row": row,
        "open": row.is_open(today),
        "guessed": row.is_open(today) and publicising.is_guessed(row),
        "papers": [
            {
                **_line(one.submission),
                "kind": "returned" if one.removed_on else "doing" if one.submission_id in open_papers else "done",
                "state": _("已撤下")
                if one.removed_on
                else _("公示")
                if one.submission_id in open_papers
                else _("已办结"),
            }
            for one in places
        ],
        "objections": objections,
        "unhandled": sum(one.handled_at is None for one in objections),
        "may_record": may_keep and bool(unsettled),
        "may_handle": may_keep,
        "settle": len(unsettled) if may_keep and over else 0,
        "public_url": _public_url(row),
    }


def _public_url(row: Publicity) -> str:
    """Where the public reads it."""
    found = getattr(row, "page", None)
    return str(found.url) if found is not None and found.live else ""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, pk: int, publicity: int) -> HttpResponse:
    """登记异议."""
    call, may_keep = _kept(request, pk)
    row = get_object_or_404(call.publicities.exclude(since=None), pk=publicity)
    if not may_keep:
        raise Http404
    papers = [one.submission_id for one in row.listed.filter(removed_on=None)]
    form = ObjectionForm(request.POST or None, shown=papers)
    if request.method == "POST" and form.is_valid():
        try:
            publicising.record_objection(row, actor=me(request), **form.cleaned_data)
        except engine.Refused as refusal:
            for reason in refusal.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, _("已登记。处理以前，名单不能确定。"))
            return redirect("desk:call_publicity", pk=call.pk)
    context = {
        "title": _("登记异议"),
        "intro": _("公示期内收到的不同意见逐条登记，核实后写明处理情况。"),
        "facts": _facts(row),
        "form": form,
        "submit": _("登记"),
        "cancel_url": reverse("desk:call_publicity", args=[call.pk]),
    }
    return page(request, "desk/form.html", context, here="calls", back=_back(call), status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def handling(request: HttpRequest, pk: int, objection: int) -> HttpResponse:
    """处理异议: what was found and done, once."""
    call, may_keep = _kept(request, pk)
    rows = Objection.objects.select_related("publicity", "submission__organ")
    row = get_object_or_404(rows, pk=objection, publicity__call=call)
    if not may_keep:
        raise Http404
    form = HandlingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            publicising.handle_objection(row, actor=me(request), **form.cleaned_data)
        except engine.Refused as refusal:
            for reason in refusal.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, _("处理情况已记下。"))
            return redirect("desk:call_publicity", pk=call.pk)
    context = {
        "title": _("处理异议"),
        "facts": [
            *_facts(row.publicity),
            Fact(_("对谁"), row.about),
            Fact(_("收到"), f"{row.received_on:%Y-%m-%d}　{row.get_channel_display()}　{row.objector}"),
            Fact(_("反映的问题"), row.text),
        ],
        "form": form,
        "submit": _("记下处理情况"),
        "cancel_url": reverse("desk:call_publicity", args=[call.pk]),
    }
    return page(request, "desk/form.html", context, here="calls", back=_back(call), status=422 if form.errors else 200)


def _facts(row: Publicity) -> list[Fact]:
    return [Fact(_("公示"), row.title), Fact(_("公示期"), f"{row.since:%Y-%m-%d} 至 {row.until:%Y-%m-%d}（含当日）")]


def _back(call: Call) -> Back:
    return Back(reverse("desk:call_publicity", args=[call.pk]), _("公示"))
