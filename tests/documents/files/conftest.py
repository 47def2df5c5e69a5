"""An organ and a person."""

import pytest

from workflows.organisations.models import Organisation, User


@pytest.fixture
def organ(db):
    return Organisation.add_root(name="共青团鹭汀县委员会", short_name="团鹭汀县委", code="990102", level="county")


@pytest.fixture
def reporter(db):
    return User.objects.create_user("tang", name="唐小禾")
