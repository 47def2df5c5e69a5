"""抹去: blanking a person's name and words, or a document's, by two persons, with a reason; the history stays whole.

Nothing is deleted that the history names. What other packages keep about a person or a document they blank themselves:
they register an eraser, name the copies that others hold, and say what stands in the way. Backups and mail that was sent are
out of reach; README says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from workflows.notifications.forgetting import forget_messages_to
from workflows.organisations.models import Delegation, Membership, User
from workflows.organisations.posts import has_role
from workflows.organisations.roles import REGISTER_ROLES

from ..errors import Refused
from ..models import Erasure, Instance
from ..registry import adapter_for, adapter_of
from .blanking import (
    Scope,
    Subjects,
    blank_titles,
    cases_of,
    of_documents,
    of_person,
    rename,
    said_by_others,
    write_down,
)
from .traces import blank_traces, count_traces

Eraser = Callable[[Any], int]
"""Blanks what a package keeps about a user or a document (inside the transaction) and tells how many rows it touched."""

Copies = Callable[[Any], "QuerySet[Any] | None"]
"""Documents of their own that hold the words of another one, such as the receivers' copies; None for what has none."""

Obstacle = Callable[[Any], "str | None"]
"""Why a document cannot be blanked now, in Chinese; None when it can."""

Holdings = Callable[[Any], "Mapping[str, int]"]
"""What a package keeps of its own about a user or a document, by its name in Chinese: how many of each."""

_erasers: dict[str, Eraser] = {}
_holdings: list[Holdings] = []
_copies: list[Copies] = []
_obstacles: list[Obstacle] = []


def eraser(name: str) -> Callable[[Eraser], Eraser]:
    """Register a function that blanks what else is kept; *name* says in Chinese what, for the record."""

    def keep(function: Eraser) -> Eraser:
        _erasers[name] = function
        return function

    return keep


def holdings(function: Holdings) -> Holdings:
    """Register what a package would blank, for the look before anything is proposed: prints, files, remarks …"""
    _holdings.append(function)
    return function


def copies(function: Copies) -> Copies:
    """Register who holds copies of a document: their cases are blanked along, also those that still run. The rows themselves
    the eraser of the package blanks when it is given the document.
    """
    _copies.append(function)
    return function


def obstacle(function: Obstacle) -> Obstacle:
    """Register what must be settled before a document is blanked."""
    _obstacles.append(function)
    return function


def propose_erasure(
    *, reason: str, by: User, person: User | None = None, subject: Any = None, now: datetime | None = None
) -> Erasure:
    """Ask that a *person*'s name and words, or a document's (*subject*) words and contents, be blanked. Nothing changes yet.

    Raises:
        Refused: no administrator, no reason or one that says what is to be blanked, both or neither named, the person still
            holds a post, or the document is still in a process or public.
    """
    _check_administrator(by)
    if not reason.strip():
        raise Refused([_("请写明抹去的理由。")])
    if (person is None) == (subject is None):
        raise Refused([_("写明抹去谁，或者抹去哪份文书，只写一样。")])
    kind = adapter_of(subject).content_type() if subject is not None else None
    if person is not None:
        _check_person(person, now or timezone.now())
        _check_reason(reason, person.name, person.username)
    else:
        _check_document(kind, subject.pk)
        _check_reason(reason, *cases_of(_subjects(kind, subject.pk)).values_list("title", flat=True))
    return Erasure.objects.create(
        person=person,
        subject_type=kind,
        subject_id=subject.pk if subject is not None else None,
        reason=reason.strip(),
        proposed_by=by,
        proposed_at=now or timezone.now(),
    )


@dataclass(frozen=True)
class Preview:
    """What an erasure would blank: how many words and signed contents in how many cases, how many of the words others said,
    how many copies others hold, what else it keeps itself (*own*: name and number), what is looked through, and what stands in
    its way."""

    words: int
    contents: int
    cases: int
    others: int
    copies: int
    own: tuple[tuple[str, int], ...]
    elsewhere: tuple[str, ...]
    obstacles: tuple[str, ...]


def preview_erasure(
    *, person: User | None = None, kind: ContentType | None = None, pk: int | None = None, now: datetime | None = None
) -> Preview:
    """Count what would go, for a person or for a document, and change nothing."""
    obstacles: list[str] = []
    subjects = _subjects(kind, pk) if person is None else ()
    scope: Scope = of_person(person) if person is not None else of_documents(subjects)
    try:
        if person is not None:
            _check_person(person, now or timezone.now())
        else:
            _check_document(kind, pk or 0)
    except Refused as refusal:
        obstacles = refusal.reasons
    return Preview(
        words=scope.texts.count(),
        contents=scope.contents.count(),
        cases=scope.cases,
        others=said_by_others(scope, person) if person is not None else 0,
        copies=sum(len(keys) for _kind, keys in subjects[1:]),
        own=_own(person if person is not None else _document(kind, pk or 0), subjects),
        elsewhere=tuple(_erasers),
        obstacles=tuple(obstacles),
    )


def _own(thing: Any, subjects: Subjects) -> tuple[tuple[str, int], ...]:
    """What is kept about a person or a document, and the traces of it and of its copies; what there is none of is left out."""
    found: Counter[str] = Counter()
    for function in _holdings if thing is not None else ():
        found.update(function(thing))
    kinds = subjects or ([(ContentType.objects.get_for_model(thing), [thing.pk])] if thing is not None else [])
    for kind, keys in kinds:
        found.update(count_traces(kind, keys))
    return tuple((name, count) for name, count in found.items() if count)


