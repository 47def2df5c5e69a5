"""Rights that come from posts instead of groups."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from .posts import has_role
from .roles import ADMIN_SHELL_ROLES

ACCESS_ADMIN = "wagtailadmin.access_admin"


class PostBackend(BaseBackend):
    """Opens /admin/ to those whose post works there; it follows the post from the day it begins to the day it ends."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Only ``access_admin`` is answered here; what may be done inside, the scoped policies decide."""
        if perm != ACCESS_ADMIN or obj is not None or not user_obj.is_active:
            return False
        known = user_obj.__dict__
        if ACCESS_ADMIN not in known:  # once per loaded person, that is once per request
            known[ACCESS_ADMIN] = has_role(user_obj, ADMIN_SHELL_ROLES)
        return bool(known[ACCESS_ADMIN])
