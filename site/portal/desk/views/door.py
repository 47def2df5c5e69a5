"""登录 and 退出登录."""

from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from workflows.organisations.passwords import is_expired

from ..accounts import sample_groups, sample_password


class LoginForm(AuthenticationForm):
    """Says in one sentence what is wrong and what happens next."""

    error_messages = {
        "expired": _("一次性密码已过期，请单位管理员再重置一次。"),
        "invalid_login": _("账号或密码不对。连续输错5次会锁定半小时。"),
        "inactive": _("这个账号已停用，请联系本单位管理员。"),
    }

    def confirm_login_allowed(self, user: Any) -> None:
        """A one-time password opens the door for a few days only."""
        super().confirm_login_allowed(user)
        if is_expired(user):
            raise ValidationError(self.error_messages["expired"], code="expired")


class Door(LoginView):
    """登录. A demonstration lists its people; one click sends their name and common password through the same door."""

    authentication_form = LoginForm
    redirect_authenticated_user = True
    extra_context = {"reset_hint": _("忘了密码？请本单位或上级团委的单位管理员重置。")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the people of the demonstration, if this is one."""
        people = {"demo_accounts": sample_groups(), "demo_password": sample_password()}
        # Django would call the site by its host name here.
        return {**super().get_context_data(**kwargs), **people, "site_name": settings.WAGTAIL_SITE_NAME}
