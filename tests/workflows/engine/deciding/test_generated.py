"""Random definitions on the engine, with rows and people: it walks as the interpreter does, and as somebody would on paper."""

import itertools
from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.workflows.definition.test_naive import (
    ACT,
    AGREED_AND_RETURNED,
    ALL_OF_TWO,
    STAGES,
    Naive,
    Stage,
    World,
    agrees,
    definition_of,
)
from tests.workflows.engine.conftest import NOW, House
from workflows.definition import Definition, Impossible, Marking, Party, Take, begin, open_seats, step
from workflows.engine import Instance, Refused, WorkItem, offers, start, verify
from workflows.engine.processes.definitions import forget, keep_version, put_in_force
from workflows.organisations.models import User

NAMES = (f"random{number}" for number in itertools.count())
"""Each definition is a process of its own, lest the same meaning of an earlier run be taken for it."""


def on_the_engine(rules: Definition, stages: list[Stage]) -> Definition:
    """The same rules with parties that the tree has: each seat a secretary elsewhere, nobody where a stage is passed by."""
    nobody = (Party("nobody", "@co_issuers", ("secretary",)),)
    states = [replace(state, view=rules.states[0].view) for state in rules.states]
    for number, stage in enumerate(stages):
        asked = tuple(
            replace(party, at=f"code:K{party.name[1:]}", roles=("secretary",)) for party in states[number].parties
        )
        states[number] = replace(states[number], parties=nobody if stage.skipped else asked)
    return replace(rules, process=next(NAMES), states=tuple(states))


def seen(instance: Instance) -> tuple[str, tuple[str, ...], set[str]]:
    """State, way and who may speak, read off the rows."""
    fresh = Instance.objects.select_related("node").get(pk=instance.pk)
    items = WorkItem.objects.filter(instance=fresh, entry=fresh.entry, status="open")
    return fresh.state, tuple(name for name, _entry in fresh.memory.get("path", ())), {item.party for item in items}


def marked(marking: Marking) -> tuple[str, tuple[str, ...], set[str]]:
    return marking.state, marking.path, {seat.key for seat in open_seats(marking.seats)}


@pytest.mark.heavy
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(stages=STAGES, acts=st.lists(ACT, max_size=16))
@example(stages=ALL_OF_TWO, acts=AGREED_AND_RETURNED)
def test_engine_interpreter_and_naive_model_agree_on_any_definition(
    house: House, stages: list[Stage], acts: list[tuple[str, int, int]]
) -> None:
    with transaction.atomic():
        walk(house, stages, acts)
        transaction.set_rollback(True)


def walk(house: House, stages: list[Stage], acts: list[tuple[str, int, int]]) -> None:
    forget()  # the numbers of what was rolled back come again
    rules = on_the_engine(definition_of(stages), stages)
    put_in_force(keep_version("", rules, "local", NOW)[0], NOW)
    organs = [house.organ(f"单位{number}", "province", f"K{number}") for number in range(4)]
    people = [house.holder(f"书记{number}", organ, "secretary") for number, organ in enumerate(organs)]
    case = start(house.paper(place=organs[0], author=people[0]), rules.process, actor=people[0], now=NOW)
    world, naive = World(stages), Naive(stages)
    marking, _changes = begin(rules, world)
    for act, seat, choice in acts:
        if naive.at in ("done", "refused"):
            break
        where = naive.folders[choice % len(naive.folders)] if naive.folders else ""
        name = f"yes_{naive.at}" if act == "yes" else act
        to = where if act in ("back", "straight") else ""
        offered = {one.transition for one in offers(people[seat], case, now=NOW) if one.allowed}
        moved = did(house, case, people[seat], name, to)
        assert (name in offered) == moved
        try:
            marking, _changes = step(rules, marking, Take(name, f"p{seat}", to), world)
        except Impossible:
            assert not moved, (act, seat, naive)
            continue
        assert moved, (act, seat, naive)
        if act in ("yes", "no"):
            naive.say(seat, act)
        else:
            naive.return_to(naive.folders[-1] if act == "previous" else where, straight=act == "straight")
        assert agrees(marking, naive), (act, seat, marking, naive)
        assert seen(case) == marked(marking), (act, seat, naive)
        assert verify(case) == []


def did(house: House, case: Instance, person: User, name: str, to: str) -> bool:
    """Whether the engine let *person* do it."""
    try:
        house.does(case, person, name, opinion="说明", params={"to": to} if to else {})
    except Refused:
        return False
    return True
