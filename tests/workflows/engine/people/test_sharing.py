"""共享 with a term, with an organ, and as its giver sees it."""

from datetime import date, timedelta

import pytest

from tests.workflows.engine.conftest import NOW, House
from workflows.engine import Refused, allowed, editing, listing, share, shared_by, shares_of, unshare, verify
from workflows.engine.models import ShareTerm
from workflows.engine.people.shares import shared_rights
from workflows.organisations.models import Membership

LAST = date(2026, 11, 30)


def seen(house: House, on: date) -> set[tuple[int, int]]:
    return shared_rights(house.foreign_secretary, on).subjects.get("view", set())


def test_share_ends_on_its_day_without_anybody_doing_anything(house: House) -> None:
    paper = house.case().subject
    share(house.drafter, paper, house.foreign_secretary, until=LAST, now=NOW)
    assert len(seen(house, LAST - timedelta(days=1))) == 1
    assert seen(house, LAST) == set()
    assert [one.until for one in shares_of(paper, NOW.date())] == [LAST]
    assert shares_of(paper, LAST) == []
    assert len(shared_by(house.drafter, NOW.date())) == 1
    assert shared_by(house.drafter, LAST) == []


def test_given_again_the_new_term_counts(house: House) -> None:
    paper = house.case().subject
    share(house.drafter, paper, house.foreign_secretary, until=LAST, now=NOW)
    share(house.drafter, paper, house.foreign_secretary, now=NOW)
    assert len(seen(house, date(2099, 1, 1))) == 1
    assert ShareTerm.objects.filter(ended_at=None).count() == 1


def test_term_that_is_past_is_refused(house: House) -> None:
    paper = house.case().subject
    with pytest.raises(Refused):
        share(house.drafter, paper, house.foreign_secretary, until=NOW.date(), now=NOW)
    assert not ShareTerm.objects.exists()


def test_organ_reads_through_its_business_posts_and_not_after_they_ended(house: House) -> None:
    case = house.case()
    paper = case.subject
    auditor = house.holder("审计", house.foreign, "auditor")
    share(house.drafter, paper, house.foreign, now=NOW)
    assert allowed(house.foreign_drafter, "view", paper)
    assert list(listing(house.foreign_secretary, "paper", "shared")) == [case]
    assert not allowed(auditor, "view", paper)
    assert not allowed(house.county_drafter, "view", paper)
    assert [one.to for one in shares_of(paper)] == [house.foreign]
    Membership.objects.filter(user=house.foreign_secretary).update(until=date(2026, 1, 1))
    assert not allowed(house.foreign_secretary, "view", paper)
    unshare(house.drafter, paper, house.foreign, now=NOW)
    assert not allowed(house.foreign_drafter, "view", paper)
    assert verify(case) == []


def test_organ_share_reaches_people_of_its_departments(house: House) -> None:
    paper = house.case(place=house.county, author=house.county_drafter).subject
    assert not allowed(house.clerk, "view", paper)
    share(house.county_drafter, paper, house.province, now=NOW)
    assert allowed(house.clerk, "view", paper)


def test_giver_takes_back_what_he_gave_even_when_he_may_share_no_more(house: House) -> None:
    paper = house.case().subject
    share(house.drafter, paper, house.foreign_secretary, now=NOW)
    Membership.objects.filter(user=house.drafter).update(until=date(2026, 1, 1))
    with pytest.raises(Refused):
        unshare(house.foreign_drafter, paper, house.foreign_secretary, now=NOW)
    unshare(house.drafter, paper, house.foreign_secretary, now=NOW)
    assert shares_of(paper) == []


def test_giver_sees_own_shares_only(house: House) -> None:
    case = house.case()
    share(house.drafter, case.subject, house.foreign_secretary, "comment", until=date(2099, 1, 1), now=NOW)
    (given,) = shared_by(house.drafter)
    assert (given.title, given.instance_id, given.share.to, given.share.right) == (
        case.title,
        case.pk,
        house.foreign_secretary,
        "comment",
    )
    assert shared_by(house.reviewer) == []


def test_shared_editing_is_joint_drafting_and_no_way_into_what_others_handle(house: House) -> None:
    instance = house.case()
    share(house.drafter, instance.subject, house.city_secretary, "edit", now=NOW)
    assert allowed(house.city_secretary, "edit", instance)
    instance = house.does(instance, house.drafter, "submit").instance
    assert not allowed(house.city_secretary, "edit", instance)
    with pytest.raises(Refused), editing(instance.subject, actor=house.city_secretary, now=NOW):
        pass
    back = house.does(instance, house.reviewer, "return", opinion="改。", params={"to": "draft"}).instance
    assert allowed(house.city_secretary, "edit", back)


def test_view_and_comment_shared_give_no_editing_and_are_not_passed_on(house: House) -> None:
    paper = house.case().subject
    colleague = house.holder("乔以宁", house.youth, "clerk")
    for right in ("view", "comment"):
        share(house.drafter, paper, colleague, right, now=NOW)
        with pytest.raises(Refused):
            share(colleague, paper, house.foreign_secretary, "edit", now=NOW)
        with pytest.raises(Refused):
            share(colleague, paper, colleague, "edit", now=NOW)
        with pytest.raises(Refused), editing(paper, actor=colleague, now=NOW):
            pass


def test_whole_organ_is_shared_by_its_leaders_and_office_only(house: House) -> None:
    for person in (house.drafter, house.reviewer, house.clerk, house.county_secretary, house.admin):
        with pytest.raises(Refused):
            share(person, house.province, house.foreign_secretary, "view", now=NOW)
    for person in (house.secretary, house.deputy, house.office):
        share(person, house.province, house.foreign_secretary, "view", now=NOW)
    with pytest.raises(Refused):
        unshare(house.drafter, house.province, house.foreign_secretary, now=NOW)
