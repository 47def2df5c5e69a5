"""抹去 what people were told: rows by what they are about, words wherever they stand, and letters that are kept as files."""

from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.core.mail.backends.filebased import EmailBackend

from workflows.notifications.delivery import send_letters
from workflows.notifications.forgetting import forget_about, forget_messages_to, hush, replace_words, replaced
from workflows.notifications.models import Notification
from workflows.notifications.posting import Message, post
from workflows.organisations.models import User

NOW = datetime(2026, 11, 5, 1, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mail(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where letters go, each sending into a file of its own: Django names them by the clock, which stands still here."""
    numbers = count()
    monkeypatch.setattr(
        EmailBackend, "_get_filename", lambda self: self.__dict__.setdefault("_own", f"{tmp_path}/{next(numbers)}.log")
    )
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


@pytest.fixture
def readers() -> list[User]:
    return [User.objects.create(username=n, name=n, email=f"{n}@xiyuan.example") for n in ("甲一", "乙二")]


def tell(user: User, key: int, title: str, body: str = "") -> None:
    post([Message(user, "todo", title, "event", key, body=body)], now=NOW)
    send_letters(now=NOW)


def rows() -> list[tuple[int, str, str, str]]:
    return [(row.key, row.channel, row.title, row.body) for row in Notification.objects.order_by("pk")]


def test_messages_about_a_key_go_with_their_letters(mail: Path, readers: list[User]) -> None:
    for user in readers:
        tell(user, 1, "第一件")
    tell(readers[0], 2, "第二件")
    assert len(list(mail.glob("*.log"))) == 3
    assert forget_about("event", [1]) == 4
    assert rows() == [(2, "desk", "第二件", ""), (2, "mail", "第二件", "")]
    assert len(list(mail.glob("*.log"))) == 1


def test_words_are_taken_out_and_titles_stay(mail: Path, readers: list[User]) -> None:
    tell(readers[0], 1, "第一件", "意见：不妥。")
    tell(readers[0], 2, "第二件", "意见：同意。")
    assert hush("event", [1]) == 2
    assert [row[3] for row in rows()] == ["", "", "意见：同意。", "意见：同意。"]
    assert len(list(mail.glob("*.log"))) == 1


def test_words_are_replaced_wherever_they_stand_the_longest_first(mail: Path, readers: list[User]) -> None:
    tell(readers[0], 1, "林予安委托您", "林予安的岗位")
    tell(readers[0], 2, "别的")
    assert replace_words({"林予安": "某人"}) == 2
    assert rows()[0][2:] == ("某人委托您", "某人的岗位")
    assert len(list(mail.glob("*.log"))) == 1
    assert replaced("灯火小屋行动与灯火", {"灯火": "一", "灯火小屋行动": "二"}) == "二与一"
    assert replace_words({}) == 0


def test_everything_told_to_a_person_goes(mail: Path, readers: list[User]) -> None:
    for user in readers:
        tell(user, 1, "第一件")
    forget_messages_to(readers[0])
    assert {row.user for row in Notification.objects.all()} == {readers[1]}
    assert len(list(mail.glob("*.log"))) == 1


def test_letters_that_left_by_a_server_are_not_looked_for(settings: Any, readers: list[User]) -> None:
    settings.EMAIL_FILE_PATH = "/nowhere"
    tell(readers[0], 1, "第一件")
    assert forget_about("event", [1]) == 2
