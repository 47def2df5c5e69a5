"""征求意见: asked, answered by account and on paper, and every opinion dealt with before the paper goes on."""

from datetime import date

import pytest

from documents.notices import consulting
from documents.notices.consulting import ConsultingError, OpinionAnswer
from documents.notices.models import Notice
from tests import factories
from tests.factories import moment
from workflows import engine
from workflows.engine import Action, Offline, Refused, WorkItem


@pytest.fixture
def paper(places, who):
    made = factories.notice(places.youth, who.drafter, now=moment(2))
    consulting.choose(made, [places.education.pk, places.civil.pk], user=who.drafter)
    return made


def case_of(paper):
    return engine.instance_of(paper, "issue")


def consulted(paper, who):
    return factories.carry(paper, who, "consult", now=moment(2))


def says(paper, who, act, words="", *, now=None):
    return engine.act(Action(case_of(paper).pk, act, who.liaison, opinion=words), now=now or moment(3)).instance


def letter(paper, who, organ, act, words):
    item = WorkItem.objects.get(instance=case_of(paper), organisation=organ, status="open")
    offline = Offline(scan="ab" * 32, signer="童叙白", signed_on=date(2026, 11, 3))
    action = Action(case_of(paper).pk, act, who.clerk, opinion=words, params={"item": item.pk}, offline=offline)
    return engine.act(action, now=moment(4)).instance


def objected(paper, who, places):
    consulted(paper, who)
    says(paper, who, "consult_opine", "第二部分建议增加安全要求。")
    return letter(paper, who, places.civil, "consult_pass", "")


def test_paper_without_consultation_passes_by(places, who):
    paper = factories.notice(places.youth, who.drafter)
    case = factories.carry(paper, who, "office")
    skipped = {station.name for station in engine.route(case) if station.phase == "skipped"}
    assert {"consult", "settle"} <= skipped


def test_everybody_without_objection_sends_the_paper_straight_on(paper, who, places):
    consulted(paper, who)
    says(paper, who, "consult_pass")
    case = letter(paper, who, places.civil, "consult_pass", "")
    assert case.state == "office"
    assert consulting.asked(paper) == []


def test_opinion_is_answered_before_the_paper_goes_on(paper, who, places):
    case = objected(paper, who, places)
    assert case.state == "settle"
    with pytest.raises(Refused, match="曦原省教育厅"):
        engine.act(Action(case.pk, "settle_pass", who.drafter))
    (opinion,) = consulting.unanswered(paper, case)
    item = opinion.said.item_id
    with pytest.raises(ConsultingError, match="理由"):
        consulting.answer(paper, item, adoption="none", reason=" ", user=who.drafter)
    consulting.answer(paper, item, adoption="none", reason="另有专门规定。", user=who.drafter)
    consulting.answer(paper, item, adoption="partly", reason="写入附件。", user=who.drafter)
    assert OpinionAnswer.objects.get().get_adoption_display() == "部分采纳"
    assert engine.act(Action(case.pk, "settle_pass", who.drafter)).instance.state == "office"


def test_opinion_that_comes_last_is_answered_too(paper, who, places):
    consulted(paper, who)
    letter(paper, who, places.civil, "consult_pass", "")
    case = says(paper, who, "consult_opine", "请明确责任分工。", now=moment(5))
    assert case.state == "settle"
    assert [one.said.organ for one in consulting.unanswered(paper, case)] == ["曦原省教育厅"]


def test_only_who_settles_answers_and_only_then(paper, who, places):
    case = objected(paper, who, places)
    item = consulting.unanswered(paper, case)[0].said.item_id
    for person in (who.liaison, who.reviewer, who.foreign_drafter):
        with pytest.raises(ConsultingError):
            consulting.answer(paper, item, adoption="full", reason="", user=person)
    consulting.answer(paper, item, adoption="full", reason="", user=who.drafter)
    engine.act(Action(case.pk, "settle_pass", who.drafter))
    with pytest.raises(ConsultingError):
        consulting.answer(paper, item, adoption="none", reason="反悔", user=who.drafter)


def test_silence_is_closed_by_the_host_after_the_term_only(paper, who):
    case = consulted(paper, who)
    says(paper, who, "consult_pass")
    closing = Action(case.pk, "consult_close", who.drafter, opinion="已催两次，民政厅未复。")
    with pytest.raises(Refused, match="5个工作日"):
        engine.act(closing, now=moment(5))
    assert engine.act(closing, now=moment(12)).instance.state == "office"


def test_consulted_organ_reads_the_paper_but_may_not_send_it_back(paper, who):
    case = consulted(paper, who)
    assert engine.allowed(who.liaison, "view", paper)
    assert {offer.transition for offer in engine.offers(who.liaison, case)} == {"consult_pass", "consult_opine"}


def test_whom_to_ask_is_chosen_by_the_host_before_the_paper_leaves_checking(paper, who, places):
    with pytest.raises(ConsultingError):
        consulting.choose(paper, [places.civil.pk], user=who.office)
    with pytest.raises(ConsultingError, match="本机关"):
        consulting.choose(paper, [places.province.pk], user=who.drafter)
    consulting.choose(paper, [places.civil.pk], user=who.drafter)
    assert consulting.asked(Notice.objects.get(pk=paper.pk)) == [places.civil]
    consulted(paper, who)
    with pytest.raises(ConsultingError):
        consulting.choose(paper, [], user=who.drafter)
