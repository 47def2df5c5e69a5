"""After issuing: 补发, 发错撤回, 撤销, 废止, and what the receivers see of it."""

import pytest

from documents.incoming import book, receiving
from documents.incoming.afterwards import messages_of
from documents.incoming.models import Receipt
from documents.notices import correcting, sequels
from documents.notices.models import Notice
from documents.notices.sequels import Sequel, SequelError
from tests import factories
from tests.together import at_once
from workflows import engine
from workflows.engine import Action, Refused


@pytest.fixture
def paper(places, who):
    made = factories.notice(places.youth, who.drafter)
    factories.carry(made, who, "issued", recipients=(places.city,))
    return Notice.objects.get(pk=made.pk)


def ask(paper, kind, user, *organs, **words):
    return sequels.ask(paper, kind, user=user, reason="漏送了。", organs=[one.pk for one in organs], **words)


def decide(paper, kind, user, act="approve", opinion=""):
    case = engine.instance_of(paper, kind, finished=False)
    return engine.act(Action(case.pk, act, user, opinion=opinion)).instance


def statuses(paper):
    return {row.organisation.short_name: row.status for row in paper.receipts.select_related("organisation")}


def told(kind):
    return {message.user.name for message in messages_of(Sequel.objects.get(kind=kind).pk)}


def test_supplement_reaches_further_organs_once_it_is_approved(paper, who, places):
    ask(paper, "supplement", who.clerk, places.other_city)
    assert statuses(paper) == {"团澈湖市委": "waiting"}
    decide(paper, "supplement", who.office)
    assert statuses(paper) == {"团澈湖市委": "waiting", "团霁山市委": "waiting"}
    assert told("supplement") == {"萧山月"}
    assert paper.distribution.count() == 2


def test_recall_closes_the_receipts_and_lets_nobody_sign_any_more(paper, who, places):
    ask(paper, "recall", who.clerk, places.city)
    decide(paper, "recall", who.office)
    receipt = paper.receipts.get()
    assert (receipt.status, receipt.reason) == ("recalled", "发文机关撤回：漏送了。")
    assert "何清越" in told("recall")
    assert not receiving.may_read(who.city_secretary, paper)
    with pytest.raises(receiving.ReceivingError, match="撤回"):
        receiving.sign(receipt, user=who.city_secretary)


@pytest.mark.parametrize("kind", ["recall", "revoke", "repeal"])
def test_clerk_in_the_office_of_a_receiving_organ_is_told(paper, who, places, kind):
    office = factories.department("办公室", places.city)
    factories.holder("文书小周", office, "clerk")
    factories.holder("干事小吴", office, "drafter")
    ask(paper, kind, who.clerk, *([places.city] if kind == "recall" else []))
    decide(paper, kind, who.secretary)
    assert "文书小周" in told(kind)
    assert "干事小吴" not in told(kind)


def test_book_says_what_the_sender_did_with_the_paper_afterwards(paper, who, places):
    receiving.sign(paper.receipts.get(), user=who.city_clerk)

    def fate():
        (row,) = book.entries([places.city.pk], book.Wanted())
        (line,) = book.table([row])
        assert book.fate(row) in line
        return book.fate(row)

    assert fate() == ""
    ask(paper, "recall", who.clerk, places.city)
    decide(paper, "recall", who.office)
    assert fate() == "发文机关撤回：漏送了。"
    Receipt.objects.update(status="signed")
    ask(paper, "revoke", who.clerk)
    decide(paper, "revoke", who.secretary)
    assert fate() == "来文已撤销"


def test_recalled_paper_can_be_supplied_again(paper, who, places):
    ask(paper, "recall", who.clerk, places.city)
    decide(paper, "recall", who.office)
    ask(paper, "supplement", who.clerk, places.city)
    decide(paper, "supplement", who.office)
    assert statuses(paper) == {"团澈湖市委": "waiting"}


