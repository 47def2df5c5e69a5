"""转办 加签 传阅 … from a page: what the form asks for, whom it offers, and what a refusal leaves standing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows import engine

from .forms import ask_in_sentences

Candidates = Callable[[str], list[Any]]
"""Whom an act may reach, by words of name, post or organisation; all of them by an empty text."""

SIGN = "@"
"""The engine's mark of an act that is no transition; addresses leave it out."""

USUAL = frozenset({"@transfer", "@assist", "@circulate", "@urge", "@resume"})
"""What people use every day stands first."""

SHOWN_PEOPLE, SHOWN_POSTS = 20, 10
"""So many are listed before somebody searches."""

PRECISE = "@transfer"
"""Here it matters in which post somebody is asked: a signature goes only to a post that may sign."""

LABELS = {
    "assist": gettext_lazy("协助的人"),
    "add_before": gettext_lazy("加签的人"),
    "add_beside": gettext_lazy("加签的人"),
    "add_after": gettext_lazy("加签的人"),
    "circulate": gettext_lazy("送给谁"),
    "copy": gettext_lazy("送给谁"),
}
"""What the choice of people is called where nothing is handed over."""

HELP = {
    "transfer": gettext_lazy("转出以后由对方办，时限不变。"),
    "assist": gettext_lazy("请对方提意见，办完回到您这里，时限不变。"),
    "add_before": gettext_lazy("对方先办，同意以后再轮到您。"),
    "add_beside": gettext_lazy("对方和您一起办，都同意才往下走。"),
    "add_after": gettext_lazy("您办完再请对方办，同意以后才往下走。"),
    "drop": gettext_lazy("只能减去还没办的。"),
    "circulate": gettext_lazy("对方看完按“已阅”，不影响办理。"),
    "copy": gettext_lazy("告诉对方一声，可以来看，不影响办理。"),
    "claim": gettext_lazy("领办以后由您一个人办，同一岗位的其他人不能再办；可以随时放回。"),
    "release": gettext_lazy("放回以后，同一岗位的人都可以办。"),
    "resume": gettext_lazy("恢复以后接着办，时限按停住的工作日顺延。"),
    "urge": gettext_lazy("提醒现在办理的人。"),
    "urge_readers": gettext_lazy("提醒还没有阅的人。"),
    "supervise": gettext_lazy("现在办理的人要在期限前答复。"),
    "suspend": gettext_lazy("挂起后谁也不能办，时限停住；恢复后按停住的工作日顺延。"),
    "stop": gettext_lazy("终止后不能恢复。"),
    "void": gettext_lazy("作废后不能恢复。"),
    "cancel": gettext_lazy("撤销后不能恢复，需要时另行拟稿。"),
    "extend": gettext_lazy("由另一人批准，批准前仍按原时限。"),
    "jump": gettext_lazy("卡住时才用。要另一人同意，办理记录里会写明。"),
}


def links(instance: Any, offers: Iterable[Any]) -> list[tuple[str, str]]:
    """What stands under 更多: the acts that are possible now, with the pages that ask for the rest."""
    possible = [offer for offer in offers if offer.allowed]
    possible.sort(key=lambda offer: offer.transition not in USUAL)
    return [(str(offer.title), address_of(instance, offer.transition)) for offer in possible]


def urging(instance: Any, offers: Iterable[Any]) -> dict[str, str] | None:
    """The one button under the receipts of a 传阅 that reminds who has not read it; None when there is nobody to remind."""
    offer = next((one for one in offers if one.transition == "@urge_readers" and one.allowed), None)
    return {"url": address_of(instance, offer.transition), "token": offer.token} if offer is not None else None


def address_of(instance: Any, measure: str) -> str:
    """The page of one act."""
    return reverse("desk:measure", args=[instance.pk, measure.removeprefix(SIGN)])


class MeasureForm(forms.Form):
    """The fields that an act wants: whom, which, how long, and why. Search words narrow the list; what is ticked stays."""

    find = forms.CharField(label=gettext_lazy("查找"), required=False, max_length=40)

    def __init__(self, data: QueryDict | None, *, offer: Any, look: Any) -> None:
        super().__init__(data)
        self.offer = offer

        def others(text: str) -> list[Any]:
            return [one for one in look.candidates(offer.transition, text) if one.user_id != look.user.pk]

        add_wanted(self, offer, others)
        if offer.takes_opinion:
            words = forms.Textarea(attrs={"rows": 3})
            self.fields["opinion"] = forms.CharField(
                label=_("理由和要求") if offer.needs_opinion else _("附言"), required=offer.needs_opinion, widget=words
            )
        ask_in_sentences(self)

    @property
    def chooses_people(self) -> bool:
        """Whether it has the list of people, and the words to search it."""
        return "whom" in self.fields

    def params(self) -> dict[str, Any]:
        """What the engine is told beside the words."""
        return wanted(self.cleaned_data)


