"""Sub-processes: a party's own process answers for it, in one transaction, and never outlives what asked for it."""

from datetime import date, timedelta

import pytest

from tests.workflows.engine.conftest import NOW, House
from tests.workflows.engine.deciding.test_edits import edit
from workflows.engine import (
    Action,
    Instance,
    Look,
    Offline,
    Refused,
    WorkItem,
    act_many,
    allowed,
    case_for,
    explain,
    history,
    instance_of,
    listing,
    mark_read,
    offers,
    offline_offers,
    route,
    run_timers,
    start,
    verify,
    worklist,
)
from workflows.engine.models import NO_TERM
from workflows.organisations.models import User


class Joint:
    """A paper at 会签: 民政厅 has two accounts and works inside, 教育厅 has one and is asked itself."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.civil_clerk = house.holder("安若溪", house.civil, "clerk")
        paper = house.paper()
        paper.co_issuers.set([house.education, house.civil])
        self.outer = start(paper, "joint", actor=house.drafter, now=NOW)
        self.outer = house.does(self.outer, house.drafter, "submit").instance
        self.inner = Instance.objects.get(parent_item__instance=self.outer)

    def does(self, user: User, name: str, **options: object) -> Instance:
        done = self.house.does(self.inner, user, name, **options).instance
        self.refresh()
        return done

    def refresh(self) -> None:
        self.outer, self.inner = (Instance.objects.get(pk=one.pk) for one in (self.outer, self.inner))

    def sound(self) -> None:
        assert [verify(one) for one in Instance.objects.all()] == [[] for _ in Instance.objects.all()]


@pytest.fixture
def joint(house: House) -> Joint:
    return Joint(house)


def kinds(instance: Instance) -> dict[str, str]:
    items = WorkItem.objects.filter(instance=instance, entry=instance.entry)
    return {item.party: f"{item.kind} {item.status}" for item in items}


def test_organ_with_accounts_works_inside_and_another_is_asked_itself(joint: Joint) -> None:
    assert kinds(joint.outer) == {"co_issuer:E": "task open", "co_issuer:V": "child open"}
    assert (joint.inner.root, joint.inner.organ, joint.inner.state) == (joint.outer, joint.house.civil, "check")
    assert [row.instance_id for row in worklist(joint.civil_clerk, now=NOW)] == [joint.inner.pk]
    assert worklist(joint.house.civil_secretary, now=NOW) == []
    joint.sound()


def test_end_of_the_inner_case_is_the_partys_vote(joint: Joint) -> None:
    joint.does(joint.civil_clerk, "check_pass")
    assert kinds(joint.outer)["co_issuer:V"] == "child open"
    joint.does(joint.house.civil_secretary, "sign", opinion="同意联合印发。")
    item = WorkItem.objects.get(instance=joint.outer, kind="child")
    assert (item.status, item.verdict, item.done_by) == ("done", "yes", joint.house.civil_secretary)
    assert bytes(item.content_id or b"") == bytes(joint.outer.content_id or b"")
    assert (joint.outer.state, joint.inner.state, joint.inner.outcome) == ("cosign", "agreed", "passed")
    assert history(joint.outer)[-1].opinion == "同意联合印发。"
    joint.sound()
    done = joint.house.does(joint.outer, joint.house.liaison, "cosign_pass").instance
    assert (done.state, done.subject.number) == ("done", 1)
    joint.sound()


def test_last_party_to_agree_inside_moves_the_outer_case_with_its_effects(joint: Joint) -> None:
    joint.house.does(joint.outer, joint.house.liaison, "cosign_pass")
    joint.does(joint.civil_clerk, "check_pass")
    joint.does(joint.house.civil_secretary, "sign")
    assert (joint.outer.state, joint.outer.outcome, joint.outer.subject.number) == ("done", "passed", 1)
    joint.sound()


def test_refusal_inside_sends_the_outer_case_back_with_the_words(joint: Joint) -> None:
    joint.does(joint.civil_clerk, "check_pass")
    joint.does(joint.house.civil_secretary, "decline", opinion="职责分工不妥。")
    assert (joint.outer.state, joint.inner.outcome) == ("draft", "refused")
    assert [row.opinion for row in history(joint.outer) if row.verb == "退回修改"] == ["职责分工不妥。"]
    joint.sound()


def test_return_inside_does_not_touch_the_outer_case(joint: Joint) -> None:
    joint.does(joint.civil_clerk, "check_pass")
    before = joint.outer.seq
    joint.does(joint.house.civil_secretary, "back", opinion="请再核数字。")
    assert (joint.inner.state, joint.outer.state, joint.outer.seq) == ("check", "cosign", before)
    joint.sound()


@pytest.mark.parametrize(("name", "options"), [("void", {"opinion": "不发了。"}), ("withdraw", {})])
def test_outer_case_that_leaves_ends_the_inner_one(joint: Joint, name: str, options: dict[str, str]) -> None:
    joint.house.does(joint.outer, joint.house.drafter, name, **options)
    joint.refresh()
    assert (joint.inner.outcome, joint.inner.finished_at) == ("void", NOW)
    assert worklist(joint.civil_clerk, now=NOW) == []
    with pytest.raises(Refused, match="已经办结"):
        joint.does(joint.civil_clerk, "check_pass")
    assert offers(joint.civil_clerk, joint.inner, now=NOW) == []
    joint.sound()


def test_return_by_another_party_ends_the_inner_case_and_a_new_visit_begins_anew(joint: Joint) -> None:
    house = joint.house
    house.does(joint.outer, house.liaison, "return", opinion="请改。")
    joint.refresh()
    assert joint.inner.outcome == "void"
    again = house.does(joint.outer, house.drafter, "submit").instance
    assert kinds(again) == {"co_issuer:E": "task open", "co_issuer:V": "child open"}
    assert Instance.objects.filter(parent_item__instance=again, finished_at=None).count() == 1
    joint.sound()


def test_opening_inside_ends_the_right_to_take_the_outer_paper_back(joint: Joint) -> None:
    mark_read(joint.civil_clerk, joint.inner, now=NOW)
    with pytest.raises(Refused, match="已经打开"):
        joint.house.does(joint.outer, joint.house.drafter, "withdraw")


def test_guard_of_the_outer_case_refuses_the_last_act_inside_and_nothing_changes(joint: Joint) -> None:
    joint.does(joint.civil_clerk, "check_pass")
    paper = joint.outer.subject
    paper.complete = False
    paper.save()
    with pytest.raises(Refused, match="还缺正文"):
        joint.does(joint.house.civil_secretary, "sign")
    joint.refresh()
    assert (joint.inner.state, joint.outer.state) == ("sign", "cosign")
    joint.sound()


def test_outer_effect_never_sees_what_was_chosen_inside(joint: Joint) -> None:
    joint.house.does(joint.outer, joint.house.liaison, "cosign_pass")
    joint.does(joint.civil_clerk, "check_pass")
    joint.does(joint.house.civil_secretary, "sign", params={"breaks": True})
    assert joint.outer.state == "done"
    joint.sound()


def test_paper_signed_outside_closes_the_inner_case(joint: Joint) -> None:
    (offer,) = [
        one
        for one in offline_offers(joint.house.clerk, joint.outer, now=NOW)
        if one.holder.startswith("省民政厅") and one.transition == "cosign_pass"
    ]
    joint.house.does(
        joint.outer,
        joint.house.clerk,
        "cosign_pass",
        params={"item": offer.item_id},
        offline=Offline("ab" * 32, "温如故", date(2026, 11, 4)),
    )
    joint.refresh()
    assert kinds(joint.outer)["co_issuer:V"] == "child done"
    assert joint.inner.outcome == "void"
    joint.sound()


def test_suspended_outer_case_rests_inside_too(joint: Joint) -> None:
    Instance.objects.filter(pk=joint.outer.pk).update(suspended_at=NOW)
    with pytest.raises(Refused, match="挂起"):
        joint.does(joint.civil_clerk, "check_pass")


def test_edit_while_working_inside_voids_and_asks_for_a_confirmation(joint: Joint) -> None:
    joint.does(joint.civil_clerk, "check_pass")
    joint.does(joint.house.civil_secretary, "sign")
    edit(joint.outer, joint.house.drafter, text="改过的正文。")
    assert kinds(joint.outer)["co_issuer:V"] == "confirm open"
    found = Look(joint.house.civil_secretary, joint.outer, now=NOW).changes()
    assert found is not None
    assert found.confirming
    joint.house.does(joint.outer, joint.house.civil_secretary, "cosign_pass")
    joint.sound()


def test_people_inside_see_the_paper_and_strangers_do_not(joint: Joint) -> None:
    paper = joint.outer.subject
    for person in (joint.civil_clerk, joint.house.civil_secretary, joint.house.liaison, joint.house.drafter):
        assert allowed(person, "view", paper), person
    for person in (joint.house.foreign_drafter, joint.house.city_secretary, joint.house.admin):
        assert not allowed(person, "view", paper)
        with pytest.raises(Refused):
            joint.does(person, "check_pass")
    assert not allowed(joint.civil_clerk, "view", joint.outer)
    assert [one.pk for one in listing(joint.civil_clerk, paper, "own")] == [joint.inner.pk]


def test_who_worked_inside_keeps_sight_of_the_finished_paper(joint: Joint) -> None:
    joint.does(joint.civil_clerk, "check_pass")
    joint.does(joint.house.civil_secretary, "sign")
    joint.house.does(joint.outer, joint.house.liaison, "cosign_pass")
    assert allowed(joint.civil_clerk, "view", joint.outer.subject)


def test_page_finds_the_case_in_which_the_reader_has_a_say(joint: Joint) -> None:
    assert instance_of(joint.outer.subject, "joint") == joint.outer
    assert case_for(joint.civil_clerk, joint.outer) == joint.inner
    for person in (joint.house.liaison, joint.house.drafter, joint.house.foreign_drafter):
        assert case_for(person, joint.outer) == joint.outer


def test_route_shows_the_way_inside(joint: Joint) -> None:
    joint.does(joint.civil_clerk, "check_pass")
    (now,) = [station for station in route(joint.outer, now=NOW) if station.phase == "now"]
    (inside,) = now.inner
    assert (inside.organ, inside.title, inside.ended) == ("省民政厅", "联签内部办理", "")
    assert [(one.title, one.phase) for one in inside.stations][:2] == [("经办人核", "done"), ("负责人签", "now")]
    assert "等省民政厅内部办理。" in explain(joint.house.drafter, joint.outer, now=NOW).lines


def test_acts_on_both_cases_in_one_batch_take_effect_once(joint: Joint) -> None:
    results = act_many(
        [
            Action(joint.inner.pk, "check_pass", joint.civil_clerk),
            Action(joint.outer.pk, "cosign_pass", joint.house.liaison),
        ],
        now=NOW,
    )
    assert [isinstance(one, Refused) for one in results] == [False, True]
    joint.sound()


def test_case_inside_that_was_closed_by_hand_is_found(joint: Joint) -> None:
    WorkItem.objects.filter(instance=joint.outer, kind="child").update(status="removed")
    assert "“co_issuer:V”的内部流程与这里的办理情况不符。" in verify(joint.outer)


def test_suspending_the_outer_case_holds_the_inner_one_and_resuming_shifts_its_clock(joint: Joint) -> None:
    house = joint.house
    due = WorkItem.objects.get(instance=joint.inner, status="open").due_at
    house.appoint(house.office, house.province, "office")
    house.does(joint.outer, house.office, "@suspend", opinion="等上级文件。")
    joint.refresh()
    held = WorkItem.objects.get(instance=joint.inner, status="held")
    assert (joint.inner.suspended_at, held.next_timer_at, joint.inner.next_timer_at) == (NOW, NO_TERM, NO_TERM)
    assert worklist(joint.civil_clerk, now=NOW) == []
    later = NOW + timedelta(days=7)
    assert run_timers(now=later).reminded == 0
    with pytest.raises(Refused, match="挂起"):
        joint.does(joint.civil_clerk, "check_pass", now=later)
    with pytest.raises(Refused, match="外面的事项挂起着"):
        joint.does(house.civil_secretary, "@resume", opinion="继续。", now=later)
    house.does(joint.outer, house.office, "@resume", opinion="继续办。", now=later)
    item = WorkItem.objects.get(instance=joint.inner, status="open")
    assert (item.due_at - due).days == 7
    joint.refresh()
    assert joint.inner.suspended_at is None
    assert [row.note for row in history(joint.inner)][-2:] == ["随外面的事项", "时限顺延5个工作日；随外面的事项"]
    joint.does(joint.civil_clerk, "check_pass", now=later)
    joint.sound()


def test_inner_case_that_its_own_people_suspended_stays_so(joint: Joint) -> None:
    house = joint.house
    joint.does(house.civil_secretary, "@suspend", opinion="等本厅会议。")
    house.does(joint.outer, house.office, "@suspend", opinion="等上级文件。")
    house.does(joint.outer, house.office, "@resume", opinion="继续办。")
    joint.refresh()
    assert (joint.outer.suspended_at, joint.inner.suspended_at) == (None, NOW)
    joint.does(house.civil_secretary, "@resume", opinion="会开过了。")
    joint.does(joint.civil_clerk, "check_pass")
    joint.sound()


@pytest.mark.parametrize("name", ["@cancel", "@void", "@stop"])
def test_ending_a_suspended_outer_case_ends_the_held_inner_one(joint: Joint, name: str) -> None:
    house = joint.house
    house.does(joint.outer, house.office, "@suspend", opinion="等上级文件。")
    house.does(joint.outer, house.drafter if name == "@cancel" else house.office, name, opinion="不办了。")
    joint.refresh()
    assert (joint.inner.outcome, joint.inner.suspended_at) == ("void", None)
    assert not WorkItem.objects.filter(status__in=["open", "held", "waiting"]).exists()
    joint.sound()


def test_extension_of_the_partys_term_reaches_what_is_asked_inside(joint: Joint) -> None:
    house = joint.house
    before = WorkItem.objects.get(instance=joint.inner, status="open").clock_days
    child = WorkItem.objects.get(instance=joint.outer, kind="child")
    paper = Offline("ab" * 32, "温如故", date(2026, 11, 4))
    params = {"days": "3", "item": str(child.pk)}
    house.does(joint.outer, house.clerk, "@extend", opinion="要开会。", params=params, offline=paper)
    request = WorkItem.objects.get(instance=joint.outer, kind="request")
    assert request.role is not None
    house.does(joint.outer, house.office, "@extension_grant", opinion="同意。")
    assert WorkItem.objects.get(instance=joint.inner, status="open").clock_days == before + 3
    joint.sound()


def test_inner_case_rests_with_the_outer_one_whatever_is_sent(joint: Joint, house: House) -> None:
    held = house.does(joint.outer, house.secretary, "@suspend", opinion="等上级文件。").instance
    tries = (
        (joint.civil_clerk, "check_pass", {}),
        (joint.civil_clerk, "@transfer", {"whom": "m1"}),
        (joint.civil_clerk, "@add_beside", {"whom": "m1"}),
        (house.civil_secretary, "@resume", {}),
        (house.civil_secretary, "sign", {}),
    )
    for person, name, params in tries:
        with pytest.raises(Refused):
            house.does(joint.inner, person, name, params=params, opinion="试。")
    with pytest.raises(Refused):
        edit(joint.outer, house.drafter, text="趁挂起改。")
    joint.sound()
    house.does(held, house.secretary, "@resume")
    joint.refresh()
    joint.does(joint.civil_clerk, "check_pass")
    joint.does(house.civil_secretary, "sign")
    joint.sound()


def test_matter_handed_over_on_paper_is_asked_of_that_person_and_the_inner_case_ends(joint: Joint) -> None:
    house = joint.house
    deputy = house.holder("柏知秋", house.civil, "secretary")
    item = WorkItem.objects.get(instance=joint.outer, kind="child")
    whom = f"m{deputy.memberships.get().pk}"
    slip = Offline(scan="ab" * 32, signer="温如故", signed_on=date(2026, 11, 4))
    params = {"item": item.pk, "whom": [whom]}
    house.does(joint.outer, house.clerk, "@transfer", offline=slip, opinion="请柏知秋办。", params=params)
    joint.refresh()
    assert joint.inner.finished_at is not None
    assert [row.title for row in worklist(deputy, now=NOW)] == [joint.outer.title]
    joint.sound()
    house.does(joint.outer, deputy, "cosign_pass")
    house.does(joint.outer, house.liaison, "cosign_pass")
    joint.refresh()
    assert joint.outer.state == "done"
    joint.sound()


def test_what_was_sent_round_inside_is_read_after_the_inner_case_ended(joint: Joint) -> None:
    house = joint.house
    reader = house.holder("司南", house.civil, "office")
    params = {"whom": [f"m{reader.memberships.get().pk}"]}
    joint.does(joint.civil_clerk, "@circulate", params=params)
    joint.does(joint.civil_clerk, "check_pass")
    joint.does(house.civil_secretary, "sign")
    assert joint.inner.finished_at is not None
    joint.does(reader, "@read")
    joint.does(house.civil_secretary, "@copy", params=params)
    assert worklist(reader, now=NOW) == []
    joint.sound()
