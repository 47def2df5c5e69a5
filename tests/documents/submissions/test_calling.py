"""Calls: who is asked, who has longer, who is let off, who may grant it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from documents.forms.models import FrozenError
from documents.submissions import calling
from documents.submissions.models import Addressee, Call, Extension
from tests import factories
from tests.documents.submissions import making
from workflows.organisations.posts import posts


def asked(call):
    return [row.organ.short_name for row in call.addressees.select_related("organ").order_by("organ__path")]


def test_open_call_asks_the_organs_of_its_levels_below_the_host(places, who):
    call = making.call("pilot", places.province, who.drafter)
    assert asked(call) == ["团鹭汀县委", "团萤田县委", "团枫眠县委"]


def test_open_call_asks_only_named_units_when_some_are_named(places, who):
    call = Call.objects.create(
        kind="pilot",
        process="pilot",
        organ=places.province,
        title="试点",
        levels=["county"],
        until=date(2026, 11, 27),
        form_version=making.presets.install("pilot", places.province),
    )
    call.organs.add(places.sister)
    assert asked(calling.open_call(call, actor=who.drafter)) == ["团萤田县委"]


def test_open_call_never_asks_other_systems_or_closed_units(places, who):
    factories.partner("鹭汀县教育局", "county", "990121", under=places.city)
    places.sister.until = date(2020, 1, 1)
    places.sister.save()
    assert asked(making.call("pilot", places.city, who.city_drafter)) == ["团鹭汀县委"]


def test_open_call_freezes_its_form(places, who):
    call = making.call("pilot", places.province, who.drafter)
    version = call.form_version
    version.refresh_from_db()
    version.schema = {"sections": version.schema["sections"][:1]}
    with pytest.raises(FrozenError):
        version.save()


def test_open_call_twice_changes_nothing(pilot, who):
    assert calling.open_call(pilot, actor=who.drafter, now=factories.moment(20)).opened_at == making.ASKED


def test_open_call_refuses_to_ask_nobody(places, who):
    with pytest.raises(ValidationError) as caught:
        making.call("pilot", places.province, who.drafter, levels=["central"])
    assert caught.value.messages == ["没有单位需要报送，请检查报送层级或指定单位。"]
    assert Call.objects.get().opened_at is None


def test_terms_end_at_half_past_five(pilot):
    assert pilot.due_at == factories.moment(27, 17, 30)


def test_extend_gives_one_unit_longer_and_keeps_every_term(pilot, places, who):
    row = Addressee.objects.get(call=pilot, organ=places.county)
    calling.extend(row, date(2026, 12, 1), "雨水冲断两条路。", actor=who.city_drafter)
    calling.extend(row, date(2026, 12, 3), "路还没有通。", actor=who.city_drafter)
    row.refresh_from_db()
    assert (row.due_at, row.is_extended, row.extensions.count()) == (factories.moment(3, 17, 30, month=12), True, 2)
    other = Addressee.objects.get(call=pilot, organ=places.sister)
    assert (other.due_at, other.is_extended) == (pilot.due_at, False)


def test_extend_refuses_a_day_that_is_no_later(pilot, places, who):
    row = Addressee.objects.get(call=pilot, organ=places.county)
    with pytest.raises(ValidationError) as caught:
        calling.extend(row, pilot.until, "再等等", actor=who.city_drafter)
    assert caught.value.messages == ["团鹭汀县委现在的截止日期是2026-11-27，延期要晚于这一天。"]


def test_an_extension_is_never_rewritten(pilot, places, who):
    row = Addressee.objects.get(call=pilot, organ=places.county)
    granted = calling.extend(row, date(2026, 12, 1), "雨", actor=who.city_drafter)
    granted.until = date(2027, 1, 1)
    with pytest.raises(ValidationError):
        granted.save()
    assert Extension.objects.get().until == date(2026, 12, 1)


@pytest.mark.parametrize("reason", ["", "   "])
def test_exempt_needs_a_reason(pilot, places, who, reason):
    row = Addressee.objects.get(call=pilot, organ=places.county)
    with pytest.raises(ValidationError) as caught:
        calling.exempt(row, reason, actor=who.city_drafter)
    assert caught.value.messages == ["请写明原因。"]
    assert not Addressee.objects.get(pk=row.pk).is_exempt


def test_designate_is_refused_once_the_unit_has_begun(pilot, places, who):
    making.begun(pilot, places.county, who.county_drafter)
    row = Addressee.objects.get(call=pilot, organ=places.county)
    with pytest.raises(ValidationError) as caught:
        calling.designate(row, actor=who.drafter)
    assert caught.value.messages == ["团鹭汀县委已经开始申报，不能再改申报形式。"]


def test_designate_is_refused_where_the_call_knows_no_designation(places, who):
    call = making.call("pilot", places.province, who.drafter)
    with pytest.raises(ValidationError):
        calling.designate(call.addressees.first(), actor=who.drafter)


def test_only_those_between_host_and_unit_may_grant(pilot, places, who):
    def may(person):
        return calling.may_manage(posts(person), pilot, places.county)

    assert {
        name: may(getattr(who, name))
        for name in (
            "drafter",
            "city_drafter",
            "city_secretary",
            "other_city_secretary",
            "county_secretary",
            "sister_secretary",
            "township_secretary",
            "sysadmin",
            "clerk",
        )
    } == {
        "drafter": True,
        "city_drafter": True,
        "city_secretary": True,
        "other_city_secretary": False,
        "county_secretary": False,
        "sister_secretary": False,
        "township_secretary": False,
        "sysadmin": False,
        "clerk": False,
    }


def test_close_call_takes_no_more_answers(pilot):
    assert pilot.is_open
    assert not calling.close_call(pilot).is_open


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"levels": ["village"]}, "没有“village”这个层级。"),
        ({"self_entry": False}, "自主申报和上级指定至少要选一项。"),
    ],
)
def test_a_call_that_makes_no_sense_is_refused(fields, message):
    with pytest.raises(ValidationError) as caught:
        Call(**fields).clean()
    assert caught.value.messages == [message]
