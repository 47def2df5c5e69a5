"""Queries composed once: the same rows as the queryset, whatever the values."""

from datetime import date
from typing import Any

import pytest
from django.db.models import Exists, OuterRef

from workflows.database import Prepared
from workflows.organisations.models import Level, Organisation
from workflows.worktime.models import DayOverride

pytestmark = pytest.mark.django_db


@pytest.fixture
def organs() -> list[Organisation]:
    province = Organisation.add_root(name="示例省团委", code="990000", level=Level.PROVINCE)
    cities = [province.add_child(name=f"示例{n}市团委", code=f"99{n}00", level=Level.CITY) for n in range(1, 13)]
    department = province.add_child(
        name="示例部", code="990000-1", level=Level.PROVINCE, kind="department", organ=province
    )
    return [province, *cities, department]


def with_organ(keys: tuple[int, ...]) -> Any:
    return Organisation.objects.filter(pk__in=keys).select_related("organ").order_by("pk")


def test_objects_are_those_of_the_queryset(organs: list[Organisation]) -> None:
    ask = Prepared(with_organ)
    for chosen in ([organs[0]], [organs[3], organs[-1]], [organs[5]]):
        found = ask(tuple(one.pk for one in chosen))
        assert found == chosen
        assert [one.organ for one in found] == [one.organ for one in chosen]
        assert found[0].since == chosen[0].since


def test_related_objects_come_along(organs: list[Organisation], django_assert_num_queries: Any) -> None:
    ask = Prepared(with_organ)
    with django_assert_num_queries(1):
        (department,) = ask((organs[-1].pk,))
        assert department.organ == organs[0]


def test_long_and_repeated_and_empty_lists_are_asked_the_ordinary_way(organs: list[Organisation]) -> None:
    ask = Prepared(with_organ)
    assert ask(tuple(range(-70, 0)) + tuple(one.pk for one in organs)) == organs
    assert ask((organs[0].pk, organs[0].pk)) == [organs[0]]
    assert ask(()) == []


def test_rows_of_values_and_days() -> None:
    for day in (date(2026, 1, 3), date(2026, 5, 9), date(2026, 10, 10)):
        DayOverride.objects.create(day=day, working=True, note="示例")
    ask = Prepared(
        lambda since: DayOverride.objects.filter(day__gte=since).order_by("day").values_list("day", "working")
    )
    assert ask(date(2026, 5, 1)) == [(date(2026, 5, 9), True), (date(2026, 10, 10), True)]
    assert ask(date(2026, 6, 1)) == [(date(2026, 10, 10), True)]
    assert ask(date(2027, 6, 1)) == []


def test_fixed_conditions_stay(organs: list[Organisation]) -> None:
    ask = Prepared(lambda pk: Organisation.objects.filter(pk=pk, level=Level.CITY))
    assert ask(organs[1].pk) == [organs[1]]
    assert ask(organs[0].pk) == []


def test_a_value_that_does_not_reach_the_query_is_refused(organs: list[Organisation]) -> None:
    ask = Prepared(lambda pk: Organisation.objects.filter(pk=pk + 1))
    with pytest.raises(TypeError, match="as a parameter"):
        ask(organs[0].pk)


def test_prefetches_are_refused(organs: list[Organisation]) -> None:
    ask = Prepared(lambda pk: Organisation.objects.filter(pk=pk).prefetch_related("departments"))
    with pytest.raises(TypeError, match="no prefetches"):
        ask(organs[0].pk)


def test_annotations_come_along(organs: list[Organisation]) -> None:
    departments = Organisation.objects.filter(organ=OuterRef("pk"))
    ask = Prepared(lambda keys: Organisation.objects.filter(pk__in=keys).annotate(divided=Exists(departments)))
    found = {one.pk: one.divided for one in ask((organs[0].pk, organs[1].pk))}
    assert found == {organs[0].pk: True, organs[1].pk: False}


def test_lists_of_every_length_find_the_same_as_the_queryset(organs: list[Organisation]) -> None:
    ask = Prepared(with_organ)
    keys = [one.pk for one in organs]
    for length in range(1, len(keys) + 1):
        assert ask(tuple(keys[:length])) == organs[:length]


def test_objects_know_that_they_are_kept_and_load_what_is_missing(organs: list[Organisation]) -> None:
    ask = Prepared(lambda pk: Organisation.objects.filter(pk=pk).only("name"))
    (found,) = ask(organs[1].pk)
    assert (found._state.adding, found._state.db) == (False, "default")
    assert (
        found.get_deferred_fields() == organs[1]._meta.model.objects.only("name").get(pk=found.pk).get_deferred_fields()
    )
    assert found.code == organs[1].code
    found.name = "改名"
    found.save()
    assert Organisation.objects.get(pk=found.pk).name == "改名"
