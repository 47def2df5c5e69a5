"""封存: what was sealed and exported cannot be changed unnoticed, in any column, by anybody, and the document is named."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from tests.together import at_once
from tests.workflows.engine.conftest import NOW, House
from workflows.engine import Instance
from workflows.engine.deciding.recording import commitment, event_digest
from workflows.engine.models import Content, Event, EventText, Seal
from workflows.engine.proving import merkle, triggers
from workflows.engine.proving.auditing import audit
from workflows.engine.proving.sealing import Exported, SealFault, export, inclusion, read_export, seal_now


@pytest.fixture
def instance(house: House) -> Instance:
    """A case with opinions and a signature, beside another case."""
    made = house.case((house.drafter, "submit"))
    house.does(made, house.reviewer, "check_pass", opinion="同意。")
    house.case((house.drafter, "submit"), title="另一件")
    house.does(made, house.office, "office_pass")
    return house.does(made, house.secretary, "sign", opinion="同意印发。").instance


@pytest.fixture
def exported(instance: Instance, tmp_path: Path) -> Exported:
    """All of it sealed, and the seal read back from its file."""
    seal = seal_now(now=NOW)
    assert seal is not None
    return read_export(export(seal, tmp_path))


def other_value(field: Any, value: Any) -> Any:
    """Something else of the same kind."""
    kind = field.get_internal_type()
    if kind in {"BinaryField", "DigestField"}:
        return b"\x07" * len(value or b"1" * 32)
    if kind == "DateTimeField":
        return NOW.replace(hour=23)
    if kind in {"TextField", "CharField", "JSONField"}:
        return "别的"
    if field.is_relation and field.related_model is Content:
        return b"\x07" * 32
    return (value or 0) + 900


EVENT_COLUMNS = [field.attname for field in Event._meta.concrete_fields]
TEXT_COLUMNS = [field.attname for field in EventText._meta.concrete_fields]
SEAL_COLUMNS = [field.attname for field in Seal._meta.concrete_fields]
CONTENT_COLUMNS = [field.attname for field in Content._meta.concrete_fields]


def raw_update(model: Any, column: str, key: Any) -> None:
    """One column of one row, by SQL, past every check of Django."""
    field = next(one for one in model._meta.concrete_fields if one.attname == column)
    value = other_value(field, getattr(model.objects.get(pk=key), column))
    with connection.cursor() as cursor:
        table, pk = model._meta.db_table, model._meta.pk.column
        cursor.execute(f"UPDATE {table} SET {field.column} = %s WHERE {pk} = %s", [value, key])


def found_after(change: Callable[[], object], *files: Exported) -> list[str]:
    """What the proof says after *change* by somebody with the keys of the database; the change is undone afterwards."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            else:
                cursor.execute("PRAGMA defer_foreign_keys=ON")
        triggers.remove()
        change()
        lines = audit(exported=files).lines
        transaction.set_rollback(True)
    return lines


def named(instance: Instance, lines: list[str]) -> bool:
    """Whether something was found, and said first of this document."""
    return bool(lines) and lines[0].startswith(f"《{instance.title}》（事项 {instance.pk}）：")


@pytest.mark.parametrize("column", EVENT_COLUMNS)
def test_any_column_of_an_event_changed_is_found(instance: Instance, exported: Exported, column: str) -> None:
    key = Event.objects.get(instance=instance, seq=3).pk
    assert named(instance, found_after(lambda: raw_update(Event, column, key)))
    assert audit(exported=[exported]).sound


@pytest.mark.parametrize("column", TEXT_COLUMNS)
def test_any_column_of_words_changed_is_found(instance: Instance, exported: Exported, column: str) -> None:
    key = Event.objects.get(instance=instance, seq=3).pk
    assert named(instance, found_after(lambda: raw_update(EventText, column, key)))


@pytest.mark.parametrize("column", CONTENT_COLUMNS)
def test_any_column_of_a_signed_content_changed_is_found(instance: Instance, exported: Exported, column: str) -> None:
    assert named(instance, found_after(lambda: raw_update(Content, column, instance.content_id)))


@pytest.mark.parametrize("column", SEAL_COLUMNS)
def test_any_column_of_a_seal_changed_is_found(instance: Instance, exported: Exported, column: str) -> None:
    assert found_after(lambda: raw_update(Seal, column, 1)) != []


@pytest.mark.parametrize("seq", [1, 3, 5])
def test_event_deleted_is_found_with_its_document(instance: Instance, exported: Exported, seq: int) -> None:
    gone = Event.objects.filter(instance=instance, seq=seq)

    def delete() -> None:
        EventText.objects.filter(event__in=gone).delete()
        gone._raw_delete(gone.db)

    lines = found_after(delete)
    assert lines[0].startswith(f"《关于开展灯火小屋行动的通知》（事项 {instance.pk}）：")


