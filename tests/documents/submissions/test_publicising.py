"""公示: what hangs out and for how long, what is objected, and what has to be answered before it is settled."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction

from documents.submissions import erasing, publicising
from documents.submissions.models import Listed, Objection, Publicity
from documents.submissions.results import shown_rows
from portal.pages import tree
from portal.pages.models import ResultsPage
from tests.documents.submissions import making
from tests.documents.submissions.making import act, case_of
from tests.factories import moment
from workflows import engine
from workflows.worktime import overriding

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def paper(pilot, places, who):
    """Recommended by the city, lying with the province."""
    found = making.at_city_head(pilot, places.county, who.county_drafter, who.county_secretary, who)
    act(found, "recommend_sign", who.city_secretary)
    return found


@pytest.fixture
def shown(paper, who):
    """Hanging out since the 11th."""
    return making.hung(paper, who, who.secretary)


def refusal(*args, **kwargs):
    with pytest.raises(engine.Refused) as caught:
        act(*args, **kwargs)
    return caught.value.reasons


def objected(publicity, who, paper=None, *, day=12, **fields):
    given = {"channel": "phone", "objector": "匿名", "text": "数字不实，请核实。", **fields}
    return publicising.record_objection(
        publicity, submission=paper, received_on=date(2026, 11, day), actor=who.clerk, now=moment(13), **given
    )


def test_the_term_is_five_working_days_from_the_day_after(shown):
    assert (shown.since, shown.until) == (date(2026, 11, 11), date(2026, 11, 18))
    assert [shown.is_open(date(2026, 11, day)) for day in (10, 11, 18, 19)] == [False, True, True, False]


def test_the_public_reads_the_list_until_it_is_taken_off(shown, paper, who, client):
    page = ResultsPage.objects.get(publicity=shown)
    body = client.get(page.url).content.decode()
    for words in ("拟确定名单公示", "共青团鹭汀县委", "经审查，拟确定下列单位。"):
        assert words in body
    objection = objected(shown, who, paper)
    publicising.handle_objection(objection, upheld=True, handling="到点上看过，属实。", actor=who.drafter)
    act(paper, "reconsider", who.drafter, "异议成立。")
    body = client.get(page.url).content.decode()
    assert "共青团鹭汀县委" not in body
    assert "匿名" not in body


def test_an_editor_cannot_shorten_the_term(shown):
    page = ResultsPage.objects.get(publicity=shown)
    page.objection_until, page.objection_contact = date(2026, 11, 12), "不收了"
    page.save()
    page.refresh_from_db()
    assert (page.objection_until, page.objection_contact) == (shown.until, shown.contact)


def test_nothing_is_shown_before_the_words_are_written(paper, who):
    tree.build()
    act(paper, "select", who.secretary, "经研究，同意。")
    assert refusal(paper, "announce", who.drafter) == [
        "还没有写公示的说明和意见反映渠道，请在征集的“公示”页写好后开始公示。"
    ]


def test_what_is_shown_later_has_a_term_of_its_own(pilot, places, who, shown):
    other = making.agreed(pilot, places.foreign, who.foreign_drafter, who.foreign_secretary)
    act(other, "recommend", who.drafter, "同意。")
    act(other, "recommend_sign", who.other_city_secretary, "同意。")
    later = making.hung(other, who, who.secretary, now=moment(16), title="第二批公示")
    assert (later.pk != shown.pk, later.since, later.until) == (True, date(2026, 11, 16), date(2026, 11, 23))
    assert [row.unit for row in shown_rows(shown)] == ["共青团鹭汀县委"]
    assert [row.unit for row in shown_rows(later)] == ["共青团枫眠县委"]


def test_what_is_shown_on_the_same_day_joins_the_list(pilot, places, who, shown):
    other = making.agreed(pilot, places.foreign, who.foreign_drafter, who.foreign_secretary)
    act(other, "recommend", who.drafter, "同意。")
    act(other, "recommend_sign", who.other_city_secretary, "同意。")
    assert making.hung(other, who, who.secretary, title="改了的标题").pk == shown.pk
    shown.refresh_from_db()
    assert shown.title == "拟确定名单公示"
    assert len(shown_rows(shown)) == 2
    assert ResultsPage.objects.count() == 1


def test_the_list_is_two_questions_for_one_and_for_more(shown, django_assert_num_queries):
    with django_assert_num_queries(2):
        shown_rows(shown)


@pytest.mark.parametrize("whole", [True, False])
def test_an_open_objection_keeps_the_list_from_being_settled(shown, paper, who, whole):
    objection = objected(shown, who, None if whole else paper)
    told = "还有1条异议没有处理，请在征集的“公示”页写明核实和处理情况。"
    assert refusal(paper, "settle", who.drafter, now=moment(25)) == [told]
    assert told in refusal(paper, "reconsider", who.drafter, "研究", now=moment(25))
    publicising.handle_objection(objection, upheld=False, handling="查过台账，数字属实。", actor=who.drafter)
    assert act(paper, "settle", who.drafter, now=moment(25)).state == "decided"


def test_an_objection_that_proved_true_sends_it_back(shown, paper, who):
    publicising.handle_objection(objected(shown, who, paper), upheld=True, handling="属实。", actor=who.drafter)
    assert refusal(paper, "settle", who.drafter, now=moment(25)) == ["有异议成立，不能确定，请退回重新研究。"]
    assert act(paper, "reconsider", who.drafter, "异议成立，请重新研究。", now=moment(25)).state == "province"
    assert Listed.objects.get().removed_on == date(2026, 11, 25)
    assert act(paper, "reject", who.secretary, "不予确定。", now=moment(25)).state == "rejected"
    assert engine.verify(case_of(paper)) == []


def test_without_an_upheld_objection_nothing_goes_back(shown, paper, who):
    (reason,) = refusal(paper, "reconsider", who.drafter, "再想想。")
    assert reason == "“没有成立的异议”已经满足，不需要这项操作。"


def test_after_a_second_look_it_hangs_out_anew(shown, paper, who):
    publicising.handle_objection(objected(shown, who, paper), upheld=True, handling="属实。", actor=who.drafter)
    act(paper, "reconsider", who.drafter, "重新研究。", now=moment(19))
    again = making.hung(paper, who, who.secretary, now=moment(20), title="再次公示")
    assert (again.pk != shown.pk, again.until) == (True, date(2026, 11, 27))
    assert act(paper, "settle", who.drafter, now=moment(30)).state == "decided"


@pytest.mark.parametrize(("day", "say"), [(10, "收到日期应在"), (14, "收到日期应在")])
def test_objections_come_in_while_it_hangs_out(shown, paper, who, day, say):
    with pytest.raises(engine.Refused, match=say):
        objected(shown, who, paper, day=day)
    assert Objection.objects.count() == 0


def test_a_settled_list_takes_no_objection(shown, paper, who):
    act(paper, "settle", who.drafter, now=moment(25))
    for about in (paper, None):
        with pytest.raises(engine.Refused, match="名单已经确定"):
            objected(shown, who, about)


def test_an_objection_to_a_stranger_is_refused(shown, pilot, places, who):
    other = making.agreed(pilot, places.foreign, who.foreign_drafter, who.foreign_secretary)
    with pytest.raises(engine.Refused, match="不在这份公示名单"):
        objected(shown, who, other)


def test_an_objection_is_handled_once_and_in_words(shown, paper, who):
    objection = objected(shown, who, paper)
    with pytest.raises(engine.Refused, match="请写明"):
        publicising.handle_objection(objection, upheld=False, handling="  ", actor=who.drafter)
    publicising.handle_objection(objection, upheld=False, handling="不属实。", actor=who.drafter)
    with pytest.raises(engine.Refused, match="已经处理过"):
        publicising.handle_objection(objection, upheld=True, handling="属实。", actor=who.office)
    objection.refresh_from_db()
    assert (objection.upheld, objection.handled_by) == (False, who.drafter)


def test_the_database_keeps_dates_and_handling_whole(shown, paper, who):
    objection = objected(shown, who, paper)
    for broken in (
        lambda: Publicity.objects.filter(pk=shown.pk).update(until=date(2026, 11, 1)),
        lambda: Objection.objects.filter(pk=objection.pk).update(upheld=True),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()


def test_erasing_the_paper_blanks_what_was_objected_to_it(shown, paper, who):
    objection = objected(shown, who, paper, objector="来访群众")
    erasing.erase_submission(paper)
    objection.refresh_from_db()
    assert "来访群众" not in (objection.objector + objection.text)


def at_new_year(paper, who):
    """Hung out on Tuesday, 29 December 2026: five working days by the week alone end on 5 January."""
    return making.hung(paper, who, who.secretary, now=datetime(2026, 12, 29, 9, 30, tzinfo=SHANGHAI))


def test_a_term_into_an_unpublished_year_is_prolonged_when_holidays_are_known_and_never_shortened(paper, who, client):
    shown = at_new_year(paper, who)
    page = ResultsPage.objects.get(publicity=shown)
    assert (shown.until, publicising.is_guessed(shown)) == (date(2027, 1, 5), True)
    now = datetime(2026, 12, 30, 10, 0, tzinfo=SHANGHAI)
    with time_machine.travel(now, tick=False):
        assert "遇放假顺延" in client.get(page.url).content.decode()
        engine.run_timers(now=now)
        days = {date(2027, 1, day): day in (2, 3) for day in (1, 2, 3, 4)} | {date(2027, 1, 9): True}
        overriding.set_arrangement(days, note="样例", by=who.sysadmin, year=2027)
        engine.run_timers(now=now)
        shown.refresh_from_db()
        assert shown.until == date(2027, 1, 5)  # 30, 31, 2, 3 and 5: as told
        overriding.set_arrangement(
            {date(2027, 1, day): False for day in (1, 2, 3, 4, 5)}, note="样例", by=who.sysadmin, year=2027
        )
        engine.run_timers(now=now)
        shown.refresh_from_db()
        page.refresh_from_db()
        assert (shown.until, page.objection_until) == (date(2027, 1, 8), date(2027, 1, 8))
        assert "1月8日" in client.get(page.url).content.decode()
        overriding.set_arrangement(
            {date(2027, 1, day): True for day in (1, 2, 3, 4, 5)}, note="样例", by=who.sysadmin, year=2027
        )
        engine.run_timers(now=now)
        shown.refresh_from_db()
        assert shown.until == date(2027, 1, 8)
    assert not publicising.is_guessed(shown)