@transaction.atomic
def confirm_erasure(erasure: Erasure, *, by: User, now: datetime | None = None) -> Erasure:
    """Carry out what another administrator proposed; all of it or nothing. It cannot be taken back.

    Raises:
        Refused: no administrator, the proposer or the person in question, or it was carried out already.
    """
    moment = now or timezone.now()
    _check_administrator(by)
    locked = Erasure.objects.select_for_update(of=("self",)).get(pk=erasure.pk)
    if locked.confirmed_at is not None:
        raise Refused([_("这一项已经抹去过了。")])
    if by.pk in (locked.proposed_by_id, locked.person_id):
        raise Refused([_("要由另一位管理员确认，不能自己提出、自己确认，也不能确认抹去自己。")])
    if locked.person is not None:
        _check_person(locked.person, moment)
        locked.blanked = _blank_person(locked, locked.person, by, moment)
    else:
        locked.blanked = _blank_document(locked, by, moment)
    locked.confirmed_by, locked.confirmed_at = by, moment
    locked.save(update_fields=["blanked", "confirmed_by", "confirmed_at"])
    return locked


def _check_administrator(by: User) -> None:
    if not has_role(by, REGISTER_ROLES):
        raise Refused([_("只有系统管理员、安全管理员可以提出和确认抹去。")])


def _check_person(person: User, now: datetime) -> None:
    if person.anonymised_at is not None:
        raise Refused([_("这个人的姓名已经抹去。")])
    day = timezone.localdate(now)
    held = Membership.objects.current(day).filter(user=person).select_related("organisation", "role").first()
    if held is not None:
        raise Refused([_("他还有岗位“%(post)s”。先交接、结束岗位，再抹去。") % {"post": held}])


def _check_document(kind: ContentType | None, pk: int) -> None:
    if Instance.objects.filter(subject_type=kind, subject_id=pk, finished_at__isnull=True).exists():
        raise Refused([_("这份文书还在办理。先办结或终止，再抹去。")])
    subject = _document(kind, pk)
    if subject is not None and (reasons := [told for ask in _obstacles if (told := ask(subject))]):
        raise Refused(reasons)


def _check_reason(reason: str, *words: str) -> None:
    """The reason stays for ever: what is to be blanked must not stand in it."""
    if any(word and word in reason for word in words):
        raise Refused([_("理由一直保留，里面不要写要抹去的姓名、账号或标题。")])


def _document(kind: ContentType | None, pk: int) -> Any:
    """The document, or None when its row is gone."""
    return adapter_for(kind).get_model().objects.filter(pk=pk).first() if kind is not None else None


def _subjects(kind: ContentType | None, pk: int | None) -> Subjects:
    """The document, then the copies that others hold of it."""
    if kind is None or pk is None:
        return ()
    found: list[tuple[ContentType, list[int]]] = [(kind, [pk])]
    subject = _document(kind, pk)
    for ask in _copies if subject is not None else ():
        held = ask(subject)
        if held is not None:
            keys = list(held.order_by("pk").values_list("pk", flat=True))
            found += [(adapter_of(held.model).content_type(), keys)] if keys else []
    return found


def cases_and_copies(subject: Any) -> QuerySet[Instance]:
    """Every case of a document, and of the copies that others hold of it."""
    return cases_of(_subjects(adapter_of(subject).content_type(), subject.pk))


def _blank_person(erasure: Erasure, person: User, by: User, now: datetime) -> dict[str, int]:
    """The person's words in every case, papers recorded for them, then the name itself and what else is kept."""
    counts = {"经过": write_down(erasure, of_person(person), by, now)}
    counts |= blank_traces(ContentType.objects.get_for_model(person), [person.pk])
    counts |= {name: function(person) for name, function in _erasers.items()}
    forget_messages_to(person)
    nameless = _("已抹去的人员")
    if len(person.name) > 1:
        rename({person.name: nameless})
    Delegation.objects.filter(giver=person).update(reason="")
    _forget_portrait(person)
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()
    person.name, person.username = nameless, f"erased-{person.pk}"
    person.phone = person.email = ""
    person.is_active, person.anonymised_at = False, now
    person.set_unusable_password()
    person.save()
    return counts


def _forget_portrait(person: User) -> None:
    """What Wagtail keeps of the person's looks and habits."""
    for profile in UserProfile.objects.filter(user=person):
        if profile.avatar:
            transaction.on_commit(partial(profile.avatar.storage.delete, profile.avatar.name))
        profile.delete()


def _blank_document(erasure: Erasure, by: User, now: datetime) -> dict[str, int]:
    """The words of every case of the document and of its copies, the contents that were signed, and what else is kept."""
    kind, pk = erasure.subject_type, erasure.subject_id
    if kind is None or pk is None:
        raise Refused([_("没有写明抹去哪份文书。")])
    _check_document(kind, pk)
    subjects, subject = _subjects(kind, pk), _document(kind, pk)
    blank_titles(subjects)
    counts = {"经过": write_down(erasure, of_documents(subjects), by, now)}
    for one, keys in subjects:
        for name, count in blank_traces(one, keys).items():
            counts[name] = counts.get(name, 0) + count
    return counts | ({name: function(subject) for name, function in _erasers.items()} if subject is not None else {})
