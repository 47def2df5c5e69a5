"""汇总: the own report begins with the sums; a changed figure says why; what was added up is kept with each version."""

from functools import partial

import pytest

from documents.submissions.compiling import NOTE, Origin, compile_report, origins, own_report, parts_of, question
from documents.submissions.drafting import open_draft, save_draft
from documents.submissions.filing import FilingError
from documents.submissions.finishing import UnfinishedError, finish, review
from documents.submissions.models import Call, Compilation, Submission
from tests import factories, together
from tests.documents.submissions import making
from tests.documents.submissions.making import act, case_of
from tests.factories import moment
from workflows import engine

ZEROS = ("sessions", "companions", "volunteers", "pairs", "rooms")
REST = {"work_text": "全县按时开放。", "persons": "none"}


@pytest.fixture
def counted(summary, places, who, neighbour):
    """Two townships that count: 9 and 7 times open."""
    making.passed(summary, places.other_township, neighbour, who.county_drafter, sessions="9")
    making.passed(summary, places.township, who.township_secretary, who.county_drafter, sessions="7")
    return summary


@pytest.fixture
def press(counted, places, who):
    """汇总 by the county's clerk."""
    return partial(compile_report, counted, places.county, actor=who.county_drafter, now=moment(12))


def figures(report, editor):
    return {key: open_draft(report, editor).answers.get(key) for key in ("sessions", "companions", "rooms")}


def messages(report, editor):
    answers = open_draft(report, editor).answers
    return [problem.message for problem in review(report, answers).problems if problem.spec.key == "sessions"]


def test_the_own_report_begins_with_the_sums(press, places, who):
    report = press()
    assert (report.organ, case_of(report).state) == (places.county, "draft")
    assert figures(report, who.county_drafter) == {"sessions": "16", "companions": "210", "rooms": "2"}


def test_each_sum_knows_from_whom_it_comes(press, counted):
    report = press()
    found = origins(counted.form_version.parsed, parts_of(report))
    assert found["sessions"] == Origin(16, [("晚渡镇团委", 7), ("芦哨镇团委", 9)])
    assert [(part["version"], len(part["digest"])) for part in parts_of(report)] == [(1, 64)] * 2


def test_pressing_again_brings_the_sums_up_to_date(press, counted, places, who):
    report = press()
    making.passed(counted, places.school, who.teacher, who.county_drafter, sessions="3")
    assert (press(), Submission.objects.filter(organ=places.county).count()) == (report, 1)
    assert figures(report, who.county_drafter)["sessions"] == "19"


def test_what_somebody_typed_stays_when_the_sums_move(press, counted, places, who):
    report = press()
    save_draft(report, who.county_drafter, {"sessions": "20", "companions": "300", f"companions{NOTE}": "加县里的"})
    making.passed(counted, places.school, who.teacher, who.county_drafter, sessions="3", rooms="4")
    press()
    assert figures(report, who.county_drafter) == {"sessions": "20", "companions": "300", "rooms": "6"}


def test_a_figure_changed_with_a_word_stays_though_it_equals_what_was_sent(press, counted, places, who):
    report = press()
    changed = {**REST, "sessions": "20", f"sessions{NOTE}": "加县里统一开放4次"}
    save_draft(report, who.county_drafter, changed)
    finish(report, actor=who.county_drafter, now=moment(12))
    act(report, "submit", who.county_drafter)
    act(report, "return", who.county_secretary, "再核一遍。", to="draft")
    press()
    assert figures(report, who.county_drafter)["sessions"] == 20


def test_the_figures_of_last_time_give_way_to_the_sums(press, counted, places, who):
    save_draft(press(), who.county_drafter, {**REST, "rooms": "9", f"rooms{NOTE}": "含在建"})
    finish(own_report(counted, places.county), actor=who.county_drafter, now=moment(12))
    again = making.call("summary", places.city, who.city_drafter, title="下一期")
    making.passed(again, places.township, who.township_secretary, who.county_drafter, rooms="3")
    report = compile_report(again, places.county, actor=who.county_drafter)
    assert figures(report, who.county_drafter)["rooms"] == "3"


