"""Looking at one case: the buttons, the way, the history, the reasons. A page makes one :class:`Look` and asks it all."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from ..deciding.dossier import Dossier, dossiers
from ..measures.offering import (
    answers_in,
    candidates_in,
    candidates_on_paper,
    explain_measures,
    items_aside,
    measures_in,
    measures_on_paper,
)
from ..measures.targets import Candidate
from ..models import Event, Instance
from ..people.directory import Directory
from ..people.permissions import may
from ..people.rights import grant_of, reaches
from ..people.standing import Standing, standing
from ..registry import adapter_of
from ..shown import shown_case, shown_cases, shown_items
from .changes import Changes, changes_in
from .explaining import Explanation, explain_in
from .histories import HistoryRow, events_of, history_in
from .offering import Offer, mark_read_in, offers_in, offline_offers_in
from .rounds import Round, rounds_in
from .routes import Station, route_in


class Look:
    """One person looking at one case at one time; what several questions need is read once.

    *subject* is the case's document where the page has it at hand, read as its adapter reads it.
    """

    def __init__(self, user: Any, instance: Instance, *, now: datetime | None = None, subject: Any = None) -> None:
        self.user, self.now = user, now or timezone.now()
        self._pk, self._subject = instance.pk, subject

    @cached_property
    def case(self) -> Dossier:
        """The case as it is, without a lock; two queries, none for what the same glance has read."""
        fresh = shown_case(self._pk)
        if fresh is None:
            raise Instance.DoesNotExist
        directory = Directory(timezone.localdate(self.now))
        found = dossiers([fresh], self.now, directory, with_names=True)[fresh.pk]
        if self._subject is not None:
            found.shelf.found[fresh.subject_type_id, fresh.subject_id] = self._subject
        return found

    @cached_property
    def who(self) -> Standing:
        """The person's posts."""
        return standing(self.user, timezone.localdate(self.now))

    @cached_property
    def events(self) -> list[Event]:
        """What happened."""
        return events_of(self.case.instance)

    def offers(self) -> list[Offer]:
        """As :func:`offers`."""
        return offers_in(self.case, self.who)

    def offline_offers(self) -> list[Offer]:
        """As :func:`offline_offers`."""
        return [*offline_offers_in(self.case, self.who), *measures_on_paper(self.case, self.who)]

    def offline_candidates(self, measure: str, item_id: int | None, text: str = "") -> list[Candidate]:
        """As :meth:`candidates`, for a measure recorded from paper: whom the holder of that item could choose."""
        return candidates_on_paper(self.case, self.who, measure, item_id, text)

    def changes(self) -> Changes | None:
        """As :func:`changes`."""
        return changes_in(self.case, self.who, self.events)

    def mark_read(self) -> int:
        """As :func:`mark_read`."""
        return mark_read_in(self.case, self.who, items_aside(self.case, self.who))

    def answers(self) -> list[Offer]:
        """As :func:`answers`."""
        return answers_in(self.case, self.who)

    def more_offers(self) -> list[Offer]:
        """As :func:`more_offers`."""
        return measures_in(self.case, self.who)

    def candidates(self, measure: str, text: str = "") -> list[Candidate]:
        """As :func:`candidates`."""
        return candidates_in(self.case, self.who, measure, text)

    def explain(self) -> Explanation:
        """As :func:`explain`."""
        explained = explain_in(self.case, self.who)
        return replace(explained, measures=explain_measures(self.case, self.who))

    def route(self) -> list[Station]:
        """As :func:`route`."""
        return route_in(self.case, self.events)

    def rounds(self) -> list[Round]:
        """Who was asked beside the decision (传阅 抄送 委派 督办), who opened it, who answered and when; newest first."""
        return rounds_in(self.case, self.events)

    def history(self) -> list[HistoryRow]:
        """As :func:`history`."""
        return history_in(self.case.instance, self.events, self.case.items)


def offers(user: Any, instance: Instance, *, now: datetime | None = None) -> list[Offer]:
    """What *user* could press now in this case, in the order of the definition, main act first.

    Transitions for which the person was never asked are left out (``explain`` tells about them); what is refused for another
    reason is offered with that reason. Nothing for a stranger, and nothing in a finished case.
    """
    return Look(user, instance, now=now).offers()


