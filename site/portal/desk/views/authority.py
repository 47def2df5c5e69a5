"""签发权限: who signs what for an organ; proposed by one and confirmed by another."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from documents.notices import authority
from documents.notices.authority import AuthorityError, SigningAuthority
from workflows.organisations.models import Membership, Organisation

from ..forms import ask_in_sentences, day_input
from ..shell import Back, my_posts, page


def kept_organs(held: list[Membership]) -> list[Organisation]:
    """The organs whose register the holder of these posts keeps: those in which the posts are."""
    organs = {post.organisation.as_organ.pk: post.organisation.as_organ for post in held}
    return [organ for organ in organs.values() if authority.keeps(held, organ.path)]


class AuthorityForm(forms.Form):
    """Whom, which kinds, from when to when, and on what ground."""

    post = forms.ModelChoiceField(
        label=gettext_lazy("负责人"), queryset=Membership.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("可以签发的文种"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("报告、请示和勾选为“重要公文”的，仍由主要负责人签发"),
    )
    since = forms.DateField(label=gettext_lazy("从哪天起"), widget=day_input())
    last = forms.DateField(
        label=gettext_lazy("到哪天止"), required=False, widget=day_input(), help_text=gettext_lazy("长期有效不填")
    )
    basis = forms.CharField(
        label=gettext_lazy("依据"), max_length=120, help_text=gettext_lazy("如“2026年第3次书记办公会”")
    )

    def __init__(self, *args: Any, organs: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_in_sentences(self)
        pks = [organ.pk for organ in organs]
        here = Q(organisation__in=pks) | Q(organisation__organ__in=pks)
        posts = Membership.objects.current().filter(here, role__key__in=authority.LEADING)
        field: Any = self.fields["post"]
        field.queryset = posts.select_related("user", "organisation", "role").order_by("-principal", "pk")
        field.label_from_instance = lambda post: f"{post.user}　{post}"
        self.fields["kinds"].choices = [(kind, kind) for kind in authority.offered_kinds()]  # type: ignore[attr-defined]
        self.fields["since"].initial = timezone.localdate


@login_required
@require_GET
def authorities(request: HttpRequest) -> HttpResponse:
    """The register: who leads, and who was authorised for what."""
    organs = kept_organs(my_posts(request))
    if not organs:
        raise Http404
    pks = [organ.pk for organ in organs]
    here = Q(membership__organisation__in=pks) | Q(membership__organisation__organ__in=pks)
    known = ("membership__user", "membership__organisation", "membership__role", "proposed_by", "confirmed_by")
    leaders = Membership.objects.current().filter(organisation__in=pks, principal=True, role__key__in=authority.LEADING)
    today = timezone.localdate()
    rows = [
        {
            "row": row,
            "state": _state(row, today),
            "last": row.until - timedelta(days=1) if row.until else None,
            "may_confirm": row.confirmed_at is None
            and request.user.pk not in (row.proposed_by_id, row.membership.user_id),
            "may_end": row.until is None or row.until > today,
        }
        for row in SigningAuthority.objects.filter(here).select_related(*known)
    ]
    context = {
        "title": _("签发权限"),
        "rows": rows,
        "leaders": leaders.select_related("user", "organisation", "role"),
        "organs": organs,
    }
    return page(request, "desk/authorities.html", context, here="contacts")


def _state(row: SigningAuthority, today: Any) -> tuple[str, str]:
    """Kind and word of a row's state."""
    if row.until is not None and row.until <= today:
        return "off", _("已到期")
    if row.confirmed_at is None:
        return "soon", _("待另一人确认")
    if row.since > today:
        return "open", _("未到起期")
    return "done", _("有效")


@login_required
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """A new authority; it counts once another has confirmed it."""
    organs = kept_organs(my_posts(request))
    if not organs:
        raise Http404
    form = AuthorityForm(request.POST if request.method == "POST" else None, organs=organs)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        until = words["last"] + timedelta(days=1) if words["last"] else None
        try:
            authority.propose(
                words["post"],
                kinds=words["kinds"],
                since=words["since"],
                until=until,
                basis=words["basis"],
                by=request.user,
            )
        except AuthorityError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已提出，请另一位管理员、办公室主任或书记确认后生效。"))
            return redirect("desk:authorities")
    context = {
        "title": _("授权签发"),
        "intro": _("上行文和重要公文由主要负责人签发，其他公文可以授权副书记签发（条例第22条）。"),
        "form": form,
        "submit": _("提出"),
        "cancel_url": _register(),
    }
    return page(request, "desk/form.html", context, here="contacts", back=Back(_register(), _("签发权限")))


def _register() -> str:
    from django.urls import reverse

    return reverse("desk:authorities")


@login_required
@require_POST
def change(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """确认 or 停止 one authority of an organ that the reader keeps."""
    paths = [organ.path for organ in kept_organs(my_posts(request))]
    row = SigningAuthority.objects.select_related("membership__organisation__organ").filter(pk=pk).first()
    if row is None or row.membership.organisation.as_organ.path not in paths or act not in {"confirm", "end"}:
        raise Http404
    try:
        if act == "confirm":
            authority.confirm(pk, by=request.user)
        else:
            authority.end(pk)
    except AuthorityError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已确认，即日起有效。") if act == "confirm" else _("已停止。"))
    return redirect("desk:authorities")