def test_a_changed_sum_asks_for_a_word(press, who):
    report = press()
    assert messages(report, who.county_drafter) == []
    save_draft(report, who.county_drafter, {"sessions": "20"})
    wanted = ["“开放次数”和2个单位的合计16次不同，请写明改动原因。"]
    assert messages(report, who.county_drafter) == wanted
    save_draft(report, who.county_drafter, REST)
    with pytest.raises(UnfinishedError):
        finish(report, actor=who.county_drafter)
    save_draft(report, who.county_drafter, {f"sessions{NOTE}": "   "})
    assert messages(report, who.county_drafter) == wanted
    save_draft(report, who.county_drafter, {f"sessions{NOTE}": "加县里统一开放4次"})
    assert messages(report, who.county_drafter) == []


def test_the_version_keeps_the_word_and_what_was_added_up(press, who):
    report = press()
    save_draft(report, who.county_drafter, {**REST, "sessions": "20", f"sessions{NOTE}": "加县里统一开放4次"})
    version = finish(report, actor=who.county_drafter, now=moment(12))
    assert (version.answers["sessions"], version.answers[f"sessions{NOTE}"]) == (20, "加县里统一开放4次")
    assert [part["unit"] for part in version.parts] == ["晚渡镇团委", "芦哨镇团委"]
    assert version.content()["parts"] == version.parts
    assert version.digest == version.computed_digest()
    assert finish(report, actor=who.county_drafter) == version
    assert not open_draft(report, who.county_drafter).is_changed


def test_a_version_is_judged_by_what_it_was_made_of(press, counted, places, who):
    report = press()
    save_draft(report, who.county_drafter, REST)
    version = finish(report, actor=who.county_drafter, now=moment(12))
    Compilation.objects.filter(submission=report).update(parts=[{**version.parts[0], "figures": {"sessions": "1"}}])
    assert review(report, version.answers, parts=version.parts).problems == []
    assert len(review(report, version.answers).problems) == 1
    assert act(report, "submit", who.county_drafter).state == "agree"


def test_a_new_sum_makes_a_new_version(press, counted, places, who):
    report = press()
    save_draft(report, who.county_drafter, REST)
    finish(report, actor=who.county_drafter, now=moment(12))
    making.passed(counted, places.school, who.teacher, who.county_drafter, **dict.fromkeys(ZEROS, "0"))
    press()
    assert finish(report, actor=who.county_drafter, now=moment(12)).number == 2


def test_nothing_passed_nothing_added_up(summary, places, who):
    making.reported(summary, places.township, who.township_secretary)
    with pytest.raises(FilingError) as caught:
        compile_report(summary, places.county, actor=who.county_drafter)
    assert caught.value.reasons == ["还没有审核通过的报送，暂时没有数字可以汇总。"]
    assert own_report(summary, places.county) is None


def test_a_report_that_was_sent_is_not_added_up_again(press, who):
    report = press()
    save_draft(report, who.county_drafter, REST)
    finish(report, actor=who.county_drafter, now=moment(12))
    act(report, "submit", who.county_drafter)
    with pytest.raises(FilingError) as caught:
        press()
    assert caught.value.reasons == ["本级报告已经提交，要重新汇总，请先取回，或请上级退回。"]


def test_whoever_may_not_edit_may_not_add_up(press, counted, places, who):
    press()
    clerk = factories.holder("顾行远", places.county, "clerk")
    with pytest.raises(FilingError) as caught:
        compile_report(counted, places.county, actor=clerk)
    assert caught.value.reasons == ["本级报告由唐小禾在填，请与他联系。"]


