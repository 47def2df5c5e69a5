"""Rows laid into a relation: there for whoever asks, gone when the relation changes."""

from typing import Any

import pytest

from workflows.database import laid, lay
from workflows.organisations.models import Level, Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> Organisation:
    made = Organisation.add_root(name="示例省团委", code="990000", level=Level.PROVINCE)
    for number in (1, 2):
        made.add_child(
            name=f"示例{number}部", code=f"990000-{number}", level=Level.PROVINCE, kind="department", organ=made
        )
    return Organisation.objects.get(pk=made.pk)


def departments(organ: Organisation) -> list[Organisation]:
    return list(Organisation.objects.filter(organ=organ).order_by("-code"))


def test_laid_rows_are_read_without_asking_in_their_order(
    province: Organisation, django_assert_num_queries: Any
) -> None:
    rows = departments(province)
    lay({province.pk: province}, "departments", rows, by="organ")
    with django_assert_num_queries(0):
        assert laid(province, "departments") == rows
        assert list(province.departments.all()) == rows
        assert rows[0].organ is province
    assert list(province.departments.filter(code="990000-1")) == [rows[1]]


def test_nothing_laid_is_asked_for(province: Organisation, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert {one.code for one in laid(province, "departments")} == {"990000-1", "990000-2"}


def test_laid_rows_are_forgotten_when_the_parent_is_read_afresh_or_the_relation_changes(
    province: Organisation, django_assert_num_queries: Any
) -> None:
    lay({province.pk: province}, "departments", [], by="organ")
    assert laid(province, "departments") == []
    province.departments.add(*departments(province))
    assert len(laid(province, "departments")) == 2
    lay({province.pk: province}, "departments", [], by="organ")
    province.refresh_from_db()
    assert len(province.departments.all()) == 2
