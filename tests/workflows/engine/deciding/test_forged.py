"""What a person could send who wants more than the page offers: foreign items, keys and tokens, lent posts that ended."""

from datetime import date, datetime, timedelta

import pytest

from tests.workflows.engine.conftest import NOW, House
from tests.workflows.engine.deciding.test_delegating import lend
from tests.workflows.engine.deciding.test_edits import cosigning, edit
from workflows.engine import Instance, Offline, Refused, WorkItem, editing, mark_read, start, verify
from workflows.engine.models import Event
from workflows.engine.processes.definitions import load_source
from workflows.organisations.models import Membership, User

SCAN = "ab" * 32


def refuses(house: House, instance: Instance, user: User, name: str, **options: object) -> str:
    before = Event.objects.filter(instance=instance).count()
    with pytest.raises(Refused) as caught:
        house.does(instance, user, name, **options)
    assert Event.objects.filter(instance=instance).count() == before
    return caught.value.reasons[0]


def open_item(instance: Instance, party: str) -> WorkItem:
    return WorkItem.objects.get(instance=instance, party=party, status="open")


@pytest.mark.parametrize("name", ["cosign_pass", "return", "@transfer", "@add_before", "@extend", "@claim"])
def test_item_of_another_organ_is_not_acted_on_whatever_the_token_says(house: House, name: str) -> None:
    instance = cosigning(house)
    item = open_item(instance, "co_issuer:V")
    token = f"{instance.entry}.{item.pk}.{bytes(instance.content_id or b'').hex()[:16]}"
    params = {"item": item.pk, "whom": "m1", "days": "3"}
    for person in (house.drafter, house.secretary, house.foreign_secretary, house.admin):
        assert refuses(house, instance, person, name, token=token, params=params, opinion="越权。")
    assert open_item(instance, "co_issuer:V").pk == item.pk


def test_own_yes_is_not_given_for_another_organ_by_its_item(house: House) -> None:
    instance = cosigning(house)
    foreign = open_item(instance, "co_issuer:V")
    token = f"{instance.entry}.{foreign.pk}.{bytes(instance.content_id or b'').hex()[:16]}"
    assert refuses(house, instance, house.liaison, "cosign_pass", token=token) == "您的这一项已经办过了，请刷新页面。"
    house.does(instance, house.liaison, "cosign_pass", params={"item": foreign.pk})
    assert open_item(instance, "co_issuer:V").pk == foreign.pk
    assert WorkItem.objects.get(instance=instance, party="co_issuer:E").done_by == house.liaison


@pytest.mark.parametrize("token", ["x", "..", "1.²", "²", "1.٣.ff", "9" * 400, f"5.{'9' * 30}.00", "\x00", "5.-1."])
def test_forged_token_is_refused_in_words(house: House, token: str) -> None:
    instance = cosigning(house)
    assert refuses(house, instance, house.liaison, "cosign_pass", token=token)
    assert refuses(house, instance, house.liaison, "@transfer", token=token, opinion="外出。", params={"whom": "m²"})


def test_key_of_somebody_else_gives_neither_their_result_nor_a_breakdown(house: House) -> None:
    instance = cosigning(house)
    first = house.does(instance, house.liaison, "cosign_pass", request_key="k")
    assert refuses(house, instance, house.foreign_secretary, "cosign_pass", request_key="k")
    second = house.does(instance, house.civil_secretary, "cosign_pass", request_key="k")
    assert (second.event.pk == first.event.pk, second.event.actor) == (False, house.civil_secretary)
    for person, outcome in ((house.liaison, first), (house.civil_secretary, second)):
        assert house.does(instance, person, "cosign_pass", request_key="k").event.pk == outcome.event.pk
    assert verify(instance) == []


def test_same_key_serves_in_another_case(house: House) -> None:
    for _time in range(2):
        assert house.does(house.case(), house.drafter, "submit", request_key="k").moved


def test_paper_act_names_nobody_who_was_not_asked(house: House) -> None:
    instance = cosigning(house)
    item = open_item(instance, "co_issuer:V")
    paper = Offline(scan=SCAN, signer="温如故", signed_on=date(2026, 11, 4))
    for behalf in (house.secretary, house.foreign_secretary, house.liaison):
        reason = refuses(
            house, instance, house.clerk, "cosign_pass", offline=paper, params={"item": item.pk}, behalf=behalf
        )
        assert behalf.name in reason
    done = house.does(
        instance,
        house.clerk,
        "cosign_pass",
        offline=paper,
        params={"item": item.pk},
        behalf=house.civil_secretary,
    )
    assert done.event.behalf == house.civil_secretary


