"""Rows built the short way: the same objects as Django's, with what comes along."""

from typing import Any

import pytest
from django.db.models import Count
from django.db.models.signals import post_init
from wagtail.blocks import StreamValue

from documents.notices.models import Notice
from workflows.database import fresh, quickly
from workflows.engine.models import Instance
from workflows.organisations.models import Level, Membership, Organisation, Role, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def posts() -> None:
    organ = Organisation.add_root(name="示例省团委", code="990000", level=Level.PROVINCE)
    part = organ.add_child(name="示例部", code="990000-1", level=Level.PROVINCE, kind="department", organ=organ)
    role = Role.objects.get(key="clerk")
    for number, place in enumerate((organ, part)):
        Membership.objects.create(user=User.objects.create(username=f"u{number}"), organisation=place, role=role)


def with_all(rows: Any) -> Any:
    return rows.select_related("organisation__organ", "user", "role").order_by("pk")


def test_objects_are_equal_in_every_column_and_relation(posts: None, django_assert_num_queries: Any) -> None:
    usual = list(with_all(Membership.objects.all()))
    with django_assert_num_queries(1):
        quick = list(quickly(with_all(Membership.objects.all())))
        assert quick == usual
        assert [one.organisation.organ for one in quick] == [None, quick[0].organisation]
    for ours, theirs in zip(quick, usual, strict=True):
        for mine, other in ((ours, theirs), (ours.user, theirs.user), (ours.organisation, theirs.organisation)):
            assert {k: v for k, v in mine.__dict__.items() if k != "_state"} == {
                k: v for k, v in other.__dict__.items() if k != "_state"
            }
            assert (mine._state.adding, mine._state.db) == (False, "default")


def test_what_was_left_out_is_loaded_and_annotations_come_along(posts: None) -> None:
    rows = quickly(Organisation.objects.only("name").annotate(parts=Count("departments")).order_by("pk"))
    first, second = rows
    assert (first.parts, second.parts) == (1, 0)
    assert first.code == "990000"
    first.name = "改名"
    first.save()
    assert Organisation.objects.get(pk=first.pk).name == "改名"


def test_whoever_listens_to_new_objects_still_hears_of_them(posts: None) -> None:
    heard: list[str] = []

    def listen(instance: User, **_kwargs: Any) -> None:
        heard.append(instance.username)

    post_init.connect(listen, sender=User)
    try:
        list(quickly(with_all(Membership.objects.all())))
    finally:
        post_init.disconnect(listen, sender=User)
    assert heard == ["u0", "u1"]


def test_a_new_object_is_as_the_constructor_makes_it(posts: None) -> None:
    said = {"user": User.objects.get(username="u0"), "organisation": None, "role_id": 1, "title": "示例职务"}
    ours, theirs = fresh(Membership, **said), Membership(**said)
    assert {k: v for k, v in ours.__dict__.items() if k != "_state"} == {
        k: v for k, v in theirs.__dict__.items() if k != "_state"
    }
    assert (ours.user, ours._state.adding, ours._state.db) == (said["user"], True, None)
    with pytest.raises(TypeError):
        fresh(Membership, nobody=1)


def test_new_objects_share_no_default(posts: None) -> None:
    first, second = fresh(Instance), fresh(Instance)
    first.memory["path"] = ["draft"]
    assert second.memory == {}


def test_a_column_that_turns_its_value_still_does() -> None:
    paper = Notice.objects.create(
        title="示例",
        organ=(organ := Organisation.add_root(name="示例省团委", code="990000")),
        organisation=organ,
        author=User.objects.create(username="u"),
    )
    (read,) = quickly(Notice.objects.filter(pk=paper.pk))
    assert isinstance(read.body, StreamValue)
