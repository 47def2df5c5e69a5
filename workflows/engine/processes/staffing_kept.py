"""岗位配备 for pages: what was found out stays until posts, people, organs, the rules or the day are others.

Working it out for three thousand organs takes most of a second; asking whether anything is new, two statements and 20 ms. Each process of the
server keeps its own, so nothing has to be told to the others.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from datetime import date
from threading import Lock

from django.db.models import Count, F, Sum
from django.utils import timezone

from workflows.organisations.models import Membership, Organisation

from ..models import Definition
from .staffing import Staffing, staffing_by_organ
from .versions import rules_of

MOST = 8
"""So many versions are kept; of three thousand organs each takes a few megabytes."""

_kept: OrderedDict[str, tuple[str, tuple[Staffing, ...]]] = OrderedDict()
_lock = Lock()


def kept_staffing(row: Definition, *, on: date | None = None) -> tuple[Staffing, ...]:
    """Every organ that may begin the process, as :func:`~.staffing.staffing_by_organ` gives them."""
    day = on or timezone.localdate()
    state = state_of_posts(day)
    with _lock:
        known = _kept.get(row.digest)
        if known is not None and known[0] == state:
            _kept.move_to_end(row.digest)
            return known[1]
    found = tuple(staffing_by_organ(rules_of(row), on=day))
    with _lock:
        _kept[row.digest] = (state, found)
        _kept.move_to_end(row.digest)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return found


def state_of_posts(day: date) -> str:
    """Tells organs and the posts held on a day from any others: whatever staffing looks at changes it. Two statements."""
    organs = Organisation.objects.order_by("pk").values_list(
        "pk", "path", "level", "kind", "profile", "code", "name", "short_name", "organ", "since", "until", "successor"
    )
    told = hashlib.sha256(repr((day, list(organs))).encode())
    post = F("pk")
    held = Membership.objects.current(day).aggregate(
        count=Count("pk"),
        posts=Sum(post * post),
        people=Sum(post * F("user")),
        roles=Sum(post * F("role")),
        places=Sum(post * F("organisation")),
    )
    told.update(repr(sorted(held.items())).encode())
    return told.hexdigest()
