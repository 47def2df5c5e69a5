"""The reader: name, posts, delegations, password."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from workflows.organisations.models import Membership
from workflows.organisations.passwords import settle

from ..accounts import is_sample
from ..forms import ask_in_sentences
from ..lent import lent
from ..reading import Fact
from ..shell import Back, business_posts, page
from .telling import ways


@login_required
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """Who I am here, and what I may do."""
    today = timezone.localdate()
    user: Any = request.user
    given, taken = lent(user, today)
    context = {
        "facts": [
            Fact(_("姓名"), user.name),
            Fact(_("账号"), user.username),
            Fact(_("电话"), user.phone),
            Fact(_("邮箱"), user.email),
        ],
        "ways": ways(user),
        "posts": _posts(user),
        "given": given,
        "taken": taken,
        "today": today,
        "may_lend": bool(business_posts(request)),
    }
    return page(request, "desk/me.html", context, here="mine")


def _posts(user: Any) -> list[Membership]:
    """Posts in force, newest first."""
    held = Membership.objects.current().filter(user=user)
    return list(held.select_related("organisation", "organisation__organ", "role").order_by("-principal", "pk"))


class ChangePassword(PasswordChangeView):
    """修改密码. The accounts of the demonstration keep theirs: the login page names it."""

    template_name = "desk/form.html"
    success_url = reverse_lazy("desk:me")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Turn sample accounts away."""
        if settings.DEMO and request.user.is_authenticated and is_sample(request.user):
            messages.warning(request, _("演示账号的密码写在登录页上，不能修改。"))
            return redirect("desk:me")
        return super().dispatch(request, *args, **kwargs)

    def render_to_response(self, context: dict[str, Any], **response: Any) -> HttpResponse:
        """Within the shell of the desk."""
        shown = {
            "form": context["form"],
            "title": _("修改密码"),
            "intro": _("您用的是一次性密码，请先改成自己的。")
            if context["form"].user.one_time_until
            else _("改好以后，在别处的登录会自动退出。"),
            "submit": _("修改密码"),
            "cancel_url": "" if context["form"].user.one_time_until else reverse("desk:me"),
        }
        return page(self.request, "desk/form.html", shown, here="mine", back=Back(reverse("desk:me"), _("我的账号")))

    def get_form(self, form_class: Any = None) -> Any:
        """With one line of advice in place of Django's four."""
        form = super().get_form(form_class)
        form.fields["new_password1"].help_text = _("至少12个字符，不能只有数字，不要用姓名、账号和常见的词。")
        form.fields["new_password2"].help_text = _("再写一遍。")
        ask_in_sentences(form)
        return form

    def form_valid(self, form: Any) -> HttpResponse:
        """Say that it is done."""
        messages.success(self.request, _("密码已修改。"))
        settle(form.user)
        return super().form_valid(form)
