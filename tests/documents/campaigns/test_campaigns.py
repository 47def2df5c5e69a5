"""Campaigns: where they stand on a day, and the wordings they had."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from documents.campaigns.models import Campaign, CampaignVersion
from documents.campaigns.revising import PhaseSpec, revise
from workflows.organisations.models import Organisation

pytestmark = pytest.mark.django_db

PHASES = [
    PhaseSpec("部署", date(2026, 11, 5), date(2026, 11, 10)),
    PhaseSpec("试点申报", date(2026, 11, 10), date(2026, 11, 27)),
    PhaseSpec("总结", date(2026, 12, 12), date(2026, 12, 18), "17:30前"),
]


@pytest.fixture
def campaign():
    organ = Organisation.add_root(name="共青团曦原省委", code="990000", level="province")
    fresh = Campaign(
        title="灯火相伴行动", theme="灯火相伴", organ=organ, starts=date(2026, 11, 5), ends=date(2026, 12, 18)
    )
    return revise(fresh, phases=PHASES)


@pytest.mark.parametrize(
    ("day", "status", "phases"),
    [
        (date(2026, 11, 4), "未开始", []),
        (date(2026, 11, 10), "进行中", ["部署", "试点申报"]),
        (date(2026, 12, 1), "进行中", []),
        (date(2026, 12, 18), "进行中", ["总结"]),
        (date(2026, 12, 19), "已结束", []),
    ],
)
def test_status_and_phases_follow_the_day(campaign, day, status, phases):
    assert (campaign.status(day), [phase.title for phase in campaign.current_phases(day)]) == (status, phases)


def test_revise_keeps_each_wording_once(campaign):
    revise(campaign, phases=PHASES)
    campaign.theme = "灯火有约"
    revise(campaign)
    assert [(version.number, version.content["theme"]) for version in campaign.versions.all()] == [
        (2, "灯火有约"),
        (1, "灯火相伴"),
    ]
    assert campaign.phases.count() == 3


def test_revise_keeps_the_wording_of_changed_phases(campaign):
    revise(campaign, phases=PHASES[:1])
    assert [len(version.content["phases"]) for version in campaign.versions.all()] == [1, 3]


def test_revise_refuses_a_phase_outside_the_campaign_and_writes_nothing(campaign):
    late = PhaseSpec("总结", date(2026, 12, 12), date(2026, 12, 28))
    with pytest.raises(ValidationError) as caught:
        revise(campaign, phases=[late])
    assert caught.value.messages == ["阶段“总结”要在专项行动的起止日期之内，且结束不早于开始。"]
    assert (campaign.phases.count(), CampaignVersion.objects.count()) == (3, 1)


def test_revise_refuses_dates_in_the_wrong_order(campaign):
    campaign.ends = date(2026, 11, 1)
    with pytest.raises(ValidationError) as caught:
        revise(campaign)
    assert caught.value.messages == ["结束日期不能早于开始日期。"]


def test_revise_refuses_brands_that_are_no_words(campaign):
    campaign.brands = [3]
    with pytest.raises(ValidationError):
        revise(campaign)


def test_a_kept_wording_does_not_change(campaign):
    version = campaign.versions.get()
    with pytest.raises(ValidationError):
        version.save()
