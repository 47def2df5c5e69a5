"""Who is asked after a case took another version: the new version's parties, on the clock that ran, with a line in the history."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.workflows.engine.conftest import NOW, House
from tests.workflows.engine.deciding.test_children import Joint, kinds
from tests.workflows.engine.processes.test_definitions import MEMO
from tests.workflows.engine.processes.test_migrating import at_office, old_version, open_parties, version
from workflows.engine import Instance, WorkItem, history, migrate_cases, migration_preview, verify, worklist
from workflows.engine.models import NO_TERM, Definition
from workflows.organisations.models import User

LATER = NOW + timedelta(hours=2)
NAMED = 'party = { name = "office", at = "organ", role = "{}" }'
OFFICE = 'party = { at = "organ", role = "office", else = ["clerk"] }'


def asks(party: str) -> str:
    """The memo with another party in 审核."""
    assert OFFICE in MEMO
    return MEMO.replace(OFFICE, party)


def moved(source: str) -> int:
    return migrate_cases(old_version(), version(source), actor=None, now=LATER)


def open_item(instance: Instance) -> WorkItem:
    return WorkItem.objects.select_related("organisation", "role").get(instance=instance, status="open")


def waits_for(user: User, instance: Instance) -> bool:
    return instance.pk in {row.instance_id for row in worklist(user, now=LATER)}


@pytest.mark.parametrize("name", ["office", "boss"])
def test_party_with_another_role_is_asked_anew_on_the_clock_that_ran(house: House, name: str) -> None:
    instance = at_office(house)
    old = open_item(instance)
    assert moved(asks(f'party = {{ name = "{name}", at = "organ", role = "deputy" }}')) == 1
    new = open_item(instance)
    old.refresh_from_db()
    assert (old.status, new.role.key if new.role else "", new.party) == ("moved", "deputy", name)
    assert (new.clock_start, new.clock_days, new.due_at) == (old.clock_start, 1, old.due_at)
    assert old.due_at != NO_TERM
    assert (waits_for(house.deputy, instance), waits_for(house.office, instance)) == (True, False)
    assert history(instance)[-1].note == "改请本机关 副书记（原请本机关 办公室主任）"
    assert verify(instance) == []
    assert house.does(instance, house.deputy, "office_pass").moved
    assert verify(instance) == []


def test_party_at_another_level_is_asked_there(house: House) -> None:
    given = {"place": house.county, "author": house.county_drafter}
    instance = house.case((house.county_drafter, "submit"), **given)
    before = 'party = { at = "unit", role = "reviewer", else = ["office", "drafter"] }'
    after = 'party = { at = "city", role = "reviewer", else = ["office", "drafter"] }'
    moved(MEMO.replace(before, after).replace('title = "核稿"\n', 'title = "核稿"\nskip = "没有市级"\n'))
    assert open_item(instance).organisation == house.city
    assert history(instance)[-1].note == "改请市级 部长（原请拟稿部门 部长）"
    assert verify(instance) == []


def test_one_of_two_roles_that_is_gone_is_asked_no_longer_and_the_other_keeps_it(house: House) -> None:
    acts = ((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass"))
    instance = house.case(*acts)
    kept = WorkItem.objects.get(instance=instance, status="open", role__key="secretary")
    moved(MEMO.replace('role = ["secretary", "deputy"]', 'role = "secretary"'))
    assert open_item(instance) == kept
    assert verify(instance) == []
    assert not waits_for(house.deputy, instance)


def test_same_party_keeps_what_was_handed_over_and_taken_up(house: House) -> None:
    instance = at_office(house)
    clerk = WorkItem.objects.filter(instance=instance, status="open")
    post = house.appoint(house.deputy, house.office_dept, "office")
    house.does(instance, house.office, "@transfer", opinion="出差", params={"whom": [f"m{post.pk}"]})
    other = house.case((house.drafter, "submit"), (house.reviewer, "check_pass"))
    house.does(other, house.office, "@claim")
    before = list(clerk.values_list("pk", "user", "role"))
    moved(MEMO.replace('title = "核稿"', 'title = "初核"'))
    assert list(clerk.values_list("pk", "user", "role")) == before
    assert open_item(other).claimed_by == house.office
    assert "改请" not in history(instance)[-1].note
    assert verify(instance) == verify(other) == []


def test_what_was_taken_up_waits_for_the_new_post_and_nobody_else_holds_it(house: House) -> None:
    instance = at_office(house)
    house.holder("办公室副主任", house.office_dept, "office")
    house.does(instance, house.office, "@claim")
    moved(asks(NAMED.replace("{}", "deputy")))
    assert open_item(instance).claimed_by is None
    assert verify(instance) == []


def test_suspended_case_is_asked_anew_when_it_goes_on(house: House) -> None:
    instance = at_office(house)
    house.does(instance, house.office, "@suspend", opinion="等材料")
    moved(asks(NAMED.replace("{}", "deputy")))
    assert set(WorkItem.objects.filter(instance=instance, status="held").values_list("role__key", flat=True)) == {
        "deputy"
    }
    assert open_parties(instance) == []
    assert verify(instance) == []
    house.does(instance, house.office, "@resume", opinion="材料齐了", now=LATER)
    assert waits_for(house.deputy, instance)
    assert verify(instance) == []


def test_vote_that_was_given_stays_given(house: House) -> None:
    acts = ((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass"))
    both = 'parties = [{{ name = "a", at = "organ", role = "{}" }}, {{ name = "b", at = "organ", role = "deputy" }}]'
    one = 'party = { at = "organ", role = ["secretary", "deputy"] }'
    first = version(MEMO.replace(one, both.format("secretary")))
    instance = house.case(*acts)
    house.does(instance, house.secretary, "sign")
    migrate_cases(first, version(MEMO.replace(one, both.format("clerk"))), actor=None, now=LATER)
    assert open_parties(instance) == ["b"]
    assert verify(instance) == []
    assert house.does(instance, house.deputy, "sign").moved


def test_post_that_must_stand_aside_by_the_new_rules_is_not_asked(house: House) -> None:
    house.appoint(house.reviewer, house.office_dept, "clerk")
    alone = house.holder("兼任", house.city, "reviewer", "office")
    instance = house.case((alone, "submit"), (house.city_reviewer, "check_pass"), place=house.city, author=alone)
    assert waits_for(alone, instance)
    moved(MEMO.replace('full = [["draft", "check", "sign"]]', 'full = [["draft", "office"]]'))
    assert verify(instance) == []
    assert not waits_for(alone, instance)
    assert waits_for(house.office, instance)  # the same post of the superior


def test_preview_tells_of_how_many_somebody_else_is_asked(house: House) -> None:
    at_office(house)
    at_office(house)
    house.case()
    found = migration_preview(old_version(), version(asks(NAMED.replace("{}", "deputy"))))
    assert {one.name: one.changes for one in found.states if one.changes} == {
        "office": (("改请本机关 副书记（原请本机关 办公室主任）", 2),)
    }
    assert found.refusals == []


def test_mapping_may_not_leap_over_a_signature_that_is_missing(house: House) -> None:
    at_office(house)
    gone = MEMO.replace("[states.office]", "[states.audit]").replace('"office", "cosign"', '"audit", "cosign"')
    gone = gone.replace('to = "office"', 'to = "audit"').replace('from = "office"', 'from = "audit"')
    new = version(gone.replace('"check", "office"]', '"check", "audit"]'))
    told = "“审核”有 1 件：不能改到“复核”：它在须签字的“签发”后面，还没有签。"
    assert migration_preview(old_version(), new, {"office": "recheck"}).refusals == [told]
    assert migration_preview(old_version(), new, {"office": "sign"}).refusals == []
    assert migration_preview(old_version(), new, {"office": "draft"}).refusals == []


JOINT = (Path(__file__).parents[1] / "papers" / "definitions" / "joint.toml").read_text(encoding="utf-8")


def changed_joint(before: str, after: str) -> None:
    assert before in JOINT
    first = Definition.objects.get(process="joint", version=1)
    migrate_cases(first, version(JOINT.replace(before, after)), actor=None, now=LATER)


def test_party_without_its_inner_process_ends_it_and_is_asked_itself(house: House) -> None:
    joint = Joint(house)
    due = WorkItem.objects.get(instance=joint.outer, kind="child").due_at
    inner = joint.inner
    changed_joint(', process = "joint_inner"', "")
    assert kinds(joint.outer) == {"co_issuer:E": "task open", "co_issuer:V": "task open"}
    inner.refresh_from_db()
    assert (inner.outcome, verify(inner), verify(joint.outer)) == ("void", [], [])
    item = WorkItem.objects.get(instance=joint.outer, party="co_issuer:V", status="open")
    assert (item.due_at, waits_for(house.civil_secretary, joint.outer)) == (due, True)
    assert not waits_for(joint.civil_clerk, inner)


def test_inner_case_runs_on_where_only_who_stands_in_for_it_changed(house: House) -> None:
    joint = Joint(house)
    changed_joint('role = "secretary", else = ["liaison"]', 'role = ["secretary", "deputy"]')
    assert joint.inner.finished_at is None
    joint.does(joint.civil_clerk, "check_pass")
    joint.does(house.civil_secretary, "sign")
    assert WorkItem.objects.get(instance=joint.outer, kind="child").verdict == "yes"
    joint.sound()
