"""The ground that every other test stands on."""

import socket
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import connection
from wagtail.models import Page

from workflows.engine.proving import triggers


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_committing_test_finds_the_database_as_the_migrations_left_it(turn: str) -> None:
    assert not Group.objects.filter(name="留下的").exists()
    assert Page.objects.filter(depth=1).count() == 1
    assert Permission.objects.filter(codename="access_admin").exists()
    assert triggers.missing() == []
    Group.objects.create(name="留下的")
    Page.objects.filter(depth__gt=1).delete()


def test_database_is_a_file_where_it_is_sqlite(db: None) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("runs on PostgreSQL")
    assert Path(connection.settings_dict["NAME"]).is_file()


def test_uploads_stay_out_of_the_house() -> None:
    house = Path(settings.BASE_DIR)
    folders = [settings.MEDIA_ROOT, settings.PRIVATE_ROOT, settings.STATIC_ROOT, settings.EMAIL_FILE_PATH]
    assert [folder for folder in folders if Path(folder).is_relative_to(house)] == []


def test_network_is_out_of_reach() -> None:
    with pytest.raises(RuntimeError, match="network"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