def test_the_host_has_no_report_to_make(counted, places, who):
    report = compile_report(counted, places.county, actor=who.county_drafter, now=moment(12))
    save_draft(report, who.county_drafter, REST)
    finish(report, actor=who.county_drafter, now=moment(12))
    act(report, "submit", who.county_drafter)
    act(report, "agree", who.county_secretary)
    act(report, "accept", who.city_drafter)
    with pytest.raises(FilingError) as caught:
        compile_report(counted, places.city, actor=who.city_drafter)
    assert caught.value.reasons == ["““灯火相伴”行动活动总结”没有要求团澈湖市委报送。"]


def test_a_report_taken_back_for_good_is_begun_anew(press, counted, places, who):
    first = press()
    act(first, "withdraw", who.county_drafter)
    assert own_report(counted, places.county) is None
    assert press() != first


def test_questions_beside_figures_are_known_by_their_keys(counted):
    schema = counted.form_version.parsed
    assert question(schema, "sessions").label == "开放次数"
    assert question(schema, f"sessions{NOTE}").label == "“开放次数”的改动说明"
    assert (question(schema, "nonsense"), question(schema, f"nonsense{NOTE}")) == (None, None)


def test_from_township_to_city_each_level_writes_its_own(press, counted, places, who):
    report = press()
    save_draft(report, who.county_drafter, REST)
    finish(report, actor=who.county_drafter, now=moment(12))
    assert act(report, "submit", who.county_drafter).state == "agree"
    with pytest.raises(engine.Refused):
        act(report, "agree", who.county_drafter)
    assert act(report, "agree", who.county_secretary, "属实，同意报送。").state == "collect"
    assert act(report, "accept", who.city_drafter, "已核。").state == "accepted"
    paper = counted.submissions.get(organ=places.township)
    seen = {
        name: (engine.allowed(getattr(who, name), "view", paper), engine.allowed(getattr(who, name), "view", report))
        for name in ("township_secretary", "county_secretary", "city_drafter", "drafter", "foreign_drafter", "sysadmin")
    }
    assert seen == {
        "township_secretary": (True, False),
        "county_secretary": (True, True),
        "city_drafter": (False, True),
        "drafter": (False, False),
        "foreign_drafter": (False, False),
        "sysadmin": (False, False),
    }
    assert (engine.verify(case_of(report)), engine.verify(case_of(paper))) == ([], [])


@pytest.mark.parametrize("name", ["county_secretary", "township_secretary", "city_drafter", "foreign_drafter"])
def test_only_who_collects_passes_a_paper(summary, places, who, name):
    paper = making.reported(summary, places.township, who.township_secretary)
    with pytest.raises(engine.Refused):
        act(paper, "accept", getattr(who, name))
    assert act(paper, "accept", who.county_drafter).state == "accepted"


def test_whoever_entered_a_paper_does_not_pass_it(summary, places, who):
    paper = making.on_paper(summary, places.other_township, who.county_drafter)
    with pytest.raises(engine.Refused):
        act(paper, "accept", who.county_drafter)
    assert act(paper, "accept", who.county_secretary, "纸质材料已核。").state == "accepted"


def test_a_zero_is_passed_like_any_other(summary, places, who):
    paper = making.reported(summary, places.school, who.teacher, **dict.fromkeys(ZEROS, "0"))
    assert act(paper, "accept", who.county_drafter).state == "accepted"


def test_a_unit_takes_its_paper_back_until_it_was_read(summary, places, who):
    paper = making.reported(summary, places.township, who.township_secretary)
    assert act(paper, "recall", who.township_secretary).state == "draft"


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_make_one_report():
    places = factories.tree()
    who = factories.people(places)
    call = making.call("summary", places.city, who.city_drafter, lead_days=3)
    making.passed(call, places.township, who.township_secretary, who.county_drafter)

    def press():
        return compile_report(Call.objects.get(pk=call.pk), places.county, actor=who.county_drafter).pk

    results = together.at_once(press, press, refusal=FilingError)
    assert Submission.objects.filter(call=call, organ=places.county).count() == 1
    assert len(set(results)) == 1
    report = Submission.objects.get(call=call, organ=places.county)
    assert open_draft(report, who.county_drafter).answers["sessions"] == "7"
