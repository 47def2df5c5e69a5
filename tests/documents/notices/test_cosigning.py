"""联合发文 of five organs: two with accounts work inside, two sign on paper; nothing goes on until the last has signed."""

import hashlib
import json
from datetime import date
from types import SimpleNamespace

import pytest

from documents.notices.models import CoIssuer, Notice
from tests import factories
from tests.factories import moment
from workflows import engine
from workflows.engine import Action, Offline, WorkItem
from workflows.engine.deciding.telling import messages_of

SCAN = hashlib.sha256(b"signed on paper").hexdigest()


@pytest.fixture
def places(db):
    found = factories.tree()
    found.women = factories.partner("曦原省妇女联合会", "province", "990000")
    found.culture = factories.partner("曦原省文明办", "province", "990000")
    return found


@pytest.fixture
def who(places):
    found = factories.people(places)
    found.education_head = factories.holder("简然", places.education, "secretary", title="厅长")
    found.women_liaison = factories.holder("苗青", places.women, "liaison", title="联络员")
    found.women_head = factories.holder("苗知微", places.women, "secretary", title="主席")
    return found


@pytest.fixture
def paper(places, who):
    made = factories.draft(places.youth, who.drafter)
    for order, organ in enumerate((places.culture, places.education, places.civil, places.women)):
        CoIssuer.objects.create(notice=made, organisation=organ, order=order)
    engine.start(made, "issue", actor=who.drafter, now=moment(2))
    return made


@pytest.fixture
def joint(paper, who, places):
    """The paper where it is cosigned, with helpers for the story."""
    factories.carry(paper, who, "cosign", now=moment(3))
    return SimpleNamespace(
        case=lambda: engine.instance_of(paper, "issue"),
        inside=lambda organ: engine.Instance.objects.get(parent_item__isnull=False, organ=organ),
        paper=paper,
    )


def by_account(joint, organ, liaison, head, day):
    inner = joint.inside(organ)
    inner = engine.act(Action(inner.pk, "check_pass", liaison), now=moment(day)).instance
    engine.act(Action(inner.pk, "sign", head, opinion="同意会签。"), now=moment(day, 10))


def on_paper(joint, who, organ, signer, day, entered):
    item = open_item(joint, organ)
    offline = Offline(scan=SCAN, signer=signer, signed_on=date(2026, 11, day))
    action = Action(joint.case().pk, "cosign_pass", who.clerk, params={"item": item.pk}, offline=offline)
    return engine.act(action, now=moment(entered)).instance


def open_item(joint, organ):
    return WorkItem.objects.get(instance=joint.case(), organisation=organ, status="open")


def everybody(joint, who, places):
    by_account(joint, places.education, who.liaison, who.education_head, 4)
    on_paper(joint, who, places.culture, "严予川", 4, 5)
    by_account(joint, places.women, who.women_liaison, who.women_head, 5)
    return on_paper(joint, who, places.civil, "童叙白", 5, 6)


def standing(joint):
    rows = engine.statements(joint.case(), ("cosign",), standing_only=True)
    return [(row.organ, row.name, row.on.day, row.offline) for row in rows]


def change(joint, who, words, day=6):
    with engine.editing(joint.paper, actor=who.office, now=moment(day)) as fresh:
        fresh.title = words
        fresh.save()


def test_paper_waits_until_the_last_of_the_organs_has_signed(joint, who, places):
    by_account(joint, places.education, who.liaison, who.education_head, 4)
    on_paper(joint, who, places.culture, "严予川", 4, 5)
    by_account(joint, places.women, who.women_liaison, who.women_head, 5)
    assert joint.case().state == "cosign"
    assert any("曦原省民政厅" in line for line in engine.explain(who.office, joint.case()).lines)
    on_paper(joint, who, places.civil, "童叙白", 5, 6)
    assert joint.case().state == "deputy"
    assert standing(joint) == [
        ("曦原省教育厅", "简然", 4, False),
        ("曦原省文明办", "严予川", 4, True),
        ("曦原省妇女联合会", "苗知微", 5, False),
        ("曦原省民政厅", "童叙白", 5, True),
    ]


