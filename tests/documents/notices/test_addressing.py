"""主送 while drafting: what is offered, whom it means, and that foreign organs offer nothing."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.notices import addressing, groups
from documents.notices.groups import Meaning
from documents.notices.models import Notice
from tests import factories
from workflows.organisations.posts import posts


def keep(who: SimpleNamespace, organ: Any, name: str, what: Meaning, by: str = "city_clerk") -> groups.GroupVersion:
    person = getattr(who, by)
    return groups.keep(organ, name, what, by=person, held=posts(person))


def offered(who: SimpleNamespace, unit: Any, by: str = "city_drafter") -> list[addressing.Offer]:
    return addressing.offers(Notice(organ=unit.as_organ, organisation=unit), getattr(who, by))


def test_groups_come_with_whom_they_mean_today(places, who):
    keep(who, places.city, "各县（区）团委", Meaning(("county",), ("committee",)))
    (one,) = offered(who, places.city)
    assert (one.text, one.names, one.unknown) == ("各县（区）团委", ("团鹭汀县委", "团萤田县委"), ())


def test_last_recipients_come_once_with_what_nobody_answers_to(places, who):
    for title in ("关于值守的通知", "关于培训的通知"):
        factories.notice(places.city, who.city_drafter, title=title, recipients="团鹭汀县委，某某协会")
    factories.notice(places.city, who.city_drafter, kind="报告", recipients="共青团曦原省委")
    (one,) = offered(who, places.city)
    assert (one.text, one.source) == ("团鹭汀县委，某某协会", "上次主送：关于培训的通知")
    assert (one.names, one.unknown) == (("团鹭汀县委",), ("某某协会",))


def test_a_group_that_was_addressed_alone_is_offered_once(places, who):
    keep(who, places.city, "各县（区）团委", Meaning(("county",), ("committee",)))
    factories.notice(places.city, who.city_drafter, recipients="各县（区）团委")
    assert [one.text for one in offered(who, places.city)] == ["各县（区）团委"]


def test_groups_and_papers_of_another_organ_are_not_offered(places, who):
    keep(who, places.city, "各县（区）团委", Meaning(("county",), ("committee",)))
    factories.notice(places.city, who.city_drafter, recipients="团鹭汀县委，团萤田县委")
    assert offered(who, places.county, by="county_drafter") == []


def test_as_many_queries_for_one_group_as_for_three(places, who):
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            offered(who, places.city)
        return len(seen)

    keep(who, places.city, "各县（区）团委", Meaning(("county",), ("committee",), frozenset({places.civil.pk})))
    factories.notice(places.city, who.city_drafter, recipients="各县（区）团委、团鹭汀县委")
    one = asked()
    keep(who, places.city, "各县级单位", Meaning(("county",), ("committee", "school")))
    keep(who, places.city, "联合单位", Meaning(added=frozenset({places.education.pk})))
    factories.notice(places.city, who.city_drafter, recipients="各县（区）团委、联合单位、各县级单位、曦原省教育厅")
    assert (asked(), one <= 12) == (one, True)


@pytest.mark.parametrize("saved", [False, True], ids=["new", "edit"])
def test_editor_shows_the_offers_and_keeps_what_was_typed(places, who, saved):
    keep(who, places.city, "各县（区）团委", Meaning(("county",), ("committee",)))
    paper = factories.notice(places.city, who.city_drafter, recipients="某某协会")
    client = Client()
    client.force_login(who.city_drafter, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("notices:edit", args=[paper.pk]) if saved else reverse("notices:add")
    page = client.get(address).content.decode()
    assert 'data-text="各县（区）团委"' in page
    assert "2个单位：团鹭汀县委、团萤田县委" in page
    assert "某某协会" in page.split('name="recipients"')[1].split("</textarea>")[0]
