"""The story's people act through the engine like everybody else, only at the story's hours."""

from datetime import datetime
from typing import Any

from workflows import engine
from workflows.organisations.models import Organisation, User


class Cast:
    """Everybody by login, and the two things they do: press a button, or have a paper act recorded."""

    def __init__(self, people: dict[str, User]) -> None:
        self.people = people

    def __getitem__(self, username: str) -> User:
        return self.people[username]

    def act(self, instance: Any, transition: str, who: str, when: datetime, opinion: str = "", **params: Any) -> Any:
        """*who* presses the button *transition* at *when*, though never before the last step: weekends crowd the days."""
        hour = max(when, instance.entered_at)
        outcome = engine.act(
            engine.Action(instance.pk, transition, self.people[who], opinion=opinion, params=params), now=hour
        )
        return outcome.instance

    def record(
        self,
        instance: Any,
        transition: str,
        clerk: str,
        when: datetime,
        signer: str,
        scan: str,
        organisation: Organisation,
    ) -> Any:
        """线下办理登记: *clerk* enters what *signer* of *organisation* signed; *scan* is the digest of the scanned sheet."""
        when = max(when, instance.entered_at)
        offers = engine.offline_offers(self.people[clerk], instance, now=when)
        offer = next(item for item in offers if item.transition == transition and str(organisation) in item.holder)
        outcome = engine.act(
            engine.Action(
                instance.pk,
                transition,
                self.people[clerk],
                token=offer.token,
                params={"item": offer.item_id},
                offline=engine.Offline(scan, signer, when.date()),
            ),
            now=when,
        )
        return outcome.instance
