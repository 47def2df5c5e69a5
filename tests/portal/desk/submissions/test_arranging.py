"""发起征集: written down, changed, sent out, ended; by those whose organ it is."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from documents.submissions.models import Call


def filled(**changes):
    return {
        "kind": "typical",
        "title": "冬季典型征集",
        "levels": ["township", "grassroots"],
        "per_unit": "2",
        "until": (timezone.localdate() + timedelta(days=20)).isoformat(),
        "instructions": "写做法。",
        **changes,
    }


def test_a_county_sends_out_a_call_to_what_lies_below_it(as_user, who, places):
    browser = as_user(who.county_drafter)
    assert "发起征集" in browser.get("/desk/calls/").content.decode()
    browser.post("/desk/calls/new/", filled())
    call = Call.objects.get()
    assert (call.organ, call.process, call.opened_at, call.is_open) == (places.county, "typical", None, False)
    assert "将下达给 3 个单位" in browser.get(call.get_absolute_url()).content.decode()
    assert as_user(who.township_secretary).get(call.get_absolute_url()).status_code == 404
    answer = browser.post(reverse("desk:call_open", args=[call.pk]), follow=True)
    assert "已下达给3个单位。" in answer.content.decode()
    assert as_user(who.township_secretary).get(call.get_absolute_url()).status_code == 200


def test_a_call_is_changed_until_it_is_out(as_user, who, places):
    browser = as_user(who.county_drafter)
    browser.post("/desk/calls/new/", filled())
    url = reverse("desk:call_edit", args=[Call.objects.get().pk])
    assert 'value="冬季典型征集"' in browser.get(url).content.decode()
    browser.post(url, filled(title="冬季案例征集"))
    browser.post(reverse("desk:call_open", args=[Call.objects.get().pk]))
    assert (Call.objects.get().title, browser.get(url).status_code) == ("冬季案例征集", 404)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"until": "2020-01-01"}, "截止日期已经过去。"),
        ({"kind": "pilot"}, "试点由县级申报，请只选县级。"),
        ({"levels": ["province"]}, "province"),
        ({"title": ""}, "请填写标题。"),
    ],
)
def test_what_makes_no_sense_is_told_and_what_was_typed_stays(as_user, who, changes, message):
    page = as_user(who.drafter).post("/desk/calls/new/", filled(**changes))
    body = page.content.decode()
    assert (page.status_code, message in body, "写做法。" in body, Call.objects.count()) == (422, True, True, 0)


def test_a_call_that_reaches_nobody_is_not_sent_out(as_user, who, places):
    browser = as_user(who.sister_secretary)
    browser.post("/desk/calls/new/", filled())
    call = Call.objects.get()
    answer = browser.post(reverse("desk:call_open", args=[call.pk]), follow=True)
    assert "没有单位需要报送" in answer.content.decode()
    assert Call.objects.get().opened_at is None


def test_a_call_is_ended_by_its_host_only(as_user, who, places, pilot):
    url = reverse("desk:call_end", args=[pilot.pk])
    for person in (who.city_drafter, who.county_secretary, who.clerk, who.sysadmin):
        assert as_user(person).post(url).status_code == 404
    as_user(who.drafter).post(url)
    pilot.refresh_from_db()
    assert not pilot.is_open


@pytest.mark.parametrize("name", ["call_edit", "call_open", "call_end"])
def test_a_call_of_another_organ_is_nobody_elses(as_user, who, places, name):
    as_user(who.county_drafter).post("/desk/calls/new/", filled())
    call = Call.objects.get()
    for person in (who.sister_secretary, who.city_drafter, who.foreign_drafter, who.township_secretary):
        assert as_user(person).post(reverse(f"desk:{name}", args=[call.pk]), filled()).status_code == 404
    assert Call.objects.get().opened_at is None


def test_townships_send_out_no_calls(as_user, who):
    for person in (who.township_secretary, who.teacher, who.sysadmin, who.liaison, who.clerk):
        assert as_user(person).get("/desk/calls/new/").status_code == 404
