"""线下办理登记: an act done on paper, with its scan."""

from datetime import date

import pytest

from tests.workflows.engine.conftest import NOW, House
from workflows.engine import Instance, Offline, Refused, WorkItem, history, offline_offers, route, start, verify
from workflows.engine.models import Event

SCAN = "ab" * 32
PAPER = Offline(scan=SCAN, signer="温如故", signed_on=date(2026, 11, 4))


def waiting_for_cosigners(house: House) -> Instance:
    paper = house.paper()
    paper.co_issuers.set([house.education, house.civil])
    instance = start(paper, "memo", actor=house.drafter, now=NOW)
    for person, name in ((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass")):
        instance = house.does(instance, person, name).instance
    return instance


def civil_item(instance: Instance) -> int:
    return WorkItem.objects.get(instance=instance, party="co_issuer:V", status="open").pk


def test_clerk_records_what_another_organ_signed_on_paper(house: House) -> None:
    instance = waiting_for_cosigners(house)
    item = civil_item(instance)
    outcome = house.does(
        instance, house.clerk, "cosign_pass", offline=PAPER, params={"item": item}, opinion="同意联合发文。"
    )
    assert not outcome.moved
    assert bytes(Event.objects.get(pk=outcome.event.pk).scan) == bytes.fromhex(SCAN)
    row = history(instance)[-1]
    assert (row.actor, row.offline, row.opinion) == ("温如故", True, "同意联合发文。")
    (cosign,) = (station for station in route(instance, now=NOW) if station.name == "cosign")
    assert [(person.name, person.offline) for person in cosign.people if person.at] == [("温如故", True)]
    assert verify(instance) == []


def test_offers_name_each_party_that_is_still_asked(house: House) -> None:
    instance = waiting_for_cosigners(house)
    made = offline_offers(house.clerk, instance, now=NOW)
    steps = [offer for offer in made if not offer.transition.startswith("@")]
    assert [(offer.holder, offer.transition) for offer in steps] == [
        ("省教育厅联络员", "cosign_pass"),
        ("省教育厅联络员", "return"),
        ("省民政厅负责人", "cosign_pass"),
        ("省民政厅负责人", "return"),
    ]
    others = {(offer.holder, offer.transition) for offer in made if offer not in steps}
    assert {("省教育厅联络员", "@transfer"), ("省民政厅负责人", "@assist"), ("", "@suspend")} <= others
    assert not {"@claim", "@release", "@jump", "@resume"} & {transition for _holder, transition in others}
    assert offline_offers(house.drafter, instance, now=NOW) == []
    assert offline_offers(house.foreign_drafter, instance, now=NOW) == []
    assert offline_offers(house.admin, instance, now=NOW) == []


def test_only_named_posts_record_papers(house: House) -> None:
    instance = waiting_for_cosigners(house)
    for person in (house.drafter, house.civil_secretary, house.foreign_drafter, house.admin):
        with pytest.raises(Refused):
            house.does(instance, person, "cosign_pass", offline=PAPER, params={"item": civil_item(instance)})


def test_it_must_be_clear_whose_act_it_was(house: House) -> None:
    with pytest.raises(Refused) as caught:
        house.does(waiting_for_cosigners(house), house.clerk, "cosign_pass", offline=PAPER)
    assert caught.value.reasons == ["请选明是谁办的：省教育厅联络员、省民政厅负责人。"]


@pytest.mark.parametrize(
    ("paper", "reason"),
    [
        (Offline("", "温如故", date(2026, 11, 4)), "请上传签字纸质件的扫描件。"),
        (Offline(SCAN, " ", date(2026, 11, 4)), "请填写纸质件上的签字人。"),
        (Offline(SCAN, "温如故", date(2026, 11, 6)), "签字日期不能晚于今天。"),
    ],
)
def test_paper_without_scan_name_or_with_a_future_date_is_refused(house: House, paper: Offline, reason: str) -> None:
    instance = waiting_for_cosigners(house)
    with pytest.raises(Refused) as caught:
        house.does(instance, house.clerk, "cosign_pass", offline=paper, params={"item": civil_item(instance)})
    assert caught.value.reasons == [reason]


def test_who_records_a_paper_has_not_acted_and_who_signed_it_has(house: House) -> None:
    house.appoint(house.clerk, house.province, "deputy")
    instance = house.case((house.drafter, "submit"))
    house.does(instance, house.clerk, "check_pass", offline=PAPER, behalf=house.reviewer)
    house.does(instance, house.office, "office_pass")
    assert house.does(instance, house.clerk, "sign").instance.state == "recheck"


def test_paper_signed_by_somebody_whom_separation_excludes_is_refused(house: House) -> None:
    acts = ((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass"))
    instance = house.case(*acts)
    with pytest.raises(Refused) as caught:
        house.does(instance, house.clerk, "sign", offline=PAPER, behalf=house.reviewer)
    assert caught.value.reasons == ["岗位分离：周慎行办过前面的环节，不能再办这一环节。"]


def test_act_that_asks_no_party_is_recorded_from_paper_too(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    words = "不发了。"
    made = [offer for offer in offline_offers(house.clerk, instance, now=NOW) if not offer.transition.startswith("@")]
    assert [(offer.transition, offer.holder, offer.item_id) for offer in made if offer.item_id is None] == [
        ("void", "", None)
    ]
    for behalf in (house.city_secretary, house.secretary):
        with pytest.raises(Refused) as caught:
            house.does(instance, house.clerk, "void", offline=PAPER, behalf=behalf, opinion=words)
        assert caught.value.reasons == [f"“作废”不由{behalf}办，不能记在他的名下。"]
    with pytest.raises(Refused):
        house.does(instance, house.drafter, "void", offline=PAPER, opinion=words)
    done = house.does(instance, house.clerk, "void", offline=PAPER, behalf=house.office, opinion=words).instance
    assert done.outcome == "void"
    assert (history(done)[-1].offline, history(done)[-1].actor, verify(done)) == (True, "温如故", [])


def test_nobody_withdraws_on_paper(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    assert "withdraw" not in {offer.transition for offer in offline_offers(house.clerk, instance, now=NOW)}
    with pytest.raises(Refused):
        house.does(instance, house.clerk, "withdraw", offline=PAPER)
