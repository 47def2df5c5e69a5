"""A slice of the province, its people, and the two calls of the story."""

from types import SimpleNamespace

import pytest

from documents.submissions.models import Call
from tests import factories
from tests.documents.submissions import making
from workflows.organisations.models import User


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


@pytest.fixture
def summary(places: SimpleNamespace, who: SimpleNamespace) -> Call:
    """活动总结 of the city, 逐级汇总: townships and schools until the 24th, counties until the 27th of November."""
    return making.call("summary", places.city, who.city_drafter, lead_days=3)


@pytest.fixture
def neighbour(places: SimpleNamespace) -> User:
    """The one person of 芦哨镇."""
    return factories.holder("陆笛声", places.other_township, "secretary", "reporter", title="团委书记（兼职）")
