"""What the last steps of 发文 do to a paper: its number is voided, or it does not go out after all."""

from types import SimpleNamespace

import pytest

from documents.notices.models import IssuedNumber, Notice
from tests import factories
from workflows import engine


@pytest.fixture
def paper(places: SimpleNamespace, who: SimpleNamespace) -> Notice:
    return factories.notice(places.youth, who.drafter)


def act(paper: Notice, transition: str, user: object, opinion: str = "") -> str:
    case = engine.instance_of(paper, "issue")
    return str(engine.act(engine.Action(case.pk, transition, user, opinion=opinion)).instance.state)


def numbers() -> list[tuple[int, str, str]]:
    return list(IssuedNumber.objects.order_by("n").values_list("n", "status", "reason"))


@pytest.mark.parametrize(("state", "post"), [("print", "sealkeeper"), ("dispatch", "clerk")])
def test_wrong_number_is_voided_and_the_paper_gets_the_next(paper, who, state, post):
    factories.carry(paper, who, state)
    with pytest.raises(engine.Refused):
        act(paper, "void_number", getattr(who, post))  # a reason is due
    assert act(paper, "void_number", getattr(who, post), "代字应为团曦联") == "recheck"
    fresh = Notice.objects.get(pk=paper.pk)
    assert (fresh.number, fresh.printed_on) == ("", None)
    factories.carry(fresh, who, "issued", route=factories.PROVINCE_ROUTE[5:])
    assert numbers() == [(1, "voided", "代字应为团曦联"), (2, "issued", "")]
    assert Notice.objects.get(pk=paper.pk).number.endswith("2号")


@pytest.mark.parametrize("state", ["recheck", "register", "print", "dispatch"])
def test_paper_that_does_not_go_out_after_all_takes_its_number_along(paper, who, state):
    factories.carry(paper, who, state)
    assert act(paper, "abandon", who.secretary, "情况有变，不再印发") == "void"
    assert engine.instance_of(paper, "issue").outcome == "void"
    given = [] if state in {"recheck", "register"} else [(1, "voided", "情况有变，不再印发")]
    assert numbers() == given
    assert Notice.objects.get(pk=paper.pk).number == ""


@pytest.mark.parametrize("person", ["drafter", "reviewer", "deputy", "city_clerk", "sysadmin"])
def test_nobody_else_voids_a_number(paper, who, person):
    factories.carry(paper, who, "dispatch")
    for transition in ("void_number", "abandon"):
        with pytest.raises(engine.Refused):
            act(paper, transition, getattr(who, person), "我要作废")
    assert numbers() == [(1, "issued", "")]


def test_voiding_a_number_is_not_taken_back_to_printing_without_one(paper, who):
    case = factories.carry(paper, who, "print")
    engine.act(engine.Action(case.pk, "void_number", who.sealkeeper, opinion="代字应为团曦联。"))
    with pytest.raises(engine.Refused, match="文号已经作废，不能撤回"):
        engine.act(engine.Action(case.pk, "withdraw", who.sealkeeper))
    engine.act(engine.Action(case.pk, "recheck_pass", who.clerk))
    fresh = engine.act(engine.Action(case.pk, "register", who.clerk)).instance
    assert (fresh.state, fresh.subject.number[-2:]) == ("print", "2号")


def test_signature_is_still_taken_back_from_rechecking(paper, who):
    case = factories.carry(paper, who, "recheck")
    assert engine.act(engine.Action(case.pk, "withdraw", who.secretary)).instance.state == "sign"


def test_paper_for_somebody_outside_the_system_goes_out_without_a_receipt(paper, who):
    factories.carry(paper, who, "register")
    Notice.objects.filter(pk=paper.pk).update(mark="团曦函", copies=2)
    with pytest.raises(engine.Refused, match="分送单位"):
        act(paper, "register", who.clerk)
    Notice.objects.filter(pk=paper.pk).update(outside="曦原自来水公司")
    act(paper, "register", who.clerk)
    factories.printed(Notice.objects.get(pk=paper.pk), who.sealkeeper)
    act(paper, "print", who.sealkeeper)
    assert act(paper, "dispatch", who.clerk) == "issued"
    assert paper.receipts.count() == 0
