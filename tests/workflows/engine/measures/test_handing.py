"""转办 委派 领办: who has the matter, on whose clock, and how it comes back."""

from datetime import timedelta

import pytest

from tests.workflows.engine.conftest import NOW, House
from tests.workflows.engine.measures.conftest import Desk
from workflows.engine import (
    Instance,
    WorkItem,
    allowed,
    candidates,
    explain,
    history,
    more_offers,
    offers,
    worklist,
)
from workflows.organisations.models import Delegation, Membership, User


@pytest.fixture
def deputy_office(house: House) -> User:
    """A second person in the office, who may be handed the office's work."""
    return house.holder("办公室副主任", house.office_dept, "office")


def test_transferred_matter_is_the_new_holders_alone_and_keeps_its_deadline(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    before = WorkItem.objects.get(instance=instance, status="open")
    desk.does(instance, house.office, "@transfer", house.clerk, days=1)
    old, new = WorkItem.objects.filter(instance=instance, entry=3).order_by("pk")
    assert (old.status, new.status, new.user) == ("moved", "open", house.clerk)
    assert (new.clock_start, new.clock_days, new.due_at) == (before.clock_start, before.clock_days, before.due_at)
    assert desk.refuses(instance, house.office, "office_pass").startswith("“审核通过”现在由钟晴办理")
    assert desk.does(instance, house.clerk, "office_pass").moved


def test_transfer_past_the_deadline_does_not_win_time(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    desk.does(instance, house.office, "@transfer", house.clerk, days=10)
    (row,) = worklist(house.clerk, now=NOW + timedelta(days=10))
    assert row.overdue


def test_transfer_stays_within_the_own_organ_and_names_a_reason(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    assert "不在可选的范围" in desk.refuses(instance, house.office, "@transfer", house.city_secretary)
    assert desk.refuses(instance, house.office, "@transfer", house.clerk, opinion=" ") == "请写明“转办”的理由。"
    assert desk.refuses(instance, house.office, "@transfer", house.clerk, house.deputy) == "请只选一个。"
    assert "您不在其中" in desk.refuses(instance, house.clerk, "@transfer", house.office)


def test_partner_organ_hands_on_within_itself(desk: Desk, house: House) -> None:
    second = house.holder("教育厅副职", house.education, "liaison")
    instance = desk.at_cosign()
    desk.does(instance, house.liaison, "@transfer", second)
    assert allowed(second, "view", instance)
    assert [row.instance_id for row in worklist(second, now=NOW)] == [instance.pk]
    assert not desk.does(instance, second, "cosign_pass").moved
    assert desk.does(instance, house.civil_secretary, "cosign_pass").moved


def test_nobody_hands_over_to_whom_separation_excludes(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    house.appoint(house.drafter, house.province, "deputy")
    reason = desk.refuses(instance, house.secretary, "@transfer", house.drafter)
    assert reason.startswith("岗位分离：所选的人办过前面的环节")


def test_signature_goes_only_to_a_post_that_may_sign(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    assert desk.refuses(instance, house.secretary, "@transfer", house.clerk) == "“签发”只能转给有签发权限的岗位。"
    second = house.holder("副书记乙", house.province, "deputy")
    offered = candidates(house.secretary, instance, "transfer", now=NOW)
    assert {one.post for one in offered} == {"副书记（分管）"}  # nobody is offered who would be refused
    desk.does(instance, house.secretary, "@transfer", second)
    assert desk.does(instance, second, "sign").moved


def test_drafter_is_not_handed_the_signature_even_in_a_small_organ(desk: Desk, house: House) -> None:
    reviewer = house.holder("核稿人", house.county, "reviewer")
    house.appoint(house.county_drafter, house.county, "deputy")
    instance = desk.case(
        (house.county_drafter, "submit"), (reviewer, "check_pass"), place=house.county, author=house.county_drafter
    )
    ref = f"m{Membership.objects.get(user=house.county_drafter, role__key='deputy').pk}"
    reason = desk.refuses(instance, house.county_secretary, "@transfer", params={"whom": ref})
    assert reason in ("不能把签发转给起草人。", "所选的人或岗位已经在办这一环节，不用再请。")


def office_lends_to_clerk(house: House) -> None:
    Delegation.objects.create(
        giver=house.office,
        taker=house.clerk,
        membership=Membership.objects.get(user=house.office),
        since=NOW.date(),
        until=NOW.date() + timedelta(days=9),
    )


def test_lent_post_hands_over_in_the_givers_name(desk: Desk, house: House, deputy_office: User) -> None:
    office_lends_to_clerk(house)
    instance = desk.at_office()
    desk.does(instance, house.clerk, "@transfer", deputy_office)
    assert (history(instance)[-1].actor, history(instance)[-1].behalf) == ("钟晴", "顾知白")


def test_return_and_resubmission_ask_the_post_again_not_the_one_it_was_handed_to(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    desk.does(instance, house.office, "@transfer", house.clerk)
    desk.does(instance, house.clerk, "return", opinion="补依据。", params={"to": "check"})
    desk.does(instance, house.reviewer, "check_pass")
    assert desk.open(instance) == ["办公室主任（审核）"]


def test_sender_does_not_withdraw_what_was_handed_over(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    desk.does(instance, house.office, "@transfer", house.clerk)
    assert "不能撤回" in desk.refuses(instance, house.reviewer, "withdraw")


def test_help_comes_back_to_whoever_asked_on_the_same_clock(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    due = WorkItem.objects.get(instance=instance, status="open").due_at
    desk.does(instance, house.office, "@assist", house.clerk, opinion="请核对主送。")
    assert (desk.open(instance), desk.open(instance, "assist")) == ([], ["钟晴"])
    assert offers(house.clerk, instance, now=NOW) == []  # a helper decides nothing
    assert not allowed(house.clerk, "edit", instance)
    assert "钟晴" in desk.refuses(instance, house.office, "office_pass")
    desk.does(instance, house.clerk, "@answer", opinion="主送无误。")
    assert desk.open(instance) == ["办公室主任（审核）"]
    assert WorkItem.objects.get(instance=instance, status="open").due_at == due
    assert desk.does(instance, house.office, "office_pass").moved


def test_helper_has_not_acted_and_may_sign_later(desk: Desk, house: House) -> None:
    instance = desk.case((house.drafter, "submit"))
    desk.does(instance, house.reviewer, "@assist", house.secretary)
    desk.does(instance, house.secretary, "@answer")
    for user, name in ((house.reviewer, "check_pass"), (house.office, "office_pass"), (house.secretary, "sign")):
        desk.does(instance, user, name)
    assert Instance.objects.get(pk=instance.pk).state == "recheck"


def test_help_no_longer_needed_is_called_back(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    desk.does(instance, house.office, "@assist", house.clerk)
    seat = WorkItem.objects.get(instance=instance, kind="assist").party
    desk.does(instance, house.office, "@drop", params={"seat": seat})
    assert "没有要您“回复协助”的事" in desk.refuses(instance, house.clerk, "@answer")
    assert desk.does(instance, house.office, "office_pass").moved


def test_only_the_helper_answers_and_with_words(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    desk.does(instance, house.office, "@assist", house.clerk)
    assert "您不在其中" in desk.refuses(instance, house.deputy, "@answer")
    assert desk.refuses(instance, house.clerk, "@answer", opinion="") == "请写明“回复协助”的理由。"


def test_taken_up_matter_is_nobody_elses_until_it_is_put_back(desk: Desk, house: House, deputy_office: User) -> None:
    instance = desk.at_office()
    assert len(worklist(deputy_office, now=NOW)) == 1
    desk.does(instance, house.office, "@claim")
    assert worklist(deputy_office, now=NOW) == []
    assert len(worklist(house.office, now=NOW)) == 1
    assert "顾知白已领办" in desk.refuses(instance, deputy_office, "office_pass")
    desk.does(instance, house.office, "@release")
    assert len(worklist(deputy_office, now=NOW)) == 1
    assert desk.does(instance, deputy_office, "office_pass").moved


def test_taking_up_one_post_takes_the_whole_choice_of_posts(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.deputy, "@claim")
    assert "已领办" in desk.refuses(instance, house.secretary, "sign")
    assert desk.does(instance, house.deputy, "sign").moved


def test_office_puts_back_what_an_absent_person_took_up(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.deputy, "@claim")
    assert desk.refuses(instance, house.clerk, "@release") == "您没有“放回”的权限。"
    desk.does(instance, house.office, "@release")
    assert desk.does(instance, house.secretary, "sign").moved


ALONE = "这一项现在只有您一个人办，不用领办。"


def offered(user: User, instance: Instance) -> dict[str, bool]:
    """The measures that a page shows, and whether they are possible; the reasons speak of the same ones."""
    found = {one.transition: one.allowed for one in more_offers(user, instance, now=NOW)}
    told = {one.name: one.allowed for one in explain(user, instance, now=NOW).measures}
    assert {name: told.get(name) for name in found} == found
    assert ("@claim" in told) == ("@claim" in found)
    return found


def test_what_was_put_to_one_person_needs_no_taking_up(desk: Desk, house: House, deputy_office: User) -> None:
    instance = desk.at_office()
    assert offered(house.office, instance)["@claim"]
    desk.does(instance, house.office, "@transfer", house.clerk)
    assert desk.refuses(instance, house.clerk, "@claim") == ALONE
    assert "@claim" not in offered(house.clerk, instance)
    assert offered(house.clerk, instance)["@transfer"]


def test_post_with_a_single_holder_needs_no_taking_up(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    assert "@claim" not in offered(house.office, instance)
    assert desk.refuses(instance, house.office, "@claim") == ALONE
    house.holder("办公室副主任", house.office_dept, "office")
    assert offered(house.office, instance)["@claim"]


def test_taking_up_counts_only_who_may_act_and_nobody_twice(desk: Desk, house: House) -> None:
    house.appoint(house.drafter, house.province, "deputy")
    instance = desk.at_sign()
    assert offered(house.secretary, instance)["@claim"]  # two posts, each with one who may
    Membership.objects.filter(user=house.deputy).update(until=NOW.date())
    instance = desk.at_sign()  # the other deputy drafted the paper
    assert "@claim" not in offered(house.secretary, instance)
    house.appoint(house.secretary, house.province, "deputy")
    assert "@claim" not in offered(house.secretary, instance)


def test_who_stands_in_is_no_second_person_to_take_it_up(desk: Desk, house: House) -> None:
    office_lends_to_clerk(house)
    instance = desk.at_office()
    for person in (house.office, house.clerk):
        assert "@claim" not in offered(person, instance)


def test_partner_organ_with_two_of_a_post_may_take_it_up(desk: Desk, house: House) -> None:
    instance = desk.at_cosign()
    assert "@claim" not in offered(house.liaison, instance)
    house.holder("教育厅副职", house.education, "liaison")
    assert offered(house.liaison, instance)["@claim"]


def test_what_was_taken_up_is_still_put_back(desk: Desk, house: House, deputy_office: User) -> None:
    instance = desk.at_office()
    desk.does(instance, house.office, "@claim")
    assert desk.refuses(instance, house.office, "@claim") == "您已经领办了。"
    Membership.objects.filter(user=deputy_office).update(until=NOW.date())
    assert offered(house.office, instance)["@release"]
    desk.does(instance, house.office, "@release")
    assert "@claim" not in offered(house.office, instance)
