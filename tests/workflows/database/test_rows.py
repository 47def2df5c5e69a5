"""One row written without composing its SQL anew: what ``bulk_create`` and ``update`` would have left."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from workflows.database import changes_of, insert, note, update
from workflows.notifications.models import Outbox
from workflows.worktime.models import DayOverride

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 5, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_an_inserted_row_has_its_key_and_reads_back_the_same() -> None:
    row = Outbox(topic="示例", key=7, created_at=NOW)
    insert(row)
    kept = Outbox.objects.get(pk=row.pk)
    assert (kept.topic, kept.key, kept.created_at, kept.done_at) == ("示例", 7, NOW, None)
    row.topic = "改过"
    row.save()
    assert Outbox.objects.get().topic == "改过"


def test_two_rows_have_keys_of_their_own() -> None:
    first, second = Outbox(topic="a", key=1, created_at=NOW), Outbox(topic="a", key=2, created_at=NOW)
    insert(first)
    insert(second)
    assert first.pk != second.pk


def test_only_the_named_fields_are_written() -> None:
    row = Outbox(topic="示例", key=7, created_at=NOW)
    insert(row)
    row.topic, row.key = "没有写", 8
    update(row, ("key",))
    assert Outbox.objects.values_list("topic", "key").get() == ("示例", 8)


def test_constraints_hold() -> None:
    insert(DayOverride(day=date(2026, 1, 3), working=True, note="示例"))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(DayOverride(day=date(2026, 1, 3), working=False, note="示例"))
    assert DayOverride.objects.count() == 1


def test_only_what_changed_since_it_was_read_is_named() -> None:
    row = Outbox.objects.create(topic="示例", key=7, created_at=NOW)
    assert changes_of(row, ("topic", "key")) == ("topic", "key")  # nobody noted it
    note(row)
    assert changes_of(row, ("topic", "key", "done_at")) == ()
    row.key, row.done_at = 7, NOW
    assert changes_of(row, ("topic", "key", "done_at")) == ("done_at",)
