"""The slice of the sample province, and papers that reached it."""

from types import SimpleNamespace

import pytest

from tests import factories


@pytest.fixture
def places(db: None) -> SimpleNamespace:
    """The organisations."""
    return factories.tree()


@pytest.fixture
def who(places: SimpleNamespace) -> SimpleNamespace:
    """Somebody for every post."""
    return factories.people(places)