def test_paper_act_for_the_item_of_another_case_is_refused(house: House) -> None:
    instance, other = cosigning(house), cosigning(house)
    item = open_item(other, "co_issuer:V")
    paper = Offline(scan=SCAN, signer="温如故", signed_on=date(2026, 11, 4))
    assert refuses(house, instance, house.clerk, "cosign_pass", offline=paper, params={"item": item.pk})
    assert refuses(house, instance, house.clerk, "@transfer", offline=paper, params={"item": item.pk}, opinion="转。")


def test_lent_post_that_ended_between_page_and_press_is_refused(house: House) -> None:
    lent = lend(house.reviewer, house.clerk, until=date(2026, 11, 6))
    instance = house.case((house.drafter, "submit"))
    token = house.token(instance, house.clerk, "check_pass")
    tomorrow = NOW + timedelta(days=1)
    assert refuses(house, instance, house.clerk, "check_pass", token=token, now=tomorrow)
    assert refuses(house, instance, house.clerk, "@transfer", token=token, now=tomorrow, opinion="转。")
    lent.until, lent.revoked_at = date(2026, 11, 30), NOW
    lent.save()
    assert refuses(house, instance, house.clerk, "check_pass", token=token)


def test_lent_post_counts_no_sooner_than_the_post_itself(house: House) -> None:
    Membership.objects.filter(user=house.reviewer).update(since=date(2026, 11, 20))
    house.holder("代部长", house.youth, "reviewer")
    instance = house.case((house.drafter, "submit"))
    lend(house.reviewer, house.clerk)
    assert refuses(house, instance, house.reviewer, "check_pass")
    assert refuses(house, instance, house.clerk, "check_pass")


def test_opening_by_one_of_two_cosigners_ends_taking_back_even_in_a_lent_post(house: House) -> None:
    for reader in (house.liaison, house.foreign_drafter):
        lend(house.civil_secretary, house.foreign_drafter, since=date(2026, 1, 1))
        instance = cosigning(house)
        assert mark_read(reader, instance, now=NOW) == 1
        assert "不能撤回" in refuses(house, instance, house.office, "withdraw")


def test_reading_what_was_sent_round_does_not_end_taking_back(house: House) -> None:
    instance = cosigning(house)
    whom = f"m{Membership.objects.get(user=house.deputy).pk}"
    house.does(instance, house.office, "@circulate", params={"whom": whom})
    assert mark_read(house.deputy, instance, now=NOW) == 1
    assert house.does(instance, house.office, "withdraw").moved
    assert WorkItem.objects.get(instance=instance, kind="read").status == "open"


SECOND = """
process = "second"
title = "另办"
subject = "paper"
initial = "look"

[states.look]
title = "看"
party = { at = "organ", role = "office" }
edit = ["handler"]

[states.done]
title = "好"
outcome = "passed"

[transitions.finish]
title = "办结"
from = "look"
to = "done"
"""


def test_edit_through_another_process_leaves_a_suspended_case_held(house: House) -> None:
    assert load_source(SECOND, name="second", origin="local", now=NOW).definition is not None
    instance = cosigning(house, house.liaison)
    start(instance.subject, "second", actor=house.drafter, now=NOW)
    house.does(instance, house.secretary, "@suspend", opinion="等上级文件。")
    edit(instance, house.office, text="从另一条路改了。")
    instance.refresh_from_db()
    assert verify(instance) == []
    assert not WorkItem.objects.filter(instance=instance, status="open").exists()
    later = datetime(2026, 11, 6, 10, 0, tzinfo=NOW.tzinfo)
    house.does(instance, house.secretary, "@resume", now=later)
    assert house.does(instance, house.liaison, "cosign_pass", now=later).instance.state == "cosign"
    assert house.does(instance, house.civil_secretary, "cosign_pass", now=later).instance.state == "sign"
    assert verify(instance) == []


def test_edit_and_act_are_not_written_down_under_a_post_of_somebody_else(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    foreign = Membership.objects.get(user=house.secretary)
    with pytest.raises(Refused), editing(instance.subject, actor=house.reviewer, post=foreign, now=NOW):
        pass
    assert refuses(house, instance, house.reviewer, "check_pass", post=foreign)
    assert refuses(house, instance, house.reviewer, "check_pass", behalf=house.secretary)
    with pytest.raises(Refused):
        start(house.paper(), "memo", actor=house.drafter, post=foreign, now=NOW)
    own = Membership.objects.get(user=house.reviewer)
    with editing(instance.subject, actor=house.reviewer, post=own, now=NOW) as paper:
        paper.text = "自己改的。"
        paper.save()
    assert Event.objects.get(instance=instance, kind="edit").post == own