def test_event_put_between_is_found(instance: Instance, exported: Exported) -> None:
    def insert() -> None:
        false = Event.objects.get(instance=instance, seq=4)
        Event.objects.filter(instance=instance, seq=5).update(seq=6)
        false.pk, false.seq = None, 5
        false.save(force_insert=True)

    assert "第 5 条" in found_after(insert)[0]


def test_events_exchanged_are_found(instance: Instance, exported: Exported) -> None:
    def exchange() -> None:
        for seq, new in ((3, 99), (4, 3), (99, 4)):
            Event.objects.filter(instance=instance, seq=seq).update(seq=new)

    assert found_after(exchange)[0].startswith("《关于开展灯火小屋行动的通知》")


def rewrite_consistently(instance: Instance) -> None:
    """Another opinion for one that was given, with the whole chain behind it and the head made anew."""
    text = EventText.objects.get(event__instance=instance, event__seq=3)
    text.opinion = "不同意。"
    EventText.objects.filter(pk=text.pk).update(opinion=text.opinion)
    previous = b""
    for event in Event.objects.filter(instance=instance).order_by("seq"):
        if event.pk == text.pk:
            event.text_commitment = commitment(text)
        event.previous = previous
        event.digest = previous = event_digest(event, actor=event.actor and event.actor.uuid.hex, behalf=None)
        Event.objects.filter(pk=event.pk).update(
            previous=event.previous, digest=event.digest, text_commitment=event.text_commitment
        )
    Instance.objects.filter(pk=instance.pk).update(head=previous)


def test_consistently_rewritten_chain_is_found_by_the_seal_and_by_the_exported_one_with_its_document(
    instance: Instance, exported: Exported
) -> None:
    def rewrite() -> None:
        rewrite_consistently(instance)
        Seal.objects.all()._raw_delete("default")

    assert found_after(lambda: rewrite_consistently(instance)) == ["第 1 封所封的经过有增删或改动。"]
    assert found_after(rewrite) == []
    assert found_after(rewrite, exported)[:1] == [
        f"《{instance.title}》（事项 {instance.pk}）：第 5 条与第 1 封里的不一致，被重写过。"
    ]


def cut_tail_consistently(instance: Instance) -> None:
    """Take the last event away so that chain, head, case and items agree with what is left."""
    last = Event.objects.get(instance=instance, seq=5)
    before = Event.objects.get(instance=instance, seq=4)
    data = json.loads(before.data)
    items = instance.items.filter(entry__gt=data["entry"])
    items.delete()
    instance.items.filter(entry=data["entry"]).update(
        status="open", done_by=None, done_at=None, verdict="", content=None
    )
    EventText.objects.filter(event=last).delete()
    Event.objects.filter(pk=last.pk)._raw_delete("default")
    memory = dict(instance.memory)
    memory["path"] = [pair for pair in memory["path"] if pair[0] in data["path"]]
    memory["sender"] = before.actor_id
    memory.pop("visits", None)
    Instance.objects.filter(pk=instance.pk).update(
        seq=4, head=before.digest, node=before.target_id, entry=data["entry"], memory=memory
    )


def test_consistently_cut_tail_is_found_by_the_exported_seal_with_its_document(
    instance: Instance, exported: Exported
) -> None:
    def cut() -> None:
        cut_tail_consistently(instance)
        Seal.objects.all()._raw_delete("default")

    assert found_after(cut) == []
    assert found_after(cut, exported)[:1] == [
        f"《关于开展灯火小屋行动的通知》（事项 {instance.pk}）：第 5 条不见了，第 1 封里有它；末尾被截去或重写过。"
    ]


def test_case_that_vanished_whole_is_found_by_the_exported_seal(instance: Instance, exported: Exported) -> None:
    def wipe() -> None:
        EventText.objects.filter(event__instance=instance).delete()
        Event.objects.filter(instance=instance)._raw_delete("default")
        instance.items.all()._raw_delete("default")
        Instance.objects.filter(pk=instance.pk)._raw_delete("default")

    assert any(f"事项 {instance.pk}（" in line and "整件不见了" in line for line in found_after(wipe, exported))


def test_rows_without_a_case_are_found(instance: Instance, exported: Exported) -> None:
    lines = found_after(lambda: Event.objects.filter(instance=instance).update(instance_id=900))
    assert "有 5 条经过找不到所属的事项。" in lines


