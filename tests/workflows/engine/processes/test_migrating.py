"""Running cases to another version: told before, all or none, provable afterwards."""

from collections.abc import Callable
from datetime import date
from functools import partial
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import ModelLogEntry

from tests import together
from tests.workflows.engine.conftest import NOW, House
from tests.workflows.engine.processes.test_definitions import LOCAL, MEMO
from workflows.engine import (
    Action,
    Instance,
    Refused,
    WorkItem,
    act,
    history,
    migrate_cases,
    migration_preview,
    route,
    start,
    verify,
)
from workflows.engine.deciding import writing
from workflows.engine.models import Definition, Event, Policy
from workflows.engine.processes.definitions import load_source
from workflows.engine.processes.versions import activate, save_draft
from workflows.organisations.models import Organisation

RENAMED = (
    MEMO.replace("[states.office]", "[states.audit]")
    .replace('"office", "cosign"', '"audit", "cosign"')
    .replace('to = "office"', 'to = "audit"')
    .replace('from = "office"', 'from = "audit"')
    .replace('"check", "office"]', '"check", "audit"]')
)
BOTH = MEMO.replace(
    'party = { at = "organ", role = ["secretary", "deputy"] }',
    'parties = [{ name = "secretary", at = "organ", role = "secretary" }, { name = "deputy", at = "organ", role = "deputy" }]',
)


def version(source: str) -> Definition:
    result = load_source(source, name="x", origin=LOCAL)
    assert result.definition is not None, result.lines
    return result.definition


def old_version() -> Definition:
    return Definition.objects.get(process="memo", version=1)


def open_parties(instance: Instance) -> list[str]:
    return sorted(WorkItem.objects.filter(instance=instance, status="open").values_list("party", flat=True))


def at_office(house: House) -> Instance:
    return house.case((house.drafter, "submit"), (house.reviewer, "check_pass"))


def test_preview_tells_how_many_stand_where_and_what_is_missing(house: House) -> None:
    at_office(house)
    at_office(house)
    house.case()
    found = migration_preview(old_version(), version(RENAMED))
    assert {one.name: (one.cases, one.to) for one in found.states if one.cases} == {
        "draft": (1, "draft"),
        "office": (2, ""),
    }
    assert found.cases == 3
    assert found.refusals == ["“审核”有 2 件：新版里没有这个环节，请指定对应的环节。"]
    assert migration_preview(old_version(), version(RENAMED), {"office": "audit"}).refusals == []


def test_removed_state_with_cases_refuses_all_and_changes_nothing(house: House) -> None:
    instance, draft = at_office(house), house.case()
    with pytest.raises(Refused) as caught:
        migrate_cases(old_version(), version(RENAMED), actor=None, now=NOW)
    assert caught.value.reasons == ["没有迁移，一件也没有动。", "“审核”有 1 件：新版里没有这个环节，请指定对应的环节。"]
    assert set(Instance.objects.values_list("definition__version", flat=True)) == {1}
    assert not Event.objects.filter(kind="migrate").exists()
    assert verify(instance) == verify(draft) == []


def test_mapped_cases_go_on_by_the_new_version(house: House) -> None:
    instance, new = at_office(house), version(RENAMED)
    assert migrate_cases(old_version(), new, {"office": "audit"}, actor=None, now=NOW) == 1
    instance = Instance.objects.get()
    assert (instance.definition, instance.state, open_parties(instance)) == (new, "audit", ["office"])
    assert verify(instance) == []
    assert [row.verb for row in history(instance)][-2:] == ["核稿通过", "改用新版流程"]
    assert [station.name for station in route(instance, now=NOW) if station.phase == "now"] == ["audit"]
    house.does(instance, house.office, "office_pass")
    back = house.does(instance, house.secretary, "return", opinion="再审", params={"to": "audit"}).instance
    assert back.state == "audit"
    assert verify(instance) == []


