"""The buttons a person sees, and why some cannot be pressed."""

from pathlib import Path

import pytest

from tests.workflows.engine import papers
from tests.workflows.engine.conftest import NOW, House
from workflows.engine import Look, Offer, Refused, act, explain, offers, start
from workflows.engine.deciding.actions import Action
from workflows.engine.processes.definitions import load_source
from workflows.organisations.models import User

PAPERS = Path(papers.__file__).parent / "definitions"


def buttons(house: House, user: User, *acts: tuple[User, str], **paper: object) -> list[Offer]:
    return offers(user, house.case(*acts, **paper), now=NOW)


def test_handler_sees_main_act_first_and_what_it_needs(house: House) -> None:
    passing, back = buttons(house, house.reviewer, (house.drafter, "submit"))
    assert (passing.title, passing.style, passing.verdict, passing.allowed) == ("核稿通过", "primary", "yes", True)
    assert (passing.takes_opinion, passing.needs_opinion) == (True, False)
    assert (back.title, back.style, back.needs_opinion, back.resubmit) == ("退回修改", "plain", True, True)
    assert back.labels == ("文字", "格式")
    assert [choice.title for choice in back.choices] == ["拟稿"]


def test_author_sees_what_he_may_do_while_another_handles_it(house: House) -> None:
    found = buttons(house, house.drafter, (house.drafter, "submit"))
    assert [(offer.transition, offer.allowed) for offer in found] == [("withdraw", True), ("void", True)]


def test_strangers_and_superusers_see_no_buttons(house: House) -> None:
    for person in (house.foreign_drafter, house.city_secretary, house.admin, house.clerk):
        assert buttons(house, person, (house.drafter, "submit")) == []


def test_unmet_condition_is_shown_with_its_reason(house: House) -> None:
    submit, void = buttons(house, house.drafter, complete=False)
    assert (submit.allowed, submit.reasons) == (False, ["还缺正文，请补齐后再送。"])
    assert void.allowed


def test_separation_of_duties_is_shown_as_reason(house: House) -> None:
    house.appoint(house.reviewer, house.province, "deputy")
    acts = ((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass"))
    sign = next(offer for offer in buttons(house, house.reviewer, *acts) if offer.transition == "sign")
    assert sign.reasons == ["岗位分离：办过“拟稿、核稿”的人不能再办“签发”，请由他人办理。"]


def test_finished_case_offers_nothing(house: House) -> None:
    instance = house.case()
    house.does(instance, house.drafter, "void", opinion="不发了")
    assert offers(house.drafter, instance, now=NOW) == []


def test_every_allowed_offer_can_be_taken_with_its_token(house: House) -> None:
    for name in ("check_pass", "return"):
        instance = house.case((house.drafter, "submit"))
        offer = next(one for one in offers(house.reviewer, instance, now=NOW) if one.transition == name)
        assert act(Action(instance.pk, name, house.reviewer, token=offer.token, opinion="好"), now=NOW).moved


def test_queries_of_offers_are_few_and_constant(house: House, django_assert_max_num_queries) -> None:
    instance = house.case((house.drafter, "submit"))
    offers(house.reviewer, instance, now=NOW)
    with django_assert_max_num_queries(4):
        offers(house.reviewer, instance, now=NOW)


def test_explain_tells_a_stranger_who_is_waited_for(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    told = explain(house.clerk, instance, now=NOW)
    assert told.state_title == "核稿"
    assert told.lines[:3] == [
        "现在在“核稿”环节。",
        "等省青年部部长（核稿）办理（周慎行）。",
        "“核稿通过”：“核稿通过”现在由省青年部部长（核稿）办理，您不在其中。",
    ]
    passing = told.transitions[0]
    assert (passing.allowed, passing.who) == (False, ["省青年部部长（核稿）周慎行"])


def test_explain_gives_every_guards_answer(house: House) -> None:
    told = explain(house.drafter, house.case(complete=False), now=NOW)
    (answer,) = told.transitions[0].guards
    assert (answer.title, answer.ok, answer.reason) == ("内容齐全", False, "还缺正文，请补齐后再送。")


def _with_an_opposite() -> None:
    """“内容齐全” leads on, its opposite to 作废; the source is the shipped one of these tests."""
    source = (PAPERS / "memo.toml").read_text(encoding="utf-8")
    more = '[transitions.lacking]\ntitle = "缺件作废"\nfrom = "draft"\nto = "void"\nverdict = "none"\nby = "author"\n'
    load_source(f'{source}\n{more}unless = ["paper.complete"]\n', name="memo.toml", origin="test")


@pytest.mark.parametrize("complete", [True, False])
def test_of_two_opposites_exactly_one_can_be_taken(house: House, complete: bool) -> None:
    _with_an_opposite()
    instance = house.case(complete=complete)
    offered = {offer.transition: offer.reasons for offer in offers(house.drafter, instance, now=NOW)}
    assert (not offered["submit"], not offered["lacking"]) == (complete, not complete)
    taken, refused = ("submit", "lacking") if complete else ("lacking", "submit")
    with pytest.raises(Refused):
        house.does(instance, house.drafter, refused)
    assert house.does(instance, house.drafter, taken).moved


def test_an_opposite_says_why_it_is_not_needed(house: House) -> None:
    _with_an_opposite()
    told = {one.name: one for one in explain(house.drafter, house.case(), now=NOW).transitions}
    assert told["lacking"].reasons == ["“内容齐全”已经满足，不需要这项操作。"]


def test_explain_says_when_nobody_holds_the_post(house: House) -> None:
    paper = house.paper()
    paper.co_issuers.set([house.organ("省妇联", "province", "W", kind="partner")])

    instance = start(paper, "memo", actor=house.drafter, now=NOW)
    for person, name in ((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass")):
        house.does(instance, person, name)
    assert "等省妇联负责人办理（岗位空缺，请单位管理员安排人员）。" in explain(house.drafter, instance, now=NOW).lines


def test_explain_of_a_finished_case_says_so(house: House) -> None:
    instance = house.case()
    house.does(instance, house.drafter, "void", opinion="不发了")
    assert explain(house.drafter, instance, now=NOW).lines == ["这件事已经办结（作废）。"]


def test_explain_and_offers_agree(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    for person in User.objects.all():
        offered = {offer.transition for offer in offers(person, instance, now=NOW) if offer.allowed}
        explained = {one.name for one in explain(person, instance, now=NOW).transitions if one.allowed}
        assert offered == explained, person


def test_one_look_answers_a_whole_page_in_few_queries(house: House, django_assert_max_num_queries) -> None:
    paper = house.paper()
    paper.co_issuers.set([house.education, house.civil])
    instance = start(paper, "memo", actor=house.drafter, now=NOW)
    for person, name in ((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass")):
        house.does(instance, person, name)
    with django_assert_max_num_queries(10):
        look = Look(house.liaison, instance, now=NOW)
        assert look.mark_read() == 1
        assert [offer.transition for offer in look.offers()] == ["cosign_pass", "return"]
        assert look.offline_offers() == []
        assert len(look.route()) == 7
        assert len(look.history()) == 4
