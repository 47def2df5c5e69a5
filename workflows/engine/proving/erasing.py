"""抹去: blanking a person's name and words, or a document's, by two persons, with a reason; the history stays whole.

Nothing is deleted that the history names. What other packages keep about a person or a document they blank themselves:
they register an eraser. Backups and mail that was sent are out of reach; README says so.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.notifications.models import Notification
from workflows.organisations.models import Membership, User
from workflows.organisations.posts import has_role
from workflows.organisations.roles import REGISTER_ROLES

from ..deciding.dossier import Dossier, dossiers, locked_instances
from ..deciding.recording import Entry, Said, record
from ..deciding.writing import write
from ..errors import Refused
from ..models import Content, Erasure, Event, EventText, Instance
from ..people.directory import Directory
from ..registry import adapter_of
from .proof import ERASE
from .traces import blank_traces

Eraser = Callable[[Any], int]
"""Blanks what a package keeps about a user or a document (inside the transaction) and tells how many rows it touched."""

_erasers: dict[str, Eraser] = {}


def eraser(name: str) -> Callable[[Eraser], Eraser]:
    """Register a function that blanks what else is kept; *name* says in Chinese what, for the record."""

    def keep(function: Eraser) -> Eraser:
        _erasers[name] = function
        return function

    return keep


def propose_erasure(
    *, reason: str, by: User, person: User | None = None, subject: Any = None, now: datetime | None = None
) -> Erasure:
    """Ask that a *person*'s name and words, or a document's (*subject*) words and contents, be blanked. Nothing changes yet.

    Raises:
        Refused: no administrator, no reason, both or neither named, the person still holds a post, or the document is still
            in a process.
    """
    _check_administrator(by)
    if not reason.strip():
        raise Refused([_("请写明抹去的理由。")])
    if (person is None) == (subject is None):
        raise Refused([_("写明抹去谁，或者抹去哪份文书，只写一样。")])
    if person is not None:
        _check_person(person, now or timezone.now())
    kind = adapter_of(subject).content_type() if subject is not None else None
    if subject is not None:
        _check_document(kind, subject.pk)
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
    """What an erasure would blank: how many words and signed contents in how many cases, what else is looked through, and what
    stands in its way."""

    words: int
    contents: int
    cases: int
    elsewhere: tuple[str, ...]
    obstacles: tuple[str, ...]


def preview_erasure(
    *, person: User | None = None, kind: ContentType | None = None, pk: int | None = None, now: datetime | None = None
) -> Preview:
    """Count what would go, for a person or for a document, and change nothing."""
    obstacles: list[str] = []
    if person is not None:
        texts, contents = _words_of_person(person), Content.objects.none()
    else:
        texts, contents = _words_of_document(kind, pk)
    try:
        if person is not None:
            _check_person(person, now or timezone.now())
        else:
            _check_document(kind, pk or 0)
    except Refused as refusal:
        obstacles = refusal.reasons
    cases = texts.values("event__instance").distinct().count()
    return Preview(texts.count(), contents.count(), cases, tuple(_erasers), tuple(obstacles))


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


def _blank_person(erasure: Erasure, person: User, by: User, now: datetime) -> dict[str, int]:
    """The person's words in every case, papers recorded for them, then the name itself and what else is kept."""
    counts = {"经过": _write_down(erasure, _words_of_person(person), (), by, now)}
    counts |= _others(person)
    Notification.objects.filter(user=person).delete()
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()
    person.name, person.username = _("已抹去的人员"), f"erased-{person.pk}"
    person.phone = person.email = ""
    person.is_active, person.anonymised_at = False, now
    person.set_unusable_password()
    person.save()
    return counts


def _blank_document(erasure: Erasure, by: User, now: datetime) -> dict[str, int]:
    """The words of every case of the document, the contents that were signed, and what else is kept."""
    kind, pk = erasure.subject_type, erasure.subject_id
    if kind is None or pk is None:
        raise Refused([_("没有写明抹去哪份文书。")])
    _check_document(kind, pk)
    cases = Instance.objects.filter(subject_type=kind, subject_id=pk)
    texts, contents = _words_of_document(kind, pk)
    counts = {"经过": _write_down(erasure, list(texts), list(contents), by, now)}
    cases.update(title=_("（已抹去）"))
    model: Any = kind.model_class()
    subject = model.objects.filter(pk=pk).first()
    return counts | (_others(subject) if subject is not None else {})


def _words_of_person(person: User) -> QuerySet[EventText]:
    """What the person said or had said for them, and papers recorded as theirs."""
    name = json.dumps(person.name, ensure_ascii=False)
    mine = Q(event__actor=person) | Q(event__behalf=person) | Q(origin__contains=name)
    return EventText.objects.filter(mine, erased_at=None)


def _words_of_document(kind: ContentType | None, pk: int | None) -> tuple[QuerySet[EventText], QuerySet[Content]]:
    """What was said in the document's cases, and the contents that were signed there."""
    cases = Instance.objects.filter(subject_type=kind, subject_id=pk or 0)
    texts = EventText.objects.filter(event__instance__in=cases, erased_at=None)
    return texts, Content.objects.filter(subject_type=kind, subject_id=pk or 0, payload__isnull=False)


def _others(thing: models.Model) -> dict[str, int]:
    """What Wagtail and the other packages keep."""
    counts = blank_traces(ContentType.objects.get_for_model(thing), thing.pk)
    return counts | {name: function(thing) for name, function in _erasers.items()}


def _write_down(
    erasure: Erasure, texts: Iterable[EventText], contents: Iterable[Content], by: User, now: datetime
) -> int:
    """Write into each case what is blanked there, then blank it; how many words were blanked."""
    texts, contents = list(texts), list(contents)
    numbers = dict(Event.objects.filter(pk__in=[text.pk for text in texts]).values_list("pk", "seq"))
    places = dict(Event.objects.filter(pk__in=[text.pk for text in texts]).values_list("pk", "instance_id"))
    signed = Event.objects.filter(content__in=[content.pk for content in contents])
    digests: dict[int, set[str]] = {}
    for place, digest in signed.values_list("instance_id", "content_id"):
        digests.setdefault(place, set()).add(bytes(digest).hex())
    touched = locked_instances({*places.values(), *digests})
    cases = dossiers(touched, now, Directory(timezone.localdate(now)))
    told: list[Dossier] = []
    for pk, case in cases.items():
        seqs = sorted(numbers[text.pk] for text in texts if places[text.pk] == pk)
        if not seqs and pk not in digests:
            continue  # a root that was locked along
        data = {"erasure": erasure.pk, "texts": seqs, "contents": sorted(digests.get(pk, ()))}
        instance = case.instance
        entry = Entry(ERASE, "", instance.node, instance.node, instance.entry, actor=by, data=data)
        record(case, entry, Said(opinion=erasure.reason))
        told.append(case)
    write(told, now)
    blank = {"salt": None, "opinion": None, "labels": None, "origin": None}
    EventText.objects.filter(pk__in=[text.pk for text in texts]).update(
        **blank, erased_at=now, erased_reason=erasure.reason
    )
    Content.objects.filter(pk__in=[content.pk for content in contents]).update(payload=None)
    return len(texts)
