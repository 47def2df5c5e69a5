"""答复: what wants one, the draft of 批复 and 复函, and what the sender is told."""

from types import SimpleNamespace

import pytest

from documents.incoming import answering, forwarding, receiving
from documents.incoming.forwarding import ForwardingError, Mode
from documents.incoming.models import Incoming, Receipt
from documents.notices.blocks import passages
from documents.notices.models import Notice
from tests import factories
from tests.documents.incoming.making import act, issued, offered, outside, signed
from workflows import engine
from workflows.notifications.delivery import deliver
from workflows.notifications.models import Notification

ASKING = "关于增加“灯火小屋”经费的请示"


@pytest.fixture
def request_(places: SimpleNamespace, who: SimpleNamespace) -> Incoming:
    """A 请示 of the county, at the city."""
    paper = factories.notice(places.county, who.county_drafter, kind="请示", title=ASKING, recipients="共青团澈湖市委")
    factories.carry(paper, who, "issued", route=factories.COUNTY_ROUTE, recipients=(places.city,))
    return signed(Notice.objects.get(pk=paper.pk), places.city, who.city_clerk)


@pytest.mark.parametrize(
    ("kind", "title", "wants"),
    [
        ("请示", ASKING, True),
        ("函", "关于征求意见的函", True),
        ("函", "关于场地使用的复函", False),
        ("通知", "关于开展活动的通知", False),
        ("报告", "关于工作情况的报告", False),
    ],
)
def test_requests_and_letters_want_an_answer(kind, title, wants):
    assert Incoming(kind=kind, title=title).wants_answer is wants


def test_request_is_not_closed_without_an_answer(request_, who):
    act(request_, "register", who.city_clerk)
    with pytest.raises(engine.Refused, match="请示要答复来文单位"):
        act(request_, "file", who.city_reviewer)
    act(request_, "settle_reply", who.city_reviewer, "同意，经费从活动经费列支。")
    request_.refresh_from_db()
    assert (request_.status, request_.reply) == ("closed", "同意，经费从活动经费列支。")


def test_request_answered_by_a_paper_is_closed_with_its_number(request_, places, who):
    act(request_, "register", who.city_clerk)
    reply = forwarding.compose(request_, Mode.REPLY, user=who.city_drafter)
    request_.refresh_from_db()
    assert (request_.answer, forwarding.children(request_)) == (reply, [reply])
    with pytest.raises(engine.Refused, match="先印发批复"):
        act(request_, "file", who.city_reviewer)
    factories.carry(reply, who, "issued", route=factories.CITY_ROUTE, recipients=(places.county,))
    reply = Notice.objects.get(pk=reply.pk)
    act(request_, "file", who.city_reviewer)
    request_.refresh_from_db()
    assert request_.reply == f"已以{reply.number}《{reply.plain_title}》答复。"


def test_draft_of_an_answer_has_its_kind_title_addressee_and_opening(request_, who):
    draft = forwarding.propose(request_, Mode.REPLY, user=who.city_drafter).notice
    assert (draft.kind, draft.title) == ("批复", "关于增加“灯火小屋”经费的批复")
    assert (draft.recipients, draft.parent) == ("共青团鹭汀县委", request_.notice)
    opening, closing = [text for _level, text in passages(draft.body)]
    assert opening.startswith(f"你委《{ASKING}》（{request_.number}）收悉。")
    assert closing == "此复。"
    assert forwarding.modes(request_) == [Mode.REPLY]
    with pytest.raises(ForwardingError):
        forwarding.propose(request_, Mode.FORWARD, user=who.city_drafter)


def test_letter_from_outside_is_answered_by_a_letter(places, who):
    letter = outside(places.county, who.county_drafter, kind="函", title="关于借用场地的函")
    reply = forwarding.compose(letter, Mode.REPLY, user=who.county_drafter)
    assert (reply.kind, reply.title, reply.parent) == ("函", "关于借用场地的复函", None)
    assert reply.recipients == "曦原省教育厅"
    assert reply.mark == "团鹭函"
    assert "settle" not in offered(letter, who.county_drafter)
    assert answering.title(Incoming(kind="函", title="函")) == "的复函"


def test_township_reports_at_once_what_it_did(places, who):
    paper = factories.notice(places.county, who.county_drafter)
    factories.carry(paper, who, "issued", route=factories.COUNTY_ROUTE, recipients=(places.township,))
    row = signed(Notice.objects.get(pk=paper.pk), places.township, who.township_secretary)
    act(row, "settle_reply", who.township_secretary, "小屋已开放两次，陪伴15人次。")
    row.refresh_from_db()
    assert (row.status, row.reply) == ("closed", "小屋已开放两次，陪伴15人次。")
    deliver()
    assert not Notification.objects.filter(
        topic="answered"
    ).exists()  # 签收与落实 tells, not a message for each of thousands


def test_sender_of_a_request_is_told_of_the_answer(request_, who):
    act(request_, "register", who.city_clerk)
    act(request_, "settle_reply", who.city_reviewer, "同意。")
    deliver()
    told = Notification.objects.filter(topic="answered", channel="desk")
    assert [(row.user, row.title, row.body) for row in told] == [
        (who.county_drafter, f"答复：{ASKING}", "团澈湖市委：同意。")
    ]


@pytest.mark.parametrize("late", [False, True])
def test_sender_learns_at_once_what_was_sent_back_and_why(places, who, late):
    paper = issued(places, who, places.city)
    if late:
        row = signed(paper, places.city, who.city_clerk)
        act(row, "send_back", who.city_clerk, "附件缺一页")
    else:
        receipt = Receipt.objects.get(notice=paper)
        receiving.send_back(receipt, user=who.city_clerk, reason="附件缺一页")
    deliver()
    deliver()
    told = Notification.objects.filter(topic="sent_back", channel="desk").order_by("user_id")
    assert {row.user for row in told} == {who.drafter, who.office, who.clerk}
    assert {row.body for row in told} == {"团澈湖市委退回。原因：附件缺一页"}
    assert told.count() == 3