@pytest.mark.parametrize(("kind", "validity"), [("revoke", "revoked"), ("repeal", "repealed")])
def test_revoking_and_repealing_are_for_who_may_sign(paper, who, kind, validity):
    ask(paper, kind, who.clerk)
    with pytest.raises(Refused):
        decide(paper, kind, who.deputy)
    decide(paper, kind, who.secretary)
    paper.refresh_from_db()
    assert (paper.validity, bool(paper.number), paper.void_on is not None) == (validity, True, True)
    assert "何清越" in told(kind)
    with pytest.raises(SequelError):
        ask(paper, "supplement", who.clerk, paper.organ)


def test_nobody_approves_what_he_asked_for(paper, who, places):
    ask(paper, "supplement", who.office, places.other_city)
    with pytest.raises(Refused, match="您不在其中"):
        decide(paper, "supplement", who.office)
    decide(paper, "supplement", who.deputy)


def test_refused_or_withdrawn_requests_leave_the_paper_and_can_be_made_again(paper, who, places):
    ask(paper, "recall", who.clerk, places.city)
    decide(paper, "recall", who.office, "refuse", "没有发错。")
    ask(paper, "recall", who.clerk, places.city)
    decide(paper, "recall", who.clerk, "withdraw")
    assert statuses(paper) == {"团澈湖市委": "waiting"}
    assert list(Sequel.objects.values_list("status", flat=True)) == ["dropped", "dropped"]
    ask(paper, "recall", who.clerk, places.city)


@pytest.mark.parametrize("person", ["city_clerk", "foreign_drafter", "sysadmin", "auditor", "publicity"])
def test_only_the_issuing_organ_asks(paper, who, places, person):
    with pytest.raises(SequelError):
        ask(paper, "supplement", getattr(who, person), places.other_city)
    assert not Sequel.objects.exists()


def test_what_is_missing_is_refused_and_leaves_nothing(paper, who, places):
    with pytest.raises(SequelError, match="单位"):
        ask(paper, "supplement", who.clerk)
    draft = factories.notice(places.youth, who.drafter)
    with pytest.raises(SequelError, match="印发"):
        ask(draft, "revoke", who.clerk)
    assert engine.instance_of(paper, "supplement") is None


def test_correction_is_a_paper_of_its_own_with_the_same_addressees(paper, who):
    made = correcting.draft(paper, wrong="每周两次", right="每周三次", user=who.clerk)
    assert (made.corrects, made.recipients, made.number) == (paper, paper.recipients, "")
    assert made.title == f"关于更正《{paper.plain_title}》有关内容的通知"
    assert engine.instance_of(made, "issue").state == "draft"
    with pytest.raises(SequelError):
        correcting.draft(paper, wrong="甲", right="乙", user=who.city_clerk)


def test_correction_goes_to_whoever_has_the_paper(paper, who, places):
    ask(paper, "supplement", who.clerk, places.other_city)
    decide(paper, "supplement", who.office)
    ask(paper, "recall", who.clerk, places.city)
    decide(paper, "recall", who.office)
    made = correcting.draft(paper, wrong="每周两次", right="每周三次", user=who.clerk)
    assert [row.organisation for row in made.distribution.all()] == [places.other_city]


@pytest.mark.parametrize(
    ("written", "cc", "becomes", "informs"),
    [
        ("团澈湖市委、团霁山市委：", "", "团霁山市委：", ""),
        ("共青团霁山市委，共青团澈湖市委：", "团澈湖市委。", "共青团霁山市委：", ""),
        ("各市团委：", "曦原省民政厅，团澈湖市委，曦原省教育厅。", "团霁山市委：", "曦原省民政厅，曦原省教育厅。"),
        ("各高校团委、省直机关团工委：", "", "各高校团委、省直机关团工委：", ""),
    ],
)
def test_correction_names_nobody_from_whom_the_paper_was_recalled(who, places, written, cc, becomes, informs):
    paper = factories.notice(places.youth, who.drafter, recipients=written, cc=cc)
    factories.carry(paper, who, "issued", recipients=(places.city, places.other_city))
    paper = Notice.objects.get(pk=paper.pk)
    ask(paper, "recall", who.clerk, places.city)
    decide(paper, "recall", who.office)
    made = correcting.draft(paper, wrong="每周两次", right="每周三次", user=who.clerk)
    assert (made.recipients, made.cc) == (becomes, informs)


