"""岗位交接: what a post's holder has in hand passes to the successor, with an event in each case.

What was put to the post waits for whoever holds it and passes by itself. What was put to the person, and the cases that the
person began, are put into the successor's hands; both count as drafters from then on, so 岗位分离 holds for both. Where it
bars the successor, whoever the definition names next is asked instead, and the report says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.organisations.models import Handover, Membership, Role, User

from ..clock.portions import in_portions
from ..deciding.dossier import SEATED, UNFINISHED, Dossier, dossiers, locked_instances
from ..deciding.recording import Entry, Said, record
from ..deciding.writing import write
from ..models import Instance, WorkItem
from ..processes.definitions import loaded
from ..proving.proof import HANDOVER
from .directory import Directory, role_id


@dataclass(frozen=True)
class Estate:
    """How much passes with a post: what waits at the post, what waits for the person, drafts, and other running cases begun."""

    at_post: int
    personal: int
    drafts: int
    running: int

    @property
    def lines(self) -> dict[str, int]:
        """The same by its name in Chinese, in the order in which it is shown."""
        return {
            str(_("岗位待办")): self.at_post,
            str(_("本人待办")): self.personal,
            str(_("草稿")): self.drafts,
            str(_("在办事项")): self.running,
        }


def estate(post: Membership) -> Estate:
    """What would pass if *post* were handed over now; a constant number of queries."""
    begun = _begun(post)
    drafts = sum(_is_draft(case) for case in begun.select_related("node"))
    return Estate(
        at_post=_at_post(post).count(), personal=_personal(post).count(), drafts=drafts, running=len(begun) - drafts
    )


@transaction.atomic
def hand_over(
    post: Membership, taker: User, *, by: User | None, now: datetime | None = None
) -> tuple[dict[str, int], list[str]]:
    """Put what the holder of *post* has in hand into the hands of *taker*; the post itself has to have passed before.

    Returns how much passed, by its name in Chinese, and sentences about what the successor could not take. The number of
    statements does not depend on the number of cases.
    """
    moment = now or timezone.now()
    before = estate(post)
    wanted = {*_personal(post).values_list("instance", flat=True), *_begun(post).values_list("pk", flat=True)}
    wanted |= set(_at_post(post).values_list("instance", flat=True))
    directory = Directory(timezone.localdate(moment), persons={taker.pk})
    cases = dossiers(locked_instances(wanted), moment, directory)
    personal, begun = set(_personal(post).values_list("pk", flat=True)), set(_begun(post).values_list("pk", flat=True))
    passing = Passing(post, taker, by, personal, begun)
    touched = [case for pk, case in cases.items() if pk in wanted and passing.take(case)]
    write(touched, moment)
    return before.lines, passing.left


def carry_out(now: datetime) -> int:
    """Pass on what is in hand of every confirmed handover whose day has come; returns how many. Safe to run twice at once.

    One that fails is logged, holds up no other, and is tried again by the next run.
    """
    due = Handover.objects.filter(
        confirmed_at__isnull=False, carried_out_at__isnull=True, since__lte=timezone.localdate(now)
    )
    pks = list(due.order_by("pk").values_list("pk", flat=True))
    return in_portions(pks, lambda some: sum(_carry_out_one(pk, now) for pk in some), "handover", portion=1)[0]


@transaction.atomic
def _carry_out_one(pk: int, now: datetime) -> bool:
    known = ("post__organisation", "post__organisation__organ", "post__role", "post__user", "taker", "confirmed_by")
    row = (
        Handover.objects.select_for_update(of=("self",))
        .select_related(*known)
        .filter(pk=pk, carried_out_at=None)
        .first()
    )
    if row is None:
        return False
    row.passed, row.left = hand_over(row.post, row.taker, by=row.confirmed_by, now=now)
    row.carried_out_at = now
    row.save(update_fields=["passed", "left", "carried_out_at"])
    return True


@dataclass
class Passing:
    """One post on its way to its successor: *personal* items and *begun* cases by id, and what could not be passed on."""

    post: Membership
    taker: User
    by: User | None
    personal: set[int]
    begun: set[int]

    def __post_init__(self) -> None:
        self.left: list[str] = []

    def take(self, case: Dossier) -> bool:
        """Do what has to be done in one case; whether anything was."""
        data: dict[str, Any] = {}
        instance = case.instance
        if instance.pk in self.begun:
            former = {*instance.memory.get("authors", ()), instance.started_by_id} - {self.taker.pk}
            instance.memory = {**instance.memory, "authors": sorted(former)}
            instance.started_by = self.taker
            data["author"] = self.taker.pk
        for item in [one for one in case.items if one.status in UNFINISHED]:
            if item.pk in self.personal:
                self._pass(case, item, data)
            elif self._is_at_post(item):
                self._free(case, item, data)
        if not data:
            return False
        entry = Entry(HANDOVER, "", instance.node, instance.node, instance.entry, actor=self.by, data=data)
        record(case, entry, Said(opinion=self.words))
        return True

    @property
    def words(self) -> str:
        """What the history says beside the event."""
        words = {"post": self.post, "giver": self.post.user, "taker": self.taker}
        return _("%(post)s由%(giver)s交接给%(taker)s") % words

    def _is_at_post(self, item: WorkItem) -> bool:
        return item.user_id is None and item.role_id == self.post.role_id and item.organisation_id in _places(self.post)

    def _free(self, case: Dossier, item: WorkItem, data: dict[str, Any]) -> None:
        """What the giver had taken up (领办) waits for the post again; where nobody there may act, others are asked."""
        if item.claimed_by_id == self.post.user_id:
            for one in case.items:  # a claim holds for the whole seat, at whichever posts
                if (one.entry, one.party, one.claimed_by_id) == (item.entry, item.party, self.post.user_id):
                    one.claimed_by = None
                    case.touch(one)
            data.setdefault("freed", []).append(item.party)
        if self._is_barred(case, item):
            self._ask_others(case, item, data)

    def _pass(self, case: Dossier, item: WorkItem, data: dict[str, Any]) -> None:
        """An item that was put to the person."""
        if self._is_barred(case, item):
            self._ask_others(case, item, data)
        else:
            self._put(case, item, data, (item.organisation_id, item.role_id, self.taker.pk))

    def _is_barred(self, case: Dossier, item: WorkItem) -> bool:
        """Whether 岗位分离 keeps the successor from deciding it, and, at a post, everybody else there too."""
        if item.kind not in SEATED or item.entry != case.instance.entry:
            return False
        barred = case.excluded(case.state.name)
        if item.user_id is not None:
            return self.taker.pk in barred
        place = case.directory.places.get(item.organisation_id)
        held = case.directory.holders(place, self.post.role.key) if place is not None else []
        return self.taker.pk in held and not set(held) - barred

    def _ask_others(self, case: Dossier, item: WorkItem, data: dict[str, Any]) -> None:
        """Ask whom the definition would ask now that the post has passed."""
        case.world.seats(case.state)
        asked = next((one for one in case.world.asked.get(case.state.name, ()) if one.seat.key == item.party), None)
        target = asked.targets[0] if asked is not None else None
        if target is None or target.user_id == self.taker.pk:
            self._put(case, item, data, (self.post.organisation_id, self.post.role_id, None))
        else:
            self._put(case, item, data, (target.organisation_id, role_id(target.role), target.user_id))
        words = {
            "title": case.instance.title,
            "state": case.state.title,
            "note": asked.note if asked is not None else "",
        }
        reason = _("《%(title)s》的“%(state)s”因岗位分离不能由接任人办，已转由别的岗位办理") % words
        self.left.append(f"{reason}{_('（%s）') % words['note'] if words['note'] else ''}。")

    def _put(
        self, case: Dossier, item: WorkItem, data: dict[str, Any], whom: tuple[int, int | None, int | None]
    ) -> None:
        """Put an item to somebody else, as it is and on the clock that runs."""
        if (item.organisation_id, item.role_id, item.user_id) == whom:
            return
        data.setdefault("removed", []).append(_named(item))
        twin = any(
            one.pk != item.pk
            and one.status in UNFINISHED
            and (one.entry, one.kind, one.party) == (item.entry, item.kind, item.party)
            and (one.organisation_id, one.role_id, one.user_id) == whom
            for one in case.items
        )
        if twin:
            item.status = WorkItem.Status.MOVED
        else:
            item.organisation_id, item.role_id, item.user_id = whom
            data.setdefault("added", []).append([*_named(item), item.note])
        case.touch(item)


def _named(item: WorkItem) -> list[Any]:
    """Whom an item asks and for what, as an event keeps it."""
    return [str(item.kind), item.party, item.organisation_id, item.role_id, item.user_id]


def _places(post: Membership) -> tuple[int, ...]:
    own = post.organisation_id
    return (own, post.organisation.organ_pk) if post.organisation.organ_pk != own else (own,)


def _at_post(post: Membership) -> QuerySet[WorkItem]:
    """What waits for whoever holds the post."""
    return WorkItem.objects.filter(
        status__in=UNFINISHED, user=None, role=post.role_id, organisation__in=_places(post)
    ).order_by("pk")


def _personal(post: Membership) -> QuerySet[WorkItem]:
    """What waits for the person in this organ, and passes with the post: see :func:`_with_post`."""
    organ = post.organisation.organ_pk
    there = Q(organisation=organ) | Q(organisation__organ=organ)
    found = WorkItem.objects.filter(there, status__in=UNFINISHED, user=post.user_id).order_by("pk")
    if _is_last(post):
        return found
    as_holder = Q(role=post.role_id, organisation__in=_places(post))
    return found.filter(as_holder | Q(instance__in=_with_post(post, _running(post))))


def _begun(post: Membership) -> QuerySet[Instance]:
    """The running cases that the person began in this organ, and that pass with the post."""
    running = _running(post)
    return running if _is_last(post) else running.filter(pk__in=_with_post(post, running))


def _is_draft(case: Instance) -> bool:
    return case.node.name == loaded(case.definition_id).rules.initial


def _running(post: Membership) -> QuerySet[Instance]:
    organ = post.organisation.organ_pk
    return Instance.objects.filter(started_by=post.user_id, organ=organ, finished_at=None).order_by("pk")


def _is_last(post: Membership) -> bool:
    """Whether no business post in the organ is left to the person: then everything passes."""
    organ = post.organisation.organ_pk
    others = Membership.objects.filter(user=post.user_id, until=None, role__kind=Role.Kind.BUSINESS).exclude(pk=post.pk)
    others = others.filter(confirmed_at__isnull=False)
    return not others.filter(Q(organisation=organ) | Q(organisation__organ=organ)).exists()


def _with_post(post: Membership, running: QuerySet[Instance]) -> list[int]:
    """Of the cases begun, those whose process begins with the post's role; the person keeps the others with the other posts."""

    def begins_here(case: Instance) -> bool:
        rules = loaded(case.definition_id).rules
        first = rules.state(rules.initial)
        return any(post.role.key in party.roles for party in first.parties)

    return [case.pk for case in running if begins_here(case)]
