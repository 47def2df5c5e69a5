"""What 抹去 blanks of cases: the words that were said, the contents that were signed, titles, and what people were told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils import timezone

from workflows.notifications.forgetting import forget_about, hush, replace_words, replaced
from workflows.organisations.models import Handover, User

from ..deciding.dossier import Dossier, dossiers, locked_instances
from ..deciding.recording import Entry, Said, record
from ..deciding.writing import TOPIC, write
from ..models import Content, Erasure, Event, EventText, Instance, Verification
from ..people.directory import Directory
from .proof import ERASE
from .traces import BLANK, replace_in_logs, titles_in_revisions

Subjects = Sequence[tuple[ContentType, Sequence[int]]]
"""Documents by kind and key."""

TELLING_TITLE = 6
"""A shorter title is an everyday word: it is not looked for in what people were told."""


@dataclass(frozen=True)
class Scope:
    """Words beside events, and signed contents."""

    texts: QuerySet[EventText]
    contents: QuerySet[Content]

    @property
    def cases(self) -> int:
        """In how many cases the words stand."""
        return self.texts.values("event__instance").distinct().count()


def of_person(person: User) -> Scope:
    """What the person said or had said for them, papers recorded as theirs, and what others said that names them."""
    quoted = json.dumps(person.name, ensure_ascii=False)
    wanted = _said_by(person) | Q(origin__contains=quoted)
    if len(person.name) > 1:
        wanted |= Q(opinion__contains=person.name) | Q(labels__contains=person.name)
    return Scope(EventText.objects.filter(wanted, erased_at=None), Content.objects.none())


def said_by_others(scope: Scope, person: User) -> int:
    """How many words of the scope are not the person's own."""
    return scope.texts.exclude(_said_by(person)).count()


def _said_by(person: User) -> Q:
    return Q(event__actor=person) | Q(event__behalf=person)


def of_documents(subjects: Subjects) -> Scope:
    """What was said in the documents' cases, and the contents that were signed there."""
    texts = EventText.objects.filter(event__instance__in=cases_of(subjects).values("pk"), erased_at=None)
    return Scope(texts, Content.objects.filter(_among(subjects), payload__isnull=False))


def cases_of(subjects: Subjects) -> QuerySet[Instance]:
    """Every case of the documents, running or not."""
    return Instance.objects.filter(_among(subjects))


def _among(subjects: Subjects) -> Q:
    return reduce(Q.__or__, [Q(subject_type=kind, subject_id__in=keys) for kind, keys in subjects], Q(pk__in=[]))


def blank_titles(subjects: Subjects) -> None:
    """The documents' titles, wherever cases, messages and reports of runs name them; before anything else is blanked."""
    cases = cases_of(subjects)
    titles = set(cases.values_list("title", flat=True)) | titles_in_revisions(subjects)
    for payload in Content.objects.filter(_among(subjects), payload__isnull=False).values_list("payload", flat=True):
        titles.add(str(json.loads(payload or "{}").get("title", "")))
    forget_about(TOPIC, Event.objects.filter(instance__in=cases.values("pk")).values_list("pk", flat=True))
    rename({title: BLANK for title in titles if len(title) >= TELLING_TITLE and title != BLANK})
    cases.update(title=BLANK)


def rename(words: Mapping[str, str]) -> None:
    """Put other words in place of some, in what people were told, in logs and in reports of what the system did."""
    replace_words(words)
    replace_in_logs(words)
    for run in Verification.objects.exclude(findings=""):
        if (findings := replaced(run.findings, words)) != run.findings:
            Verification.objects.filter(pk=run.pk).update(findings=findings)
    for row in Handover.objects.exclude(left=[]):
        if (left := [replaced(line, words) for line in row.left]) != row.left:
            Handover.objects.filter(pk=row.pk).update(left=left)


def write_down(erasure: Erasure, scope: Scope, by: User, now: datetime) -> int:
    """Write into each case what is blanked there, then blank it; how many words were blanked."""
    texts, contents = list(scope.texts), list(scope.contents)
    told = {pk: (seq, case) for pk, seq, case in _places(text.pk for text in texts)}
    signed = Event.objects.filter(content__in=[content.pk for content in contents])
    digests: dict[int, set[str]] = {}
    for place, digest in signed.values_list("instance_id", "content_id"):
        digests.setdefault(place, set()).add(bytes(digest).hex())
    touched = locked_instances({*(case for _seq, case in told.values()), *digests})
    cases = dossiers(touched, now, Directory(timezone.localdate(now)))
    seqs: dict[int, list[int]] = {}
    for seq, case_id in told.values():
        seqs.setdefault(case_id, []).append(seq)
    concerned = [case for pk, case in cases.items() if pk in seqs or pk in digests]  # not a root that was locked along
    for case in concerned:
        _note(case, erasure, by, sorted(seqs.get(case.instance.pk, ())), sorted(digests.get(case.instance.pk, ())))
    write(concerned, now)
    blank = {"salt": None, "opinion": None, "labels": None, "origin": None}
    keys = [text.pk for text in texts]
    EventText.objects.filter(pk__in=keys).update(**blank, erased_at=now, erased_reason=erasure.reason)
    Content.objects.filter(pk__in=[content.pk for content in contents]).update(payload=None)
    hush(TOPIC, keys)
    return len(texts)


def _places(keys: Iterable[int]) -> Iterable[tuple[int, int, int]]:
    """Number and case of some events."""
    return Event.objects.filter(pk__in=list(keys)).values_list("pk", "seq", "instance_id")


def _note(case: Dossier, erasure: Erasure, by: User, seqs: list[int], digests: list[str]) -> None:
    """The event that tells what is blanked in a case; its words are the reason."""
    instance = case.instance
    data: dict[str, Any] = {"erasure": erasure.pk, "texts": seqs, "contents": digests}
    entry = Entry(ERASE, "", instance.node, instance.node, instance.entry, actor=by, data=data)
    record(case, entry, Said(opinion=erasure.reason))
