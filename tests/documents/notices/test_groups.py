"""主送组: whom a name means on a day, who may change it, and what a paper keeps of it."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from documents.notices import distribution, groups
from documents.notices.groups import GroupError, Meaning
from tests import factories
from tests.together import at_once
from workflows.organisations.models import Organisation
from workflows.organisations.posts import posts

COUNTIES = Meaning(("county",), ("committee",))


def keep(user: Any, organ: Organisation, name: str, what: Meaning, **fields: Any) -> groups.GroupVersion:
    return groups.keep(organ, name, what, by=user, held=posts(user), **fields)


def keep_any(places: SimpleNamespace, what: Meaning) -> groups.GroupVersion:
    clerk = factories.holder("丁小满", places.city, "clerk")
    return keep(clerk, places.city, "某组", what)


def names(organ: Organisation, what: Meaning, on: date | None = None) -> list[str]:
    return [str(node) for node in groups.expand(organ, what, on=on)]


def test_rule_is_read_against_the_tree_of_the_day(places):
    assert names(places.city, COUNTIES) == ["团鹭汀县委", "团萤田县委"]
    factories.organisation(
        "共青团榴溪县委", under=places.city, level="county", short_name="团榴溪县委", since=date(2027, 1, 1)
    )
    assert names(places.city, COUNTIES, date(2026, 12, 31)) == ["团鹭汀县委", "团萤田县委"]
    assert names(places.city, COUNTIES, date(2027, 1, 1)) == ["团鹭汀县委", "团萤田县委", "团榴溪县委"]


def test_added_come_to_the_rule_and_left_out_go(places):
    what = Meaning(("county",), ("committee",), frozenset({places.education.pk}), frozenset({places.sister.pk}))
    assert names(places.city, what) == ["团鹭汀县委", "曦原省教育厅"]
    version = keep_any(places, what)
    assert groups.sizes(places.city, [version]) == {version.pk: 2}


def test_closed_organ_stands_for_its_successor(places):
    Organisation.objects.filter(pk=places.sister.pk).update(until=date(2026, 1, 1), successor=places.foreign)
    assert names(places.city, Meaning(added=frozenset({places.sister.pk}))) == ["团枫眠县委"]
    assert names(places.city, COUNTIES) == ["团鹭汀县委"]


def test_every_change_is_a_version_and_no_change_is_none(places, who):
    first = keep(who.city_clerk, places.city, "各县（区）团委", COUNTIES)
    wider = Meaning(("county",), ("committee", "school"))
    second = keep(who.city_clerk, places.city, "各县（区）团委", wider, group=first.group, note="加上学校")
    same = keep(who.city_clerk, places.city, "各县（区）团委", wider, group=first.group)
    assert [first.n, second.n, same.pk] == [1, 2, second.pk]
    assert groups.meaning(first) == COUNTIES
    assert groups.current(places.city) == [second]
    assert groups.changed(groups.meaning(first), groups.meaning(second), {}) == ["加“学校团组织”"]


@pytest.mark.parametrize("person", ["city_drafter", "county_drafter", "clerk", "sysadmin", "auditor"])
def test_only_clerk_office_and_secretary_of_the_organ_keep_its_groups(places, who, person):
    with pytest.raises(GroupError, match="文书、办公室和书记"):
        keep(getattr(who, person), places.city, "各县（区）团委", COUNTIES)
    assert groups.current(places.city) == []


def test_in_a_small_organ_whoever_drafts_keeps_them(places, who):
    towns = Meaning(("township",), ("committee",))
    assert str(keep(who.county_drafter, places.county, "各乡镇团委", towns)) == "各乡镇团委第1版"


@pytest.mark.parametrize(
    ("name", "what", "said"),
    [
        ("", COUNTIES, "1到60个字"),
        ("谁也不是", Meaning(("city",), ("committee",)), "一个单位也没有"),
        ("已有的", COUNTIES, "已经有叫“已有的”"),
        ("不对的", Meaning(("moon",), ("committee",)), "层级或单位类别不对"),
    ],
)
def test_what_cannot_be_kept_is_told_and_changes_nothing(places, who, name, what, said):
    keep(who.city_clerk, places.city, "已有的", COUNTIES)
    with pytest.raises(GroupError, match=said):
        keep(who.city_clerk, places.city, name, what)
    assert [str(version) for version in groups.current(places.city)] == ["已有的第1版"]


def test_retired_name_can_be_given_again(places, who):
    first = keep(who.city_clerk, places.city, "各县团委", COUNTIES)
    groups.retire(first.group, held=posts(who.city_clerk))
    again = keep(who.city_clerk, places.city, "各县团委", COUNTIES)
    assert groups.current(places.city) == [again]
    assert again.group_id != first.group_id


def test_paper_is_addressed_by_the_group_of_its_organ_and_keeps_the_version(places, who):
    version = keep(who.city_clerk, places.city, "试点县团委", Meaning(added=frozenset({places.county.pk})))
    paper = factories.draft(places.city, who.city_drafter)
    named, usual = distribution.propose(paper, "试点县团委、各县（区）团委")
    assert ([str(node) for node in named.organisations], named.group) == (["团鹭汀县委"], version)
    assert (len(usual.organisations), usual.group) == (2, None)
    distribution.save(paper, main=[places.county.pk, places.sister.pk], cc=[], by_group={places.county.pk: version.pk})
    kept = dict(paper.distribution.values_list("organisation", "group"))
    assert kept == {places.county.pk: version.pk, places.sister.pk: None}


@pytest.mark.django_db(transaction=True)
def test_two_changes_at_once_become_two_versions() -> None:
    places = factories.tree()
    who = factories.people(places)
    group = keep(who.city_clerk, places.city, "各县团委", COUNTIES).group
    wider, other = Meaning(("county",), ("committee", "school")), Meaning(("county", "township"), ("committee",))
    press = lambda what: lambda: keep(who.city_clerk, places.city, "各县团委", what, group=group)  # noqa: E731
    at_once(press(wider), press(other), refusal=GroupError)
    assert sorted(group.versions.values_list("n", flat=True)) == [1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_of_two_new_groups_of_one_name_at_once_one_is_kept() -> None:
    places = factories.tree()
    who = factories.people(places)
    press = lambda: keep(who.city_clerk, places.city, "各县团委", COUNTIES)  # noqa: E731
    results = at_once(press, press, refusal=GroupError)
    assert sorted(isinstance(one, GroupError) for one in results) == [False, True]
    assert groups.RecipientGroup.objects.count() == 1
