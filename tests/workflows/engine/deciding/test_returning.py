"""Sending back and taking back."""

import pytest

from tests.workflows.engine.conftest import NOW, House
from workflows.engine import Instance, Refused, WorkItem, mark_read, offers, start, verify


def reasons(house: House, *args: object, **options: object) -> list[str]:
    with pytest.raises(Refused) as caught:
        house.does(*args, **options)
    return caught.value.reasons


def up_to_sign(house: House) -> Instance:
    return house.case((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass"))


def test_return_goes_to_the_author_unless_another_state_is_chosen(house: House) -> None:
    instance = up_to_sign(house)
    back = house.does(instance, house.secretary, "return", opinion="重写第二段")
    assert back.instance.state == "draft"
    (item,) = WorkItem.objects.filter(instance=instance, status="open")
    assert (item.user, item.returned) == (house.drafter, True)


def test_returned_case_walks_the_way_again(house: House) -> None:
    instance = up_to_sign(house)
    house.does(instance, house.secretary, "return", opinion="改", params={"to": "check"})
    assert house.does(instance, house.reviewer, "check_pass").instance.state == "office"
    assert verify(instance) == []


def test_direct_resubmission_goes_straight_to_the_returner(house: House) -> None:
    instance = up_to_sign(house)
    house.does(instance, house.secretary, "return", opinion="改个字", params={"to": "draft", "resubmit": "direct"})
    back = house.does(instance, house.drafter, "submit").instance
    assert back.state == "sign"
    assert [name for name, _entry in back.memory["path"]] == ["draft", "check", "office"]
    assert house.does(instance, house.secretary, "sign").instance.state == "recheck"
    assert verify(instance) == []


def test_choices_offer_only_states_that_were_passed(house: House) -> None:
    instance = up_to_sign(house)
    (back,) = (offer for offer in offers(house.secretary, instance, now=NOW) if offer.transition == "return")
    assert [choice.name for choice in back.choices] == ["draft", "check", "office"]
    assert reasons(house, instance, house.secretary, "return", opinion="改", params={"to": "recheck"}) == [
        "只能退回已经办过的环节。"
    ]


def test_return_by_one_cosigner_relieves_the_others(house: House) -> None:
    paper = house.paper()
    paper.co_issuers.set([house.education, house.civil])
    instance = start(paper, "memo", actor=house.drafter, now=NOW)
    for person, name in ((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass")):
        house.does(instance, person, name)
    house.does(instance, house.liaison, "return", opinion="分工不清", params={"to": "office"})
    civil = WorkItem.objects.get(instance=instance, party="co_issuer:V")
    assert civil.status == "removed"
    assert reasons(house, instance, house.civil_secretary, "cosign_pass")
    house.does(instance, house.office, "office_pass")
    for signer in (house.liaison, house.civil_secretary):
        instance = house.does(instance, signer, "cosign_pass").instance
    assert instance.state == "sign"
    assert verify(instance) == []


def test_sender_withdraws_while_nobody_has_opened_it(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    taken_back = house.does(instance, house.drafter, "withdraw").instance
    assert taken_back.state == "draft"
    assert WorkItem.objects.get(instance=instance, party="reviewer").status == "recalled"
    assert verify(instance) == []


def test_withdrawing_ends_when_the_next_has_opened_it(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    assert mark_read(house.reviewer, instance, now=NOW) == 1
    assert reasons(house, instance, house.drafter, "withdraw") == [
        "省青年部部长（核稿）已经打开或办理，不能撤回了。可请对方退回。"
    ]


def test_opening_by_somebody_who_is_not_asked_does_not_count(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    for person in (house.drafter, house.secretary, house.foreign_drafter, house.admin):
        assert mark_read(person, instance, now=NOW) == 0
    assert house.does(instance, house.drafter, "withdraw").moved


def test_only_the_sender_withdraws(house: House) -> None:
    instance = house.case((house.drafter, "submit"), (house.reviewer, "check_pass"))
    assert reasons(house, instance, house.drafter, "withdraw") == ["您没有“撤回”的权限。"]
    assert house.does(instance, house.reviewer, "withdraw").instance.state == "check"


def test_withdrawing_from_cosigning_ends_with_the_first_signature(house: House) -> None:
    paper = house.paper()
    paper.co_issuers.set([house.education, house.civil])
    instance = start(paper, "memo", actor=house.drafter, now=NOW)
    for person, name in ((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass")):
        house.does(instance, person, name)
    house.does(instance, house.liaison, "cosign_pass")
    assert reasons(house, instance, house.office, "withdraw")


def test_first_opening_is_kept(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    assert mark_read(house.reviewer, instance, now=NOW) == 1
    assert mark_read(house.reviewer, instance, now=NOW.replace(hour=15)) == 0
    assert WorkItem.objects.get(instance=instance, party="reviewer").read_at == NOW


def test_taking_back_a_direct_resubmission_leads_to_who_resubmitted_and_stays_direct(house: House) -> None:
    instance = up_to_sign(house)
    house.does(instance, house.secretary, "return", opinion="改个字", params={"to": "draft", "resubmit": "direct"})
    house.does(instance, house.drafter, "submit")
    taken_back = house.does(instance, house.drafter, "withdraw").instance
    assert taken_back.state == "draft"
    (item,) = WorkItem.objects.filter(instance=instance, status="open")
    assert item.user == house.drafter
    assert verify(instance) == []
    again = house.does(instance, house.drafter, "submit").instance
    assert (again.state, [name for name, _entry in again.memory["path"]]) == ("sign", ["draft", "check", "office"])
    assert house.does(instance, house.secretary, "sign").instance.state == "recheck"
    assert verify(instance) == []


def test_returner_takes_a_return_back_while_nobody_has_opened_it(house: House) -> None:
    instance = up_to_sign(house)
    house.does(instance, house.secretary, "return", opinion="改", params={"to": "check"})
    assert house.does(instance, house.secretary, "withdraw").instance.state == "sign"
    assert house.does(instance, house.secretary, "sign").instance.state == "recheck"
    assert verify(instance) == []
