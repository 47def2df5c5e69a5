"""The start page of the administration offers each person what that person may do."""

from types import SimpleNamespace

import pytest
from django.test import Client

from tests import factories
from workflows.organisations.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def who() -> SimpleNamespace:
    return factories.people(factories.tree())


def home(user: User) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/admin/")
    assert page.status_code == 200
    return page.content.decode().split('id="main"')[1]


def test_drafter_is_offered_drafting_and_importing(who: SimpleNamespace) -> None:
    page = home(who.drafter)
    assert "/admin/notices/new/" in page
    assert "/admin/notices/import/" in page
    assert "/admin/registers/" not in page


def test_system_administrator_is_offered_registers_and_no_drafting(who: SimpleNamespace) -> None:
    page = home(who.sysadmin)
    assert "/admin/registers/organisations/" in page
    assert "/admin/registers/holidays/" in page
    assert "/admin/notices/new/" not in page
