"""Two measures on one case at the same moment, on real connections: one after the other, never half of both."""

from collections.abc import Callable
from functools import partial
from itertools import product
from typing import Any

import pytest

from tests import together
from tests.workflows.engine.conftest import NOW, House
from tests.workflows.engine.measures.conftest import Desk
from workflows.engine import Action, Instance, Outcome, Refused, WorkItem, act, verify
from workflows.engine.models import Event

pytestmark = pytest.mark.django_db(transaction=True)

at_once = partial(together.at_once, refusal=Refused)
Make = Callable[[Desk, House, Instance], Action]


def take(instance: Instance, name: str, who: Any, **params: Any) -> Action:
    return Action(instance.pk, name, who, opinion="照此办理。", params=params)


ACTS: dict[str, Make] = {
    "sign": lambda desk, house, case: take(case, "sign", house.deputy),
    "return": lambda desk, house, case: take(case, "return", house.deputy, to="draft", resubmit="direct"),
    "withdraw": lambda desk, house, case: take(case, "withdraw", house.office),
    "add": lambda desk, house, case: take(case, "@add_before", house.secretary, whom=desk.ref(house.clerk)),
    "transfer": lambda desk, house, case: take(
        case, "@transfer", house.secretary, whom=desk.ref(house.people["second"])
    ),
    "assist": lambda desk, house, case: take(case, "@assist", house.secretary, whom=desk.ref(house.clerk)),
    "claim": lambda desk, house, case: take(case, "@claim", house.secretary),
    "circulate": lambda desk, house, case: take(case, "@circulate", house.office, whom=desk.ref(house.reviewer)),
    "suspend": lambda desk, house, case: take(case, "@suspend", house.office),
    "extend": lambda desk, house, case: take(case, "@extend", house.secretary, days="3"),
    "stop": lambda desk, house, case: take(case, "@stop", house.office),
}
PAIRS = [(one, other) for one, other in product(ACTS, ACTS) if one < other]


@pytest.mark.postgres
@pytest.mark.heavy
@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_acts_at_once_leave_a_case_that_proves(one: str, other: str) -> None:
    house = House()
    house.people = {"second": house.holder("副书记乙", house.province, "deputy")}  # type: ignore[attr-defined]
    desk = Desk(house)
    instance = desk.at_sign()
    acts = [ACTS[name](desk, house, instance) for name in (one, other)]
    results = at_once(*(lambda action=action: act(action, now=NOW) for action in acts))
    done = [result for result in results if isinstance(result, Outcome)]
    assert [type(result) for result in results if result not in done] == [Refused] * (2 - len(done))
    assert len(done) >= 1
    assert Event.objects.filter(instance=instance, at=NOW).order_by("seq").last() is not None
    case = Instance.objects.get(pk=instance.pk)
    assert verify(case) == []
    if case.finished_at is None and case.suspended_at is None:
        assert WorkItem.objects.filter(instance=case, status="open").exclude(kind="read").exists()


def test_grant_and_denial_of_an_extension_at_once_settle_it_once() -> None:
    house = House()
    desk = Desk(house)
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@extend", params={"days": "3"})
    second = house.holder("办公室副主任", house.office_dept, "office")
    results = at_once(
        lambda: act(take(instance, "@extension_grant", house.office), now=NOW),
        lambda: act(take(instance, "@extension_deny", second), now=NOW),
    )
    assert len([one for one in results if isinstance(one, Outcome)]) == 1
    assert not WorkItem.objects.filter(instance=instance, kind="request", status="open").exists()
    assert verify(Instance.objects.get(pk=instance.pk)) == []


def test_two_resumptions_at_once_shift_the_term_once() -> None:
    house = House()
    desk = Desk(house)
    instance = desk.at_sign()
    desk.does(instance, house.office, "@suspend")
    later = NOW.replace(day=11)
    results = at_once(
        *(lambda user=user: act(take(instance, "@resume", user), now=later) for user in (house.office, house.secretary))
    )
    assert len([one for one in results if isinstance(one, Outcome)]) == 1
    due = {item.due_at.date().day for item in WorkItem.objects.filter(instance=instance, status="open")}
    assert due == {13}
    assert verify(Instance.objects.get(pk=instance.pk)) == []
