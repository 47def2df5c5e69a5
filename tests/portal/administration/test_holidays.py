"""节假日 in the administration: who may change the calendar, who may read it, and what follows."""

from datetime import date, datetime
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from workflows import engine
from workflows.organisations.models import User
from workflows.worktime.models import DayChange, DayOverride

pytestmark = pytest.mark.django_db
DAYS = "/admin/registers/holidays/"
CHANGES = "/admin/registers/holiday-changes/"
FORM = {"day": "2026-11-09", "last": "", "note": "县里统一安排"}


@pytest.fixture
def who() -> SimpleNamespace:
    return factories.people(factories.tree())


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_system_administrator_sets_a_day_in_own_name(who: SimpleNamespace) -> None:
    client = signed_in(who.sysadmin)
    assert client.get(f"{DAYS}create/").status_code == 200
    assert client.post(f"{DAYS}create/", FORM).status_code == 302
    row = DayOverride.objects.get()
    assert (row.day, row.working, row.changed_by) == (date(2026, 11, 9), False, who.sysadmin)
    page = client.get(DAYS).content.decode()
    assert "2026年11月9日 星期一" in page
    assert "卫一新" in page
    assert "县里统一安排" in client.get(CHANGES).content.decode()


def test_several_days_are_entered_at_once_and_one_is_mended(who: SimpleNamespace) -> None:
    client = signed_in(who.sysadmin)
    client.post(f"{DAYS}create/", {**FORM, "day": "2027-10-01", "last": "2027-10-07"})
    assert DayOverride.objects.count() == 7
    row = DayOverride.objects.get(day=date(2027, 10, 7))
    client.post(f"{DAYS}edit/{row.pk}/", {**FORM, "day": "2027-12-31", "working": "on", "note": "调休"})
    row.refresh_from_db()
    assert (row.day, row.working, row.note) == (date(2027, 10, 7), True, "调休")
    assert client.post(f"{DAYS}delete/{row.pk}/").status_code == 302
    assert DayOverride.objects.count() == 6
    assert DayChange.objects.count() == 9


def test_slip_is_told_beside_the_field(who: SimpleNamespace) -> None:
    answer = signed_in(who.sysadmin).post(f"{DAYS}create/", {**FORM, "last": "2026-11-01"})
    assert "最后一天应在第一天之后" in answer.content.decode()
    assert not DayOverride.objects.exists()


@pytest.mark.parametrize("post", ["drafter", "secretary", "clerk", "county_secretary", "auditor"])
def test_nobody_else_changes_the_calendar(who: SimpleNamespace, post: str) -> None:
    row = DayOverride.objects.create(day=date(2026, 11, 6), working=False)
    client = signed_in(getattr(who, post))
    for address in (f"{DAYS}create/", f"{DAYS}edit/{row.pk}/", f"{DAYS}delete/{row.pk}/"):
        assert client.get(address).status_code in {302, 403}
        assert client.post(address, FORM).status_code in {302, 403}
    assert list(DayOverride.objects.all()) == [row]
    assert not DayChange.objects.exists()


def test_superuser_and_unit_administrator_may_not_either(who: SimpleNamespace) -> None:
    root = factories.person("超级用户", is_superuser=True, is_staff=True)
    keeper = factories.holder("单位管理员", who.city_secretary.memberships.get().organisation, "unit_admin")
    for user in (root, keeper):
        assert signed_in(user).post(f"{DAYS}create/", FORM).status_code in {302, 403}
    assert not DayOverride.objects.exists()


def test_auditor_reads_both_registers_and_others_neither(who: SimpleNamespace) -> None:
    for address in (DAYS, CHANGES):
        assert signed_in(who.auditor).get(address).status_code == 200
        assert signed_in(who.drafter).get(address).status_code in {302, 403}
    assert signed_in(who.sysadmin).get(f"{CHANGES}create/").status_code in {302, 403, 404}


