"""The slice of the sample province that papers are tested in."""

from types import SimpleNamespace

import pytest

from tests import factories


@pytest.fixture
def places(db: None) -> SimpleNamespace:
    """The tree."""
    return factories.tree()


@pytest.fixture
def who(places: SimpleNamespace) -> SimpleNamespace:
    """Everybody in it."""
    return factories.people(places)
