"""Two things at once through the engine: ordered, N of M and veto with returns, added and dropped signers; 转办 with 挂起."""

from pathlib import Path

from tests.workflows.engine.conftest import NOW, House
from tests.workflows.engine.deciding.test_edits import edit
from tests.workflows.engine.measures.conftest import Desk
from tests.workflows.engine.papers import workflow
from workflows.engine import Instance, WorkItem
from workflows.engine.models import Definition
from workflows.engine.processes.definitions import load_source

BALLOT = Path(workflow.__file__).parent / "definitions" / "ballot.toml"


def in_line(desk: Desk, house: House) -> Instance:
    return desk.case((house.reviewer, "agree"), (house.deputy, "agree"), process="ballot")


def with_veto(desk: Desk) -> Instance:
    source = BALLOT.read_text(encoding="utf-8").replace("quorum = 2\n", "quorum = 2\nveto = true\n")
    assert load_source(source, name="ballot", origin=Definition.Origin.LOCAL).definition is not None
    return desk.case(process="ballot")


def test_return_out_of_an_ordered_line_asks_everybody_again_in_order(desk: Desk, house: House) -> None:
    instance = in_line(desk, house)
    desk.does(instance, house.reviewer, "line_pass")
    assert desk.refuses(instance, house.reviewer, "send_back", opinion="再议。")
    desk.does(instance, house.secretary, "send_back", opinion="再议。")
    assert desk.open(instance) == ["书记（签发）", "副书记（分管）", "部长（核稿）"]
    desk.does(instance, house.reviewer, "agree")
    desk.does(instance, house.deputy, "agree")
    assert desk.open(instance) == ["部长（核稿）"]


def test_return_takes_a_signer_added_in_an_ordered_line_along(desk: Desk, house: House) -> None:
    instance = in_line(desk, house)
    desk.does(instance, house.reviewer, "@add_after", house.clerk)
    desk.does(instance, house.reviewer, "send_back", opinion="再议。")
    added = WorkItem.objects.get(instance=instance, relation="after")
    assert added.status == "removed"
    for person in (house.reviewer, house.deputy):
        desk.does(instance, person, "agree")
    desk.does(instance, house.reviewer, "line_pass")
    assert desk.open(instance) == ["书记（签发）"]


def test_veto_ends_the_vote_while_an_added_signer_is_awaited(desk: Desk, house: House) -> None:
    instance = with_veto(desk)
    desk.does(instance, house.reviewer, "@add_beside", house.clerk)
    done = desk.does(instance, house.deputy, "disagree", opinion="不妥。").instance
    assert done.outcome == "refused"
    assert WorkItem.objects.get(instance=instance, relation="beside").status == "removed"


def test_added_signer_has_a_veto_too(desk: Desk, house: House) -> None:
    instance = with_veto(desk)
    desk.does(instance, house.reviewer, "@add_beside", house.clerk)
    desk.does(instance, house.reviewer, "agree")
    assert desk.does(instance, house.clerk, "disagree", opinion="不妥。").instance.outcome == "refused"


def test_signer_dropped_from_n_of_m_lets_it_go_on_once_enough_agreed(desk: Desk, house: House) -> None:
    instance = desk.case(process="ballot")
    desk.does(instance, house.reviewer, "@add_beside", house.clerk, house.office)
    for person in (house.reviewer, house.deputy):
        assert not desk.does(instance, person, "agree").moved
    seats = list(
        WorkItem.objects.filter(instance=instance, relation="beside").order_by("pk").values_list("party", flat=True)
    )
    assert not desk.does(instance, house.reviewer, "@drop", params={"seat": seats[0]}).moved
    assert desk.does(instance, house.reviewer, "@drop", params={"seat": seats[1]}).moved


def test_matter_handed_over_keeps_its_term_through_a_suspension(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    other = house.holder("柏知秋", house.office_dept, "office")
    before = WorkItem.objects.get(instance=instance, status="open").due_at
    desk.does(instance, house.office, "@transfer", other)
    desk.does(instance, house.secretary, "@suspend")
    desk.does(instance, house.secretary, "@resume", days=7)
    item = WorkItem.objects.get(instance=instance, status="open")
    assert (item.user, (item.due_at - before).days) == (other, 7)
    assert item.due_at > NOW


def test_signer_dropped_does_not_carry_the_paper_past_a_signature_that_fell(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "sign")
    desk.does(instance, house.clerk, "@add_beside", house.office)
    desk.does(instance, house.clerk, "finish")
    edit(instance, house.office, text="加签的人改了正文。")
    seat = {"seat": WorkItem.objects.get(instance=instance, relation="beside").party}
    assert "签字已失效" in desk.refuses(instance, house.clerk, "@drop", params=seat)
    desk.does(instance, house.office, "renew")
    assert desk.does(instance, house.secretary, "sign").instance.state == "recheck"
    seat = {"seat": WorkItem.objects.get(instance=instance, relation="beside", status="open").party}
    assert desk.does(instance, house.clerk, "@drop", params=seat).instance.outcome == "passed"
