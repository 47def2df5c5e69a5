"""The process is killed for real at every statement of a decision and on both sides of its commit: old or new, whole."""

import os
import signal
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.breaking import snapshot
from tests.workflows.engine.conftest import NOW, House
from workflows.engine import Action, Instance, act, editing, verify
from workflows.engine.models import Event
from workflows.notifications.delivery import deliver
from workflows.notifications.models import Notification

pytestmark = [pytest.mark.heavy, pytest.mark.django_db(transaction=True)]


class Fuse:
    """Kills the process that it burns in, at the n-th moment: before a statement, before the commit, after it."""

    def __init__(self, length: int) -> None:
        self.left = length

    def burn(self) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.burn()
        return execute(sql, params, many, context)

    def commit(self, wrapper: BaseDatabaseWrapper) -> None:
        self.burn()
        wrapper.connection.commit()
        self.burn()


def killed(moment: int, work: Callable[[], Any]) -> bool:
    """Do *work* in a process of its own that is killed at that moment; false when it was done before."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            fuse = Fuse(moment)
            BaseDatabaseWrapper._commit = lambda wrapper: fuse.commit(wrapper)  # type: ignore[method-assign]
            with connection.execute_wrapper(fuse.statement):
                work()
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def kill_everywhere(case: Instance, work: Callable[[], Any]) -> int:
    """Kill *work* at each of its moments until it is committed; how many of them left the case as it was."""
    written = [name for name in connection.introspection.table_names() if name.startswith(("engine_", "papers_"))]
    written += ["notifications_outbox", "notifications_notification"]
    before, head = snapshot(written), bytes(case.head)
    for moment in count(1):
        assert killed(moment, work), "it was never seen to be committed"
        case.refresh_from_db()
        assert verify(case) == []
        if bytes(case.head) != head:
            return moment - 1
        assert snapshot(written) == before, f"half done at moment {moment}"
    raise AssertionError


def test_decision_killed_anywhere_is_whole_and_told_once() -> None:
    house = House()
    case = house.case((house.drafter, "submit"))
    Notification.objects.all().delete()
    action = Action(case.pk, "check_pass", house.reviewer, opinion="同意。")
    assert kill_everywhere(case, lambda: act(action, now=NOW)) >= 10
    assert (case.state, Event.objects.filter(instance=case).count()) == ("office", 3)
    assert [item.party for item in case.items.filter(status="open")] == ["office"]
    assert not Notification.objects.exists()
    assert [deliver(now=NOW), deliver(now=NOW)] == [1, 0]
    assert Notification.objects.filter(user=house.office, channel="desk").count() == 1


def test_decision_with_an_effect_killed_anywhere_is_whole() -> None:
    house = House()
    acts = [(house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass")]
    case = house.case(*acts, (house.secretary, "sign"))
    kill_everywhere(case, lambda: act(Action(case.pk, "finish", house.clerk), now=NOW))
    assert (case.outcome, case.subject.number) == ("passed", 1)


def test_edit_that_voids_a_signature_killed_anywhere_is_whole() -> None:
    house = House()
    acts = [(house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass")]
    case = house.case(*acts, (house.secretary, "sign"))
    paper = case.subject

    def change() -> None:
        with editing(paper, actor=house.clerk, now=NOW) as locked:
            locked.text = "改过的正文。"
            locked.save()

    kill_everywhere(case, change)
    assert case.items.filter(status="void").count() == 1
