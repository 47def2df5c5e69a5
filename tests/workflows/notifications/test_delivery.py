"""The outbox: at least once, deduplicated, one bad row never holds up the others."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from workflows.notifications import delivery, letters
from workflows.notifications.delivery import deliver, deliver_soon, handles, send_letters
from workflows.notifications.models import Notification, Outbox
from workflows.notifications.posting import Message, mark_read, post
from workflows.organisations.models import User

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 5, 1, 30, tzinfo=UTC)


@pytest.fixture
def reader() -> User:
    return User.objects.create(username="r", name="林予安", email="lin@xiyuan.example")


@pytest.fixture(autouse=True)
def _handler(reader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "_handlers", {})

    @handles("test")
    def told(key: int) -> list[Message]:
        if key == 13:
            raise RuntimeError("bad row")
        return [Message(reader, "todo", f"第 {key} 件", "test", key, body="请办。", url=f"/desk/{key}/")]


def put(*keys: int, topic: str = "test") -> None:
    for key in keys:
        Outbox.objects.create(topic=topic, key=key, created_at=NOW)


def test_each_row_becomes_a_message_by_desk_and_mail(reader: User) -> None:
    put(1)
    assert deliver(now=NOW) == 1
    rows = Notification.objects.order_by("pk")
    assert [(row.channel, row.title, row.user) for row in rows] == [
        ("desk", "第 1 件", reader),
        ("mail", "第 1 件", reader),
    ]
    assert [letter.to for letter in mail.outbox] == [["lin@xiyuan.example"]]
    assert Notification.objects.get(channel="mail").sent_at == NOW


@pytest.mark.parametrize(("at_once", "told"), [(True, 1), (False, 0)])
def test_decision_delivers_at_once_unless_a_worker_stands_by(
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    at_once: bool,
    told: int,
) -> None:
    settings.DELIVER_AT_ONCE = at_once
    put(1)
    with django_capture_on_commit_callbacks(execute=True):
        deliver_soon()
    assert Notification.objects.filter(channel="desk").count() == told


def test_bad_row_waits_and_the_others_leave() -> None:
    put(13, 2)
    assert deliver(now=NOW) == 1
    assert [(row.key, row.done_at) for row in Outbox.objects.order_by("key")] == [(2, NOW), (13, None)]


def test_unknown_topic_waits() -> None:
    put(1, topic="nobody")
    assert deliver(now=NOW) == 0
    assert Outbox.objects.get().done_at is None


def test_nothing_is_told_twice() -> None:
    put(1)
    deliver(now=NOW)
    Outbox.objects.update(done_at=None)
    deliver(now=NOW)
    assert Notification.objects.count() == 2
    assert len(mail.outbox) == 1


def test_letter_that_did_not_leave_is_tried_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(notification: Notification) -> None:
        raise SMTPException("mail server is away")

    put(1)
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "send_letter", broken)
        deliver(now=NOW)
    assert send_letters(now=NOW + timedelta(minutes=5)) == 0  # still claimed
    assert send_letters(now=NOW + timedelta(minutes=11)) == 1
    assert len(mail.outbox) == 1


def test_letter_claimed_by_another_process_is_left_alone() -> None:
    put(1)
    post([Message(User.objects.get(), "todo", "标题", "test", 9)], now=NOW)
    Notification.objects.filter(channel="mail").update(claimed_at=NOW)
    assert send_letters(now=NOW + timedelta(minutes=1)) == 0


def test_letter_has_one_subject_line_and_a_stable_id(reader: User) -> None:
    post([Message(reader, "todo", "两行\n标题", "test", 4, url="/desk/4/")], now=NOW)
    letters.send_letter(Notification.objects.get(channel="mail"))
    (letter,) = mail.outbox
    assert letter.subject == "【团文】两行 标题"
    assert letter.extra_headers["Message-ID"] == f"<test.4.todo.{reader.pk}@tuanwen>"
    assert "林予安：" in letter.body
    assert "/desk/4/" in letter.body


def test_letter_escapes_what_people_wrote(reader: User) -> None:
    post([Message(reader, "todo", "<b>标题</b>", "test", 5)], now=NOW)
    letters.send_letter(Notification.objects.get(channel="mail"))
    (page, _kind) = mail.outbox[0].alternatives[0]
    assert "&lt;b&gt;标题" in page


def test_no_letter_without_address_and_nothing_for_those_who_left(reader: User) -> None:
    bare = User.objects.create(username="b", name="无邮箱")
    gone = User.objects.create(username="g", name="已离职", email="g@xiyuan.example", is_active=False)
    post([Message(user, "todo", "标题", "test", 6) for user in (bare, gone)], now=NOW)
    assert [(row.user, row.channel) for row in Notification.objects.all()] == [(bare, "desk")]


def test_desk_shows_newest_first_until_read(reader: User) -> None:
    post([Message(reader, "todo", f"第 {key} 件", "test", key) for key in (1, 2)], now=NOW)
    assert [row.key for row in Notification.objects.unread(reader)] == [2, 1]
    assert mark_read(reader, topic="test", keys=[1], now=NOW) == 1
    assert [row.key for row in Notification.objects.unread(reader)] == [2]
    assert mark_read(reader, topic="test", now=NOW) == 1
    assert [row.key for row in Notification.objects.on_desk(reader)] == [2, 1]
