"""The slice of the sample province, its people, and a browser for each of them."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client

from tests import factories
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
def as_user() -> Callable[[User], Client]:
    """A browser in which this person is signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
