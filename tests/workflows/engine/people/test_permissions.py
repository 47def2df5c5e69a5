"""Who sees, edits, comments: the lists say the same as the question about one document."""

import pytest

from tests.workflows.engine.conftest import NOW, House
from tests.workflows.engine.papers.models import Paper
from workflows.engine import (
    Instance,
    Refused,
    allowed,
    editing,
    history,
    listing,
    share,
    shares_of,
    start,
    unshare,
    visible,
)
from workflows.organisations.models import User

ARMS = ("within", "own", "handled", "shared")


def people(house: House) -> list[User]:
    return list(User.objects.order_by("pk"))


def cases(house: House) -> list[Instance]:
    """Cases in every state of the memo, of a department, a county, and with co-issuers."""
    acts = [(house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass")]
    made = [house.case(*acts[:number]) for number in range(4)]
    made.append(house.case(*acts, (house.secretary, "sign"), (house.clerk, "finish")))
    county = [(house.county_drafter, "submit"), (house.county_drafter, "check_pass"), (house.county_secretary, "sign")]
    made += [house.case(*county[:number], place=house.county, author=house.county_drafter) for number in range(4)]
    made.append(house.case(*county, (house.county_drafter, "finish"), place=house.county, author=house.county_drafter))
    joint = house.paper()
    joint.co_issuers.set([house.education, house.civil])
    instance = start(joint, "memo", actor=house.drafter, now=NOW)
    for person, name in acts:
        instance = house.does(instance, person, name).instance
    return [*made, instance]


def test_lists_and_the_single_question_agree_for_everybody(house: House) -> None:
    made = cases(house)
    share(house.drafter, made[0].subject, house.liaison, "view", now=NOW)
    for person in people(house):
        seen = {instance.pk for instance in made if allowed(person, "view", instance)}
        assert {instance.pk for instance in visible(person, "paper")} == seen, person
        assert {instance.pk for arm in ARMS for instance in listing(person, "paper", arm)} == seen, person


def test_draft_is_seen_in_its_own_organ_only(house: House) -> None:
    instance = house.case(place=house.county, author=house.county_drafter)
    seeing = {person.name for person in people(house) if allowed(person, "view", instance)}
    assert seeing == {"唐小禾", "孟云舒"}


def test_another_county_sees_nothing_of_a_finished_paper(house: House) -> None:
    acts = ((house.county_drafter, "submit"), (house.county_drafter, "check_pass"), (house.county_secretary, "sign"))
    instance = house.case(*acts, (house.county_drafter, "finish"), place=house.county, author=house.county_drafter)
    assert not allowed(house.foreign_secretary, "view", instance)
    assert allowed(house.city_secretary, "view", instance)
    assert allowed(house.secretary, "view", instance)


def test_superuser_sees_nothing(house: House) -> None:
    for instance in cases(house):
        assert not any(allowed(house.admin, permission, instance) for permission in ("view", "edit", "comment"))
    assert not visible(house.admin, "paper").exists()


def test_administrators_and_auditors_do_not_read_papers(house: House) -> None:
    instance = house.case()
    for role in ("sysadmin", "secadmin", "auditor", "unit_admin"):
        keeper = house.holder(f"三员{role}", house.province, role)
        assert not allowed(keeper, "view", instance)
        assert not visible(keeper, "paper").exists()


def test_cosigner_sees_from_when_he_is_asked(house: House) -> None:
    *_others, joint = cases(house)
    assert allowed(house.liaison, "view", joint)
    assert allowed(house.liaison, "comment", joint)
    assert not allowed(house.liaison, "edit", joint)
    assert [instance.pk for instance in listing(house.liaison, "paper", "handled")] == [joint.pk]


def test_edit_belongs_to_whoever_handles_it_now(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    editors = {person.name for person in people(house) if allowed(person, "edit", instance)}
    assert editors == {"周慎行"}


def test_document_is_judged_by_its_cases_and_nobody_may_without_one(house: House) -> None:
    paper = house.paper()
    assert not allowed(house.drafter, "view", paper)
    start(paper, "memo", actor=house.drafter, now=NOW)
    assert allowed(house.drafter, "view", paper)
    assert not allowed(house.drafter, "view", house.province)
    with pytest.raises(ValueError, match="unknown permission"):
        allowed(house.drafter, "publish", paper)


def test_newest_finished_case_decides_when_none_is_open(house: House) -> None:
    instance = house.case()
    house.does(instance, house.drafter, "void", opinion="不发了")
    paper = Paper.objects.get()
    assert allowed(house.drafter, "view", paper)
    assert not allowed(house.drafter, "edit", paper)


@pytest.mark.parametrize(("right", "gives"), [("view", {"view"}), ("comment", {"view", "comment"})])
def test_share_gives_what_it_says_and_is_taken_back(house: House, right: str, gives: set[str]) -> None:
    instance = house.case()
    paper = instance.subject
    share(house.drafter, paper, house.city_secretary, right, now=NOW)
    assert {one for one in ("view", "edit", "comment") if allowed(house.city_secretary, one, paper)} == gives
    assert [(one.to, one.right) for one in shares_of(paper)] == [(house.city_secretary, right)]
    unshare(house.drafter, paper, house.city_secretary, right, now=NOW)
    assert not allowed(house.city_secretary, "view", paper)
    assert [(row.kind, row.verb) for row in history(instance)][1:] == [("share", "共享"), ("unshare", "收回共享")]


def test_shared_editing_ends_where_the_state_lets_nobody_edit(house: House) -> None:
    instance = house.case()
    share(house.drafter, instance.subject, house.city_secretary, "edit", now=NOW)
    with editing(instance.subject, actor=house.city_secretary, now=NOW) as paper:
        paper.text = "共同起草。"
        paper.save()
    house.does(instance, house.drafter, "void", opinion="不发了")
    assert not allowed(house.city_secretary, "edit", instance.subject)


def test_nobody_shares_what_he_may_not_do_himself(house: House) -> None:
    paper = house.case((house.drafter, "submit")).subject
    for person, right in ((house.foreign_drafter, "view"), (house.admin, "view"), (house.drafter, "edit")):
        with pytest.raises(Refused):
            share(person, paper, house.city_secretary, right, now=NOW)
    with pytest.raises(Refused):
        share(house.drafter, paper, house.drafter, now=NOW)


def test_guest_does_not_share_further(house: House) -> None:
    paper = house.case().subject
    share(house.drafter, paper, house.city_secretary, "edit", now=NOW)
    with pytest.raises(Refused) as caught:
        share(house.city_secretary, paper, house.foreign_secretary, now=NOW)
    assert caught.value.reasons == ["只有本单位及上级有这项权限的人才能共享或收回。"]


def test_shared_organisation_and_series_show_all_their_papers(house: House) -> None:
    first = house.case(place=house.county, author=house.county_drafter)
    second = house.case(place=house.county, author=house.county_drafter)
    share(house.county_secretary, house.county, house.foreign_secretary, now=NOW)
    assert list(listing(house.foreign_secretary, "paper", "shared")) == [second, first]
    assert allowed(house.foreign_secretary, "view", first)
    with pytest.raises(Refused):
        share(house.foreign_secretary, house.county, house.foreign_drafter, now=NOW)


def test_share_with_a_group_reaches_its_members(house: House) -> None:
    from django.contrib.auth.models import Group

    group = Group.objects.create(name="专班")
    house.liaison.groups.add(group)
    paper = house.case().subject
    share(house.drafter, paper, group, now=NOW)
    assert allowed(house.liaison, "view", paper)
    assert not allowed(house.civil_secretary, "view", paper)
    assert [(one.to, one.right) for one in shares_of(paper)] == [(group, "view")]
