"""Random runs by random people: the engine against the bare interpreter, and every refusal told beforehand."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workflows.engine.conftest import NOW, House
from tests.workflows.engine.papers.models import Paper
from workflows.definition import Marking, Take, begin, open_seats, step, with_renewal
from workflows.definition.simulate import regular
from workflows.engine import Instance, Offer, Refused, WorkItem, editing, explain, offers, start, verify
from workflows.engine.processes.definitions import loaded
from workflows.organisations.models import User

PICKS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 5), st.booleans()), min_size=4, max_size=14)


def people(house: House) -> list[User]:
    names = (
        "drafter",
        "reviewer",
        "office",
        "deputy",
        "secretary",
        "clerk",
        "liaison",
        "civil_secretary",
        "foreign_drafter",
    )
    return [getattr(house, name) for name in names]


def seen(instance: Instance) -> tuple[str, tuple[str, ...], set[str]]:
    fresh = Instance.objects.select_related("node").get(pk=instance.pk)
    items = WorkItem.objects.filter(instance=fresh, entry=fresh.entry, status="open")
    return fresh.state, tuple(name for name, _ in fresh.memory.get("path", ())), {item.party for item in items}


def marked(marking: Marking) -> tuple[str, tuple[str, ...], set[str]]:
    return marking.state, marking.path, {seat.key for seat in open_seats(marking.seats)}


def params_of(offer: Offer, choice: int, *, direct: bool) -> dict[str, str]:
    params = {}
    if offer.choices:
        params["to"] = offer.choices[choice % len(offer.choices)].name
    if offer.resubmit:
        params["resubmit"] = "direct" if direct else "again"
    return params


def edited(instance: Instance, person: User, text: str) -> None:
    try:
        with editing(Paper.objects.get(pk=instance.subject_id), actor=person, now=NOW) as paper:
            paper.text = text
            paper.save()
    except Refused:
        return


@pytest.mark.parametrize("cosigners", [0, 2])
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(picks=PICKS)
def test_engine_walks_as_the_interpreter_says(house: House, cosigners: int, picks: list[tuple[int, int, bool]]) -> None:
    with transaction.atomic():
        run(house, cosigners, picks)
        transaction.set_rollback(True)


def run(house: House, cosigners: int, picks: list[tuple[int, int, bool]]) -> None:
    paper = house.paper()
    paper.co_issuers.set([house.education, house.civil][:cosigners])
    instance = start(paper, "memo", actor=house.drafter, now=NOW)
    rules = loaded(instance.definition_id).rules
    world = regular(rules, level="province", co_issuers=cosigners)
    marking, _changes = begin(rules, world)
    names = {f"co_issuer:{code}": f"co_issuer:{number}" for number, code in enumerate("EV")}
    for pick, choice, flag in picks:
        found = [(person, offer) for person in people(house) for offer in offers(person, instance, now=NOW)]
        if not found:
            break
        person, offer = found[pick % len(found)]
        told = {one.name: one.allowed for one in explain(person, instance, now=NOW).transitions}
        assert told[offer.transition] == offer.allowed
        params = params_of(offer, choice, direct=flag)
        item = WorkItem.objects.filter(pk=offer.item_id).first()
        stops, stood = fallen_ahead(instance), standing_there(instance)
        try:
            house.does(instance, person, offer.transition, opinion="说明", params=params, token=offer.token)
        except Refused:
            assert not offer.allowed
            continue
        assert offer.allowed
        seat = names.get(item.party, item.party) if item is not None else ""
        take = Take(offer.transition, seat, params.get("to", ""), params.get("resubmit", ""))  # type: ignore[arg-type]
        offered = with_renewal(rules, marking.state, "cosign") if offer.transition == "renew" else rules
        stood = tuple(seat for seat in marking.stood if seat in {names.get(party, party) for party in stood})
        marking = Marking(**{**vars(marking), "stops": stops, "stood": stood})
        marking, _changes = step(offered, marking, take, world)
        state, path, parties = seen(instance)
        assert (state, path, {names.get(party, party) for party in parties}) == marked(marking)
        assert verify(instance) == []
        if flag and choice == 0:
            edited(instance, person, f"第{pick}稿")
            assert verify(instance) == []
            if WorkItem.objects.filter(
                instance=instance, entry=Instance.objects.get(pk=instance.pk).entry, status="void"
            ):
                return  # who signed here is asked again, which the bare interpreter does not know


def fallen_ahead(instance: Instance) -> tuple[str, ...]:
    """The states on the straight way where a signature fell, read off the rows."""
    fresh = Instance.objects.select_related("node").get(pk=instance.pk)
    back = fresh.memory.get("back", [])
    here = [name for name, _ in back].index(fresh.state) + 1 if fresh.state in dict(back) else 0
    void = set(WorkItem.objects.filter(instance=fresh, status="void").values_list("entry", flat=True))
    return tuple(name for name, entry in back[here:] if entry in void)


def standing_there(instance: Instance) -> set[str]:
    """The parties of whoever returned the paper whose yes is to this text, read off the rows."""
    fresh = Instance.objects.get(pk=instance.pk)
    left = fresh.memory.get("left", [0])[0] if fresh.memory.get("returner") else 0
    agreed = WorkItem.objects.filter(instance=fresh, entry=left, status="done", verdict="yes")
    text = bytes(fresh.content_id or b"")
    return {item.party for item in agreed if item.content_id is None or bytes(item.content_id) == text}
