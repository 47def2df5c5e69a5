"""History that was touched behind the application's back is found, and the database refuses to let it be touched."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.workflows.engine.conftest import NOW, House
from workflows.engine import Instance, WorkItem, verify
from workflows.engine.models import Content, Event, EventText
from workflows.engine.proving import triggers
from workflows.engine.proving.sealing import seal_now


@pytest.fixture
def instance(house: House) -> Instance:
    """A case with opinions and a signature."""
    made = house.case((house.drafter, "submit"))
    house.does(made, house.reviewer, "check_pass", opinion="同意。")
    house.does(made, house.office, "office_pass")
    return house.does(made, house.secretary, "sign", opinion="同意印发。").instance


def touch(change: Callable[[], object]) -> None:
    """Do what only somebody with the keys of the database could."""
    with triggers.lifted():
        change()


def event(instance: Instance, seq: int) -> "object":
    return Event.objects.filter(instance=instance, seq=seq)


def test_untouched_history_is_sound(instance: Instance) -> None:
    assert verify(instance) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", "return"),
        ("at", NOW.replace(hour=20)),
        ("actor_id", None),
        ("data", "{}"),
        ("entry", 9),
        ("kind", "auto"),
    ],
)
def test_changed_event_is_found(instance: Instance, column: str, value: object) -> None:
    touch(lambda: event(instance, 3).update(**{column: value}))
    assert "第 3 条的内容被改动过。" in verify(instance)


def test_other_actor_is_found(instance: Instance, house: House) -> None:
    touch(lambda: event(instance, 3).update(actor=house.office))
    assert "第 3 条的内容被改动过。" in verify(instance)


def test_deleted_event_is_found(instance: Instance) -> None:
    def cut_out() -> None:
        EventText.objects.filter(event__in=event(instance, 3)).delete()
        event(instance, 3).delete()

    touch(cut_out)
    assert verify(instance)[0] == "第 4 条之前缺少记录。"


def test_cut_tail_is_found(instance: Instance) -> None:
    def cut_off() -> None:
        EventText.objects.filter(event__in=event(instance, 5)).delete()
        event(instance, 5).delete()

    touch(cut_off)
    assert "记录的末尾与事项对不上，末尾可能被删去或改动。" in verify(instance)


def test_two_events_exchanged_are_found(instance: Instance) -> None:
    def exchange() -> None:
        for seq, new in ((3, 99), (4, 3), (99, 4)):
            event(instance, seq).update(seq=new)

    touch(exchange)
    assert verify(instance) != []


def test_changed_opinion_is_found(instance: Instance) -> None:
    touch(lambda: EventText.objects.filter(opinion="同意。").update(opinion="不同意。"))
    assert verify(instance) == ["第 3 条的意见被改动过。"]


def test_missing_opinion_is_found(instance: Instance) -> None:
    touch(lambda: EventText.objects.filter(opinion="同意。").delete())
    assert verify(instance) == ["第 3 条的意见不见了。"]


def test_opinion_added_later_is_found(instance: Instance) -> None:
    (bare,) = Event.objects.filter(instance=instance, seq=2)
    EventText.objects.create(event=bare, salt=b"0" * 16, opinion="当时就说过", labels="[]", origin="{}")
    assert verify(instance) == ["第 2 条的意见是后来加的。"]


def test_words_and_contents_blanked_without_a_decision_are_found(instance: Instance) -> None:
    blank = {"salt": None, "opinion": None, "labels": None, "origin": None}
    EventText.objects.filter(opinion="同意。").update(**blank, erased_at=timezone.now(), erased_reason="本人要求")
    assert verify(instance) == ["第 3 条的意见未经两人同意就被抹去。"]
    Content.objects.update(payload=None)
    assert verify(instance)[1] == "第 1 条所签的内容未经两人同意就被抹去。"


def test_changed_content_is_found(instance: Instance) -> None:
    touch(lambda: Content.objects.update(payload='{"text":"另一篇"}'))
    assert verify(instance) == ["第 1 条所签的内容被改动过。"]


def test_case_moved_by_hand_is_found(instance: Instance) -> None:
    done = instance.definition.nodes.get(name="done")
    Instance.objects.filter(pk=instance.pk).update(node=done)
    assert verify(instance) == ["事项所在环节与经过不符。"]


def test_item_opened_or_closed_by_hand_is_found(instance: Instance, house: House) -> None:
    WorkItem.objects.filter(instance=instance, status="open").update(status="removed")
    assert verify(instance) == ["待办与经过不符。"]
    WorkItem.objects.filter(instance=instance, entry=instance.entry).update(status="open")
    WorkItem.objects.filter(instance=instance, party="reviewer").update(done_by=house.office)
    assert verify(instance) == ["“reviewer”的办理没有对应的经过。"]


@pytest.mark.parametrize("table", triggers.TABLES)
def test_database_refuses_update_and_delete(instance: Instance, table: str) -> None:
    change = {"engine_event": "name = 'x'", "engine_eventtext": "opinion = 'x'", "engine_content": "payload = 'x'"}
    seal_now()
    for statement in (f"UPDATE {table} SET {change.get(table, 'count = 0')}", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert verify(instance) == []


def test_database_refuses_to_replace_a_row(instance: Instance) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("INSERT OR REPLACE is SQLite's")
    statement = "INSERT OR REPLACE INTO engine_eventtext SELECT event_id, salt, 'x', labels, origin, NULL, '' FROM engine_eventtext"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.postgres
@pytest.mark.parametrize("table", triggers.TABLES)
def test_database_refuses_truncate(instance: Instance, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else its own pending checks would refuse it first
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")


def test_erasing_needs_a_reason_and_changes_nothing_else(instance: Instance) -> None:
    blank = {"salt": None, "opinion": None, "labels": None, "origin": None, "erased_at": timezone.now()}
    with pytest.raises(DatabaseError), transaction.atomic():
        EventText.objects.update(**blank, erased_reason="")
    with pytest.raises(DatabaseError), transaction.atomic():
        Content.objects.update(payload=None, subject_id=77)


def test_missing_triggers_are_reported(instance: Instance) -> None:
    assert triggers.missing() == []
    triggers.remove()
    (warning,) = triggers.check_triggers(None, ["default"])
    assert warning.id == "engine.W001"
    assert "engine_event_no_update" in warning.msg
    triggers.install()
    assert triggers.check_triggers(None, ["default"]) == []
