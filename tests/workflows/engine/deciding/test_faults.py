"""A decision is taken whole or not at all, wherever the process breaks down; and what was decided is told, once."""

import os
import signal
import subprocess
import sys

import pytest
from django.db import connection, connections

from tests.breaking import break_everywhere, broke_down_at, snapshot
from tests.workflows.engine.conftest import NOW, House
from tests.workflows.engine.deciding.test_children import Joint
from tests.workflows.engine.deciding.test_edits import cosigning
from tests.workflows.engine.papers.models import Paper
from tests.workflows.engine.processes.test_migrating import RENAMED, at_office, old_version, version
from workflows.engine import Instance, WorkItem, editing, migrate_cases, start, verify
from workflows.notifications.delivery import deliver
from workflows.notifications.models import Notification, Outbox


def test_plain_decision_is_whole_at_every_statement(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    assert break_everywhere(lambda: house.does(instance, house.reviewer, "check_pass", opinion="同意。")) > 8


def test_signature_with_effects_is_whole_at_every_statement(house: House) -> None:
    acts = [(house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass")]
    instance = house.case(*acts, (house.secretary, "sign"))
    break_everywhere(lambda: house.does(instance, house.clerk, "finish"))
    assert instance.subject.number == 1


def test_start_is_whole_at_every_statement(house: House) -> None:
    paper = house.paper()
    break_everywhere(lambda: start(paper, "memo", actor=house.drafter, now=NOW))


def test_edit_that_voids_signatures_is_whole_at_every_statement(house: House) -> None:
    instance = cosigning(house, house.liaison)
    paper = Paper.objects.get(pk=instance.subject_id)

    def change() -> None:
        with editing(paper, actor=house.drafter, now=NOW) as locked:
            locked.text = "改过的正文。"
            locked.save()

    break_everywhere(change)
    assert WorkItem.objects.filter(instance=instance, status="void").count() == 1


def test_end_of_an_inner_case_is_whole_in_both_at_every_statement(house: House) -> None:
    joint = Joint(house)
    house.does(joint.outer, house.liaison, "cosign_pass")
    joint.does(joint.civil_clerk, "check_pass")
    break_everywhere(lambda: house.does(joint.inner, house.civil_secretary, "sign", opinion="同意。"))
    joint.refresh()
    assert (joint.inner.outcome, joint.outer.outcome) == ("passed", "passed")


def test_outer_move_that_ends_an_inner_case_is_whole_at_every_statement(house: House) -> None:
    joint = Joint(house)
    break_everywhere(lambda: house.does(joint.outer, house.liaison, "return", opinion="请改。"))
    joint.refresh()
    assert (joint.inner.outcome, joint.outer.state) == ("void", "draft")


def test_migration_is_whole_at_every_statement(house: House) -> None:
    at_office(house)
    at_office(house)
    new = version(RENAMED)
    break_everywhere(lambda: migrate_cases(old_version(), new, {"office": "audit"}, actor=None, now=NOW))


def test_delivery_that_breaks_down_anywhere_tells_everybody_once(house: House) -> None:
    house.case((house.drafter, "submit"))
    Notification.objects.all().delete()
    Outbox.objects.update(done_at=None)
    number = 1
    while broke_down_at(number, lambda: deliver(now=NOW)):
        number += 1
    assert not Outbox.objects.filter(done_at=None).exists()
    assert Notification.objects.filter(user=house.reviewer, channel="desk").count() == 1


SCRIPT = """
import sys, time
import django
django.setup()
from django.db import connection, transaction
from tests.workflows.engine.conftest import NOW
from workflows.engine import Action, act
from workflows.engine.deciding import writing
from workflows.organisations.models import User

def stop():
    print("here", flush=True)
    time.sleep(600)

def before_the_case_is_saved(execute, sql, params, many, context):
    if sql.startswith('UPDATE "engine_instance"'):
        stop()
    return execute(sql, params, many, context)

action = Action(int(sys.argv[1]), "check_pass", User.objects.get(username="周慎行"))
if sys.argv[2] == "before":
    with connection.execute_wrapper(before_the_case_is_saved):
        act(action, now=NOW)
else:
    writing.deliver_soon = lambda: transaction.on_commit(stop)
    act(action, now=NOW)
"""


def address() -> str:
    """Where another process finds the database of this test."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    where = f"{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}" if given["HOST"] else ""
    return f"postgres://{where}/{given['NAME']}"


def killed(instance: Instance, moment: str) -> None:
    """Decide in a process of its own, and kill it for real at that moment."""
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(instance.pk), moment],
        env={**os.environ, "DATABASE_URL": address(), "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"here"
        os.kill(process.pid, signal.SIGKILL)
    finally:
        process.kill()
        process.communicate()
    connections.close_all()


@pytest.mark.heavy
@pytest.mark.django_db(transaction=True)
def test_process_killed_before_the_commit_leaves_the_old_state() -> None:
    house = House()
    instance = house.case((house.drafter, "submit"))
    kept = [name for name in connection.introspection.table_names() if name.startswith(("engine_", "notifications_"))]
    before = snapshot(kept)
    killed(instance, "before")
    assert snapshot(kept) == before
    assert verify(instance) == []
    assert house.does(instance, house.reviewer, "check_pass").instance.state == "office"


@pytest.mark.heavy
@pytest.mark.django_db(transaction=True)
def test_process_killed_after_the_commit_is_still_told_once() -> None:
    house = House()
    instance = house.case((house.drafter, "submit"))
    deliver(now=NOW)
    Notification.objects.all().delete()
    killed(instance, "after")
    assert Instance.objects.get(pk=instance.pk).state == "office"
    assert verify(instance) == []
    assert not Notification.objects.exists()
    assert [deliver(now=NOW), deliver(now=NOW)] == [1, 0]
    assert Notification.objects.filter(user=house.office, channel="desk").count() == 1
