"""岗位交接: what is in hand passes with the post, with an event in each case, and nothing strands."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.together import at_once
from tests.workflows.engine.conftest import NOW, House
from workflows.engine import (
    Refused,
    WorkItem,
    allowed,
    carry_out,
    estate,
    hand_over,
    history,
    listing,
    verify,
    worklist,
)
from workflows.engine.models import Instance
from workflows.organisations.models import Handover, Membership, User


@pytest.fixture
def handed(house: House) -> Any:
    """Hands a person's first post over to somebody; returns what passed and what did not."""

    def do(giver: User, taker: User, role: str = "") -> tuple[dict[str, int], list[str]]:
        post = Membership.objects.filter(user=giver, **({"role__key": role} if role else {})).earliest("pk")
        if not Membership.objects.filter(user=taker, organisation=post.organisation, role=post.role).exists():
            house.appoint(taker, post.organisation, post.role.key)
        post.until = NOW.date()
        post.save()
        return hand_over(post, taker, by=house.admin, now=NOW)

    return do


def test_drafts_pass_to_the_successor_who_sends_them_and_the_history_is_whole(house: House, handed: Any) -> None:
    draft = house.case()
    taker = house.person("新来的")
    passed, left = handed(house.drafter, taker)
    assert (passed["本人待办"], passed["草稿"], passed["在办事项"], left) == (1, 1, 0, [])
    assert worklist(house.drafter, now=NOW) == []
    assert [row.instance_id for row in worklist(taker, now=NOW)] == [draft.pk]
    assert verify(Instance.objects.get(pk=draft.pk)) == []
    house.does(draft, taker, "submit")
    assert verify(Instance.objects.get(pk=draft.pk)) == []
    row = next(row for row in history(draft) if row.kind == "handover")
    assert (row.verb, row.actor, "林予安交接给新来的" in row.opinion) == ("岗位交接", "超级用户", True)


def test_running_case_returns_to_the_successor_not_to_who_left(house: House, handed: Any) -> None:
    case = house.case((house.drafter, "submit"))
    taker = house.person("新来的")
    passed, _left = handed(house.drafter, taker)
    assert passed["在办事项"] == 1
    house.does(case, house.reviewer, "return", params={"to": "draft"}, opinion="请改标题。", labels=["文字"])
    assert [row.instance_id for row in worklist(taker, now=NOW)] == [case.pk]
    assert verify(Instance.objects.get(pk=case.pk)) == []


def test_items_of_the_post_wait_for_the_new_holder_without_an_event(house: House, handed: Any) -> None:
    case = house.case((house.drafter, "submit"))
    taker = house.person("新部长")
    before = Instance.objects.get(pk=case.pk).seq
    passed, left = handed(house.reviewer, taker)
    assert (passed["岗位待办"], left) == (1, [])
    assert Instance.objects.get(pk=case.pk).seq == before
    assert house.does(case, taker, "check_pass").moved


