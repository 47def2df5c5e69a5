"""What the tests of 转办 加签 传阅 … share: papers at a state, and how somebody is named as the page would."""

from datetime import timedelta
from typing import Any

import pytest

from tests.workflows.engine.conftest import NOW, House
from workflows.engine import Instance, Outcome, Refused, WorkItem, verify
from workflows.organisations.models import Membership, Organisation, User


class Desk:
    """One house with a case under way, and short words for what people do to it."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.minutes = 0

    def case(self, *acts: tuple[User, str], **paper: Any) -> Instance:
        return self.house.case(*acts, **paper)

    def at_sign(self) -> Instance:
        """Checked and approved by the office; the secretary and the deputy are asked to sign."""
        h = self.house
        return self.case((h.drafter, "submit"), (h.reviewer, "check_pass"), (h.office, "office_pass"))

    def at_office(self) -> Instance:
        h = self.house
        return self.case((h.drafter, "submit"), (h.reviewer, "check_pass"))

    def at_cosign(self) -> Instance:
        """Two partner organs are asked to sign together."""
        h = self.house
        paper = h.paper()
        paper.co_issuers.add(h.education, h.civil)
        from workflows.engine import start

        instance = start(paper, "memo", actor=h.drafter, now=NOW)
        for user, name in ((h.drafter, "submit"), (h.reviewer, "check_pass"), (h.office, "office_pass")):
            h.does(instance, user, name)
        return Instance.objects.get(pk=instance.pk)

    def does(self, instance: Instance, user: User, name: str, *whom: Any, days: int = 0, **options: Any) -> Outcome:
        """One act; measures are named without their sign, and the history must hold afterwards."""
        self.minutes += 1
        given = {"now": NOW + timedelta(days=days, minutes=self.minutes), **options}
        measure = name.removeprefix("@")
        if name.startswith("@"):
            given.setdefault("opinion", "照此办理。")
        if whom:
            given["params"] = {**given.get("params", {}), "whom": [self.ref(one) for one in whom]}
        outcome = self.house.does(instance, user, "@" + measure if name.startswith("@") else name, **given)
        assert verify(instance) == []
        return outcome

    def refuses(self, instance: Instance, user: User, name: str, *whom: Any, **options: Any) -> str:
        """The first reason why not; nothing has changed then."""
        before = Instance.objects.get(pk=instance.pk)
        with pytest.raises(Refused) as caught:
            self.does(instance, user, name, *whom, **options)
        after = Instance.objects.get(pk=instance.pk)
        assert (before.seq, before.entry, before.suspended_at) == (after.seq, after.entry, after.suspended_at)
        assert verify(instance) == []
        return caught.value.reasons[0]

    @staticmethod
    def ref(one: Any) -> str:
        """A person by the first post, a post by place and role."""
        if isinstance(one, tuple):
            place, role = one
            assert isinstance(place, Organisation)
            from workflows.organisations.models import Role

            return f"p{place.pk}.{Role.objects.get(key=role).pk}"
        return f"m{Membership.objects.filter(user=one).order_by('pk').first().pk}"  # type: ignore[union-attr]

    @staticmethod
    def open(instance: Instance, *kinds: str) -> list[str]:
        """Who is asked now, by name or role, sorted: for the decision, unless other kinds are named."""
        items = WorkItem.objects.filter(
            instance=instance, status="open", kind__in=kinds or ("task", "confirm")
        ).select_related("user", "role")
        return sorted(str(item.user) if item.user else str(item.role) for item in items)


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house)
