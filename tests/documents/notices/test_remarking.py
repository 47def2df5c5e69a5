"""批注: by who may comment, on a block that keeps them through edits, settled once, and nothing that is signed."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from documents.notices import content, remarking
from documents.notices.models import Notice, Remark
from tests.factories import moment, notice, people, tree
from tests.together import at_once
from workflows import engine

pytestmark = pytest.mark.django_db


def made() -> SimpleNamespace:
    places = tree()
    return SimpleNamespace(places=places, people=people(places))


@pytest.fixture
def house() -> SimpleNamespace:
    return made()


def in_check(house: SimpleNamespace) -> Notice:
    """A province's paper on its reviewer's desk."""
    from documents.notices import checking

    paper = notice(house.places.youth, house.people.drafter, now=moment(5))
    raw = [
        {"type": "paragraph", "value": "第一段。", "id": "p-1"},
        {"type": "paragraph", "value": "第二段。", "id": "p-2"},
    ]
    paper.body = paper._meta.get_field("body").to_python(raw)
    paper.save()
    checking.tick(paper, house.people.drafter)
    engine.act(engine.Action(engine.instance_of(paper).pk, "submit", house.people.drafter))
    return Notice.objects.get(pk=paper.pk)


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_reviewer_remarks_and_a_stranger_finds_nothing(house: SimpleNamespace) -> None:
    paper = in_check(house)
    url = reverse("desk:remark", args=[paper.pk])
    signed_in(house.people.reviewer).post(url, {"at": "p-2", "text": "请写明时间"})
    row = Remark.objects.get()
    assert (row.author, row.anchor, row.quote) == (house.people.reviewer, "p-2", "第二段。")
    assert signed_in(house.people.foreign_drafter).post(url, {"at": "p-2", "text": "看看"}).status_code == 404
    signed_in(house.people.secretary).post(url, {"at": "p-2", "text": "不该由我批"})
    assert Remark.objects.count() == 1


@pytest.mark.parametrize(("anchor", "text"), [("p-9", "没有这一段"), ("p-1", "  "), ("p-1", "长" * 1001)])
def test_remark_without_a_place_or_words_is_refused(house: SimpleNamespace, anchor: str, text: str) -> None:
    with pytest.raises(remarking.RemarkRefused):
        remarking.add(in_check(house), anchor=anchor, text=text, user=house.people.reviewer)
    assert not Remark.objects.exists()


def test_remark_survives_edits_and_changes_no_digest(house: SimpleNamespace) -> None:
    paper = in_check(house)
    before = content.digest(paper)
    remarking.add(paper, anchor="p-2", text="请写明时间", user=house.people.reviewer)
    assert content.digest(Notice.objects.get(pk=paper.pk)) == before
    raw = [
        {"type": "paragraph", "value": "前面加一段。"},
        {"type": "paragraph", "value": "第二段，12月1日前。", "id": "p-2"},
    ]
    paper.body = paper._meta.get_field("body").to_python(raw)
    paper.save()
    page = signed_in(house.people.reviewer).get(paper.get_absolute_url())
    (row,) = page.context["open_remarks"]
    assert (row.place, row.gone) == ("正文第2段：第二段，12月1日前。", False)
    assert [len(block.remarks) for block in page.context["paper"].blocks][:2] == [0, 1]
    paper.body = paper._meta.get_field("body").to_python(raw[:1])
    paper.save()
    (row,) = signed_in(house.people.reviewer).get(paper.get_absolute_url()).context["open_remarks"]
    assert (row.place, row.gone) == ("第二段。", True)


def test_open_remarks_are_named_before_sending_on_and_do_not_block(house: SimpleNamespace) -> None:
    paper = in_check(house)
    remarking.add(paper, anchor="title", text="题目太长", user=house.people.reviewer)
    page = signed_in(house.people.reviewer).get(paper.get_absolute_url()).content.decode()
    assert "还有 1 处批注没有处理" in page
    engine.act(engine.Action(engine.instance_of(paper).pk, "check_pass", house.people.reviewer))


def test_only_who_may_edit_answers_and_settles(house: SimpleNamespace) -> None:
    paper = in_check(house)
    row = remarking.add(paper, anchor="p-1", text="请核", user=house.people.reviewer)
    with pytest.raises(remarking.RemarkRefused):
        remarking.answer(row, text="好", user=house.people.drafter)  # it is with the reviewer now
    with pytest.raises(remarking.RemarkRefused):
        remarking.settle(row, user=house.people.office)
    url = reverse("desk:remark_settle", args=[row.pk])
    assert signed_in(house.people.foreign_drafter).post(url).status_code == 404
    signed_in(house.people.reviewer).post(
        reverse("desk:remark_answer", args=[row.pk]), {"text": "已改", "settle": "yes"}
    )
    row.refresh_from_db()
    assert (row.answer, row.settled_by) == ("已改", house.people.reviewer)
    with pytest.raises(remarking.RemarkRefused):
        remarking.settle(row, user=house.people.reviewer)


def test_drafter_sees_remarks_in_the_editor(house: SimpleNamespace) -> None:
    paper = notice(house.places.youth, house.people.drafter, now=moment(5))
    remarking.add(paper, anchor="title", text="题目请缩短", user=house.people.reviewer)
    page = signed_in(house.people.drafter).get(reverse("notices:edit", args=[paper.pk])).content.decode()
    assert "题目请缩短" in page


@pytest.mark.django_db(transaction=True)
def test_of_two_who_settle_at_once_one_wins() -> None:
    house = made()
    row = remarking.add(in_check(house), anchor="p-1", text="请核", user=house.people.reviewer)

    def settle() -> str:
        remarking.settle(row, user=house.people.reviewer)
        return "done"

    results = at_once(settle, settle, refusal=remarking.RemarkRefused)
    assert results.count("done") == 1


def test_reading_page_takes_the_same_queries_for_one_remark_and_three(
    house: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    paper, reviewer = in_check(house), house.people.reviewer
    client = signed_in(reviewer)
    remarking.add(paper, anchor="p-1", text="一", user=reviewer)
    client.get(paper.get_absolute_url())
    with CaptureQueriesContext(connection) as one:
        client.get(paper.get_absolute_url())
    remarking.add(paper, anchor="p-1", text="二", user=reviewer)
    remarking.add(paper, anchor="p-2", text="三", user=reviewer)
    with django_assert_num_queries(len(one)):
        client.get(paper.get_absolute_url())
