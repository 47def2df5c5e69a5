"""From a posted form to one act of the engine, and what becomes of the words when the act is refused."""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from workflows import engine

KEPT = "desk-kept"
UNDO = "desk-undo"

ADDRESSES = {"notice": "desk:notice", "submission": "desk:submission", "incoming": "desk:received"}
"""Where the document of a case is read, by its model."""

UNDOING = {"issue": "withdraw", "pilot": "recall", "typical": "recall", "handling": "withdraw"}
"""The transition of each process that takes the last act back while nobody has opened the paper since."""


def without_nul(words: str) -> str:
    """What somebody posted, without the sign that PostgreSQL keeps in no text; nobody types it."""
    return words.replace("\x00", "")


@dataclass(frozen=True)
class Typed:
    """What a person chose and wrote. Fields are posted as ``name.<transition>`` by the act's own sheet, else as ``name``."""

    transition: str = ""
    token: str = ""
    opinion: str = ""
    labels: tuple[str, ...] = ()
    to: str = ""
    resubmit: str = ""
    item: str = ""
    request_key: str = ""
    confirmed: bool = False

    @classmethod
    def read(cls, posted: QueryDict, *, transition: str = "") -> "Typed":
        """Read a posted form."""
        chosen = transition or posted.get("transition", "")

        def own(name: str) -> str:
            return without_nul(posted.get(f"{name}.{chosen}") or posted.get(name) or "").strip()

        return cls(
            transition=chosen,
            token=own("token"),
            opinion=own("opinion"),
            labels=tuple(posted.getlist(f"labels.{chosen}") or posted.getlist("labels")),
            to=own("chosen") or own("choice"),
            resubmit=own("resubmit"),
            item=own("item"),
            request_key=own("request_key")[:64],
            confirmed=own("confirmed") == "yes",
        )

    def hidden(self, *, next_url: str = "") -> list[tuple[str, str]]:
        """The same words as hidden fields of the confirmation, which they pass unchanged."""
        words = [
            ("transition", self.transition),
            ("token", self.token),
            ("opinion", self.opinion),
            ("choice", self.to),
            ("resubmit", self.resubmit),
            ("item", self.item),
            ("request_key", self.request_key),
            ("confirmed", "yes"),
            ("next", next_url),
            *(("labels", label) for label in self.labels),
        ]
        return [(name, value) for name, value in words if value]

    def action(self, instance: Any, actor: Any, offline: Any = None) -> Any:
        """The engine's action."""
        params: dict[str, Any] = {}
        if self.to:
            params["to"] = self.to
        if self.resubmit:
            params["resubmit"] = self.resubmit
        if self.item.isascii() and self.item.isdigit():
            params["item"] = int(self.item)
        return engine.Action(
            instance_id=instance.pk,
            transition=self.transition,
            actor=actor,
            token=self.token or None,
            opinion=self.opinion,
            labels=self.labels,
            params=params,
            request_key=self.request_key,
            offline=offline,
        )


@dataclass(frozen=True)
class Kept:
    """A refused act: the words as typed, and why it was refused."""

    reasons: tuple[str, ...]
    typed: Typed = field(default_factory=Typed)


def keep(request: HttpRequest, instance: Any, typed: Typed, reasons: list[str]) -> None:
    """Carry the words over to the next page of this matter, in the session."""
    request.session[KEPT] = {"instance": instance.pk, "reasons": list(reasons), "typed": asdict(typed)}


def kept(request: HttpRequest, instance: Any) -> Kept | None:
    """What was kept for this matter; handed out once."""
    found = request.session.get(KEPT)
    if not found or found["instance"] != instance.pk:
        return None
    del request.session[KEPT]
    words = {**found["typed"], "labels": tuple(found["typed"]["labels"])}
    return Kept(tuple(found["reasons"]), Typed(**words))


def visible_instance(user: Any, pk: int) -> Any:
    """The instance, if the person may see it; 404 alike for what is foreign and what never was."""
    instance = engine.case_of(pk)
    if instance is None or not engine.allowed(user, "view", instance):
        raise Http404
    return instance


def address_of(instance: Any) -> str:
    """Where the document of a case is read, without loading it."""
    kind = ContentType.objects.get_for_id(instance.subject_type_id).model
    return reverse(ADDRESSES[kind], args=[instance.subject_id])


def title_of(user: Any, instance: Any, transition: str) -> str:
    """The word on the button, as the engine offers it to this person."""
    look = engine.Look(user, instance)
    offers = [*look.answers(), *look.offers()]
    return next((str(offer.title) for offer in offers if offer.transition == transition), _("办理"))


def said(outcome: Any, offer_title: str) -> str:
    """One sentence: what was done, and who has the paper now."""
    instance = outcome.instance
    done = _("已办理“%(act)s”：《%(title)s》。") % {"act": offer_title, "title": instance.title}
    return done + whose_turn(instance)


def whose_turn(instance: Any, stations: list[Any] | None = None) -> str:
    """“现在由团澈湖市委书记何清越市级审定。” Empty when the matter is closed."""
    station = next((s for s in stations or engine.route(instance) if s.phase == "now"), None)
    if instance.finished_at or station is None:
        return ""
    waiting = [person for person in station.people if not person.at and not person.later]
    names = "、".join(_holder(person) for person in waiting[:3])
    more = _("等%d方") % len(waiting) if len(waiting) > 3 else ""
    return _("现在由%(who)s%(step)s。") % {"who": f"{names}{more}", "step": station.title} if names else ""


def _holder(person: Any) -> str:
    """“办公室文书”, “团澈湖市委书记何清越”: what a role is for stands in brackets in its title and is left out."""
    return f"{person.organ}{str(person.role).partition('（')[0]}{person.name}"


def remember_undo(request: HttpRequest, instance: Any) -> None:
    """Offer to take the act back on the next page, where the process allows it and the engine agrees."""
    transition = UNDOING.get(instance.process)
    offer = next((o for o in engine.offers(request.user, instance) if o.transition == transition and o.allowed), None)
    if offer is not None and not instance.finished_at:
        url = reverse("desk:undo", args=[instance.pk, offer.transition])
        request.session[UNDO] = {"url": url, "label": str(offer.title), "token": offer.token}


def undo(request: HttpRequest) -> dict[str, str] | None:
    """The one button of the next page that takes the last act back; handed out once."""
    found: dict[str, str] | None = request.session.pop(UNDO, None) if UNDO in request.session else None
    return found


def next_address(request: HttpRequest, fallback: str) -> str:
    """``next`` of the form when it stays in this house."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else fallback
