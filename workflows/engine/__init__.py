# ruff: noqa: F401 - the names under TYPE_CHECKING are for those who read types
"""The workflow engine. Documents, desk and pages call these names and nothing else of this package.

Resolved when first used, so that models may import them while Django is still loading apps.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .acting import act, act_many
    from .actions import Action, Offline, Outcome
    from .changes import Changes, difference
    from .definitions import processes
    from .differing import Difference, Passage, Span
    from .edits import editing
    from .erasing import confirm_erasure, eraser, propose_erasure
    from .errors import Refused
    from .explaining import Explanation
    from .histories import HistoryRow
    from .lists import listing, visible
    from .looking import (
        Look,
        answers,
        candidates,
        case_for,
        changes,
        explain,
        history,
        instance_of,
        mark_read,
        more_offers,
        offers,
        offline_offers,
        route,
    )
    from .measures.targets import Candidate
    from .migrating import MigrationPreview, migrate_cases, migration_preview
    from .models import Event, Instance, WorkItem
    from .offering import Offer
    from .permissions import allowed
    from .proof import verify
    from .registry import Description, DocumentType, Moment, effect, guard, register_document_type
    from .routes import Station, StationPerson
    from .sharing import Given, Share, may_share, share, shared_by, shares_of, unshare
    from .starting import start
    from .stranding import follow_tree, settle_stranded
    from .succession import Estate, carry_out, estate, hand_over
    from .tasks import renew_soon
    from .terms import Terms
    from .timeliness import Left, soon_until, time_left
    from .timers import run_timers
    from .worklists import Counts, WorkRow, counts, worklist

_HOMES = {
    "acting": ("act", "act_many"),
    "actions": ("Action", "Offline", "Outcome"),
    "changes": ("Changes", "difference"),
    "differing": ("Difference", "Passage", "Span"),
    "definitions": ("processes",),
    "edits": ("editing",),
    "erasing": ("confirm_erasure", "eraser", "propose_erasure"),
    "errors": ("Refused",),
    "explaining": ("Explanation",),
    "histories": ("HistoryRow",),
    "lists": ("listing", "visible"),
    "looking": (
        "Look",
        "answers",
        "candidates",
        "case_for",
        "changes",
        "explain",
        "history",
        "instance_of",
        "mark_read",
        "more_offers",
        "offers",
        "offline_offers",
        "route",
    ),
    "measures.targets": ("Candidate",),
    "migrating": ("MigrationPreview", "migrate_cases", "migration_preview"),
    "models": ("Event", "Instance", "WorkItem"),
    "offering": ("Offer",),
    "permissions": ("allowed",),
    "proof": ("verify",),
    "registry": ("Description", "DocumentType", "Moment", "effect", "guard", "register_document_type"),
    "routes": ("Station", "StationPerson"),
    "sharing": ("Given", "Share", "may_share", "share", "shared_by", "shares_of", "unshare"),
    "starting": ("start",),
    "stranding": ("follow_tree", "settle_stranded"),
    "succession": ("Estate", "carry_out", "estate", "hand_over"),
    "tasks": ("renew_soon",),
    "terms": ("Terms",),
    "timeliness": ("Left", "soon_until", "time_left"),
    "timers": ("run_timers",),
    "worklists": ("Counts", "WorkRow", "counts", "worklist"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME_OF)


def __getattr__(name: str) -> Any:
    """A public name, from the module where it lives."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOME_OF[name]}", __name__), name)


def __dir__() -> list[str]:
    """The public names."""
    return list(__all__)