def test_substantive_change_after_the_third_signature_asks_the_three_again_with_the_diff(joint, who, places):
    by_account(joint, places.education, who.liaison, who.education_head, 4)
    on_paper(joint, who, places.culture, "严予川", 4, 5)
    by_account(joint, places.women, who.women_liaison, who.women_head, 5)
    change(joint, who, "关于开展“灯火相伴”陪伴农村留守儿童行动的通知")
    assert standing(joint) == []
    asked = WorkItem.objects.filter(instance=joint.case(), kind="confirm", status="open")
    assert {item.organisation for item in asked} == {places.education, places.culture, places.women}
    changes = engine.changes(who.women_head, joint.case())
    assert (changes.confirming, changes.agreed, changes.unchanged) == (True, True, False)
    assert changes.editors == ("顾知白",)
    assert [one.title for one in changes.differences] == ["标题"]
    event = engine.Event.objects.filter(instance=joint.case(), kind="edit").get()
    told = {message.user.name: message.body for message in messages_of(event.pk) if message.kind == "voided"}
    assert told == {"简然": "顾知白改动了：标题。", "苗知微": "顾知白改动了：标题。"}


def test_each_who_signed_confirms_with_one_press_and_the_rest_signs_for_the_first_time(joint, who, places):
    by_account(joint, places.education, who.liaison, who.education_head, 4)
    on_paper(joint, who, places.culture, "严予川", 4, 5)
    by_account(joint, places.women, who.women_liaison, who.women_head, 5)
    change(joint, who, "关于开展“灯火相伴”陪伴农村留守儿童行动的通知")
    for head in (who.education_head, who.women_head):
        (yes,) = [offer for offer in engine.offers(head, joint.case()) if offer.verdict == "yes"]
        assert (yes.title, yes.confirm, yes.allowed) == ("确认", "", True)
        engine.act(Action(joint.case().pk, yes.transition, head, token=yes.token), now=moment(9))
    on_paper(joint, who, places.culture, "严予川", 9, 9)
    assert joint.case().state == "cosign"
    case = on_paper(joint, who, places.civil, "童叙白", 9, 10)
    assert case.state == "deputy"


def test_change_taken_back_still_asks_and_says_that_nothing_changed(joint, who, places):
    by_account(joint, places.education, who.liaison, who.education_head, 4)
    title = joint.paper.title
    change(joint, who, "另一个标题的通知")
    change(joint, who, title)
    changes = engine.changes(who.education_head, joint.case())
    assert (changes.unchanged, changes.headline) == (True, "自您同意后未改动（11月4日，同意会签）")


def test_only_the_host_changes_the_text_while_others_sign(joint, who, places):
    for person in (who.liaison, who.education_head, who.reviewer, who.secretary):
        assert not engine.allowed(person, "edit", joint.paper)
    assert engine.allowed(who.drafter, "edit", joint.paper)


def test_date_of_the_paper_is_that_of_the_last_signature_and_the_number_the_hosts(joint, who, places):
    everybody(joint, who, places)
    engine.act(Action(joint.case().pk, "deputy_pass", who.deputy), now=moment(6))
    paper = Notice.objects.get(pk=joint.paper.pk)
    signed = Offline(scan=SCAN, signer="陆思齐", signed_on=date(2026, 11, 4))
    item = WorkItem.objects.filter(instance=joint.case(), status="open").first()
    factories.checking.tick(paper, who.secretary)
    action = Action(joint.case().pk, "sign", who.clerk, params={"item": item.pk}, offline=signed)
    engine.act(action, now=moment(9))
    paper.refresh_from_db()
    assert paper.signed_on == date(2026, 11, 5)
    case = factories.carry(paper, who, "print", route=factories.PROVINCE_ROUTE[5:], now=moment(10))
    paper.refresh_from_db()
    assert (case.state, paper.number) == ("print", "团曦发〔2026〕1号")


def test_one_refusal_sends_the_paper_back_and_ends_the_inner_cases(joint, who, places):
    inner = joint.inside(places.education)
    inner = engine.act(Action(inner.pk, "check_pass", who.liaison), now=moment(4)).instance
    engine.act(Action(inner.pk, "decline", who.education_head, opinion="职责分工须再商。"), now=moment(4))
    case = joint.case()
    assert case.state != "cosign"
    assert not engine.Instance.objects.filter(root=case, finished_at__isnull=True).exists()
    last = engine.Event.objects.filter(instance=case).order_by("-seq").first()
    assert json.loads(last.data)["verdict"] == "return"
