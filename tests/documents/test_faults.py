"""The newer acts are whole too, wherever the process breaks down: numbers, receipts, 收文, what comes after 印发, 公示, 抹去."""

from types import SimpleNamespace

import pytest

from documents.incoming import forwarding, receiving
from documents.incoming.models import Incoming, Receipt
from documents.notices import sequels
from documents.notices.models import Notice
from documents.submissions import publicising
from documents.submissions.models import Publicity
from tests import factories
from tests.breaking import break_everywhere
from tests.documents.incoming import making as receiving_papers
from tests.documents.submissions import making as sending_in
from workflows import engine

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(db: None) -> SimpleNamespace:
    return factories.tree()


@pytest.fixture
def who(places: SimpleNamespace) -> SimpleNamespace:
    return factories.people(places)


def act(case: engine.Instance, transition: str, user: object, opinion: str = "") -> engine.Outcome:
    return engine.act(engine.Action(case.pk, transition, user, opinion=opinion))


def test_numbering_and_dispatch_leave_no_gap_and_no_half_of_the_receipts(
    places: SimpleNamespace, who: SimpleNamespace
) -> None:
    paper = factories.notice(places.youth, who.drafter)
    case = factories.carry(paper, who, "register", recipients=(places.city, places.other_city))
    Notice.objects.filter(pk=paper.pk).update(mark="团曦发", copies=30)
    factories.distribution.save(paper, main=[places.city.pk, places.other_city.pk], cc=[])
    assert break_everywhere(lambda: act(case, "register", who.clerk)) > 10
    paper.refresh_from_db()
    assert paper.number.endswith("1号")
    case = factories.carry(paper, who, "dispatch", route=factories.PROVINCE_ROUTE[7:])
    break_everywhere(lambda: act(case, "dispatch", who.clerk))
    assert Receipt.objects.filter(notice=paper).count() == 2


def test_acts_of_the_receiver_are_whole(places: SimpleNamespace, who: SimpleNamespace) -> None:
    paper = receiving_papers.issued(places, who)
    mine, other = (Receipt.objects.get(notice=paper, organisation=one) for one in (places.city, places.other_city))
    break_everywhere(lambda: receiving.send_back(other, user=who.other_city_secretary, reason="发错了单位。"))
    break_everywhere(lambda: receiving.sign(mine, user=who.city_clerk))
    row = Incoming.objects.get(receipt=mine)
    break_everywhere(lambda: receiving_papers.act(row, "register", who.city_clerk))
    break_everywhere(lambda: receiving_papers.act(row, "advise_pass", who.city_reviewer, "拟请批示。"))
    break_everywhere(lambda: forwarding.compose(row, "forward", user=who.city_drafter))
    break_everywhere(lambda: receiving_papers.outside(places.city, who.city_clerk))
    entered = Incoming.objects.get(receipt=None)
    break_everywhere(lambda: receiving_papers.act(entered, "send_back", who.city_reviewer, "不属本单位。"))
    assert Incoming.objects.get(pk=entered.pk).status == Incoming.Status.RETURNED


def test_what_comes_after_issuing_is_whole(places: SimpleNamespace, who: SimpleNamespace) -> None:
    paper = receiving_papers.issued(places, who, places.city)

    def settle(kind: str, user: object) -> None:
        case = engine.instance_of(paper, kind, finished=False)
        break_everywhere(lambda: act(case, "approve", user, "同意。"))

    for kind, organ, user in (
        ("supplement", places.other_city, who.office),
        ("recall", places.other_city, who.office),
        ("revoke", None, who.secretary),
    ):
        organs = [organ.pk] if organ is not None else []
        break_everywhere(lambda: sequels.ask(paper, kind, user=who.clerk, reason="事由。", organs=organs))  # noqa: B023
        settle(kind, user)
    assert Notice.objects.get(pk=paper.pk).validity == "revoked"


def test_publicity_begins_and_ends_whole(places: SimpleNamespace, who: SimpleNamespace) -> None:
    asked = sending_in.call("pilot", places.province, who.drafter)
    paper = sending_in.at_city_head(asked, places.county, who.county_drafter, who.county_secretary, who)
    sending_in.act(paper, "recommend_sign", who.city_secretary)
    sending_in.tree.build()
    break_everywhere(lambda: sending_in.act(paper, "select", who.secretary, "经研究，同意。"))
    words = {"title": "公示", "lead": "拟确定。", "contact": "青年发展部，0000-0000103"}
    publicising.prepare(asked, actor=who.drafter, now=sending_in.SENT, **words)
    break_everywhere(lambda: sending_in.act(paper, "announce", who.drafter))
    assert Publicity.objects.get().page.live
    break_everywhere(lambda: sending_in.act(paper, "settle", who.drafter, "没有异议。", now=sending_in.OVER))


def test_erasing_is_whole(places: SimpleNamespace, who: SimpleNamespace) -> None:
    second = factories.holder("安守静", places.province, "secadmin")
    paper = receiving_papers.issued(places, who)
    receiving_papers.signed(paper, places.city, who.city_clerk)
    asked = engine.propose_erasure(subject=paper, reason="误录个人信息", by=who.sysadmin)
    assert break_everywhere(lambda: engine.confirm_erasure(asked, by=second)) > 20