def test_parties_are_kept_added_and_dropped_by_their_names(house: House) -> None:
    acts = ((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass"))
    instance = house.case(*acts)
    kept = WorkItem.objects.filter(instance=instance, party="secretary", status="open")
    assert kept.count() == 2
    both = version(BOTH)
    migrate_cases(old_version(), both, actor=None, now=NOW)
    assert open_parties(instance) == ["deputy", "secretary"]
    assert verify(instance) == []
    migrate_cases(both, old_version(), actor=None, now=NOW)
    assert open_parties(instance) == ["secretary", "secretary"]
    assert WorkItem.objects.get(instance=instance, party="deputy").status == "removed"
    assert house.does(Instance.objects.get(), house.secretary, "sign").instance.state == "recheck"
    assert verify(instance) == []


def test_vote_that_would_be_decided_by_the_new_rules_is_not_guessed(house: House) -> None:
    acts = ((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass"))
    both = version(BOTH)
    instance = house.case(*acts)
    assert not house.does(instance, house.secretary, "sign").moved
    waiting = house.case(*acts)
    advice = "“签发”有 1 件：按新版的票数这一环节已经有结果，请先按旧版办完。"
    assert migration_preview(both, old_version()).refusals == [advice]
    with pytest.raises(Refused) as caught:
        migrate_cases(both, old_version(), actor=None, now=NOW)
    assert caught.value.reasons == ["没有迁移，一件也没有动。", advice]
    assert [verify(one) for one in (instance, waiting)] == [[], []]
    assert house.does(instance, house.deputy, "sign").moved
    assert migrate_cases(both, old_version(), actor=None, now=NOW) == 2


def test_signatures_hold_and_fall_across_versions(house: House) -> None:
    from tests.workflows.engine.deciding.test_edits import cosigning, edit

    instance = cosigning(house, house.liaison, house.civil_secretary)
    migrate_cases(old_version(), version(RENAMED), {"office": "audit"}, actor=None, now=NOW)
    edit(instance, house.secretary, text="迁移后改过。")
    assert WorkItem.objects.filter(instance=instance, status="void").count() == 2
    asked = house.does(instance, house.secretary, "renew").instance
    assert (
        asked.state,
        set(WorkItem.objects.filter(instance=asked, status="open").values_list("kind", flat=True)),
    ) == (
        "cosign",
        {"confirm"},
    )
    assert verify(instance) == []


def test_finished_cases_keep_their_version(house: House, signed_by_all: Callable[[], Instance]) -> None:
    done = house.does(signed_by_all(), house.clerk, "finish").instance
    assert migrate_cases(old_version(), version(RENAMED), actor=None, now=NOW) == 0
    done.refresh_from_db()
    assert done.definition == old_version()


def test_only_administrators_of_processes_may(house: House) -> None:
    at_office(house)
    new = version(RENAMED)
    keeper = house.holder("管理员", house.province, "sysadmin")
    for person in (house.secretary, house.admin, house.holder("另一位", house.province, "unit_admin")):
        with pytest.raises(Refused, match="只有系统管理员"):
            migrate_cases(old_version(), new, {"office": "audit"}, actor=person, now=NOW)
    assert migrate_cases(old_version(), new, {"office": "audit"}, actor=keeper, now=NOW) == 1
    assert history(Instance.objects.get())[-1].actor == "管理员"


@pytest.mark.parametrize("names", [{"nowhere": "audit"}, {"office": "nowhere"}])
def test_names_that_are_not_there_are_refused(house: House, names: dict[str, str]) -> None:
    with pytest.raises(Refused, match="没有“nowhere”"):
        migrate_cases(old_version(), version(RENAMED), names, actor=None, now=NOW)


def test_another_process_is_no_version(house: House) -> None:
    with pytest.raises(Refused, match="同一流程"):
        migrate_cases(old_version(), Definition.objects.get(process="ballot"), actor=None, now=NOW)


def test_command_previews_and_moves(house: House) -> None:
    at_office(house)
    version(RENAMED)
    out = StringIO()
    call_command("workflow", "migrate", "memo", "--to", "2", "--preview", "--map", "office=audit", stdout=out)
    assert "第1版“审核” 1 件 → audit" in out.getvalue()
    assert "第1版共 1 件在办，其中 0 件移不过去。" in out.getvalue()
    assert Instance.objects.get().definition.version == 1
    with pytest.raises(CommandError, match="一件也没有动"):
        call_command("workflow", "migrate", "memo", "--to", "2", stdout=out)
    call_command("workflow", "migrate", "memo", "--to", "2", "--map", "office=audit", stdout=out)
    assert "已从第1版移到第2版 1 件。" in out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_decision_racing_a_migration_is_taken_by_one_version_or_the_other() -> None:
    house = House()
    instance, new = at_office(house), version(RENAMED)
    old = old_version()
    at_once = partial(together.at_once, refusal=Refused)
    at_once(
        lambda: migrate_cases(old, new, {"office": "audit"}, actor=None, now=NOW),
        lambda: act(Action(instance.pk, "office_pass", house.office), now=NOW),
    )
    instance.refresh_from_db()
    assert (instance.definition, instance.state) == (new, "sign")
    assert Event.objects.filter(instance=instance, name="office_pass").count() == 1
    assert verify(instance) == []


def policy(place: Organisation, variant: str, since: date, until: date | None = None) -> Policy:
    return Policy.objects.create(process="memo", organisation=place, variant=variant, since=since, until=until)


def test_policy_counts_from_its_first_day_to_the_day_before_its_end_and_for_new_cases_only(house: House) -> None:
    version(MEMO.replace('process = "memo"', 'process = "memo_city"'))
    county = {"place": house.county, "author": house.county_drafter}
    before = house.case(**county)
    today = NOW.date()
    policy(house.city, "memo_city", today, date(2026, 11, 6))
    during = house.case(**county)
    before.refresh_from_db()
    assert [one.definition.process for one in (before, during)] == ["memo", "memo_city"]
    later = start(house.paper(**county), "memo", actor=house.county_drafter, now=NOW.replace(day=6))
    earlier = start(house.paper(**county), "memo", actor=house.county_drafter, now=NOW.replace(day=4))
    assert [one.definition.process for one in (later, earlier)] == ["memo", "memo"]
    assert start(house.paper(), "memo", actor=house.drafter, now=NOW).definition.process == "memo"
    during = house.does(during, house.county_drafter, "submit").instance
    assert (during.process, during.definition.process, verify(during)) == ("memo", "memo_city", [])


def test_policy_for_a_process_that_is_not_in_force_refuses_the_start(house: House) -> None:
    policy(house.province, "memo_gone", date(2026, 1, 1))
    with pytest.raises(Refused, match="memo_gone"):
        start(house.paper(), "memo", actor=house.drafter, now=NOW)


def test_draft_takes_no_cases_from_anybody(house: House) -> None:
    at_office(house)
    draft, _new = save_draft(RENAMED, by=house.holder("起草", house.province, "sysadmin"), now=NOW)
    for actor in (None, house.holder("别人", house.province, "sysadmin")):
        with pytest.raises(Refused, match="还是草稿"):
            migrate_cases(old_version(), draft, {"office": "audit"}, actor=actor, now=NOW)


def test_author_of_a_version_does_not_take_cases_there_alone(house: House) -> None:
    at_office(house)
    author = house.holder("起草", house.province, "sysadmin")
    guard = house.holder("安全", house.province, "secadmin")
    new, _new = save_draft(RENAMED, by=author, now=NOW)
    new = activate(new, by=guard, now=NOW)
    with pytest.raises(Refused, match="要由另一位"):
        migrate_cases(old_version(), new, {"office": "audit"}, actor=author, now=NOW)
    assert migrate_cases(old_version(), new, {"office": "audit"}, actor=guard, now=NOW) == 1
    (entry,) = ModelLogEntry.objects.filter(action="tuanwen.migration")
    assert (entry.user, entry.message) == (guard, "从第1版移来 1 件，环节 “审核”→“审核”")


def test_state_that_is_still_there_is_not_mapped(house: House) -> None:
    with pytest.raises(Refused, match="“核稿”在新版里还有"):
        migrate_cases(old_version(), version(RENAMED), {"check": "recheck"}, actor=None, now=NOW)


def test_very_many_cases_are_written_as_few_are(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MANY", 1)
    cases = [at_office(house), at_office(house), house.case()]
    new = version(RENAMED.replace('party = { at = "organ", role = "office", else = ["clerk"] }', OTHER))
    assert migrate_cases(old_version(), new, {"office": "audit"}, actor=None, now=NOW) == 3
    assert set(Instance.objects.values_list("definition", flat=True)) == {new.pk}
    assert [open_parties(one) for one in cases] == [["audit"], ["audit"], ["drafter"]]
    assert [verify(Instance.objects.get(pk=one.pk)) for one in cases] == [[], [], []]


OTHER = 'party = { name = "audit", at = "organ", role = "deputy" }'
