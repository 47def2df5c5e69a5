"""收文办理: from 签收 to 办结, in an organ with an office, in one of two people, and in one of a single person."""

from datetime import date
from types import SimpleNamespace

import pytest

from documents.incoming import assigning, handling, receiving
from documents.incoming.assigning import AssigningError
from documents.incoming.models import Assignment, Incoming, Receipt
from tests import factories
from tests.documents.incoming.making import act, issued, key_of, offered, outside, plan, signed
from tests.together import at_once
from workflows import engine


def test_signing_begins_the_handling_with_what_stands_on_the_paper(
    places: SimpleNamespace, who: SimpleNamespace
) -> None:
    paper = issued(places, who, urgency="加急")
    row = signed(paper, places.city, who.city_clerk)
    case = handling.case_of(row)
    assert (row.sender, row.number, row.title, row.urgency) == (
        "共青团曦原省委",
        paper.number,
        paper.plain_title,
        "加急",
    )
    assert (case.state_title, row.status, row.registered_number) == ("登记", "open", "")
    assert [task.title for task in engine.worklist(who.city_clerk, limit=5)] == [paper.plain_title]


def test_township_of_one_person_needs_two_presses(places: SimpleNamespace, who: SimpleNamespace) -> None:
    row = signed(issued(places, who, places.township), places.township, who.township_secretary)
    act(row, "settle", who.township_secretary)
    row.refresh_from_db()
    assert (row.status, row.registered_number) == ("closed", "收〔2026〕1号")
    assert handling.case_of(row).outcome == "passed"


def test_county_proposes_its_secretary_orders_and_the_named_person_does_it(
    places: SimpleNamespace, who: SimpleNamespace
) -> None:
    row = signed(issued(places, who, places.county), places.county, who.county_drafter)
    plan(row, who.county_drafter, leads=[key_of(places.county, "唐小禾")])
    act(row, "intake_pass", who.county_drafter, "拟请书记阅示。")
    assert "instruct_pass" not in offered(row, who.county_drafter)
    act(row, "instruct_pass", who.county_secretary, "请小禾抓紧办。")
    case = act(row, "handle_pass", who.county_drafter, "已转发各乡镇。")
    assert case.state_title == "答复办结"
    act(row, "reply", who.county_drafter, "我县已部署到8个乡镇。")
    row.refresh_from_db()
    assert (row.status, row.reply) == ("closed", "我县已部署到8个乡镇。")


def test_nothing_goes_up_for_an_order_without_a_proposal(places: SimpleNamespace, who: SimpleNamespace) -> None:
    row = outside(places.county, who.county_drafter)
    with pytest.raises(engine.Refused, match="意见"):
        act(row, "intake_pass", who.county_drafter)
    assert act(row, "intake_pass", who.county_drafter, "拟请书记阅示。").state_title == "批示"


def test_city_goes_through_every_step_with_readers_and_several_who_deal_with_it(
    places: SimpleNamespace, who: SimpleNamespace
) -> None:
    youth = factories.department("青年部", places.city)
    second = factories.holder("贺新晨", youth, "drafter")
    row = signed(issued(places, who), places.city, who.city_clerk)
    act(row, "register", who.city_clerk)
    plan(
        row,
        who.city_reviewer,
        leads=[key_of(places.city, "许南枝")],
        supports=[key_of(places.city, "青年部")],
        readers=[key_of(places.city, "宋怀远")],
    )
    act(row, "advise_pass", who.city_reviewer, "拟请青年部承办。")
    act(row, "instruct_pass", who.city_secretary, "同意。")
    assert offered(row, who.city_deputy) == ["circulate_pass", "return"]
    act(row, "circulate_pass", who.city_deputy)
    act(row, "handle_pass", second, "协办完毕。")
    assert handling.case_of(row).state_title == "承办"
    case = act(row, "handle_pass", who.city_drafter, "主办完毕。")
    assert case.state_title == "答复办结"
    act(row, "close", who.city_clerk)
    assert Incoming.objects.get(pk=row.pk).closed_at is not None


