"""The road to a work group: off by default, a line without names, outside transactions, repeated with patience."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.db import connection

from workflows.notifications import delivery
from workflows.notifications.delivery import HOOK, MOST_CALLS, deliver, handles, make_calls
from workflows.notifications.models import Notification, Outbox
from workflows.notifications.posting import Message
from workflows.notifications.webhook import JsonRoad, Note, road
from workflows.organisations.models import User

NOW = datetime(2026, 11, 5, 1, 30, tzinfo=UTC)


class Robot:
    """A work group's robot on this machine: what it got, and what it answers."""

    def __init__(self) -> None:
        self.got: list[dict[str, object]] = []
        self.status, self.answer, self.location = 200, b'{"errcode": 0}', ""
        robot = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                robot.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(robot.status)
                if robot.location:
                    self.send_header("Location", robot.location)
                self.end_headers()
                self.wfile.write(robot.answer)

            def log_message(self, *args: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/robot"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def robot() -> Iterator[Robot]:
    made = Robot()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def group(robot: Robot, settings, monkeypatch: pytest.MonkeyPatch) -> Robot:
    """The robot is switched on, and a topic tells two people of one matter."""
    settings.WEBHOOK_URL = robot.url
    monkeypatch.setattr(delivery, "_handlers", {})

    @handles("test")
    def told(key: int) -> list[Message]:
        words = {"title": f"待办：第 {key} 件", "topic": "test", "key": key, "url": f"/desk/{key}/", "state": "签发"}
        return [
            Message(user=user, kind="todo", body="意见：林予安说再看看。", **words)  # type: ignore[arg-type]  # texts and one number
            for user in User.objects.order_by("pk")
        ]

    return robot


@pytest.fixture
def _two_people(db: None) -> None:
    for name in ("林予安", "周慎行"):
        User.objects.create(username=name, name=name)


def put(key: int) -> None:
    Outbox.objects.create(topic="test", key=key, created_at=NOW)


@pytest.mark.usefixtures("_two_people")
def test_group_is_told_once_with_title_state_and_link_and_no_names(group: Robot) -> None:
    put(7)
    deliver(now=NOW)
    deliver(now=NOW)
    assert group.got == [
        {
            "msgtype": "text",
            "text": {"content": "待办：第 7 件（签发） http://127.0.0.1:8000/desk/7/"},
            "title": "待办：第 7 件",
            "state": "签发",
            "link": "http://127.0.0.1:8000/desk/7/",
        }
    ]
    assert "林予安" not in json.dumps(group.got, ensure_ascii=False)
    assert Outbox.objects.get(topic=HOOK).done_at == NOW


@pytest.mark.usefixtures("_two_people")
@pytest.mark.parametrize("address", ["", "ftp://gateway.example/", "file:///etc/hostname"])
def test_no_address_or_a_strange_one_is_no_road(group: Robot, settings, address: str) -> None:
    settings.WEBHOOK_URL = address
    put(1)
    deliver(now=NOW)
    assert road() is None
    assert group.got == []
    assert Notification.objects.filter(channel="desk").count() == 2


@pytest.mark.usefixtures("_two_people")
@pytest.mark.parametrize(
    ("status", "answer", "location"),
    [(500, b"", ""), (200, b'{"errcode": 93000}', ""), (302, b"", "http://127.0.0.1:1/elsewhere")],
)
def test_failed_call_is_repeated_later_each_time(group: Robot, status: int, answer: bytes, location: str) -> None:
    group.status, group.answer, group.location = status, answer, location
    put(1)
    deliver(now=NOW)
    assert Outbox.objects.get(topic=HOOK).retry_at == NOW + timedelta(minutes=1)
    assert make_calls(now=NOW + timedelta(seconds=59)) == 0
    make_calls(now=NOW + timedelta(minutes=1))
    assert Outbox.objects.get(topic=HOOK).retry_at == NOW + timedelta(minutes=3)
    group.status, group.answer, group.location = 200, b"ok", ""
    assert make_calls(now=NOW + timedelta(minutes=3)) == 1
    assert len(group.got) == 3


@pytest.mark.usefixtures("_two_people")
def test_call_is_given_up_after_many_attempts(group: Robot) -> None:
    group.status = 500
    put(1)
    deliver(now=NOW)
    moment = NOW
    for _attempt in range(MOST_CALLS):
        moment += timedelta(hours=7)
        make_calls(now=moment)
    assert len(group.got) == MOST_CALLS
    assert Outbox.objects.get(topic=HOOK).done_at is not None


@pytest.mark.usefixtures("_two_people")
def test_nobody_there_fails_the_call_and_nothing_else(group: Robot, settings) -> None:
    settings.WEBHOOK_URL = "http://127.0.0.1:1/"
    put(1)
    assert deliver(now=NOW) == 1
    assert Outbox.objects.get(topic=HOOK).done_at is None
    assert Notification.objects.filter(channel="desk").count() == 2


@pytest.mark.django_db(transaction=True)
def test_call_leaves_outside_every_transaction(group: Robot, monkeypatch: pytest.MonkeyPatch) -> None:
    User.objects.create(username="林予安", name="林予安")
    inside: list[bool] = []
    send = JsonRoad.send

    def watched(self: JsonRoad, note: Note) -> None:
        inside.append(connection.in_atomic_block)
        send(self, note)

    monkeypatch.setattr(JsonRoad, "send", watched)
    put(1)
    deliver(now=NOW)
    assert inside == [False]


def test_slow_robot_is_not_waited_for(robot: Robot) -> None:
    silent = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)  # listens, and never answers
    try:
        with pytest.raises(OSError, match="timed out"):
            JsonRoad(f"http://127.0.0.1:{silent.server_port}/", timeout=0.05).send(Note("标题", "", ""))
    finally:
        silent.server_close()
