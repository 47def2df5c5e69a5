# ruff: noqa: F401 - the names under TYPE_CHECKING are for those who read types
"""The workflow engine. Documents, desk and pages call these names and nothing else of this package.

Resolved when first used, so that models may import them while Django is still loading apps.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .addresses import address_of
    from .clock.renewing import follows_calendar
    from .clock.tasks import renew_soon
    from .clock.terms import Terms, days_to_stay, stay_of
    from .clock.timeliness import Left, soon_until, time_left
    from .clock.timers import run_timers
    from .deciding.acting import act, act_many
    from .deciding.actions import Action, Offline, Outcome
    from .deciding.edits import editing
    from .deciding.starting import start
    from .errors import Refused
    from .measures.targets import Candidate
    from .models import Event, Instance, WorkItem
    from .people.directory import holders_on
    from .people.following import follow, followed, unfollow
    from .people.permissions import allowed
    from .people.placing import follow_tree
    from .people.sharing import Given, Share, may_share, share, shared_by, shares_of, unshare
    from .people.standing import standing
    from .people.stranding import follows_successors, settle_stranded
    from .people.succession import Estate, carry_out, estate, hand_over
    from .processes.definitions import kinds_of_matters, process_titles
    from .processes.migrating import MigrationPreview, migrate_cases, migration_preview
    from .proving.erasing import cases_and_copies, confirm_erasure, copies, eraser, holdings, obstacle, propose_erasure
    from .proving.proof import verify
    from .proving.traces import BLANK, blank_traces
    from .reading.changes import Changes, difference
    from .reading.differing import Difference, Passage, Span, differences
    from .reading.explaining import Explanation
    from .reading.histories import HistoryRow, last_act
    from .reading.lists import few, listing, seen_among, visible
    from .reading.looking import (
        Look,
        answers,
        candidates,
        case_for,
        case_of,
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
    from .reading.offering import Offer
    from .reading.returning import Returned, why_returned
    from .reading.rounds import Reader, Round
    from .reading.routes import Station, StationPerson
    from .reading.statements import Statement, statements
    from .reading.worklists import Counts, WorkRow, counts, worklist
    from .registry import Description, DocumentType, Entitled, Holders, Moment, effect, guard, register_document_type

_HOMES = {
    "addresses": ("address_of",),
    "deciding.acting": ("act", "act_many"),
    "deciding.actions": ("Action", "Offline", "Outcome"),
    "reading.changes": ("Changes", "difference"),
    "reading.differing": ("Difference", "Passage", "Span", "differences"),
    "processes.definitions": ("kinds_of_matters", "process_titles"),
    "deciding.edits": ("editing",),
    "proving.erasing": (
        "cases_and_copies",
        "confirm_erasure",
        "copies",
        "eraser",
        "holdings",
        "obstacle",
        "propose_erasure",
    ),
    "errors": ("Refused",),
    "reading.explaining": ("Explanation",),
    "reading.histories": ("HistoryRow", "last_act"),
    "reading.lists": ("few", "listing", "seen_among", "visible"),
    "reading.looking": (
        "Look",
        "answers",
        "candidates",
        "case_for",
        "case_of",
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
    "processes.migrating": ("MigrationPreview", "migrate_cases", "migration_preview"),
    "models": ("Event", "Instance", "WorkItem"),
    "reading.offering": ("Offer",),
    "people.directory": ("holders_on",),
    "people.following": ("follow", "followed", "unfollow"),
    "people.permissions": ("allowed",),
    "proving.proof": ("verify",),
    "proving.traces": ("BLANK", "blank_traces"),
    "registry": (
        "Description",
        "DocumentType",
        "Entitled",
        "Holders",
        "Moment",
        "effect",
        "guard",
        "register_document_type",
    ),
    "reading.returning": ("Returned", "why_returned"),
    "reading.rounds": ("Reader", "Round"),
    "reading.routes": ("Station", "StationPerson"),
    "people.sharing": ("Given", "Share", "may_share", "share", "shared_by", "shares_of", "unshare"),
    "deciding.starting": ("start",),
    "people.placing": ("follow_tree",),
    "people.standing": ("standing",),
    "people.stranding": ("follows_successors", "settle_stranded"),
    "people.succession": ("Estate", "carry_out", "estate", "hand_over"),
    "clock.renewing": ("follows_calendar",),
    "clock.tasks": ("renew_soon",),
    "clock.terms": ("Terms", "days_to_stay", "stay_of"),
    "clock.timeliness": ("Left", "soon_until", "time_left"),
    "clock.timers": ("run_timers",),
    "reading.statements": ("Statement", "statements"),
    "reading.worklists": ("Counts", "WorkRow", "counts", "worklist"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME_OF)


def __getattr__(name: str) -> Any:
    """A public name, from the module where it lives."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f".{_HOME_OF[name]}", __name__), name)
    return found


def __dir__() -> list[str]:
    """The public names."""
    return list(__all__)