def offline_offers(user: Any, instance: Instance, *, now: datetime | None = None) -> list[Offer]:
    """线下办理登记: what *user* may record from paper now, transitions first, then measures (转办 已阅 挂起 …); one for each
    party that is still asked, and one without ``item_id`` where the act is the organ's."""
    return Look(user, instance, now=now).offline_offers()


def changes(user: Any, instance: Instance, *, now: datetime | None = None) -> Changes | None:
    """What became of the document since *user* last agreed to it, or first opened what is asked now. None when there is
    nothing to say; a reader who is asked to confirm is told also that nothing changed. Ask before :func:`mark_read`.
    """
    return Look(user, instance, now=now).changes()


def answers(user: Any, instance: Instance, *, now: datetime | None = None) -> list[Offer]:
    """What was put to *user* beside the decision, as buttons: 已阅, 回复协助, 督办答复, 批准延期, 同意跳转."""
    return Look(user, instance, now=now).answers()


def more_offers(user: Any, instance: Instance, *, now: datetime | None = None) -> list[Offer]:
    """What *user* may do to the case besides its transitions (转办 加签 传阅 挂起 …), for 更多; what is not possible now comes
    with the reasons. ``Offer.wants`` names the fields that its page has to ask for, ``Offer.group`` sorts them."""
    return Look(user, instance, now=now).more_offers()


def candidates(
    user: Any, instance: Instance, measure: str, text: str = "", *, now: datetime | None = None
) -> list[Candidate]:
    """Whom *user* may choose for a measure, found by name, post or organisation; at most
    :data:`workflows.engine.measures.targets.MOST`."""
    return Look(user, instance, now=now).candidates(measure, text)


def mark_read(user: Any, instance: Instance, *, now: datetime | None = None) -> int:
    """Note that *user* has opened the case: stamps the items put to the person that nobody had opened, and ends the sender's
    right to 撤回. Returns how many items were stamped."""
    return Look(user, instance, now=now).mark_read()


def explain(user: Any, instance: Instance, *, now: datetime | None = None) -> Explanation:
    """Every transition of the present state, from the view of *user*. Fit to be shown only to who may see the document."""
    return Look(user, instance, now=now).explain()


def route(instance: Instance, *, now: datetime | None = None) -> list[Station]:
    """The stations of a case in the order of the definition: those passed with who said what, the present one with who is
    asked and until when, those ahead with who will be asked as things stand, skipped ones with the reason."""
    return Look(None, instance, now=now).route()


def case_of(pk: int) -> Instance | None:
    """The case of that key with everything that is shown of it, if there is one; whether the reader may see it is asked apart."""
    return shown_case(pk)


def history(instance: Instance) -> list[HistoryRow]:
    """Everything that happened to a case, oldest first; two queries."""
    return history_in(instance, events_of(instance))


def instance_of(subject: Any, process: str | None = None, *, finished: bool | None = None) -> Instance | None:
    """The newest case of a document, cases inside it apart: of one *process*, and finished or not, where that is asked for."""
    cases = shown_cases(adapter_of(subject).content_type().pk, subject.pk)
    return next(
        (
            case
            for case in cases
            if case.parent_item_id is None
            and process in (None, case.process)
            and finished in (None, case.finished_at is not None)
        ),
        None,
    )


def _oldest_end_first(case: Instance) -> tuple[bool, datetime, int]:
    return case.finished_at is not None, case.finished_at or case.entered_at, case.pk


def case_for(user: Any, instance: Instance) -> Instance:
    """The case in which *user* has a say: one inside *instance* when it asks the person, or shows itself while the outer one
    does not; else *instance* itself. One query where nothing runs inside.
    """
    around = shown_cases(instance.subject_type_id, instance.subject_id)
    inside = sorted((one for one in around if one.root_id == instance.pk), key=_oldest_end_first)
    if not inside:
        return instance
    who = standing(user)
    cases = {one.pk: one for one in (instance, *inside)}
    items = shown_items(cases.values())
    handler = grant_of("*@handler")
    asking = [one for one in cases.values() if one.finished_at is None and reaches(handler, who, one, items[one.pk])]
    shown = [one for one in cases.values() if may(who, "view", one, items[one.pk])]
    return next(iter((*asking, *shown)), instance)