def test_seals_follow_each_other_and_an_idle_day_makes_none(house: House, instance: Instance) -> None:
    first = seal_now(now=NOW)
    assert seal_now(now=NOW) is None
    house.case()
    second = seal_now(now=NOW)
    assert first is not None
    assert second is not None
    assert (first.count, second.first_event, second.count) == (7, first.last_event + 1, 1)
    assert bytes(second.previous) == bytes(first.digest)
    assert audit().sound
    assert audit().unsealed == 0


def test_every_sealed_event_proves_that_it_is_in_the_seal(house: House, instance: Instance) -> None:
    seal_now()
    told = inclusion(instance)
    assert [one["seq"] for one in told] == [1, 2, 3, 4, 5]
    for one in told:
        leaf = merkle.leaf(one["event"], bytes.fromhex(one["digest"]))
        path = [bytes.fromhex(step) for step in one["path"]]
        assert merkle.root_from_path(leaf, one["index"], one["count"], path) == bytes.fromhex(one["root"])


def test_event_after_the_last_seal_has_no_proof_yet(house: House, instance: Instance) -> None:
    seal_now()
    other = house.case()
    assert inclusion(other)[0]["seal"] is None
    assert audit().unsealed == 1


def test_exported_seal_is_a_small_text_without_names_or_words(
    instance: Instance, exported: Exported, tmp_path: Path
) -> None:
    text = next(tmp_path.glob("*.jsonl")).read_text(encoding="utf-8")
    assert text.count("\n") == 3
    assert "通知" not in text
    assert "林予安" not in text


def test_exported_file_is_not_overwritten_and_a_changed_one_is_refused(
    instance: Instance, exported: Exported, tmp_path: Path
) -> None:
    (path,) = tmp_path.glob("*.jsonl")
    seal = Seal.objects.get()
    assert export(seal, tmp_path) == path
    path.write_text(path.read_text(encoding="utf-8").replace('"seq":5', '"seq":4'), encoding="utf-8")
    with pytest.raises(SealFault, match="被改动过"):
        read_export(path)
    with pytest.raises(SealFault, match="内容不同"):
        export(seal, tmp_path)
    path.write_text("不是封存", encoding="utf-8")
    with pytest.raises(SealFault, match="不是封存文件"):
        read_export(path)
    with pytest.raises(SealFault, match="读不到"):
        read_export(tmp_path / "none.jsonl")


@pytest.mark.django_db(transaction=True)
def test_two_who_seal_at_once_make_one_seal() -> None:
    house = House()
    house.case((house.drafter, "submit"))
    made = at_once(seal_now, seal_now, refusal=SealFault)
    assert sorted(one is None for one in made) == [False, True]
    assert audit().sound


def test_command_seals_verifies_and_gives_proofs(
    instance: Instance, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("history", "seal", "--export", str(tmp_path))
    assert "第 1 封：7 条经过" in capsys.readouterr().out
    call_command("history", "verify", "--all", "--seal", str(tmp_path / "seal-000001.jsonl"))
    assert capsys.readouterr().out == "2 件、7 条经过完好。\n"
    call_command("history", "head", str(instance.pk))
    assert json.loads(capsys.readouterr().out)["seq"] == 5
    call_command("history", "proof", str(instance.pk))
    assert len(capsys.readouterr().out.splitlines()) == 5
    call_command("history", "seal", "--export", str(tmp_path))
    assert "没有新的经过" in capsys.readouterr().out


def test_command_names_the_document_that_was_touched(instance: Instance, capsys: pytest.CaptureFixture[str]) -> None:
    Instance.objects.filter(pk=instance.pk).update(seq=9)
    with pytest.raises(CommandError, match="被动过"):
        call_command("history", "verify", str(instance.pk))
    assert capsys.readouterr().out.startswith("《关于开展灯火小屋行动的通知》")
    for wrong in (["verify"], ["verify", "999"], ["head", "999"]):
        with pytest.raises(CommandError):
            call_command("history", *wrong)


@pytest.mark.parametrize("words", [("verify", "--all"), ("verify", "1"), ("seal",), ("head", "1"), ("proof", "1")])
def test_history_of_a_database_without_tables_is_one_line(words: tuple[str, ...], db: None) -> None:
    with connection.cursor() as cursor:
        for table in ("engine_instance", "engine_event"):
            cursor.execute(f"ALTER TABLE {table} RENAME TO gone_{table}")
    with pytest.raises(CommandError) as caught:
        call_command("history", *words)
    assert str(caught.value) == "数据库里还没有所需的表，或者不是这个版本的。请先运行 manage.py migrate。"
