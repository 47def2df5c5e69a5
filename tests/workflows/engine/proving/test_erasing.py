"""抹去: two persons, a reason; words and names are gone everywhere, and the history still proves itself."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from wagtail.models import ModelLogEntry

from tests.workflows.engine.conftest import NOW, House
from workflows.engine import Instance, Refused, confirm_erasure, history, propose_erasure, verify
from workflows.engine.models import Content, Erasure, EventText
from workflows.engine.proving.erasing import preview_erasure
from workflows.notifications.models import Notification
from workflows.organisations.models import Membership, User


@pytest.fixture
def first(house: House) -> User:
    return house.holder("卫一新", house.province, "sysadmin")


@pytest.fixture
def second(house: House) -> User:
    return house.holder("安守静", house.province, "secadmin")


@pytest.fixture
def instance(house: House) -> Instance:
    made = house.case((house.drafter, "submit"))
    house.does(made, house.reviewer, "check_pass", opinion="同意，林予安写得好。")
    house.does(made, house.office, "office_pass", opinion="已阅。")
    return house.does(made, house.secretary, "sign", opinion="同意印发。").instance


def leave(person: User) -> None:
    """End every post of the person."""
    Membership.objects.filter(user=person).update(until=NOW.date())


def test_blanked_person_leaves_a_history_that_reads_and_proves(
    house: House, instance: Instance, first: User, second: User
) -> None:
    leave(house.reviewer)
    Notification.objects.filter(user=house.reviewer).delete()
    asked = propose_erasure(person=house.reviewer, reason="本人要求", by=first, now=NOW)
    assert verify(instance) == []
    assert EventText.objects.filter(opinion__contains="写得好").exists()
    confirm_erasure(asked, by=second, now=NOW)
    assert verify(instance) == []
    assert not EventText.objects.filter(opinion__contains="写得好").exists()
    rows = history(instance)
    assert [(row.actor, row.opinion) for row in rows if row.seq in {3, 4}] == [
        ("已抹去的人员", ""),
        ("顾知白", "已阅。"),
    ]
    assert (rows[-1].verb, rows[-1].actor, rows[-1].opinion) == ("抹去", "安守静", "本人要求")
    person = User.objects.get(pk=house.reviewer.pk)
    assert (person.name, person.phone, person.email, person.is_active) == ("已抹去的人员", "", "", False)
    assert person.uuid == house.reviewer.uuid
    assert not person.has_usable_password()


def test_case_goes_on_after_somebody_was_blanked(house: House, instance: Instance, first: User, second: User) -> None:
    leave(house.office)
    confirm_erasure(propose_erasure(person=house.office, reason="本人要求", by=first, now=NOW), by=second, now=NOW)
    assert house.does(instance, house.clerk, "finish").moved
    assert verify(instance) == []


@pytest.fixture
def ended(house: House) -> Instance:
    """A case that was signed by nobody and ended."""
    made = house.case((house.drafter, "submit"))
    house.does(made, house.reviewer, "check_pass", opinion="同意。")
    return house.does(made, house.office, "void", opinion="误报了学生姓名。").instance


def test_blanked_document_keeps_digests_only(house: House, ended: Instance, first: User, second: User) -> None:
    kind = ContentType.objects.get_for_model(ended.subject)
    ModelLogEntry.objects.create(
        content_type=kind, object_id=str(ended.subject_id), label="关于灯火小屋", action="wagtail.edit", timestamp=NOW
    )
    asked = propose_erasure(subject=ended.subject, reason="误录个人信息", by=first, now=NOW)
    confirm_erasure(asked, by=second, now=NOW)
    assert not Content.objects.filter(payload__isnull=False).exists()
    assert [text.opinion for text in EventText.objects.order_by("pk")] == [None, None, "误录个人信息"]
    assert ModelLogEntry.objects.get(object_id=str(ended.subject_id)).label == "（已抹去）"
    assert Instance.objects.get(pk=ended.pk).title == "（已抹去）"
    assert verify(ended) == []


def test_document_in_a_process_is_not_blanked(house: House, instance: Instance, first: User) -> None:
    with pytest.raises(Refused, match="先办结或终止"):
        propose_erasure(subject=instance.subject, reason="误录个人信息", by=first, now=NOW)


def test_erasing_takes_two_administrators(house: House, instance: Instance, first: User, second: User) -> None:
    leave(house.reviewer)
    with pytest.raises(Refused, match="管理员"):
        propose_erasure(person=house.reviewer, reason="本人要求", by=house.secretary, now=NOW)
    asked = propose_erasure(person=house.reviewer, reason="本人要求", by=first, now=NOW)
    for wrong in (first, house.secretary, house.admin):
        with pytest.raises(Refused):
            confirm_erasure(asked, by=wrong, now=NOW)
    assert EventText.objects.filter(opinion__contains="写得好").exists()
    confirm_erasure(asked, by=second, now=NOW)
    with pytest.raises(Refused, match="已经抹去过"):
        confirm_erasure(asked, by=second, now=NOW)


def test_whoever_holds_a_post_is_not_blanked(house: House, first: User) -> None:
    with pytest.raises(Refused, match="先交接"):
        propose_erasure(person=house.reviewer, reason="本人要求", by=first, now=NOW)
    with pytest.raises(Refused, match="理由"):
        propose_erasure(person=house.reviewer, reason=" ", by=first, now=NOW)
    with pytest.raises(Refused, match="只写一样"):
        propose_erasure(reason="本人要求", by=first, now=NOW)


def test_reason_must_not_say_what_is_blanked(house: House, ended: Instance, first: User) -> None:
    leave(house.reviewer)
    with pytest.raises(Refused, match="里面不要写"):
        propose_erasure(person=house.reviewer, reason="周慎行本人要求", by=first, now=NOW)
    with pytest.raises(Refused, match="里面不要写"):
        propose_erasure(subject=ended.subject, reason=f"《{ended.title}》误录", by=first, now=NOW)
    assert not Erasure.objects.exists()


def test_others_words_that_name_the_person_go_too_and_are_counted_before(
    house: House, instance: Instance, first: User, second: User
) -> None:
    house.does(instance, house.clerk, "finish", opinion="周慎行核过，可以。")
    leave(house.reviewer)
    seen = preview_erasure(person=house.reviewer, now=NOW)
    assert (seen.words, seen.others, seen.cases, seen.obstacles) == (2, 1, 1, ())
    confirm_erasure(propose_erasure(person=house.reviewer, reason="本人要求", by=first, now=NOW), by=second, now=NOW)
    assert [row.opinion for row in history(instance) if row.actor == "钟晴"] == [""]
    assert verify(instance) == []


def test_command_proposes_and_confirms(
    house: House, ended: Instance, first: User, second: User, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("history", "erase", "--document", f"paper:{ended.subject_id}", "--reason", "误录", "--by", "卫一新")
    made = Erasure.objects.get()
    assert f"已提出第 {made.pk} 项" in capsys.readouterr().out
    with pytest.raises(CommandError, match="另一位"):
        call_command("history", "erase", "--confirm", str(made.pk), "--by", "卫一新")
    call_command("history", "erase", "--confirm", str(made.pk), "--by", "安守静")
    assert "已抹去：经过 2" in capsys.readouterr().out
    for wrong in (["--person", "没有的人"], ["--document", "paper:999"], ["--confirm", "999"]):
        with pytest.raises(CommandError):
            call_command("history", "erase", *wrong, "--by", "卫一新")
