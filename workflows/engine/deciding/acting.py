"""The only way to change where a case stands. The order of writes is fixed and can be read off :meth:`Batch.take`.

1 lock · 2 a repeated request gets the first result · 3 token · 4 permission · 5 guards · 6 step · 7 effects · 8 items ·
9 event and words · 10 case · 11 outbox · commit · poke the deliverer. Refusals are per act; writes are sets.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.definition import RETURNER, Change, Impossible, Marking, Ran, Take, Transition, answer, step
from workflows.worktime.calendar import day_of

from ..clock.terms import Terms
from ..errors import Refused
from ..measures.taking import is_measure, rests_never, take_measure
from ..models import Event, Instance, WorkItem
from ..people.directory import Directory
from ..people.rights import Capacity
from ..people.standing import Standing, standing
from ..registry import find_effect
from .actions import Action, Outcome, said_in
from .applying import Applied, Doing, apply
from .children import follow
from .contents import content_of
from .dossier import Dossier, dossiers, locked_instances
from .judging import ask_guards, check_token, find_capacity, find_transition, moment_of, obstacles
from .offline import offline_capacity, origin_of, scan_of
from .recording import Entry, Said, record
from .writing import write

MAX_AUTOMATIC = 20
"""More automatic moves in a row than this are a fault of the definition, which the check should have found."""


def act(action: Action, *, now: datetime | None = None) -> Outcome:
    """Carry out one act.

    Raises:
        Refused: with the reasons, in Chinese; nothing has changed then.
    """
    result = act_many([action], now=now)[0]
    if isinstance(result, Refused):
        raise result
    return result


def act_many(actions: Sequence[Action], *, now: datetime | None = None) -> list[Outcome | Refused]:
    """Carry out several acts in one transaction, a result for each; a refused one leaves its case untouched.

    Any other exception, from an effect for instance, rolls everything back.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        batch = Batch({action.instance_id for action in actions}, moment)
        batch.alone = len(actions) == 1
        results = [batch.answer(action) for action in actions]
        if batch.spoiled:
            transaction.set_rollback(True)
        write(batch.done, moment)
        follow(batch.done, moment, batch.terms)
    return results


def go_on(instance_id: int, *, now: datetime) -> bool:
    """Let the system take the transition whose time has come in an open case, and what follows by itself; whether one was.

    Raises:
        Refused: the transition cannot be taken now, since nobody can be asked for instance; nothing has changed then.
    """
    with transaction.atomic():
        batch = Batch({instance_id}, now)
        case = batch.cases.get(instance_id)
        if case is None or case.instance.finished_at is not None or case.instance.suspended_at is not None:
            return False
        if not batch.go_on(case):
            return False
        write([case], now)
        follow([case], now, batch.terms)
    return True


