"""共享 on the desk: who is offered it, whom a matter can be shared with, and how a share is named in a form."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows import engine
from workflows.organisations.models import Membership, Organisation, Role, User

from .shell import business_posts

RIGHTS = {
    "view": gettext_lazy("只看"),
    "comment": gettext_lazy("看，并提意见"),
    "edit": gettext_lazy("看，并一起修改"),
}
FOUND = 8
"""So many persons and so many organs are offered; more are found by writing more of the name."""


@dataclass(frozen=True)
class Row:
    """One share in words; *ref* names it in a form."""

    ref: str
    title: str
    case: int
    to: str
    right: str
    last_day: date | None


def links(request: HttpRequest, case: Any) -> list[tuple[str, str]]:
    """共享 under 更多, for whoever handles documents in the case's organ or above; the page itself asks the engine."""
    near = any(
        case.organ_id == post.organisation.organ_pk or case.path.startswith(post.organisation.as_organ.path)
        for post in business_posts(request)
    )
    return [(_("共享"), reverse("desk:share", args=[case.pk]))] if near else []


def rights_of(user: Any, subject: Any) -> list[tuple[str, Any]]:
    """What the person may pass on of a document."""
    return [(right, title) for right, title in RIGHTS.items() if engine.may_share(user, subject, right)]


def search(text: str, user: Any) -> list[tuple[str, str]]:
    """Persons with a business post and organs by name, as choices of a form; nothing before something is written."""
    if not text:
        return []
    held = (
        Membership.objects.current()
        .filter(user__name__icontains=text, role__kind=Role.Kind.BUSINESS)
        .exclude(user=user)
        .select_related("user", "organisation", "role")
        .order_by("user", "-principal", "pk")
    )
    persons = {post.user_id: post for post in reversed(held[: FOUND * 3])}
    organs = Organisation.objects.active().organs().filter(Q(name__icontains=text) | Q(short_name__icontains=text))
    return [
        *((f"person:{pk}", f"{post.user}（{post}）") for pk, post in list(persons.items())[:FOUND]),
        *((f"organ:{organ.pk}", _("%s全体办事人员") % organ) for organ in organs[:FOUND]),
    ]


def named(ref: str) -> User | Organisation | None:
    """The person or organ that a form names; None when there is none."""
    kind, _colon, key = ref.partition(":")
    if not (key.isascii() and key.isdigit()):
        return None
    if kind == "person":
        return User.objects.filter(pk=key, is_active=True).first()
    return Organisation.objects.active().organs().filter(pk=key).first() if kind == "organ" else None


def row(share: engine.Share, title: str, case: int) -> Row:
    """A share as a line of a list."""
    kind = "person" if isinstance(share.to, User) else "organ"
    last = share.until - timedelta(days=1) if share.until is not None else None
    return Row(f"{kind}:{share.to.pk}:{share.right}", title, case, str(share.to), str(RIGHTS[share.right]), last)


def rows(subject: Any, case: Any) -> list[Row]:
    """The shares of a document with persons and organs."""
    return [
        row(one, case.title, case.pk) for one in engine.shares_of(subject) if isinstance(one.to, User | Organisation)
    ]