def test_two_persons_of_one_organ_are_asked_each_by_name(places: SimpleNamespace, who: SimpleNamespace) -> None:
    row = outside(places.county, who.county_drafter)
    both = [key_of(places.county, name) for name in ("唐小禾", "孟云舒")]
    plan(row, who.county_drafter, leads=both[:1], supports=both[1:])
    act(row, "assign", who.county_drafter)
    assert offered(row, who.county_drafter)[0] == offered(row, who.county_secretary)[0] == "handle_pass"
    act(row, "handle_pass", who.county_secretary, "好。")
    assert "handle_pass" not in offered(row, who.county_secretary)
    assert handling.case_of(row).state_title == "承办"


def test_named_person_who_left_is_replaced_by_the_posts_of_the_place(
    places: SimpleNamespace, who: SimpleNamespace
) -> None:
    gone = factories.holder("柯一鸣", places.county, "publicity")
    row = outside(places.county, who.county_drafter)
    plan(row, who.county_drafter, leads=[key_of(places.county, "柯一鸣")])
    gone.memberships.update(until=date(2026, 1, 1))
    act(row, "assign", who.county_drafter)
    assert "handle_pass" in offered(row, who.county_drafter)


def test_direct_assignment_needs_somebody_to_assign_to(places: SimpleNamespace, who: SimpleNamespace) -> None:
    row = outside(places.county, who.county_drafter)
    with pytest.raises(engine.Refused, match="还没有选承办"):
        act(row, "assign", who.county_drafter)


def test_paper_that_does_not_belong_here_goes_back_after_signing_with_the_reason(
    places: SimpleNamespace, who: SimpleNamespace
) -> None:
    row = signed(issued(places, who), places.city, who.city_clerk)
    act(row, "send_back", who.city_clerk, "附件缺第2页，请补发。")
    receipt = Receipt.objects.get(pk=row.receipt_id)
    assert (receipt.status, receipt.reason) == ("returned", "附件缺第2页，请补发。")
    assert Incoming.objects.get(pk=row.pk).status == "returned"


def test_paper_sent_back_unsigned_stands_in_the_book_without_a_case(
    places: SimpleNamespace, who: SimpleNamespace
) -> None:
    receipt = issued(places, who).receipts.get(organisation=places.city)
    receiving.send_back(receipt, user=who.city_clerk, reason="主送单位写错")
    row = Incoming.objects.get(receipt=receipt)
    assert (row.status, row.note, handling.case_of(row)) == ("returned", "主送单位写错", None)


def test_organ_of_another_system_only_signs(places: SimpleNamespace, who: SimpleNamespace) -> None:
    row = signed(issued(places, who, places.education), places.education, who.liaison)
    assert (row.status, handling.case_of(row)) == ("noted", None)


@pytest.mark.parametrize("stranger", ["other_city_secretary", "county_secretary", "secretary", "sysadmin", "auditor"])
def test_nobody_of_another_organ_sees_or_moves_the_case(
    places: SimpleNamespace, who: SimpleNamespace, stranger: str
) -> None:
    row = signed(issued(places, who), places.city, who.city_clerk)
    person = getattr(who, stranger)
    assert not engine.allowed(person, "view", row)
    with pytest.raises(engine.Refused):
        act(row, "register", person)


def test_department_that_is_asked_may_read_the_paper_and_others_outside_may_not(
    places: SimpleNamespace, who: SimpleNamespace
) -> None:
    youth = factories.department("青年部", places.city)
    helper = factories.holder("贺新晨", youth, "drafter")
    paper = issued(places, who)
    assert not receiving.may_read(helper, paper)
    signed(paper, places.city, who.city_clerk)
    assert receiving.may_read(helper, paper)
    assert not receiving.may_read(who.county_secretary, paper)


@pytest.mark.parametrize("person", ["county_secretary", "foreign_drafter", "township_secretary"])
def test_only_whose_turn_it_is_arranges(places: SimpleNamespace, who: SimpleNamespace, person: str) -> None:
    row = outside(places.county, who.county_drafter)
    with pytest.raises(AssigningError, match="不由您安排"):
        plan(row, getattr(who, person), leads=[key_of(places.county, "唐小禾")])
    assert not row.assignments.exists()


