"""Ending a post, closing, merging or moving an organ with open items: nothing strands, nobody excluded is asked."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.workflows.engine.conftest import NOW, House
from tests.workflows.engine.papers import workflow
from workflows.engine import Instance, Refused, WorkItem, history, listing, route, start, verify, worklist
from workflows.engine.models import Definition
from workflows.engine.people.placing import follow_tree
from workflows.engine.people.stranding import settle_stranded
from workflows.engine.processes.definitions import load_source
from workflows.organisations.models import Membership, Organisation, User

TODAY = NOW.date()


def leaves(user: User) -> None:
    Membership.objects.filter(user=user).update(until=TODAY)


def waiting(instance: Instance) -> list[str]:
    items = WorkItem.objects.filter(instance=instance, status="open").select_related("organisation", "role", "user")
    return sorted(f"{item.organisation}{item.user or item.role}" for item in items)


def test_item_of_a_post_that_ended_goes_to_the_stand_in_with_the_clock_running(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    leaves(house.reviewer)
    assert settle_stranded(NOW) == 1
    assert waiting(instance) == ["省办公室主任（审核）"]
    (row,) = worklist(house.office, now=NOW)
    assert row.due_at is not None
    assert history(instance)[-1].verb == "改请现在的岗位"
    (now,) = [station for station in route(instance, now=NOW) if station.phase == "now"]
    assert now.note == "岗位空缺，由顶岗的人办理"
    assert house.does(instance, house.office, "check_pass").moved
    assert verify(instance) == []


def test_second_run_finds_nothing_to_do(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    leaves(house.reviewer)
    assert [settle_stranded(NOW), settle_stranded(NOW)] == [1, 0]
    assert verify(instance) == []


def test_post_that_somebody_holds_again_keeps_its_items(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    leaves(house.reviewer)
    successor = house.holder("新部长", house.youth, "reviewer")
    assert settle_stranded(NOW) == 0
    assert house.does(instance, successor, "check_pass").moved


def test_nobody_excluded_is_asked_in_the_stead(house: House) -> None:
    """The only stand-in checked the paper, so the organ above signs."""
    county = {"place": house.county, "author": house.county_drafter}
    instance = house.case((house.county_drafter, "submit"), (house.county_drafter, "check_pass"), **county)
    house.appoint(house.county_drafter, house.county, "deputy")
    leaves(house.county_secretary)
    settle_stranded(NOW)
    assert waiting(instance) == ["市书记（签发）"]
    with pytest.raises(Refused):
        house.does(instance, house.county_drafter, "sign")
    assert verify(instance) == []


def test_draft_of_somebody_who_left_goes_to_the_post(house: House) -> None:
    draft = house.case()
    other = house.holder("另一干事", house.youth, "drafter")
    leaves(house.drafter)
    settle_stranded(NOW)
    assert [row.instance_id for row in worklist(other, now=NOW)] == [draft.pk]
    assert verify(draft) == []


def test_merged_organ_leaves_its_papers_to_the_successor(house: House) -> None:
    county = {"place": house.county, "author": house.county_drafter}
    instance = house.case((house.county_drafter, "submit"), (house.county_drafter, "check_pass"), **county)
    merged = house.organ("新县", "county", "Z", under=house.city, profile="small")
    secretary = house.holder("新书记", merged, "secretary")
    drafter = house.holder("新干事", merged, "drafter")
    Organisation.objects.filter(pk=house.county.pk).update(until=TODAY, successor=merged)
    for person in (house.county_drafter, house.county_secretary):
        leaves(person)
    assert settle_stranded(NOW) == 1
    instance.refresh_from_db()
    assert (instance.organ, instance.path, waiting(instance)) == (merged, merged.path, ["新县书记（签发）"])
    assert list(listing(secretary, "paper", "own")) == [instance]
    house.does(instance, secretary, "sign")
    assert house.does(instance, drafter, "finish").instance.outcome == "passed"
    assert verify(instance) == []


def test_cosigner_that_was_merged_is_followed_by_its_successor(house: House) -> None:
    paper = house.paper()
    paper.co_issuers.set([house.education])
    instance = start(paper, "memo", actor=house.drafter, now=NOW)
    for person, name in ((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass")):
        house.does(instance, person, name)
    joined = house.organ("省教科厅", "province", "W", kind="partner")
    liaison = house.holder("新联络员", joined, "liaison")
    Organisation.objects.filter(pk=house.education.pk).update(until=TODAY, successor=joined)
    leaves(house.liaison)
    settle_stranded(NOW)
    assert house.does(instance, liaison, "cosign_pass").instance.state == "sign"
    assert verify(instance) == []


def test_closed_organ_without_a_successor_leaves_its_papers_to_its_superior(house: House) -> None:
    county = {"place": house.county, "author": house.county_drafter}
    instance = house.case((house.county_drafter, "submit"), (house.county_drafter, "check_pass"), **county)
    Organisation.objects.filter(pk=house.county.pk).update(until=TODAY)
    for person in (house.county_drafter, house.county_secretary):
        leaves(person)
    settle_stranded(NOW)
    assert waiting(instance) == ["市书记（签发）"]
    assert house.does(instance, house.city_secretary, "sign").moved


def test_post_that_nobody_can_stand_in_for_waits_visibly(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    Membership.objects.exclude(user=house.drafter).update(until=TODAY)
    settle_stranded(NOW)
    assert waiting(instance) != []
    back = house.holder("补岗部长", house.youth, "reviewer")
    settle_stranded(NOW)
    assert house.does(instance, back, "check_pass", now=NOW + timedelta(days=1)).moved
    assert verify(instance) == []


def test_moved_organ_is_seen_from_its_new_superior(house: House) -> None:
    county = {"place": house.county, "author": house.county_drafter}
    acts = ((house.county_drafter, "submit"), (house.county_drafter, "check_pass"), (house.county_secretary, "sign"))
    instance = house.case(*acts, (house.county_drafter, "finish"), **county)
    other = house.holder("邻市书记", house.other_city, "secretary")
    Organisation.objects.get(pk=house.county.pk).move(Organisation.objects.get(pk=house.other_city.pk), "last-child")
    assert follow_tree() == 0
    assert list(listing(other, "paper", "within")) == [instance]
    assert list(listing(house.city_secretary, "paper", "within")) == []
    assert verify(Instance.objects.get(pk=instance.pk)) == []


def test_ended_yesterday_is_as_good_as_today(house: House) -> None:
    house.case((house.drafter, "submit"))
    Membership.objects.filter(user=house.reviewer).update(until=date(2026, 11, 4))
    assert settle_stranded(NOW) == 1


def test_matter_with_a_former_superior_goes_to_that_of_the_successor(house: House) -> None:
    memo = (Path(workflow.__file__).parent / "definitions" / "memo.toml").read_text(encoding="utf-8")
    source = memo.replace(
        'party = { at = "organ", role = ["secretary", "deputy"] }',
        'party = { at = "city", role = "secretary" }\nskip = "没有市级单位"',
    )
    assert load_source(source, name="memo", origin=Definition.Origin.LOCAL).definition is not None
    reviewer = house.holder("核稿人", house.county, "reviewer")
    other = house.holder("邻市书记", house.other_city, "secretary")
    paper = house.paper(house.county, house.county_drafter)
    instance = start(paper, "memo", actor=house.county_drafter, now=NOW)
    for person, name in ((house.county_drafter, "submit"), (reviewer, "check_pass")):
        house.does(instance, person, name)
    assert [row.instance_id for row in worklist(house.city_secretary, now=NOW)] == [instance.pk]
    Organisation.objects.filter(pk=house.county.pk).update(until=TODAY, successor=house.foreign)
    Membership.objects.filter(organisation=house.county).update(until=TODAY)
    settle_stranded(NOW)
    assert worklist(house.city_secretary, now=NOW) == []
    assert [row.instance_id for row in worklist(other, now=NOW)] == [instance.pk]
    assert verify(instance) == []