def test_correction_of_a_forwarded_paper_alternates_the_brackets(paper, who):
    Notice.objects.filter(pk=paper.pk).update(title="转发《关于做好培训工作的通知》的通知")
    paper.refresh_from_db()
    made = correcting.draft(paper, wrong="每周两次", right="每周三次", user=who.clerk)
    assert made.title == "关于更正《转发〈关于做好培训工作的通知〉的通知》有关内容的通知"
    assert "印发的《转发〈关于做好培训工作的通知〉的通知》（" in str(made.body)


@pytest.fixture
def below(places, who):
    made = factories.notice(places.county, who.county_drafter)
    factories.carry(made, who, "issued", route=factories.COUNTY_ROUTE, recipients=(places.township,))
    return Notice.objects.get(pk=made.pk)


@pytest.mark.parametrize("kind", ["revoke", "repeal"])
def test_organ_above_ends_a_paper_from_below_by_its_own_people(below, who, places, kind):
    ask(below, kind, who.city_clerk)
    case = engine.instance_of(below, kind)
    assert case.organ == places.city
    for stranger in (who.county_secretary, who.city_clerk, who.secretary, who.other_city_secretary):
        with pytest.raises(Refused):
            decide(below, kind, stranger)
    decide(below, kind, who.city_secretary)
    below.refresh_from_db()
    assert below.validity == {"revoke": "revoked", "repeal": "repealed"}[kind]
    assert {"罗阿舟", below.author.name, who.county_secretary.name} <= told(kind)


@pytest.mark.parametrize("kind", ["supplement", "recall"])
def test_organ_above_sends_no_paper_for_those_below(below, who, places, kind):
    with pytest.raises(SequelError, match="只有发文机关的"):
        ask(below, kind, who.city_clerk, places.township)


@pytest.mark.parametrize("person", ["township_secretary", "other_city_secretary", "sister_drafter", "foreign_drafter"])
def test_nobody_below_or_beside_ends_a_paper(below, who, person):
    with pytest.raises(SequelError, match="上级机关"):
        ask(below, "revoke", getattr(who, person))


def test_only_one_ending_of_a_paper_is_decided_at_a_time(below, who):
    ask(below, "repeal", who.county_drafter)
    with pytest.raises(SequelError, match="团鹭汀县委正在办理废止"):
        ask(below, "revoke", who.city_clerk)
    decide(below, "repeal", who.county_secretary, "refuse", "还要用。")
    ask(below, "revoke", who.city_clerk)


@pytest.mark.django_db(transaction=True)
def test_two_recalls_at_once_are_one(paper, who, places):
    works = [lambda by=by: ask(paper, "recall", by, places.city) for by in (who.clerk, who.drafter)]
    results = at_once(*works, refusal=Refused)
    assert sum(isinstance(one, Refused) for one in results) == 1
    assert Sequel.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_signing_for_a_paper_and_its_recall_at_once_leave_one_truth(paper, who, places):
    ask(paper, "recall", who.clerk, places.city)
    receipt = paper.receipts.get()

    def sign():
        try:
            return receiving.sign(receipt, user=who.city_secretary)
        except receiving.ReceivingError as error:
            raise Refused([str(error)]) from error

    at_once(sign, lambda: decide(paper, "recall", who.office), refusal=Refused)
    assert Receipt.objects.get(pk=receipt.pk).status == "recalled"