def add_wanted(form: forms.Form, offer: Any, candidates: Candidates) -> None:
    """Give *form* the fields that an act wants. A field ``find`` stays only where there are people to look for."""
    _add_whom(form, offer, candidates)
    label = {"seat": _("减去哪一项"), "state": _("跳到哪个环节")}
    for name in ("seat", "state"):
        if name in offer.wants:
            choices = [(choice.name, choice.title) for choice in offer.choices]
            form.fields[name] = forms.ChoiceField(label=label[name], choices=choices, widget=forms.RadioSelect)
    if "days" in offer.wants:
        form.fields["days"] = forms.IntegerField(label=_("延期几个工作日"), min_value=1, max_value=60)
    if "until" in offer.wants:
        date = forms.DateInput(attrs={"type": "date", "min": timezone.localdate().isoformat()}, format="%Y-%m-%d")
        form.fields["until"] = forms.DateField(label=_("哪一天前答复"), widget=date)


def _add_whom(form: forms.Form, offer: Any, candidates: Candidates) -> None:
    if "whom" not in offer.wants and "several" not in offer.wants:
        del form.fields["find"]
        return
    data: Any = form.data
    text = data.get("find", "").strip()
    ticked = data.getlist("whom") if form.is_bound else []
    found = offered(candidates, text, ticked)
    if offer.transition != PRECISE:
        found = each_once(found)
    choices = [(one.ref, _named(one)) for one in found]
    kind, widget = (
        (forms.MultipleChoiceField, forms.CheckboxSelectMultiple)
        if "several" in offer.wants
        else (forms.ChoiceField, forms.RadioSelect)
    )
    told = "" if choices else _("没有找到，请换个词再查。") if text else _("没有可以选的人。")
    label = LABELS.get(offer.transition.removeprefix(SIGN), _("交给谁"))
    field = form.fields["whom"] = kind(label=label, choices=choices, widget=widget, help_text=told)
    field.error_messages["invalid_choice"] = _("所选的人不在可选的范围里，请重新选择。")
    posts = {one.ref for one in found if one.is_post}
    field.posts = bool(posts)  # type: ignore[attr-defined]
    field.posts_open = len(posts) == len(found) or bool(posts & set(ticked))  # type: ignore[attr-defined]


def _named(one: Any) -> str:
    return f"{one.post}　{one.organ}" if one.is_post else f"{one.name}　{one.post}　{one.organ}"


def wanted(words: Mapping[str, Any]) -> dict[str, Any]:
    """What was given in these fields, as the engine takes it."""
    params = {name: words[name] for name in ("seat", "state", "days") if words.get(name)}
    if words.get("until"):
        params["until"] = words["until"].isoformat()
    if words.get("whom"):
        params["whom"] = words["whom"] if isinstance(words["whom"], list) else [words["whom"]]
    return params


def offered(candidates: Candidates, text: str, ticked: list[str]) -> list[Any]:
    """The people and posts to choose from: those who are ticked first, then those who fit the words."""
    found = candidates(text)
    people = [one for one in found if not one.is_post]
    posts = [one for one in found if one.is_post]
    shown = found if text else [*people[:SHOWN_PEOPLE], *posts[:SHOWN_POSTS]]
    everybody = candidates("") if ticked and text else found
    kept = [one for one in everybody if one.ref in ticked]
    return [*kept, *(one for one in shown if one.ref not in ticked)]


def each_once(found: list[Any]) -> list[Any]:
    """The same, but somebody with several posts in one organisation once, with all of them; the first place is kept."""
    once: dict[Any, Any] = {}
    for one in found:
        key = one.ref if one.is_post else (one.user_id, one.organ)
        once[key] = replace(once[key], post=f"{once[key].post}、{one.post}") if key in once else one
    return list(once.values())


def find_offer(look: engine.Look, measure: str) -> Any:
    """The act as the engine offers it to this person; None for whom it never concerns."""
    return next((offer for offer in look.more_offers() if offer.transition == f"{SIGN}{measure}"), None)
