"""Each person's choice: the desk always, mail at once, in a letter a day, or not at all."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from workflows.notifications.delivery import deliver, send_letters
from workflows.notifications.digests import gather_digests
from workflows.notifications.matters import Mail, choose, matter_of, preferences
from workflows.notifications.models import Notification, Preference
from workflows.notifications.posting import Message, post
from workflows.organisations.models import User
from workflows.worktime.models import DayOverride

pytestmark = pytest.mark.django_db
THURSDAY = datetime(2026, 11, 5, 1, 30, tzinfo=UTC)  # half past nine in Shanghai
FRIDAY = datetime(2026, 11, 6, 0, 30, tzinfo=UTC)  # half past eight


@pytest.fixture
def reader() -> User:
    return User.objects.create(username="r", name="林予安", email="lin@xiyuan.example")


def tell(reader: User, *keys: int, kind: str = "todo", now: datetime = THURSDAY) -> None:
    post([Message(reader, kind, f"第 {key} 件", "test", key) for key in keys], now=now)


def roads() -> list[str]:
    return list(Notification.objects.order_by("pk").values_list("channel", flat=True))


def subjects() -> list[str]:
    return [letter.subject for letter in mail.outbox]


def test_everything_comes_at_once_unless_chosen_otherwise_but_copies_daily(reader: User) -> None:
    assert preferences(reader) == {
        "todo": Mail.NOW,
        "returned": Mail.NOW,
        "reminder": Mail.NOW,
        "copied": Mail.DAILY,
        "finished": Mail.NOW,
    }
    assert matter_of("something new").key == "todo"


@pytest.mark.parametrize(
    ("wanted", "ways"), [("now", ["desk", "mail"]), ("daily", ["desk", "digest"]), ("never", ["desk"])]
)
def test_choice_decides_the_way_by_mail_and_never_the_desk(reader: User, wanted: str, ways: list[str]) -> None:
    choose(reader, {"todo": wanted})
    tell(reader, 1)
    assert roads() == ways
    tell(reader, 1, kind="returned")  # another matter is not touched
    assert roads()[len(ways) :] == ["desk", "mail"]


def test_choice_is_changed_not_doubled_and_belongs_to_one_person(reader: User) -> None:
    other = User.objects.create(username="o", name="周慎行", email="zhou@xiyuan.example")
    choose(reader, {"todo": "never"})
    choose(reader, {"todo": "daily"})
    assert Preference.objects.count() == 1
    assert preferences(other)["todo"] == Mail.NOW


@pytest.mark.parametrize("wrong", [{"gossip": "now"}, {"todo": "often"}])
def test_unknown_choice_is_refused_as_a_whole(reader: User, wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"gossip|often"):
        choose(reader, {"finished": "never", **wrong})
    assert not Preference.objects.exists()


def test_day_comes_in_one_letter_the_next_morning(reader: User) -> None:
    choose(reader, {"todo": "daily"})
    tell(reader, 1, 2)
    deliver(now=THURSDAY)
    assert subjects() == []
    deliver(now=FRIDAY - timedelta(minutes=1))
    assert subjects() == []
    tell(reader, 3, now=FRIDAY + timedelta(minutes=5))  # after half past eight: on Monday
    deliver(now=FRIDAY + timedelta(minutes=10))
    deliver(now=FRIDAY + timedelta(minutes=20))
    assert subjects() == ["【团文】2 条提醒"]
    assert "第 1 件\n第 2 件" in mail.outbox[0].body
    deliver(now=FRIDAY + timedelta(days=1))  # Saturday
    assert len(mail.outbox) == 1
    deliver(now=FRIDAY + timedelta(days=3))
    assert subjects()[1:] == ["【团文】1 条提醒"]


def test_digest_waits_for_a_working_day(reader: User) -> None:
    choose(reader, {"todo": "daily"})
    tell(reader, 1)
    DayOverride.objects.create(day=datetime(2026, 11, 6).date(), working=False)  # noqa: DTZ001 - a day, no moment
    assert gather_digests(FRIDAY) == 0
    assert gather_digests(FRIDAY + timedelta(days=3)) == 1


def test_digest_whose_letter_did_not_leave_is_kept(reader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    from workflows.notifications import delivery

    choose(reader, {"todo": "daily"})
    tell(reader, 1)
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "send_letter", lambda _letter: (_ for _ in ()).throw(OSError("mail server is away")))
        deliver(now=FRIDAY)
    assert gather_digests(FRIDAY + timedelta(minutes=20)) == 0
    assert send_letters(now=FRIDAY + timedelta(minutes=20)) == 1
    assert subjects() == ["【团文】1 条提醒"]


def test_telling_takes_the_same_queries_for_one_and_for_three(reader: User) -> None:
    people = [User.objects.create(username=f"p{n}", name=f"甲{n}", email=f"p{n}@xiyuan.example") for n in range(3)]
    counts = []
    for told in (people[:1], people):
        with CaptureQueriesContext(connection) as captured:
            post([Message(user, "todo", "标题", "test", len(told)) for user in told], now=THURSDAY)
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_two_deliveries_at_once_send_one_digest() -> None:
    from tests.together import at_once

    person = User.objects.create(username="r", name="林予安", email="lin@xiyuan.example")
    choose(person, {"todo": "daily"})
    tell(person, 1, 2)
    at_once(*[lambda: deliver(now=FRIDAY)] * 2, refusal=RuntimeError)
    assert subjects() == ["【团文】2 条提醒"]
