"""Wagtail's editor shows a lock, and refuses to save, wherever the engine says that a person may not edit now."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.locks import BaseLock

from workflows import engine


class StageLock(BaseLock):
    """Locked for everybody whom the present state does not let edit."""

    def for_user(self, user: Any) -> bool:
        """Whether the person is locked out."""
        if not self.object.pk:
            return False
        return not engine.allowed(user, "edit", self.object)

    def get_message(self, user: Any) -> str | None:
        """Why, in words for the person who wanted to edit."""
        if not self.for_user(user):
            return None
        return _("这份公文正在流转，现在不由您修改。需要改动时，请由当前办理人退回。")

    def get_locked_by(self, user: Any) -> str:
        """What the side panel says."""
        return _("流转中，暂不能修改")

    def get_description(self, user: Any) -> str:
        """What the side panel explains."""
        return _("轮到谁办理，谁就能修改；签发以后的实质修改会使已有签名失效。")

    def get_icon_name(self, user: Any) -> str:
        """Wagtail's padlock."""
        return "lock"

    def get_title(self, user: Any) -> str:
        """Heading of the side panel."""
        return _("流转锁定")
