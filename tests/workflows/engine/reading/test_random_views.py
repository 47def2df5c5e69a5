"""Random trees, posts, loans, states and shares: the lists, the single question and the explanation agree on everybody."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workflows.engine.conftest import NOW, House
from workflows.definition.model import LEVELS
from workflows.engine import (
    Action,
    Instance,
    Refused,
    act,
    allowed,
    explain,
    few,
    listing,
    offers,
    share,
    start,
    visible,
)
from workflows.organisations.models import Delegation, Organisation, User

ROLES = ("drafter", "reviewer", "office", "deputy", "secretary", "clerk", "liaison", "unit_admin", "auditor")
ARMS = ("within", "own", "handled", "shared")

TREE = st.lists(st.tuples(st.integers(0, 5), st.booleans(), st.sampled_from(["full", "small"])), min_size=1, max_size=5)
POSTS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9), st.sampled_from(ROLES)), min_size=3, max_size=12)
CASES = st.lists(st.tuples(st.integers(0, 9), st.lists(st.integers(0, 30), max_size=6)), min_size=1, max_size=4)
SHARES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4), st.sampled_from(["subject", "organ"])), max_size=3)
LOANS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4)), max_size=2)


class World:
    """A random corner of the country, with some people, papers under way, shares and loans."""

    def __init__(self, house: House, tree: Any, posts: Any, cases: Any, shares: Any, loans: Any) -> None:
        self.house = house
        self.places = [house.province, house.city, house.county]
        for number, (under, is_department, profile) in enumerate(tree):
            self.places.append(self._place(number, self.places[under % len(self.places)], is_department, profile))
        self.people = [house.person(f"人{number}") for number in range(5)]
        self.posts = []
        for who, where, role in dict.fromkeys((who, where % len(self.places), role) for who, where, role in posts):
            self.posts.append(house.appoint(self.people[who], self.places[where], role))
        self.everybody = [
            *self.people,
            house.drafter,
            house.secretary,
            house.county_drafter,
            house.liaison,
            house.admin,
        ]
        self.cases = [case for where, acts in cases if (case := self._case(where, acts)) is not None]
        self._share(shares)
        self._lend(loans)

    def _place(self, number: int, under: Organisation, is_department: bool, profile: str) -> Organisation:
        if is_department:
            return self.house.department(f"部{number}", under.as_organ, f"R{number}")
        level = LEVELS[max(0, LEVELS.index(under.level) - 1)]
        return self.house.organ(f"关{number}", level, f"R{number}", under=under.as_organ, profile=profile)

    def _case(self, where: int, acts: list[int]) -> Instance | None:
        place = self.places[where % len(self.places)]
        author = self.house.holder(f"拟稿{where}-{Instance.objects.count()}", place, "drafter")
        paper = self.house.paper(place=place, author=author)
        if where % 2:
            paper.co_issuers.set([self.house.civil])
        case = start(paper, "joint" if where % 3 == 0 else "memo", actor=author, now=NOW)
        everybody = [*self.everybody, author, self.house.reviewer, self.house.office, self.house.county_secretary]
        for pick in acts:
            for person in everybody[pick % len(everybody) :] + everybody[: pick % len(everybody)]:
                offer = next(
                    (one for one in offers(person, case, now=NOW) if one.allowed and one.style == "primary"), None
                )
                if offer is not None:
                    act(Action(case.pk, offer.transition, person), now=NOW)
                    break
        return case

    def _share(self, shares: Any) -> None:
        for number, to, kind in shares:
            if self.cases:
                case = self.cases[number % len(self.cases)]
                giver = case.started_by
                try:
                    share(giver, case.subject if kind == "subject" else case.organ, self.people[to], now=NOW)
                except Refused:
                    continue

    def _lend(self, loans: Any) -> None:
        for number, to in loans:
            if self.posts and self.posts[number % len(self.posts)].user != self.people[to]:
                post = self.posts[number % len(self.posts)]
                Delegation.objects.create(
                    giver=post.user,
                    taker=self.people[to],
                    membership=post,
                    processes=[],
                    since=date(2026, 1, 1),
                    until=date(2026, 1, 1) + timedelta(days=1000),
                )


@pytest.mark.heavy
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=TREE, posts=POSTS, cases=CASES, shares=SHARES, loans=LOANS)
def test_lists_single_question_and_explanation_agree(
    house: House, tree: Any, posts: Any, cases: Any, shares: Any, loans: Any
) -> None:
    with transaction.atomic():
        agree(World(house, tree, posts, cases, shares, loans))
        transaction.set_rollback(True)


def agree(world: World) -> None:
    everything = list(Instance.objects.select_related("node", "subject_type", "organ"))
    for person in world.everybody:
        listed = {one.pk for one in visible(person, "paper")}
        assert few(person, "paper", 1000) == {one.subject_id for one in visible(person, "paper")}
        single = {one.pk for one in everything if allowed(person, "view", one)}
        assert listed == single, person
        assert {one.pk for arm in ARMS for one in listing(person, "paper", arm)} == single, person
        for instance in everything:
            pressed = {one.transition for one in offers(person, instance, now=NOW) if one.allowed}
            assert pressed == told(person, instance), (person, instance.state)
    assert not visible(world.house.admin, "paper").exists()


def told(person: User, instance: Instance) -> set[str]:
    return {one.name for one in explain(person, instance, now=NOW).transitions if one.allowed}