class Batch:
    """Some acts under way: their cases under lock, and what was decided so far.

    An act that is *alone* needs no savepoint: when it is refused after it has written something, all is *spoiled* and undone.
    """

    def __init__(self, instance_ids: set[int], now: datetime) -> None:
        self.now, self.today = now, day_of(now)
        self.alone = False
        self.spoiled = False
        instances = locked_instances(instance_ids)
        self.cases = dossiers(instances, now, Directory(self.today))
        self.terms = Terms()
        self.done: list[Dossier] = []
        self.used: set[int] = set()
        self.standings: dict[int, Standing] = {}

    def answer(self, action: Action) -> Outcome | Refused:
        """The result of one act."""
        case = self.cases.get(action.instance_id)
        if case is None:
            return Refused([_("没有这件事，或者已经不在了。")])
        if action.request_key and action.token is None and (first := self._first_result(case, action)):
            return first
        whole = case.instance.root_id or case.instance.pk
        if whole in self.used:
            return Refused([_("同一件事一次只能办一项，请刷新后再办。")])
        self.used.add(whole)
        try:
            return self.measure(case, action) if is_measure(action.transition) else self.take(case, action)
        except Refused as refusal:
            return self._first_result(case, action) or refusal

    def take(self, case: Dossier, action: Action) -> Outcome:
        """Decide one act and carry it out on the dossier; the batch writes it.

        Raises:
            Refused: see the reasons.
        """
        transition = find_transition(case, action.transition)
        self._check_root(case)
        capacity = self._capacity(case, transition, action)
        check_token(case, capacity, action)
        said = self._words(transition, action)
        with self._undoing() if _has_effects(case, transition) else nullcontext():
            decided: list[Dossier] = []
            event, applied = self._decide(case, transition, capacity, action, said, decided)
        self.done += decided
        return Outcome(case.instance, event, applied.moved)

    @contextmanager
    def _undoing(self) -> Iterator[None]:
        """A refusal within leaves nothing of what was written within."""
        if not self.alone:
            with transaction.atomic():
                yield
            return
        try:
            yield
        except Refused:
            self.spoiled = True
            raise

    def _decide(
        self,
        case: Dossier,
        transition: Transition,
        capacity: Capacity,
        action: Action,
        said: Said,
        decided: list[Dossier],
    ) -> tuple[Event, Applied]:
        """Guards, step, effects and rows of one act, and of what follows from it by itself."""
        blocked = obstacles(case, transition, action.actor.pk)
        doing = self._doing(case, transition, capacity, action)
        blocked += self._unmet(case, transition, capacity, action)
        if blocked:
            raise Refused(blocked)
        case.agreeing = doing.persons if transition.verdict == "yes" else frozenset()
        marking, changes = self._step(case, transition, capacity, action)
        self._run_effects(case, transition, capacity, action, changes)
        event, applied = self._carry_out(case, transition, marking, changes, doing, capacity, action, said)
        case.agreeing = frozenset()
        self._go_on_by_itself(case, moved=applied.moved)
        decided.append(case)
        if case.instance.finished_at is not None and case.instance.parent_item_id is not None:
            self._answer_outside(case, capacity, action, decided)
        return event, applied

    def _answer_outside(self, case: Dossier, capacity: Capacity, action: Action, decided: list[Dossier]) -> None:
        """An inner case has ended: its outcome is what its party says in the outer one, in the words of the last act."""
        outer, item = self._outer(case)
        transition = answer(outer.rules, outer.state.name, case.instance.outcome)
        if transition is None or item.status != WorkItem.Status.OPEN or outer.instance.finished_at is not None:
            raise Refused([_("“%(title)s”现在不接这里的结果，请稍后刷新再办。") % {"title": outer.rules.title}])
        told = replace(action, transition=transition.name, token=None, labels=(), params={}, request_key="")
        said = Said(action.opinion.strip(), (), origin_of(action.offline))
        self._decide(outer, transition, Capacity(capacity.post, item), told, said, decided)

    def _outer(self, case: Dossier) -> tuple[Dossier, WorkItem]:
        """The case around an inner one, and the item that it answers; the root is under lock already."""
        for known in self.cases.values():
            for item in known.items:
                if item.pk == case.instance.parent_item_id:
                    return known, item
        rows = Instance.objects.select_for_update().filter(items=case.instance.parent_item_id).order_by()
        self.cases |= dossiers(list(rows), self.now, case.directory)
        return self._outer(case)

    def _check_root(self, case: Dossier) -> None:
        """An inner case rests while the one around it is suspended."""
        root = self.cases.get(case.instance.root_id or 0)
        if root is not None and root.instance.suspended_at is not None:
            raise Refused([_("这件事已挂起，恢复后才能办。")])

    def go_on(self, case: Dossier) -> bool:
        """Take the first automatic transition that fits now, and those after it; whether there was one."""
        if not self._take_automatic(case):
            return False
        self._go_on_by_itself(case, moved=True)
        return True

    def measure(self, case: Dossier, action: Action) -> Outcome:
        """The same for an act that is no transition (转办 加签 传阅 …).

        Raises:
            Refused: see the reasons.
        """
        if not rests_never(action.transition):
            self._check_root(case)
        ended_before = case.instance.finished_at is not None
        with self._undoing():
            event, taking = take_measure(case, action, self._standing(action), self.terms)
            self._go_on_by_itself(case, moved=taking.moved)
            decided = [case]
            ends = case.instance.finished_at is not None and not ended_before
            if ends and case.instance.parent_item_id is not None:
                self._answer_outside(case, taking.capacity, action, decided)
        self.done += decided
        return Outcome(case.instance, event, taking.moved)

    def _standing(self, action: Action) -> Standing:
        if action.actor.pk not in self.standings:
            self.standings[action.actor.pk] = standing(action.actor, self.today)
        return self.standings[action.actor.pk]

    def _capacity(self, case: Dossier, transition: Transition, action: Action) -> Capacity:
        who = self._standing(action)
        if action.offline is not None:
            return offline_capacity(case, transition, who, action)
        return find_capacity(case, transition, who, action)

    @staticmethod
    def _words(transition: Transition, action: Action) -> Said:
        """The opinion and ticked reasons, checked against what the transition asks for."""
        opinion = action.opinion.strip()
        if transition.opinion == "required":
            written, asked = said_in(opinion), {"title": transition.title, "least": transition.least}
            if written < transition.least:
                raise Refused([_("“%(title)s”的意见至少写%(least)d个字。") % asked])
            if not written and not action.labels:
                words = _("请写“%(title)s”的意见。") if transition.verdict == "yes" else _("请写明“%(title)s”的理由。")
                raise Refused([words % asked])
        if unknown := [label for label in action.labels if label not in transition.reasons]:
            raise Refused([_("没有“%(label)s”这个原因，请重新勾选。") % {"label": unknown[0]}])
        return Said(opinion, action.labels, origin_of(action.offline))

    @staticmethod
    def _signed_content(case: Dossier, transition: Transition, capacity: Capacity) -> bytes | None:
        """What a yes binds to in a state that binds: the document as it is, which must be what the case knows.

        Raises:
            Refused: the document was changed past ``editing``.
        """
        if transition.verdict != "yes" or capacity.item is None or not case.state.binds:
            return None
        digest = bytes(content_of(case.adapter, case.subject).digest)
        if digest != bytes(case.instance.content_id or b""):
            raise Refused([_("内容在流程之外被改动过，不能签。请拟稿人打开保存一次，看过改动再办。")])
        return digest

    @staticmethod
    def _unmet(case: Dossier, transition: Transition, capacity: Capacity, action: Action) -> list[str]:
        if not transition.conditional:
            return []
        moment = moment_of(
            case,
            transition,
            capacity,
            action.actor,
            params=action.params,
            opinion=action.opinion,
            moving=True,
            paper=action.offline,
        )
        return [answer.reason for answer in ask_guards(moment) if not answer.ok]

    @staticmethod
    def _step(
        case: Dossier, transition: Transition, capacity: Capacity | None, action: Action | None
    ) -> tuple[Marking, tuple[Change, ...]]:
        params = action.params if action is not None else {}
        seat = capacity.item.party if capacity is not None and capacity.item is not None else ""
        resubmit = params.get("resubmit", "")
        take = Take(
            transition.name,
            seat,
            str(params.get("to", "") or ""),
            resubmit if resubmit in ("again", "direct") else "",
        )
        case.straight = transition.unread or transition.to == RETURNER
        try:
            return step(case.offered, case.marking(), take, case.world)
        except Impossible as impossible:
            raise Refused([f"{reason}。" for reason in impossible.reasons]) from impossible

    @staticmethod
    def _run_effects(
        case: Dossier,
        transition: Transition,
        capacity: Capacity | None,
        action: Action | None,
        changes: Sequence[Change],
    ) -> None:
        """Run the effects in listed order; only a move has any."""
        names = [change.effect for change in changes if isinstance(change, Ran)]
        if not names:
            return
        moment = moment_of(
            case,
            transition,
            capacity,
            action.actor if action is not None else None,
            params=action.params if action is not None else {},
            opinion=action.opinion if action is not None else "",
            moving=True,
            paper=action.offline if action is not None else None,
        )
        for name in names:
            run = find_effect(name)
            if run is None:
                raise Refused([_("流程里的“%(name)s”没有安装，请告诉管理员。") % {"name": name}])
            run(moment)

    def _doing(self, case: Dossier, transition: Transition, capacity: Capacity, action: Action) -> Doing:
        """Who does it for whom: the giver of a delegation, or whoever signed the paper if that person has an account."""
        return Doing(
            item=capacity.item,
            actor=action.actor,
            behalf=action.behalf if action.offline is not None else capacity.post.giver,
            offline=action.offline is not None,
            content=self._signed_content(case, transition, capacity),
        )

    def _carry_out(
        self,
        case: Dossier,
        transition: Transition,
        marking: Marking,
        changes: Sequence[Change],
        doing: Doing,
        capacity: Capacity,
        action: Action,
        said: Said,
    ) -> tuple[Event, Applied]:
        source, visit = case.instance.node, case.instance.entry
        applied = apply(case, marking, changes, doing, self.terms)
        if transition.verdict == "yes" and case.instance.content_id:
            applied.data["seen"] = bytes(case.instance.content_id).hex()
        applied.data |= {key: str(action.params[key]) for key in ("to", "resubmit") if action.params.get(key)}
        entry = Entry(
            kind="act",
            name=transition.name,
            source=source,
            target=case.instance.node,
            visit=visit,
            item=capacity.item,
            actor=action.actor,
            post=capacity.post.membership,
            behalf=doing.behalf,
            content=doing.content,
            request_key=action.request_key,
            scan=scan_of(action.offline),
            data=applied.data,
        )
        return record(case, entry, said), applied

    def _go_on_by_itself(self, case: Dossier, *, moved: bool) -> None:
        """Take automatic transitions as long as one of them fits."""
        for _number in range(MAX_AUTOMATIC):
            if not moved or case.state.final:
                return
            moved = self._take_automatic(case)
        raise Refused([_("自动操作停不下来，请管理员检查流程。")])

    def _take_automatic(self, case: Dossier) -> bool:
        """Take the first automatic transition whose guards all hold."""
        for transition in case.rules.exits(case.state.name):
            if not transition.automatic or obstacles(case, transition, 0):
                continue
            if transition.conditional:
                answers = ask_guards(moment_of(case, transition, None, None, moving=True))
                if not all(answer.ok for answer in answers):
                    continue
            marking, changes = self._step(case, transition, None, None)
            self._run_effects(case, transition, None, None, changes)
            source, visit = case.instance.node, case.instance.entry
            applied = apply(case, marking, changes, Doing(), self.terms)
            target = case.instance.node
            waited = {"after": transition.after} if transition.after else {}
            record(case, Entry("auto", transition.name, source, target, visit, data=applied.data | waited))
            return True
        return False

    def _first_result(self, case: Dossier, action: Action) -> Outcome | None:
        """The result of an earlier request with the same key by the same person, such as the first of a double click."""
        if not action.request_key:
            return None
        mine = Event.objects.filter(instance=case.instance, actor=action.actor)
        first = mine.filter(request_key=action.request_key).first()
        if first is None:
            return None
        return Outcome(case.instance, first, moved="entry" in json.loads(first.data))


def _has_effects(case: Dossier, transition: Transition) -> bool:
    """Whether the act may write beyond the engine, so that its refusal must undo something."""
    inside = case.instance.parent_item_id is not None
    return inside or bool(transition.effects) or any(one.automatic and one.effects for one in case.rules.transitions)
