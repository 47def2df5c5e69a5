"""征集报送: the two lists, one call, and beginning."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.submissions.models import Submission
from tests.documents.submissions import making


def text(response):
    return response.content.decode()


def test_a_county_finds_what_it_is_asked_for(as_user, who, pilot):
    rows = as_user(who.county_drafter).get("/desk/calls/").context["rows"]
    assert [(row["title"], row["state_title"], row["note"], row["button"]) for row in rows] == [
        (pilot.title, "未报", "还没有开始", "去填报")
    ]


def test_a_city_finds_what_it_watches_over(as_user, who, pilot):
    browser = as_user(who.city_drafter)
    assert list(browser.get("/desk/calls/?arm=own").context["rows"]) == []
    rows = browser.get("/desk/calls/").context["rows"]  # asked for nothing itself, it sees what it watches at once
    assert [(row["title"], row["state_title"], row["button"]) for row in rows] == [(pilot.title, "收集中", "看进度")]


def test_somebody_without_a_business_post_finds_no_calls(as_user, who, pilot):
    assert as_user(who.sysadmin).get("/desk/calls/").status_code == 404


@pytest.mark.parametrize("arm", ["?arm=own", "?arm=watch"])
def test_the_lists_ask_the_same_for_one_row_and_for_three(as_user, who, places, arm):
    person = who.city_drafter if "watch" in arm else who.county_drafter
    browser = as_user(person)

    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(f"/desk/calls/{arm}").status_code == 200
        return len(seen)

    making.sent(making.call("pilot", places.province, who.drafter, title="一"), places.county, who.county_drafter)
    queries()
    one = queries()
    for title in ("二", "三"):
        making.sent(making.call("pilot", places.province, who.drafter, title=title), places.county, who.county_drafter)
    assert queries() == one <= 15


def test_a_call_tells_what_is_asked_and_lets_the_unit_begin(as_user, who, places, pilot):
    browser = as_user(who.county_drafter)
    page = browser.get(pilot.get_absolute_url())
    assert ("情况分析报告" in text(page), page.context["units"][0]["can_start"], page.context["progress_url"]) == (
        True,
        True,
        "",
    )
    answer = browser.post(reverse("desk:call_start", args=[pilot.pk]), {"organ": places.county.pk})
    paper = Submission.objects.get()
    assert (answer.status_code, answer["Location"], paper.organ, paper.filed_by) == (
        302,
        f"/desk/submissions/{paper.pk}/fill/",
        places.county,
        None,
    )
    again = browser.get(pilot.get_absolute_url()).context["units"][0]
    assert ([row["title"] for row in again["papers"]], again["can_start"]) == ([paper.title], False)


def test_beginning_twice_says_why_not(as_user, who, places, pilot):
    making.begun(pilot, places.county, who.county_drafter)
    answer = as_user(who.county_drafter).post(reverse("desk:call_start", args=[pilot.pk]), {"organ": places.county.pk})
    assert (answer.status_code, "团鹭汀县委已经报过1份，每个单位最多1份。" in text(answer)) == (409, True)


def test_nobody_begins_for_a_foreign_unit(as_user, who, places, pilot):
    for person, organ in (
        (who.county_drafter, places.sister.pk),
        (who.other_city_secretary, places.county.pk),
        (who.county_drafter, "x"),
        (who.sysadmin, places.county.pk),
    ):
        answer = as_user(person).post(reverse("desk:call_start", args=[pilot.pk]), {"organ": organ})
        assert answer.status_code == 404
    assert Submission.objects.count() == 0


def test_a_city_files_from_paper_for_its_county(as_user, who, places, pilot):
    as_user(who.city_drafter).post(reverse("desk:call_start", args=[pilot.pk]), {"organ": places.county.pk})
    paper = Submission.objects.get()
    assert (paper.organ, paper.filed_by, paper.created_by) == (places.county, places.city, who.city_drafter)


def test_a_call_is_closed_to_those_it_does_not_concern(as_user, who, places):
    own = making.call("typical", places.county, who.county_drafter, levels=["township"])
    for person in (who.foreign_drafter, who.sister_drafter, who.teacher):
        assert as_user(person).get(own.get_absolute_url()).status_code == 404
    for person in (who.county_drafter, who.township_secretary):
        assert as_user(person).get(own.get_absolute_url()).status_code == 200


def test_results_show_everybody_their_own_part_and_the_host_all(as_user, who, places, pilot):
    for unit, reporter, head in (
        (places.county, who.county_drafter, who.county_secretary),
        (places.sister, who.sister_drafter, who.sister_secretary),
    ):
        making.act(making.agreed(pilot, unit, reporter, head), "decline", who.city_drafter, "超出名额。")

    def units(person):
        page = as_user(person).get(reverse("desk:call_results", args=[pilot.pk]))
        return [row.unit for row in page.context["rows"]]

    both = ["共青团鹭汀县委", "共青团萤田县委"]
    assert (units(who.county_drafter), units(who.city_drafter), units(who.drafter)) == (both[:1], both, both)
    assert units(who.other_city_secretary) == []
