"""Decisions: forward, together, once; refused with reasons; whole or not at all."""

from pathlib import Path

import pytest
from django.core.management import call_command

from tests.workflows.engine.conftest import NOW, House
from tests.workflows.engine.papers import workflow
from tests.workflows.engine.papers.models import Paper
from workflows.engine import Action, Instance, Refused, WorkItem, act, act_many, history, offers, start, verify
from workflows.engine.models import Definition, Event
from workflows.engine.processes.definitions import load_source
from workflows.notifications.models import Outbox

MEMO = Path(workflow.__file__).parent / "definitions" / "memo.toml"


def refusal(house: House, *args: object, **options: object) -> list[str]:
    with pytest.raises(Refused) as caught:
        house.does(*args, **options)
    return caught.value.reasons


def open_items(instance: Instance) -> list[WorkItem]:
    return list(WorkItem.objects.filter(instance=instance, status="open").order_by("pk"))


def test_case_walks_the_whole_way(house: House) -> None:
    instance = house.case(
        (house.drafter, "submit"),
        (house.reviewer, "check_pass"),
        (house.office, "office_pass"),
        (house.secretary, "sign"),
        (house.clerk, "finish"),
    )
    assert (instance.state, instance.outcome, instance.finished_at) == ("done", "passed", NOW)
    assert Paper.objects.get().number == 1
    assert open_items(instance) == []
    assert verify(instance) == []


def test_each_act_writes_one_event_and_one_outbox_row(house: House) -> None:
    instance = house.case((house.drafter, "submit"), (house.reviewer, "check_pass"))
    events = list(Event.objects.filter(instance=instance).order_by("seq"))
    assert [(event.seq, event.kind, event.name) for event in events] == [
        (1, "start", "memo"),
        (2, "act", "submit"),
        (3, "act", "check_pass"),
    ]
    assert sorted(Outbox.objects.values_list("key", flat=True)) == [event.pk for event in events]


def test_item_goes_to_the_post_with_its_term_in_working_days(house: House) -> None:
    (item,) = open_items(house.case((house.drafter, "submit")))
    assert (item.organisation, item.role.key, item.user) == (house.youth, "reviewer", None)
    assert item.due_at.isoformat() == "2026-11-09T09:30:00+00:00"  # Monday, 17:30 in Shanghai
    assert not item.provisional


def test_draft_goes_to_its_author_in_person(house: House) -> None:
    (item,) = open_items(house.case())
    assert (item.user, item.role) == (house.drafter, None)


def test_transition_of_another_state_is_refused(house: House) -> None:
    assert refusal(house, house.case(), house.drafter, "sign") == ["“拟稿”环节没有这项操作，请刷新页面。"]


