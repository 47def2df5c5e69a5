"""The whole story: loaded on an ordinary day, on a Sunday and on the first day after a long holiday it tells the same."""

from datetime import datetime

import pytest
import time_machine
from django.utils import timezone

from documents.submissions.models import Addressee, Call, Submission
from documents.submissions.progress import Standing, progress
from documents.submissions.reminding import reminder
from documents.submissions.totals import totals
from portal.demo.loading import load
from portal.pages.models import SiteSettings
from workflows import engine
from workflows.organisations.models import Membership, Organisation, User
from workflows.worktime.calendar import is_working_day

pytestmark = pytest.mark.django_db

DAYS = ("2026-11-25T10:00+08:00", "2026-10-08T09:20+08:00", "2026-11-22T15:00+08:00")


def organ(code: str) -> Organisation:
    return Organisation.objects.get(code=code)


def told(call: Call, code: str) -> dict[str, tuple[Standing, str, bool]]:
    return {str(row.organ): (row.standing, row.state_title, row.late) for row in progress(call, [organ(code)]).rows}


@pytest.fixture(params=DAYS)
def story(request):
    """Everything, as `make demo` writes it on that day."""
    with time_machine.travel(datetime.fromisoformat(request.param), tick=False):
        load()
        yield


def test_the_story_stands_on_every_day(story):
    summary = Call.objects.get(kind=Call.Kind.SUMMARY)
    assert told(summary, "990121") == {
        "芦哨镇团委": (Standing.REPORTED, "已审核", False),
        "晚渡镇团委": (Standing.REPORTED, "已审核", False),
        "晚渡镇中心小学少先队大队": (Standing.REPORTED, "上级审核", True),
        "月梳乡团委": (Standing.RETURNED, "填报", False),
        "石灯坪乡团委": (Standing.PROXY, "已审核", False),
        "鹭汀县第一中学": (Standing.MISSING, "", False),
        "鹭汀县特殊教育学校团支部": (Standing.ZERO, "已审核", False),
    }
    found = totals(summary, [organ("990121")])
    assert {key: int(value) for key, value in found.sums.items()} == {
        "sessions": 20,
        "companions": 275,
        "volunteers": 17,
        "pairs": 38,
        "rooms": 4,
    }
    text = reminder(summary, progress(summary, [organ("990121")]))
    assert "尚未报送的单位：鹭汀县第一中学。退回待改的单位：月梳乡团委。" in text
    report = Submission.objects.get(call=summary, organ=organ("990122"))
    version = report.versions.get()
    assert (version.answers["volunteers"], version.answers["volunteers.note"]) == (23, "加县直机关志愿者3人")
    assert told(summary, "990100")["团萤田县委"] == (Standing.REPORTED, "上级审核", False)

    pilot = Call.objects.get(kind=Call.Kind.PILOT)
    assert told(pilot, "990300")["团筝浦区委"][:2] == (Standing.PROXY, "市级评估")

    now = timezone.now()
    for case in engine.Instance.objects.all():
        hours = [event.at for event in engine.Event.objects.filter(instance=case).order_by("seq")]
        assert max(hours) <= now, case
        assert engine.verify(case) == [], case
        assert hours == sorted(hours), case
    assert all(is_working_day(row.until) for row in Addressee.objects.filter(call=summary))

    names = User.objects.filter(name__in=["谢珺玥", "赵昇喆"])
    assert Membership.objects.current().filter(user__in=names).count() == 2
    site = SiteSettings.current()
    assert ("虚构" in site.organiser, site.phone.startswith("0000-"), site.icp, site.site_code) == (True, True, "", "")
