"""Proving everything, or one case, against the seals in the database and the exported ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.organisations.models import User

from ..models import Event, EventText, Instance, Seal, Verification
from . import merkle
from .proof import verify
from .sealing import Exported, leaves, seal_digest


@dataclass
class Audit:
    """What was proved: *findings* by case (0: not of one case), in Chinese; empty when all is sound."""

    cases: int = 0
    events: int = 0
    unsealed: int = 0
    findings: dict[int, list[str]] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    @property
    def lines(self) -> list[str]:
        """The findings with the document that each is about."""
        return [f"{self.names.get(case, '')}{line}" for case, found in self.findings.items() for line in found]

    def add(self, case: int, *lines: str) -> None:
        """Note what was found of a case, once."""
        known = self.findings.setdefault(case, []) if lines else []
        known += [line for line in lines if line not in known]


def audit(instance: Instance | None = None, *, exported: Sequence[Exported] = ()) -> Audit:
    """Prove one case, or all of them: chain, words, contents, marking, and that nothing sealed or exported is missing.

    Reads only. Over everything it also looks for rows that belong to no case, and proves every seal.
    """
    found = Audit()
    with transaction.atomic():
        cases = Instance.objects.order_by("pk") if instance is None else Instance.objects.filter(pk=instance.pk)
        for case in cases.iterator(chunk_size=500):
            found.names[case.pk] = _name(case)
            found.add(case.pk, *verify(case))
            found.cases += 1
        events = Event.objects.all() if instance is None else Event.objects.filter(instance=instance)
        found.events = events.count()
        if instance is None:
            found.add(0, *_orphans())
        found.add(0, *_seals(None if instance is None else events))
        for one in exported:
            _against(found, one, instance)
        found.findings = {
            case: told for case, told in sorted(found.findings.items(), key=lambda one: one[0] == 0) if told
        }
        sealed = Seal.objects.order_by("-number").values_list("last_event", flat=True).first() or 0
        last = max([one.seal.last_event for one in exported], default=sealed)
        found.unsealed = events.filter(pk__gt=last).count()
    return found


def note(
    found: Audit, *, by: User | None, instance: Instance | None = None, now: datetime | None = None
) -> Verification:
    """Keep the result of a run for the auditors' page."""
    return Verification.objects.create(
        at=now or timezone.now(),
        by=by,
        instance=instance,
        cases=found.cases,
        events=found.events,
        findings="\n".join(found.lines),
    )


def _name(case: Instance) -> str:
    return _("《%(title)s》（事项 %(pk)d）：") % {"title": case.title, "pk": case.pk}


def _orphans() -> Iterator[str]:
    """Rows whose case or event is gone; the database refuses that unless it was told not to."""
    if lost := Event.objects.exclude(instance__in=Instance.objects.all()).count():
        yield _("有 %(count)d 条经过找不到所属的事项。") % {"count": lost}
    if lost := EventText.objects.exclude(event__in=Event.objects.all()).count():
        yield _("有 %(count)d 条意见找不到所属的经过。") % {"count": lost}


def _seals(events: Iterable[Event] | None) -> Iterator[str]:
    """Every seal in the database: numbers, links, ranges, digests and roots; only those that touch *events* if given."""
    before: Seal | None = None
    touched = None if events is None else {event.pk for event in events}
    for number, seal in enumerate(Seal.objects.order_by("number"), start=1):
        name = {"number": seal.number}
        expected = (before.digest, before.last_event + 1) if before is not None else (b"", 1)
        if seal.number != number or (bytes(seal.previous), seal.first_event) != (bytes(expected[0]), expected[1]):
            yield _("第 %(number)d 封与前一封接不上。") % name
        if seal_digest(seal) != bytes(seal.digest):
            yield _("第 %(number)d 封被改动过。") % name
        concerned = touched is None or any(seal.first_event <= pk <= seal.last_event for pk in touched)
        if concerned and merkle.root(leaves(seal.first_event, seal.last_event)) != bytes(seal.root):
            yield _("第 %(number)d 封所封的经过有增删或改动。") % name
        before = seal


def _against(found: Audit, exported: Exported, instance: Instance | None) -> None:
    """Compare with a seal that was kept elsewhere; what a case lost or changed is laid to that case."""
    told = exported.seal
    kept = Seal.objects.filter(number=told.number).first()
    if kept is None:
        found.add(0, _("导出的第 %(number)d 封在系统里不见了。") % {"number": told.number})
    elif bytes(kept.digest) != bytes(told.digest):
        found.add(0, _("第 %(number)d 封与导出的不一致。") % {"number": told.number})
    events = dict(Event.objects.filter(pk__range=(told.first_event, told.last_event)).values_list("pk", "digest"))
    for head in exported.heads:
        if instance is not None and head.case != instance.pk:
            continue
        place = {"seq": head.seq, "number": told.number}
        if head.case not in found.names:
            found.names[head.case] = _("事项 %(pk)d（%(subject)s）：") % {"pk": head.case, "subject": head.subject}
            found.add(head.case, _("整件不见了；第 %(number)d 封里它有 %(seq)d 条经过。") % place)
        elif head.event not in events:
            found.add(head.case, _("第 %(seq)d 条不见了，第 %(number)d 封里有它；末尾被截去或重写过。") % place)
        elif bytes(events[head.event]).hex() != head.digest:
            found.add(head.case, _("第 %(seq)d 条与第 %(number)d 封里的不一致，被重写过。") % place)
    if instance is None and merkle.root(leaves(told.first_event, told.last_event)) != bytes(told.root):
        found.add(0, _("第 %(number)d 封所封的经过有增删或改动。") % {"number": told.number})