def test_nobody_outside_the_organ_can_be_asked(places: SimpleNamespace, who: SimpleNamespace) -> None:
    row = outside(places.county, who.county_drafter)
    with pytest.raises(AssigningError, match="不在本单位"):
        plan(row, who.county_drafter, leads=[key_of(places.foreign, "冯以辰")])


def test_support_needs_a_lead_and_a_lead_is_no_support(places: SimpleNamespace, who: SimpleNamespace) -> None:
    row = outside(places.county, who.county_drafter)
    one = key_of(places.county, "唐小禾")
    with pytest.raises(AssigningError, match="有协办就要有主办"):
        plan(row, who.county_drafter, supports=[one])
    plan(row, who.county_drafter, leads=[one], supports=[one])
    assert list(row.assignments.values_list("part", flat=True)) == [Assignment.Part.LEAD]


def test_term_in_the_past_is_refused_and_changes_nothing(places: SimpleNamespace, who: SimpleNamespace) -> None:
    row = outside(places.county, who.county_drafter)
    one = key_of(places.county, "唐小禾")
    plan(row, who.county_drafter, leads=[one])
    with pytest.raises(AssigningError, match="不能早于今天"):
        plan(row, who.county_drafter, due_on=date(2020, 1, 1))
    assert assigning.keys(row)["lead"] == {one}


def test_numbers_are_gapless_for_each_organ(places: SimpleNamespace, who: SimpleNamespace) -> None:
    rows = [outside(places.county, who.county_drafter, number=f"曦教函〔2026〕{n}号") for n in (1, 2)]
    other = outside(places.sister, who.sister_drafter)
    assert [row.n for row in (*rows, other)] == [1, 2, 1]


@pytest.mark.django_db(transaction=True)
def test_two_papers_entered_at_once_get_two_numbers() -> None:
    places = factories.tree()
    who = factories.people(places)
    results = at_once(
        lambda: outside(places.county, who.county_drafter, number="曦教函〔2026〕1号"),
        lambda: outside(places.county, who.county_secretary, number="曦教函〔2026〕2号"),
        refusal=engine.Refused,
    )
    assert sorted(row.n for row in results) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_close_at_once_exactly_one_does() -> None:
    places = factories.tree()
    who = factories.people(places)
    second = factories.holder("贺新晨", places.county, "clerk")
    row = outside(places.county, who.county_drafter)
    results = at_once(
        lambda: act(row, "settle", who.county_drafter),
        lambda: act(row, "settle", second),
        refusal=engine.Refused,
    )
    assert sum(isinstance(one, engine.Refused) for one in results) == 1


def test_paper_that_comes_again_after_it_was_sent_back_is_signed_for_anew(
    places: SimpleNamespace, who: SimpleNamespace
) -> None:
    paper = issued(places, who)
    receipt = paper.receipts.get(organisation=places.city)
    receiving.send_back(receipt, user=who.city_clerk, reason="附件缺第2页")
    Receipt.objects.filter(pk=receipt.pk).update(status=Receipt.Status.WAITING, signed_at=None, signed_by=None)
    receiving.sign(receipt, user=who.city_clerk)
    assert sorted(Incoming.objects.filter(receipt=receipt).values_list("status", flat=True)) == ["open", "returned"]


def test_recalled_paper_is_read_no_more_where_it_is_being_dealt_with(
    places: SimpleNamespace, who: SimpleNamespace
) -> None:
    youth = factories.department("青年部", places.city)
    helper = factories.holder("贺新晨", youth, "drafter")
    paper = issued(places, who)
    row = signed(paper, places.city, who.city_clerk)
    Receipt.objects.filter(pk=row.receipt_id).update(status=Receipt.Status.RECALLED)
    assert not receiving.may_read(helper, paper)
    assert Incoming.objects.get(pk=row.pk).is_recalled
