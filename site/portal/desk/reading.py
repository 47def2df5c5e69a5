"""阅办: what the reading page shows beside the document, whatever the document is."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Exists
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows import engine

from . import acting, consequences, measuring, phrases, sharing


@dataclass(frozen=True)
class Fact:
    """One line of the metadata block; left out when its value is empty."""

    label: str
    value: Any
    url: str = ""


def decision(
    request: HttpRequest, instance: Any, *, now: datetime | None = None, subject: Any = None
) -> dict[str, Any]:
    """Everything of ``desk/read.html`` except the document: whose turn it is, what may be done, who did what.
    *subject* is the document where it is at hand, as its adapter reads it.

    Opening the page counts as reading: it ends the sender's right to take the paper back.
    """
    user: Any = request.user
    instance = engine.case_for(user, instance)
    look = engine.Look(user, instance, now=now, subject=subject)
    changes = look.changes()
    look.mark_read()
    known = phrases.beside(user, followed=Exists(engine.followed(user).filter(instance=instance.pk)))
    kept = acting.kept(request, instance)
    offers = [_shown(instance, offer) for offer in look.offers()]
    answers = [_shown(instance, offer) for offer in look.answers()]
    stations = look.route()
    mine = any(offer.verdict != "none" for offer in offers)
    history = look.history()
    more = look.more_offers()
    silent = not any(offer.takes_opinion and offer.verdict in {"yes", "no"} for offer in offers) and not any(
        offer.takes_opinion for offer in answers
    )
    timed = mine or not answers  # what was put to a reader beside the decision is not due when the decision is
    current = next((station for station in stations if station.phase == "now"), None)
    return {
        "instance": instance,
        "offers": offers,
        "buttons": [*answers, *offers],
        "measures": [*measuring.links(instance, more), *sharing.links(request, instance)],
        "asked": _asked(answers),
        "act_url": reverse("desk:act", args=[instance.pk]),
        "request_key": uuid.uuid4().hex,
        "phrases": [] if silent else phrases.phrases(instance.state, user),
        "silent": silent,
        "must_say": any(offer.verdict == "yes" and offer.needs_opinion for offer in offers),
        "changes": changes,
        "opinion": _general_opinion(kept, offers),
        "refused": kept.reasons if kept else (),
        "typed": kept.typed if kept else None,
        "turn": instance.state_title if mine else "",
        "waiting": "" if mine else waiting(instance, stations),
        "due_at": current.due_at if current and timed else None,
        "left": engine.time_left(current.due_at, now or timezone.now(), provisional=current.provisional)
        if current and timed
        else "",
        "stations": stations,
        "history": history,
        "follow_url": reverse("desk:follow"),
        "followed": known["followed"],
        "rounds": look.rounds(),
        "urge": measuring.urging(instance, more),
        "returned": engine.why_returned(instance, history) if mine else None,
        "next_url": f"{reverse('desk:next')}?after={instance.pk}",
        "explain_url": "" if instance.finished_at else reverse("desk:explain", args=[instance.pk]),
        "summary_url": reverse("desk:history", args=[instance.pk]),
        "offline_url": reverse("desk:offline", args=[instance.pk]) if look.offline_offers() else "",
    }


def _shown(instance: Any, offer: Any) -> Any:
    """The offer as ``pieces/offer.html`` takes it; an act with a confirmation page of its own does not ask twice."""
    confirmed_apart = (instance.process, offer.transition) in consequences.TELLERS
    choices = [(choice.name, choice.title) for choice in offer.choices]
    return replace(offer, choices=choices, confirm="" if confirmed_apart else offer.confirm)


def _asked(answers: list[Any]) -> str:
    """What was put to the reader beside the decision, with what was applied for; empty when nothing was."""
    first = answers[0] if answers else None
    return str(first.confirm or first.title) if first is not None else ""


def _general_opinion(kept: acting.Kept | None, offers: list[Any]) -> str:
    """What goes back into the box beside the paper; a return's words go back into its own sheet."""
    if kept is None:
        return ""
    returning = any(offer.transition == kept.typed.transition and offer.verdict == "return" for offer in offers)
    return "" if returning else kept.typed.opinion


def waiting(instance: Any, stations: list[Any]) -> str:
    """Where the paper is, for somebody whose turn it is not."""
    if instance.finished_at:
        ended = _("已办结")
        return ended if instance.state_title == ended else _("已办结：%s") % instance.state_title
    return acting.whose_turn(instance, stations) or _("现在在“%s”这一步。") % instance.state_title
