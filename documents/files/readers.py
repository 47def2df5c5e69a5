"""Who may read an upload. Each purpose has one reader rule, registered by the package that owns the documents.

No rule, no reading: an upload of an unknown purpose is seen by nobody.
"""

from collections.abc import Callable
from typing import Any

from .models import Upload

Rule = Callable[[Any, Upload], bool]
_RULES: dict[str, Rule] = {}


def reader(purpose: str) -> Callable[[Rule], Rule]:
    """Register the rule of a purpose: ``rule(user, upload) -> bool``. Call it from ``AppConfig.ready()``'s modules."""

    def register(rule: Rule) -> Rule:
        _RULES[purpose] = rule
        return rule

    return register


def may_read(user: Any, upload: Upload) -> bool:
    """Whether the person may have the bytes: signed in, active, and let in by the rule of the purpose."""
    rule = _RULES.get(upload.purpose)
    return bool(rule and user.is_authenticated and user.is_active and rule(user, upload))
