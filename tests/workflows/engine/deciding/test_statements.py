"""What a decision costs in statements (design.md §6); transaction brackets are not counted."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.workflows.engine.conftest import NOW, House
from workflows.engine import Action, Instance, act, act_many
from workflows.organisations.models import User

BRACKETS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def statements(*actions: Action) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        results = act_many(actions, now=NOW)
    assert all(hasattr(result, "event") for result in results)
    return [query["sql"] for query in captured if not query["sql"].startswith(BRACKETS)]


def ready(house: House, user: User, name: str, *acts: tuple[User, str]) -> Action:
    instance = house.case(*acts)
    token = house.token(instance, user, name)
    return Action(instance.pk, name, user, token=token, request_key=f"{name}-{instance.pk}", opinion="同意。")


def test_one_durable_decision_takes_at_most_twelve_statements(house: House) -> None:
    acts = [(house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass")]
    steps = [(house.reviewer, "check_pass"), (house.office, "office_pass"), (house.secretary, "sign")]
    for number, (user, name) in enumerate(steps, start=1):
        made = statements(ready(house, user, name, *acts[:number]))
        assert len([one for one in made if "papers_" not in one]) <= 11, name
        assert len(made) <= 13, name  # with what the document is asked: itself, and whom it names


def test_forty_decisions_take_hardly_more_than_one(house: House) -> None:
    house.case((house.drafter, "submit"))
    actions = [ready(house, house.reviewer, "check_pass", (house.drafter, "submit")) for _ in range(40)]
    assert len(statements(*actions)) <= 60
    assert set(Instance.objects.filter(pk__in=[one.instance_id for one in actions]).values_list("node__name")) == {
        ("office",)
    }


def test_repeated_request_costs_no_write(house: House) -> None:
    action = ready(house, house.reviewer, "check_pass", (house.drafter, "submit"))
    act(action, now=NOW)
    with CaptureQueriesContext(connection) as captured:
        act(action, now=NOW)
    assert [query["sql"].split()[0] for query in captured if not query["sql"].startswith(BRACKETS)] == ["SELECT"] * 3