def test_both_drafters_stay_barred_from_signing(house: House, handed: Any) -> None:
    case = house.case((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass"))
    taker = house.person("新来的")
    handed(house.drafter, taker)
    for person in (house.drafter, taker):
        house.appoint(person, house.province, "secretary")
        with pytest.raises(Refused) as caught:
            house.does(case, person, "sign")
        assert "岗位分离" in caught.value.reasons[0]
    assert house.does(case, house.secretary, "sign").moved


def test_signature_that_waits_at_the_post_is_moved_when_the_successor_is_barred(house: House, handed: Any) -> None:
    deputy = house.deputy
    case = house.case((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass"))
    Membership.objects.filter(user=deputy).update(until=date(2026, 11, 1))
    WorkItem.objects.filter(instance=case, status="open", role__key="deputy").delete()
    _passed, left = handed(house.secretary, house.reviewer)
    assert len(left) == 1
    assert "岗位分离" in left[0]
    item = WorkItem.objects.get(instance=case, status="open")
    assert item.role is not None
    assert item.role.key != "secretary" or item.organisation_id != house.province.pk


def test_who_keeps_another_post_in_the_organ_keeps_what_belongs_to_it(house: House, handed: Any) -> None:
    draft = house.case(place=house.county, author=house.county_drafter)
    taker = house.person("新文书")
    passed, _left = handed(house.county_drafter, taker, "clerk")
    assert passed["草稿"] == 0
    assert [row.instance_id for row in worklist(house.county_drafter, now=NOW)] == [draft.pk]
    passed, _left = handed(house.county_drafter, taker, "drafter")
    assert passed["草稿"] == 1
    assert worklist(house.county_drafter, now=NOW) == []


def test_successor_reads_what_the_other_finished(house: House, handed: Any, signed_by_all: Any) -> None:
    case = signed_by_all()
    house.does(case, house.clerk, "finish")
    taker = house.person("新来的")
    assert not allowed(taker, "view", case)
    handed(house.drafter, taker)
    assert allowed(taker, "view", Instance.objects.get(pk=case.pk))
    assert list(listing(taker, "paper", "own")) == [case]


def test_author_changed_behind_the_history_is_found(house: House, handed: Any) -> None:
    draft = house.case()
    handed(house.drafter, house.person("新来的"))
    Instance.objects.filter(pk=draft.pk).update(started_by=house.clerk)
    assert verify(draft) == ["事项的发起人或流程与经过不符。"]
    Instance.objects.filter(pk=draft.pk).update(started_by=User.objects.get(name="新来的"), memory={"path": []})
    assert "事项先后的起草人与经过不符。" in verify(draft)


def test_statements_do_not_grow_with_the_cases(house: House, handed: Any) -> None:
    first, second, third = house.drafter, house.person("第二人"), house.person("第三人")
    house.case()
    with CaptureQueriesContext(connection) as one:
        handed(first, second)
    for _case in range(4):
        house.case(author=second)
    with CaptureQueriesContext(connection) as many:
        handed(second, third)
    assert worklist(second, now=NOW) == []
    assert len(worklist(third, now=NOW)) == 5
    assert len(many) <= len(one) + 1
    assert len(many) < 45


def confirmed(house: House, taker: User, since: date) -> Handover:
    post = Membership.objects.get(user=house.drafter)
    Membership.objects.filter(pk=post.pk).update(until=since)
    new = house.appoint(taker, post.organisation, "drafter")
    return Handover.objects.create(
        post=post,
        taker=taker,
        successor=new,
        since=since,
        proposed_by=house.clerk,
        proposed_at=NOW,
        confirmed_by=house.admin,
        confirmed_at=NOW,
    )


def test_handover_is_carried_out_on_its_day_and_once(house: House) -> None:
    house.case()
    taker = house.person("新来的")
    row = confirmed(house, taker, NOW.date() + timedelta(days=2))
    assert carry_out(NOW) == 0
    day = NOW + timedelta(days=2)
    assert (carry_out(day), carry_out(day)) == (1, 0)
    row.refresh_from_db()
    assert (row.carried_out_at, row.passed["草稿"], row.left) == (day, 1, [])
    assert len(worklist(taker, now=day)) == 1


def test_estate_counts_without_changing_anything(house: House) -> None:
    case = house.case()
    house.case((house.drafter, "submit"))
    found = estate(Membership.objects.get(user=house.drafter))
    assert (found.at_post, found.personal, found.drafts, found.running) == (0, 1, 1, 1)
    assert Instance.objects.get(pk=case.pk).started_by == house.drafter


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_pass_it_on_once() -> None:
    house = House()
    house.case()
    confirmed(house, house.person("新来的"), NOW.date())
    assert sorted(at_once(lambda: carry_out(NOW), lambda: carry_out(NOW), refusal=Refused)) == [0, 1]
