"""Papers on their way through an organ, in few words."""

from types import SimpleNamespace
from typing import Any

from documents.incoming import assigning, handling, receiving, registering
from documents.incoming.models import Incoming, Receipt
from documents.notices.models import Notice
from tests import factories
from workflows import engine
from workflows.organisations.models import Organisation, User


def issued(places: SimpleNamespace, who: SimpleNamespace, *recipients: Organisation, **fields: Any) -> Notice:
    """A paper of the province, sent to *recipients* (both cities when none is named)."""
    paper = factories.notice(places.youth, who.drafter, **fields)
    factories.carry(paper, who, "issued", recipients=recipients or (places.city, places.other_city))
    return Notice.objects.get(pk=paper.pk)


def signed(paper: Notice, organisation: Organisation, user: User, **fields: Any) -> Incoming:
    """*user* signs for the paper for *organisation*."""
    receiving.sign(Receipt.objects.get(notice=paper, organisation=organisation), user=user, **fields)
    return Incoming.objects.get(receipt__notice=paper, organ=organisation)


def outside(organ: Organisation, user: User, **fields: Any) -> Incoming:
    """A paper from outside, entered by *user*."""
    given = {"sender": "曦原省教育厅", "number": "曦教函〔2026〕7号", "title": "关于做好校园安全工作的函", **fields}
    return registering.register(organ, user=user, fields=given)


def act(incoming: Incoming, transition: str, user: User, opinion: str = "", **params: Any) -> Any:
    """*user* presses a button of 收文办理."""
    case = handling.case_of(incoming)
    return engine.act(engine.Action(case.pk, transition, user, opinion=opinion, params=params)).instance


def plan(
    incoming: Incoming, user: User, *, leads: Any = (), supports: Any = (), readers: Any = (), due_on: Any = None
) -> None:
    """安排, by keys such as ``p7`` or ``u12``."""
    wanted = {"lead": leads, "support": supports, "reader": readers}
    assigning.arrange(incoming, user=user, case=handling.case_of(incoming), wanted=wanted, due_on=due_on)


def key_of(organ: Organisation, name: str) -> str:
    """The key of a department or person among the choices of *organ*."""
    return next(one.key for one in assigning.choices(organ) if one.name == name)


def offered(incoming: Incoming, user: User) -> list[str]:
    """The buttons that *user* can press, by transition."""
    case = handling.case_of(incoming)
    return [offer.transition for offer in engine.offers(user, case) if offer.allowed]
