"""主送组 on the desk."""

import html

import pytest
from django.utils.html import strip_tags

from documents.notices import groups
from documents.notices.groups import Meaning
from workflows.organisations.posts import posts


def text(response):
    return " ".join(html.unescape(strip_tags(response.content.decode())).split())


POSTED = {"name": "试点县团委", "kinds": ["committee"], "added": "团鹭汀县委", "left_out": ""}


@pytest.fixture
def version(places, who):
    what = Meaning(("county",), ("committee",))
    return groups.keep(places.city, "各县（区）团委", what, by=who.city_clerk, held=posts(who.city_clerk))


def test_clerk_makes_a_group_by_names(as_user, who, places):
    browser = as_user(who.city_clerk)
    assert browser.get("/desk/groups/").status_code == 200
    response = browser.post("/desk/groups/new/", POSTED, follow=True)
    assert "试点县团委第1版已保存" in text(response)
    assert "现有单位 1" in text(response)


def test_wrong_name_is_told_and_nothing_typed_is_lost(as_user, who):
    response = as_user(who.city_clerk).post("/desk/groups/new/", POSTED | {"added": "团月亮县委"})
    assert "没有叫“团月亮县委”的单位" in text(response)
    assert response.context["form"]["added"].value() == "团月亮县委"
    assert groups.RecipientGroup.objects.count() == 0


def test_change_becomes_a_version_with_what_it_changed(as_user, who, version):
    address = f"/desk/groups/{version.group_id}/"
    posted = {
        "name": "各县（区）团委",
        "levels": ["county"],
        "kinds": ["committee"],
        "added": "",
        "left_out": "团萤田县委",
        "note": "萤田单独行文",
    }
    response = as_user(who.city_clerk).post(address, posted, follow=True)
    assert [one["changed"] for one in response.context["versions"]] == [
        ["除去团萤田县委"],
        ["加“县级”", "加“团的委员会”"],
    ]
    assert response.context["organs"] == ["团鹭汀县委"]


def test_colleagues_read_a_group_and_others_do_not(as_user, who, version):
    address = f"/desk/groups/{version.group_id}/"
    read = as_user(who.city_drafter).get(address)
    assert (read.status_code, read.context["form"]) == (200, None)
    as_user(who.city_drafter).post(address, POSTED)
    assert as_user(who.city_drafter).post(f"{address}retire/").status_code == 302
    assert groups.current(version.group.organ) == [version]
    for stranger in (who.clerk, who.county_drafter, who.sysadmin, who.liaison):
        assert as_user(stranger).get(address).status_code == 404
        assert as_user(stranger).post(f"{address}retire/").status_code == 404


def test_retired_group_is_gone_from_the_list(as_user, who, version):
    browser = as_user(who.city_clerk)
    assert "已停用" in text(browser.post(f"/desk/groups/{version.group_id}/retire/", follow=True))
    assert browser.get(f"/desk/groups/{version.group_id}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_the_same_queries_for_one_group_and_three(as_user, who, places, rows, django_assert_num_queries):
    for number in range(rows):
        what = Meaning(("county",), ("committee",))
        groups.keep(places.city, f"第{number}组", what, by=who.city_clerk, held=posts(who.city_clerk))
    browser = as_user(who.city_clerk)
    with django_assert_num_queries(8):
        browser.get("/desk/groups/")
