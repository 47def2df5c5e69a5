"""The whole story: loaded on an ordinary day, on a Sunday and on the first day after a long holiday it tells the same."""

from datetime import datetime

import pytest
import time_machine
from django.utils import timezone

from documents.notices import beginning, groups
from documents.notices.enclosing import taken_apart
from documents.notices.models import Notice
from documents.submissions.models import Addressee, Call, Submission
from documents.submissions.progress import Standing, progress
from documents.submissions.reminding import reminder
from documents.submissions.totals import totals
from portal.demo.loading import load
from portal.desk import archive, register, yearly
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


def kept_from_year_to_year() -> None:
    """主送组, templates, a voided number, a text that is passed on, and papers of last year."""
    province, city, county = organ("990000"), organ("990100"), organ("990121")
    versions = {
        str(version): len(groups.expand(province, groups.meaning(version))) for version in groups.current(province)
    }
    assert versions == {"各市团委第1版": 3, "各县（区）团委第1版": 12, "各省属高校团委第2版": 2}
    assert sorted(str(one) for one in beginning.templates(city)) == ["转发省里通知"]
    passed_on = Notice.objects.get(number__startswith="团澈联").attachments.get()
    assert (passed_on.place, taken_apart(passed_on).number[:3]) == ("carried", "团曦联")
    found = register.entries([county.pk], register.Wanted(mark="团鹭发"))
    year = max(row.pool.year for row in found)
    assert [(row.n, row.status) for row in found if row.pool.year == year] == [
        (11, "issued"),
        (10, "voided"),
        (9, "issued"),
    ]
    assert "漏列" in found[1].reason
    before = archive.listing([county.pk], year - 1, "sent")
    assert ([piece.number[:3] for piece in before.pieces], before.waiting) == (["团鹭发", "团鹭报"], 0)
    assert archive.listing([city.pk], year - 1, "received").waiting == 0
    compared = yearly.comparison([county.pk], year, timezone.localdate())
    assert (compared.sent.now, compared.sent.before, compared.sent.whole) == (2, 1, 2)


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

    kept_from_year_to_year()

    names = User.objects.filter(name__in=["谢珺玥", "赵昇喆"])
    assert Membership.objects.current().filter(user__in=names).count() == 2
    site = SiteSettings.current()
    assert ("虚构" in site.organiser, site.phone.startswith("0000-"), site.icp, site.site_code) == (True, True, "", "")
