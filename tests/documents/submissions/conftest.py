"""A slice of the province, its people, and the two calls of the story."""

from types import SimpleNamespace

import pytest

from documents.submissions.models import Call
from tests import factories
from tests.documents.submissions import making


@pytest.fixture
def places(db: None) -> SimpleNamespace:
    """The organisations."""
    return factories.tree()


@pytest.fixture
def who(places: SimpleNamespace) -> SimpleNamespace:
    """Somebody for every post."""
    return factories.people(places)


@pytest.fixture
def pilot(places: SimpleNamespace, who: SimpleNamespace) -> Call:
    """试点申报 of the province: every county may answer, each city recommends one."""
    return making.call("pilot", places.province, who.drafter, quota_per_city=1, designated_entry=True)


@pytest.fixture
def typical(places: SimpleNamespace, who: SimpleNamespace) -> Call:
    """典型案例征集 of the province, two a unit."""
    return making.call("typical", places.province, who.drafter, per_unit=2)