def test_whoever_is_not_asked_is_told_who_is(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    assert refusal(house, instance, house.clerk, "check_pass") == [
        "“核稿通过”现在由省青年部部长（核稿）办理，您不在其中。"
    ]


def test_superuser_may_do_nothing(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    for name in ("check_pass", "return", "withdraw", "void"):
        assert refusal(house, instance, house.admin, name, opinion="试")
    with pytest.raises(Refused):
        start(house.paper(), "memo", actor=house.admin, now=NOW)


def test_reviewer_of_another_county_may_do_nothing(house: House) -> None:
    instance = house.case((house.county_drafter, "submit"), place=house.county, author=house.county_drafter)
    for person in (house.foreign_drafter, house.foreign_secretary, house.reviewer):
        assert refusal(house, instance, person, "check_pass")


def test_deactivated_person_may_do_nothing(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    house.reviewer.is_active = False
    house.reviewer.save()
    assert refusal(house, instance, house.reviewer, "check_pass")


def test_reasons_are_demanded_where_the_definition_says_so(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    assert refusal(house, instance, house.reviewer, "return") == ["请写明“退回修改”的理由。"]
    assert refusal(house, instance, house.reviewer, "return", labels=("不喜欢",)) == [
        "没有“不喜欢”这个原因，请重新勾选。"
    ]
    outcome = house.does(instance, house.reviewer, "return", labels=("文字",))
    assert outcome.instance.state == "draft"
    assert history(instance)[-1].labels == ["文字"]


def test_reason_must_say_something_and_as_much_as_the_definition_asks_for(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    assert refusal(house, instance, house.reviewer, "return", opinion="……。") == ["请写明“退回修改”的理由。"]
    assert refusal(house, instance, house.drafter, "@cancel", opinion="——") == ["请写明“撤销”的理由。"]
    source = MEMO.read_text(encoding="utf-8").replace('reasons = ["文字"', 'least = 6\nreasons = ["文字"')
    assert load_source(source, name="memo", origin=Definition.Origin.LOCAL).definition is not None
    instance = house.case((house.drafter, "submit"))
    for said in ({"opinion": "请再改改。"}, {"labels": ("文字",)}):
        assert refusal(house, instance, house.reviewer, "return", **said) == ["“退回修改”的意见至少写6个字。"]
    assert {one.transition: one.least for one in offers(house.reviewer, instance, now=NOW)}["return"] == 6
    assert house.does(instance, house.reviewer, "return", opinion="请补上依据文号。").moved


def test_guard_refuses_with_its_reason(house: House) -> None:
    instance = house.case(complete=False)
    assert refusal(house, instance, house.drafter, "submit") == ["还缺正文，请补齐后再送。"]


def test_finished_case_is_closed(house: House) -> None:
    instance = house.case()
    house.does(instance, house.drafter, "void", opinion="不发了")
    assert refusal(house, instance, house.drafter, "submit") == ["这件事已经办结（作废），不能再办。"]


def test_double_click_yields_one_event(house: House) -> None:
    instance = house.case()
    token = house.token(instance, house.drafter, "submit")
    action = Action(instance.pk, "submit", house.drafter, token=token, request_key="click-1")
    first, second = act(action, now=NOW), act(action, now=NOW)
    assert second.event == first.event
    assert second.moved
    assert Event.objects.filter(instance=instance, name="submit").count() == 1


def test_request_key_counts_without_a_token_too(house: House) -> None:
    instance = house.case()
    action = Action(instance.pk, "submit", house.drafter, request_key="click-1")
    assert act(action, now=NOW).event == act(action, now=NOW).event


def test_stale_page_is_refused_once_the_case_moved_on(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    token = house.token(instance, house.reviewer, "check_pass")
    house.does(instance, house.reviewer, "return", opinion="改", params={"to": "draft"})
    house.does(instance, house.drafter, "submit")
    assert refusal(house, instance, house.reviewer, "check_pass", token=token) == [
        "这件事已经到了“核稿”环节，请刷新后再办。"
    ]


def test_five_cosigners_with_five_open_pages_all_sign(house: House) -> None:
    people, organs = [], []
    for number in range(5):
        organ = house.organ(f"单位{number}", "province", f"K{number}", kind="partner")
        people.append(house.holder(f"书记{number}", organ, "secretary"))
        organs.append(organ)
    paper = house.paper()
    paper.co_issuers.set(organs)
    instance = start(paper, "memo", actor=house.drafter, now=NOW)
    for person, name in ((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass")):
        house.does(instance, person, name)
    instance.refresh_from_db()
    tokens = [house.token(instance, person, "cosign_pass") for person in people]
    moved = [
        house.does(instance, person, "cosign_pass", token=token).moved
        for person, token in zip(people, tokens, strict=True)
    ]
    assert moved == [False, False, False, False, True]
    instance.refresh_from_db()
    assert instance.state == "sign"
    assert verify(instance) == []


def test_first_of_two_roles_decides_and_the_other_is_relieved(house: House) -> None:
    instance = house.case((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass"))
    assert [item.role.key for item in open_items(instance)] == ["secretary", "deputy"]
    assert house.does(instance, house.deputy, "sign").moved
    assert refusal(house, instance, house.secretary, "sign")
    statuses = WorkItem.objects.filter(instance=instance, party="secretary").order_by("pk")
    assert [item.status for item in statuses] == ["removed", "done"]


def test_votes_count_and_others_are_relieved(house: House) -> None:
    house.appoint(house.city_reviewer, house.province, "reviewer")
    instance = house.case(process="ballot", place=house.province)
    assert not house.does(instance, house.deputy, "disagree", opinion="再议").moved
    assert not house.does(instance, house.reviewer, "agree").moved
    assert house.does(instance, house.secretary, "agree").instance.state == "line"


def test_vote_that_cannot_be_reached_any_more_ends_the_case(house: House) -> None:
    instance = house.case(process="ballot", place=house.province)
    house.does(instance, house.deputy, "disagree", opinion="不妥")
    outcome = house.does(instance, house.secretary, "disagree", opinion="不妥")
    assert (outcome.instance.state, outcome.instance.outcome) == ("refused", "refused")


def test_ordered_signers_are_asked_one_after_another(house: House) -> None:
    instance = house.case((house.deputy, "agree"), (house.secretary, "agree"), process="ballot", place=house.province)
    assert [item.role.key for item in open_items(instance)] == ["reviewer"]
    assert refusal(house, instance, house.secretary, "line_pass")
    house.does(instance, house.reviewer, "line_pass")
    assert [item.role.key for item in open_items(instance)] == ["secretary"]
    assert open_items(instance)[0].due_at.isoformat() == "2026-11-06T09:30:00+00:00"


def test_automatic_transition_follows_by_itself(house: House) -> None:
    acts = (
        (house.deputy, "agree"),
        (house.secretary, "agree"),
        (house.reviewer, "line_pass"),
        (house.secretary, "line_pass"),
    )
    instance = house.case(*acts, process="ballot", place=house.province)
    assert (instance.state, instance.outcome) == ("done", "passed")
    assert Paper.objects.get().number == 1
    assert [event.kind for event in Event.objects.filter(instance=instance).order_by("seq")][-2:] == ["act", "auto"]
    assert verify(instance) == []


def test_automatic_transition_waits_for_its_guard(house: House) -> None:
    acts = (
        (house.deputy, "agree"),
        (house.secretary, "agree"),
        (house.reviewer, "line_pass"),
        (house.secretary, "line_pass"),
    )
    instance = house.case(*acts, process="ballot", place=house.province, complete=False)
    assert instance.state == "settle"
    assert house.does(instance, house.office, "settle_by_hand").instance.state == "done"


def test_broken_effect_leaves_the_database_as_it_was(house: House) -> None:
    acts = (
        (house.drafter, "submit"),
        (house.reviewer, "check_pass"),
        (house.office, "office_pass"),
        (house.secretary, "sign"),
    )
    instance = house.case(*acts)
    before = (instance.seq, bytes(instance.head), [item.pk for item in open_items(instance)])
    with pytest.raises(RuntimeError):
        house.does(instance, house.clerk, "finish", params={"breaks": True})
    instance.refresh_from_db()
    assert (instance.seq, bytes(instance.head), [item.pk for item in open_items(instance)]) == before
    assert Paper.objects.get().number is None
    assert verify(instance) == []


def test_effect_that_refuses_takes_back_what_effects_before_it_wrote(house: House) -> None:
    acts = (
        (house.drafter, "submit"),
        (house.reviewer, "check_pass"),
        (house.office, "office_pass"),
        (house.secretary, "sign"),
    )
    first, second = house.case(*acts), house.case(*acts)
    results = act_many(
        [
            Action(first.pk, "finish", house.clerk, params={"refuses": True}),
            Action(second.pk, "finish", house.clerk),
        ],
        now=NOW,
    )
    assert isinstance(results[0], Refused)
    assert results[0].reasons == ["文号已经用完，请联系办公室。"]
    assert [paper.number for paper in Paper.objects.order_by("pk")] == [None, 1]
    assert [Instance.objects.get(pk=one.pk).state for one in (first, second)] == ["recheck", "done"]
    assert verify(first) == verify(second) == []


def test_bulk_gives_a_result_for_each_and_refuses_singly(house: House) -> None:
    cases = [house.case((house.drafter, "submit")) for _ in range(3)]
    foreign = house.case((house.county_drafter, "submit"), place=house.county, author=house.county_drafter)
    actions = [Action(case.pk, "check_pass", house.reviewer) for case in (*cases, foreign)]
    results = act_many([*actions, Action(10**9, "check_pass", house.reviewer), actions[0]], now=NOW)
    assert [isinstance(result, Refused) for result in results] == [False, False, False, True, True, True]
    assert {Instance.objects.get(pk=case.pk).state for case in cases} == {"office"}
    assert all(verify(case) == [] for case in cases)


def test_starting_twice_is_refused_and_a_start_key_gives_the_first(house: House) -> None:
    paper = house.paper()
    first = start(paper, "memo", actor=house.drafter, now=NOW, start_key="k")
    assert start(paper, "memo", actor=house.drafter, now=NOW, start_key="k") == first
    with pytest.raises(Refused) as caught:
        start(paper, "memo", actor=house.drafter, now=NOW)
    assert caught.value.reasons == ["“签报”已经在办，不能重复发起。"]


def test_another_case_may_begin_once_the_first_has_ended(house: House) -> None:
    paper = house.paper()
    first = start(paper, "memo", actor=house.drafter, now=NOW)
    house.does(first, house.drafter, "void", opinion="重来")
    assert start(paper, "memo", actor=house.drafter, now=NOW).state == "draft"


def test_start_needs_a_post_in_the_organ_or_above(house: House) -> None:
    with pytest.raises(Refused):
        start(house.paper(place=house.county), "memo", actor=house.foreign_drafter, now=NOW)
    assert start(house.paper(place=house.county), "memo", actor=house.city_reviewer, now=NOW).state == "draft"


def test_unknown_process_is_refused(house: House) -> None:
    with pytest.raises(Refused) as caught:
        start(house.paper(), "dance", actor=house.drafter, now=NOW)
    assert caught.value.reasons == ["流程“dance”没有启用。请管理员在“流程”里检查并启用。"]


def test_system_check_is_silent_when_triggers_stand(house: House) -> None:
    call_command("check", "--database", "default", "--fail-level", "WARNING", "--tag", "database", verbosity=0)
