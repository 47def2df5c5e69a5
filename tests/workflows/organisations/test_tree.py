"""Walking the tree by path."""

import pytest

from workflows.organisations.models import Level, Organisation
from workflows.organisations.tree import is_higher, line_upward, organ_at, span, superior

pytestmark = pytest.mark.django_db


def committee(parent: Organisation | None, code: str, level: Level, **more: object) -> Organisation:
    node = Organisation(code=code, name=f"示例{code}", level=level, **more)
    return parent.add_child(instance=node) if parent else Organisation.add_root(instance=node)


@pytest.fixture
def province() -> Organisation:
    return committee(None, "99", Level.PROVINCE)


def test_span_holds_the_node_and_all_below_it_and_no_sibling(province: Organisation) -> None:
    first = committee(province, "9901", Level.CITY)
    second = committee(Organisation.objects.get(pk=province.pk), "9902", Level.CITY)
    below = committee(Organisation.objects.get(pk=first.pk), "990101", Level.COUNTY)
    assert list(Organisation.objects.within(first.path)) == [first, below]
    assert second not in Organisation.objects.within(first.path)


def test_span_of_the_last_letter_stays_a_range() -> None:
    low, high = span("000Z")
    assert low < "000Z0001" < high
    assert not low <= "0010" < high or high > "0010"


def test_line_upward_goes_from_the_node_to_the_root_in_one_query(
    province: Organisation, django_assert_num_queries: object
) -> None:
    city = committee(province, "9901", Level.CITY)
    county = committee(city, "990101", Level.COUNTY)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert line_upward(county) == [county, city, province]


def test_organ_at_follows_the_level_not_the_depth(province: Organisation) -> None:
    direct = committee(province, "9990", Level.COUNTY)
    assert organ_at(direct, Level.PROVINCE) == province
    assert organ_at(direct, Level.CITY) is None


def test_superior_of_a_department_is_its_organs_superior(province: Organisation) -> None:
    city = committee(province, "9901", Level.CITY)
    department = committee(city, "9901-1", Level.CITY, kind=Organisation.Kind.DEPARTMENT, organ=city)
    assert superior(department) == province
    assert superior(province) is None


def test_levels_are_ordered() -> None:
    assert is_higher(Level.PROVINCE, Level.CITY)
    assert not is_higher(Level.TOWNSHIP, Level.COUNTY)
