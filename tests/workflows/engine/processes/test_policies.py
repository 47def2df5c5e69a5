"""流程适用: every change is logged, in words and with the person; of two administrators at once one wins."""

from datetime import date

import pytest
from wagtail.models import ModelLogEntry

from tests import together
from tests.workflows.engine.conftest import NOW, House
from tests.workflows.engine.processes.test_process_pages import NEXT, OWN, POLICIES, signed_in
from workflows.engine import Refused
from workflows.engine.models import Policy
from workflows.engine.processes.policies import save_policy, words_of
from workflows.engine.processes.versions import activate, save_draft
from workflows.organisations.models import User

SINCE = date(2026, 1, 1)


@pytest.fixture
def keepers(house: House) -> tuple[User, User]:
    first, second = (house.holder(name, house.province, "sysadmin") for name in ("卫一新", "安守静"))
    for source in (OWN, NEXT.replace('process = "own"', 'process = "other"')):
        activate(save_draft(source, by=first, now=NOW)[0], by=second, now=NOW)
    return first, second


def given(policy: Policy, **changes: object) -> dict[str, str]:
    fields = {"organisation": policy.organisation_id, "process": policy.process, "variant": policy.variant}
    fields |= {"since": policy.since.isoformat(), "until": "", "seen": words_of(policy) if policy.pk else ""}
    return {name: str(value) for name, value in (fields | changes).items()}


def new(house: House, variant: str = "own") -> Policy:
    return Policy(process="memo", organisation=house.city, variant=variant, since=SINCE)


def told() -> list[tuple[str, str]]:
    entries = ModelLogEntry.objects.filter(action="tuanwen.policy").order_by("pk")
    return [(str(entry.user), entry.message) for entry in entries]


def test_every_change_is_logged_in_words_and_read_by_an_auditor(house: House, keepers: tuple[User, User]) -> None:
    first, second = keepers
    signed_in(first).post(f"{POLICIES}create/", given(new(house)))
    policy = Policy.objects.get()
    signed_in(second).post(f"{POLICIES}edit/{policy.pk}/", given(policy, variant="other"))
    line = "市的“memo”改用“{}”，2026年1月1日起"
    assert told() == [
        ("卫一新", f"登记：{line.format('own')}"),
        ("安守静", f"由“{line.format('own')}”改为“{line.format('other')}”"),
    ]
    auditor = signed_in(house.holder("岑明鉴", house.province, "auditor"))
    assert line.format("other") in auditor.get(f"{POLICIES}history/{policy.pk}/").content.decode()
    for stranger in (house.secretary, house.admin):
        assert signed_in(stranger).get(f"{POLICIES}history/{policy.pk}/").status_code in {302, 403}


def test_saving_without_a_change_logs_nothing(house: House, keepers: tuple[User, User]) -> None:
    policy = new(house)
    policy.save()
    signed_in(keepers[0]).post(f"{POLICIES}edit/{policy.pk}/", given(policy))
    assert told() == []


def test_whoever_opened_it_before_another_changed_it_is_told_and_loses_nothing(
    house: House, keepers: tuple[User, User]
) -> None:
    policy = new(house)
    policy.save()
    opened = given(policy, variant="other")
    Policy.objects.filter(pk=policy.pk).update(since=date(2026, 2, 1))
    page = signed_in(keepers[0]).post(f"{POLICIES}edit/{policy.pk}/", opened).content.decode()
    assert "另一位管理员刚刚改过这一条，现在是：市的“memo”改用“own”，2026年2月1日起。请刷新后再改。" in page
    assert 'value="other"' in page
    assert Policy.objects.get().variant == "own"
    assert told() == []


@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_at_once_one_wins() -> None:
    house = House()
    results = together.at_once(*[lambda: save_policy(new(house), seen="", by=house.drafter)] * 2, refusal=Refused)
    assert sorted(type(one).__name__ for one in results) == ["Policy", "Refused"]
    (refusal,) = [one for one in results if isinstance(one, Refused)]
    assert refusal.reasons == ["另一位管理员刚刚为市登记过“memo”。请到“流程适用”里打开那一条来改。"]
    assert len(told()) == 1

    policy = Policy.objects.get()

    def change(variant: str) -> Policy:
        mine = Policy.objects.get(pk=policy.pk)
        mine.variant = variant
        return save_policy(mine, seen=words_of(policy), by=house.drafter)

    results = together.at_once(lambda: change("one"), lambda: change("two"), refusal=Refused)
    assert sorted(type(one).__name__ for one in results) == ["Policy", "Refused"]
    assert Policy.objects.get().variant in {"one", "two"}
    assert len(told()) == 2
