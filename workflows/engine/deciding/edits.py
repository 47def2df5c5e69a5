"""The only way to save governed content: the right is asked again under the lock, and signatures fall when the text changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.definition import open_seats
from workflows.organisations.models import Membership, User

from ..clock.terms import Terms
from ..errors import Refused
from ..models import NO_TERM, Content, Event, Instance, WorkItem
from ..people.directory import Directory
from ..people.permissions import may
from ..people.shares import shared_rights
from ..people.standing import Standing, standing
from ..registry import Description, adapter_of
from .applying import take_turns
from .contents import content_of, keep
from .dossier import SEATED, Dossier, dossiers, locked_instances
from .recording import Entry, record
from .writing import write_edits


@contextmanager
def editing(subject: Any, *, actor: User, post: Membership | None = None, now: datetime | None = None) -> Iterator[Any]:
    """Lock the document's open cases, ask for the right ``edit`` again, and give the document as it is now.

    Save inside the block: the given object or your own copy of it, and rows that belong to it. After the block the content
    is compared: a substantive change is written into the history once per person and visit, and every signature bound to
    another content falls; whoever signed in the present state is asked again.

    Raises:
        Refused: the document has no open case, the actor may not edit it now, or *post* is not the actor's; the block does not run
            then.
    """
    moment = now or timezone.now()
    adapter = adapter_of(subject)
    with transaction.atomic():
        cases = _open_cases(subject.pk, adapter.content_type().pk, moment)
        who = standing(actor, timezone.localdate(moment))
        _check_right(cases, who)
        if post is not None and all(one.membership.pk != post.pk for one in who.posts):
            raise Refused([_("您现在没有“%(post)s”这个岗位，请刷新页面。") % {"post": post}])
        yield adapter.lock(subject)
        fresh = adapter.lock(subject)
        edit = Edit(content_of(adapter, fresh), adapter.describe(fresh), who, post)
        write_edits([case for case in cases if edit.settle(case)], moment)


def _open_cases(subject_id: int, subject_type_id: int, now: datetime) -> list[Dossier]:
    """The document's cases under lock; finished ones are left alone."""
    pks = Instance.objects.filter(
        subject_type_id=subject_type_id, subject_id=subject_id, finished_at__isnull=True
    ).values_list("pk", flat=True)
    found = dossiers(locked_instances(list(pks)), now, Directory(timezone.localdate(now))).values()
    return [case for case in found if case.instance.finished_at is None]


def _check_right(cases: list[Dossier], who: Standing) -> None:
    if any(may(who, "edit", case.instance, case.items) for case in cases):
        return
    if cases and who.user is not None:
        shared = shared_rights(who.user)
        if any(shared.allow("edit", case.instance) for case in cases if case.instance.suspended_at is None):
            return
    if cases and all(case.instance.suspended_at is not None for case in cases):
        raise Refused([_("这件事已挂起，恢复后才能修改。")])
    if not cases:
        raise Refused([_("这份文书不在办理中，不能修改。")])
    where = "、".join(f"{case.rules.title}“{case.state.title}”" for case in cases)
    raise Refused([_("%(where)s环节，您不能修改。") % {"where": where}])


@dataclass(frozen=True)
class Edit:
    """What the document has become, and who made it so."""

    content: Content
    told: Description
    who: Standing
    post: Membership | None

    def settle(self, case: Dossier) -> bool:
        """Bring one case up to the document; whether anything is to be written."""
        instance = case.instance
        title, series = self.told.title[:300], self.told.series
        renamed = (instance.title, instance.series) != (title, series)
        instance.title, instance.series = title, series
        if bytes(self.content.digest) == bytes(instance.content_id or b""):
            return renamed
        fallen = [item for item in case.signatures() if bytes(item.content_id or b"") != bytes(self.content.digest)]
        before = bytes(instance.content_id or b"")
        keep(self.content)
        instance.content = self.content
        if fallen or not self._is_known(instance):
            event = self._record(case, before, fallen)
            for item in fallen:
                item.status, item.voided_by = WorkItem.Status.VOID, event
                case.changed_items[item.pk] = item
            self._ask_again(case, fallen)
        return True

    def _is_known(self, instance: Instance) -> bool:
        """Whether the history already says that this person edited during this visit."""
        return Event.objects.filter(instance=instance, kind="edit", entry=instance.entry, actor=self.who.user).exists()

    def _record(self, case: Dossier, before: bytes, fallen: list[WorkItem]) -> Event:
        data: dict[str, Any] = {"before": before.hex()}
        if fallen:
            data["voided"] = [item.pk for item in fallen]
            data["open"] = [
                [item.party, item.organisation_id, item.role_id, item.user_id, ""]
                for item in fallen
                if item.entry == case.instance.entry
            ]
        entry = Entry(
            kind="edit",
            source=case.instance.node,
            target=case.instance.node,
            visit=case.instance.entry,
            actor=self.who.user,
            post=self.post or self._post(case.instance),
            content=bytes(self.content.digest),
            data=data,
        )
        return record(case, entry)

    def _post(self, instance: Instance) -> Membership | None:
        """The post that the editor most likely used: one in the document's organ, else the first."""
        posts = self.who.in_process(instance.process)
        inside = [post for post in posts if post.is_in(instance.organ_id)]
        return next((post.membership for post in (*inside, *posts)), None)

    @staticmethod
    def _ask_again(case: Dossier, fallen: list[WorkItem]) -> None:
        """Whoever signed in the present state signs again, on a new clock; in a line, those behind wait for it."""
        again = []
        for item in fallen:
            if item.entry != case.instance.entry:
                continue
            one = WorkItem(
                instance=case.instance,
                entry=item.entry,
                party=item.party,
                kind=WorkItem.Kind.CONFIRM,
                rank=item.rank,
                relation=item.relation,
                required=item.required,
                counts=item.counts,
                raised_by=item.raised_by,
                organisation_id=item.organisation_id,
                role_id=item.role_id,
                user_id=item.user_id,
                note=item.note,
                status=WorkItem.Status.WAITING,
                due_at=NO_TERM,
            )
            again.append(one)
        case.items += again
        case.new_items += again
        if again:
            Edit._take_turns(case, again)

    @staticmethod
    def _take_turns(case: Dossier, again: list[WorkItem]) -> None:
        """Open what was asked again where it is its turn; what was open before and has to wait now keeps its clock."""
        take_turns(case, case.marking(), Terms())
        if case.instance.suspended_at is None:
            return
        turn = {seat.key for seat in open_seats(case.marking().seats)}
        for item in case.current_items:  # edited through another case of the same document
            if item.kind in SEATED and item.status == WorkItem.Status.HELD and item.party not in turn:
                item.status = WorkItem.Status.WAITING
                case.touch(item)
        for item in again:
            if item.status == WorkItem.Status.OPEN:
                item.status, item.next_timer_at = WorkItem.Status.HELD, NO_TERM