def test_list_takes_the_same_queries_for_one_and_for_three(who: SimpleNamespace) -> None:
    client = signed_in(who.sysadmin)
    counts = []
    for days in ((6,), (9, 10)):
        for day in days:
            DayOverride.objects.create(day=date(2026, 11, day), working=False, changed_by=who.sysadmin)
        client.get(DAYS)
        with CaptureQueriesContext(connection) as captured:
            client.get(DAYS)
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_terms_follow_at_once(morning: datetime) -> None:
    who = factories.people(factories.tree())
    paper = factories.notice(who.drafter.memberships.get().organisation, who.drafter, now=morning)
    factories.carry(paper, who, "check", now=morning)
    item = engine.WorkItem.objects.get(instance=engine.instance_of(paper), status="open")
    assert item.due_at.day == 9  # two working days from Thursday
    signed_in(who.sysadmin).post(f"{DAYS}create/", {**FORM, "day": "2026-11-06"})
    item.refresh_from_db()
    assert item.due_at.day == 10


PASTE = f"{DAYS}announcement/"
OF_2027 = """关于2027年部分节假日安排的通知
一、元旦：1月1日至3日放假，共3天。
二、春节：2月5日至11日放假调休，共7天。2月20日（星期六）上班。
三、清明节：4月3日至5日放假，共3天。
四、劳动节：5月1日至5日放假调休，共5天。5月8日（星期六）上班。
五、端午节：6月9日放假。
六、中秋节：9月15日放假。
七、国庆节：10月1日至7日放假调休，共7天。10月9日（星期六）上班。
"""


def test_whole_year_is_pasted_looked_at_and_entered(who: SimpleNamespace) -> None:
    client = signed_in(who.sysadmin)
    page = client.get(DAYS).content.decode()
    assert "到2026年的安排已有" in page
    assert "粘贴放假通知" in page
    page = client.post(PASTE, {"text": OF_2027}).content.decode()
    assert "2027年2月5日 星期五—2027年2月11日 星期四" in page
    assert "国务院办公厅关于2027年部分节假日安排的通知" in page
    assert not DayOverride.objects.exists()
    page = client.post(
        PASTE, {"text": OF_2027, "note": "国办发明电〔2026〕9号", "enter": "1"}, follow=True
    ).content.decode()
    assert "已登记2027年的30天" in page
    assert "到2027年的安排已有" in page
    assert set(DayOverride.objects.values_list("note", "changed_by")) == {("国办发明电〔2026〕9号", who.sysadmin.pk)}
    assert DayOverride.objects.filter(working=True).count() == 3


def test_what_does_not_fit_is_entered_only_after_a_tick(who: SimpleNamespace) -> None:
    client = signed_in(who.sysadmin)
    odd = {"text": OF_2027.replace("2月20日（星期六）", "2月20日（星期日）"), "enter": "1"}
    page = client.post(PASTE, odd).content.decode()
    assert "2月20日写的是周日，实际是周六" in page
    assert not DayOverride.objects.exists()
    assert client.post(PASTE, odd | {"sure": "on"}).status_code == 302
    assert DayOverride.objects.count() == 30


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("放假三天。", "没有读到是哪一年"),
        ("关于2026年部分节假日安排的通知", "2026年的安排系统里已有"),
        ("关于2027年部分节假日安排的通知", "没有读到放假的日期"),
    ],
)
def test_text_that_is_no_notice_stays_in_the_box_with_advice(who: SimpleNamespace, text: str, told: str) -> None:
    answer = signed_in(who.sysadmin).post(PASTE, {"text": text, "enter": "1"})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert text in answer.content.decode()


@pytest.mark.parametrize("post", ["drafter", "secretary", "auditor"])
def test_nobody_else_pastes(who: SimpleNamespace, post: str) -> None:
    client = signed_in(getattr(who, post))
    assert client.get(PASTE).status_code in {302, 403}
    assert client.post(PASTE, {"text": OF_2027, "enter": "1"}).status_code in {302, 403}
    assert not DayOverride.objects.exists()
