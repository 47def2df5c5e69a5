"""通讯录与岗位 for who looks after posts: a person's page, 重置密码, 岗位交接."""

from typing import Any

from axes.utils import reset as unlock
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from workflows import engine
from workflows.organisations import handing, lending, passwords
from workflows.organisations.administering import manages
from workflows.organisations.models import Handover, Membership, User

from .. import news, staffing
from ..accounts import is_sample
from ..forms import ask_in_sentences, day_input
from ..reading import Fact
from ..shell import Back, my_posts, page
from .notice import as_pdf


@login_required
@require_GET
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """A person's posts that the reader looks after, and the way to reset the password; else it is not found."""
    found = get_object_or_404(User, pk=pk)
    held, resettable = staffing.posts_of(found, my_posts(request)), staffing.may_reset(request.user, found)
    if not held and not resettable:
        raise Http404
    context = {
        "person": found,
        "posts": held,
        "resettable": resettable,
        "last_reset": staffing.last_reset(found) if resettable else None,
    }
    return page(request, "desk/person.html", context, here="contacts", back=_to_contacts())


@login_required
@require_POST
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """重置密码: the one-time password is shown here, once, and kept nowhere."""
    found = get_object_or_404(User, pk=pk)
    if not staffing.may_reset(request.user, found):
        raise Http404
    if settings.DEMO and is_sample(found):
        messages.warning(request, _("演示账号的密码写在登录页上，不能修改。"))
        return redirect("desk:person", pk=pk)
    by: Any = request.user
    with transaction.atomic():
        password = passwords.reset(found, by=by)
        news.password_was_reset(found, by)
    unlock(username=found.username)
    context = {"person": found, "password": password, "days": passwords.LASTS.days}
    return page(request, "desk/password_once.html", context, here="contacts", back=_to_contacts())


class HandoverForm(forms.Form):
    """The successor, one of the unit or somebody else by account, and the day."""

    taker: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=gettext_lazy("接任人"), queryset=None, required=False, empty_label=gettext_lazy("别的人（在下面填）")
    )
    name = forms.CharField(label=gettext_lazy("姓名"), required=False, max_length=40)
    username = forms.CharField(
        label=gettext_lazy("账号"),
        required=False,
        max_length=150,
        help_text=gettext_lazy("已有账号就填原账号；新账号用字母和数字，交接确认以后再重置密码给本人"),
    )
    phone = forms.CharField(label=gettext_lazy("电话"), required=False, max_length=40)
    since = forms.DateField(
        label=gettext_lazy("交接日期"), widget=day_input(), help_text=gettext_lazy("从这天起由接任人负责")
    )

    def __init__(self, *args: Any, post: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taker: Any = self.fields["taker"]
        taker.queryset = lending.holders_in({post.organisation.organ_pk}).exclude(pk=post.user_id)
        self.fields["since"].initial = timezone.localdate
        ask_in_sentences(self)

    def clean(self) -> dict[str, Any]:
        """Somebody has to be named, one way or the other."""
        words: dict[str, Any] = super().clean() or {}
        if not words.get("taker"):
            for name in ("name", "username"):
                if not words.get(name):
                    self.add_error(name, _("选一位接任人，或者填写姓名和账号。"))
        return words


@login_required
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose the handover of one post, with a preview of what passes on; another person confirms it."""
    known = ("user", "role", "organisation", "organisation__organ")
    post = get_object_or_404(Membership.objects.current().select_related(*known), pk=pk)
    if not manages(my_posts(request), post):
        raise Http404
    form = HandoverForm(request.POST or None, post=post)
    if request.method == "POST" and form.is_valid():
        made = _proposed(request, post, form)
        if made is not None:
            messages.success(request, _("已提出，等另一人确认。"))
            return redirect("desk:handover", pk=made.pk)
    context = {
        "title": _("岗位交接"),
        "intro": _("另一人确认以后，到交接日期由接任人负责；下面这些随岗位移交，历史都能看到。"),
        "facts": [
            Fact(_("岗位"), post),
            Fact(_("现任"), post.user),
            Fact(_("将移交"), staffing.passing(engine.estate(post).lines)),
        ],
        "form": form,
        "submit": _("提出交接"),
        "cancel_url": reverse("desk:person", args=[post.user_id]),
    }
    return page(request, "desk/form.html", context, here="contacts", back=_to_contacts())


def _proposed(request: HttpRequest, post: Membership, form: HandoverForm) -> Handover | None:
    """The proposal; None when it was refused, with the reason above the form."""
    words, by = form.cleaned_data, request.user
    actor: Any = by
    try:
        with transaction.atomic():
            taker = words["taker"] or handing.new_person(
                username=words["username"], name=words["name"], phone=words["phone"]
            )
            return handing.propose(post, taker, since=words["since"], by=actor)
    except handing.HandoverError as refusal:
        form.add_error(None, str(refusal))
        return None


@login_required
@require_GET
def handovers(request: HttpRequest) -> HttpResponse:
    """Proposals that wait, and what was handed over, as far as the reader looks after it."""
    held = my_posts(request)
    if not staffing.looks_after(held):
        raise Http404
    groups = [(_("待确认"), handing.waiting(held)), (_("已确认"), staffing.recent(held))]
    context = {"groups": [(title, [(row, *staffing.state(row)) for row in rows]) for title, rows in groups]}
    return page(request, "desk/handovers.html", context, here="contacts", back=_to_contacts())


@login_required
@require_http_methods(["GET", "POST"])
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """One handover: what passes or passed, what could not; POST confirms it or gives it up."""
    row = _seen(request, pk)
    held, user = my_posts(request), request.user
    if request.method == "POST":
        _decide(request, row)
        return redirect("desk:handover", pk=pk)
    mark, word = staffing.state(row)
    context = {
        "handover": row,
        "facts": staffing.facts(row),
        "mark": mark,
        "word": word,
        "may_confirm": staffing.may_confirm(user, held, row),
        "may_withdraw": staffing.may_withdraw(user, held, row),
    }
    back = Back(reverse("desk:handovers"), _("岗位交接")) if staffing.looks_after(held) else _to_contacts()
    return page(request, "desk/handover.html", context, here="contacts", back=back)


@login_required
@require_GET
def handover_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """交接清单 on paper, for who may see the handover."""
    row = _seen(request, pk)
    name = _("岗位交接清单_%s.pdf") % row.post.user
    return as_pdf(HttpResponse(staffing.sheet_of(row).pdf, content_type="application/pdf"), name)


def _seen(request: HttpRequest, pk: int) -> Handover:
    """The handover, for those who look after the post or take part in it; 404 for everybody else."""
    try:
        row = staffing.find(pk)
    except Handover.DoesNotExist:
        raise Http404 from None
    if not (
        manages(my_posts(request), row.post) or request.user.pk in (row.proposed_by_id, row.taker_id, row.post.user_id)
    ):
        raise Http404
    return row


def _decide(request: HttpRequest, row: Handover) -> None:
    """Confirm or give up, and say what became of it."""
    by: Any = request.user
    try:
        with transaction.atomic():
            if request.POST.get("do") == "withdraw":
                handing.withdraw(row, by=by)
                said = _("交接已撤回。")
            else:
                news.handed_over(staffing.confirm(row, by))
                said = _("交接已确认。")
    except handing.HandoverError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, said)


def _to_contacts() -> Back:
    return Back(reverse("desk:contacts"), _("通讯录"))
