"""What every test may count on beside `tests/settings.py`: a database that stays clean, no network, a fixed hour."""

import datetime
import gc
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import hypothesis
import pytest
import time_machine
from pytest_django import DjangoDbBlocker

from tests.template import begin_from_template, keep_as_template

hypothesis.settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("house")

FIRST_HOUR = datetime.datetime(2026, 11, 19, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
"""When every run of the tests begins: a Thursday in the midst of the sample campaign."""
LOCAL_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})


def pytest_addoption(parser: pytest.Parser) -> None:
    """For a second run on another database."""
    parser.addoption("--only-database", action="store_true", help="leave out the tests that ask no database")


ASKING = frozenset({"db", "transactional_db", "live_server"})
"""Fixtures of the tests that ask the database."""
ONCE = ("browser", "heavy", "postgres")
"""Marks of the tests that run once only, on PostgreSQL."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With ``--only-database``, what was seen on one database and asks none is not run again on the other."""
    if not config.getoption("only_database"):
        return
    kept = [one for one in items if _asks(one) or any(map(one.get_closest_marker, ONCE))]
    left = set(items) - set(kept)
    config.hook.pytest_deselected(items=[one for one in items if one in left])
    items[:] = kept


def pytest_collection_finish() -> None:
    """What was loaded stays: collecting garbage need not look through it again and again, nor as often as between requests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _asks(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None or bool(ASKING & set(getattr(item, "fixturenames", ())))


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Keep bytes out of the names of tests: an archive holds the hour of its making, and workers must agree on names."""
    return argname if isinstance(val, bytes) else None


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs PostgreSQL where the tests run on SQLite."""
    from django.db import connection

    if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: set DATABASE_URL=postgres://…")


@pytest.fixture(autouse=True, scope="session")
def _working_day() -> Iterator[None]:
    """Every run begins on the same working day, so that no test passes on weekdays only, or until a term has run out."""
    with time_machine.travel(FIRST_HOUR, tick=True):
        yield


@pytest.fixture(autouse=True)
def _todays_clock(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a browser takes part in runs on the true clock: the browser has that of the machine."""
    if request.node.get_closest_marker("browser"):
        with time_machine.travel(time_machine.escape_hatch.time.time(), tick=True):
            yield
    else:
        yield


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest, _working_day: None, django_db_modify_db_settings: None) -> bool:
    """On SQLite begin from a migrated copy, where one was kept by an earlier run."""
    from django.db import connection

    asked: bool = request.config.getvalue("reuse_db")
    return asked or (
        connection.vendor == "sqlite" and begin_from_template(Path(connection.settings_dict["TEST"]["NAME"]))
    )


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_keepdb: bool, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The test database; tests that commit give it back as the migrations left it, so that no order of tests matters."""
    from django.db import connection

    from tests.emptying import Emptying

    with django_db_blocker.unblock():
        emptying = Emptying()
    if connection.vendor == "sqlite" and not django_db_keepdb:
        keep_as_template(Path(connection.settings_dict["NAME"]))
    with emptying:
        yield


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Nothing in a test reaches beyond this machine."""

    class LocalSocket(socket.socket):
        def connect(self, address: object) -> None:
            if isinstance(address, tuple) and address[0] not in LOCAL_HOSTS:
                self.close()
                raise RuntimeError(f"a test reached for the network: {address}")
            super().connect(address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "socket", LocalSocket)
        yield


@pytest.fixture(autouse=True)
def _fresh_calendar() -> None:
    """Every test begins without days set by hand, whatever an earlier one set and rolled back; no page pays a query for it."""
    from workflows.worktime.calendar import Calendar, keep

    keep(Calendar())


@pytest.fixture
def morning() -> datetime.datetime:
    """Half past nine on a working day: Thursday, 5 November 2026, in Shanghai."""
    return datetime.datetime(2026, 11, 5, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
