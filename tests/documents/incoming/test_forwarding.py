"""转发 and 贯彻: what a draft takes over from the paper that was received."""

from datetime import date
from types import SimpleNamespace

import pytest

from documents.incoming import comparing, forwarding, layers
from documents.incoming.forwarding import ForwardingError, Mode
from documents.incoming.models import Incoming
from documents.notices.blocks import passages
from documents.notices.models import Notice
from documents.notices.printing import paper
from tests import factories
from tests.documents.incoming.making import issued, outside, signed
from tests.together import at_once
from workflows import engine

TODAY = date(2026, 11, 22)
BODY = (
    (0, "现将有关事项通知如下。"),
    (1, "一、时间安排"),
    (0, "于2026年12月18日17:30前报送总结，11月24日前完成部署；2月30日前不算，12月20日开展活动。"),
)


@pytest.fixture
def row(places: SimpleNamespace, who: SimpleNamespace) -> object:
    paper = issued(places, who, places.county, body=BODY)
    Notice.objects.filter(pk=paper.pk).update(signed_on=date(2026, 11, 5))
    return signed(paper, places.county, who.county_drafter)


def test_own_paper_takes_the_text_with_an_own_opening_and_earlier_terms(row, places, who):
    proposal = forwarding.propose(row, Mode.OWN, user=who.county_drafter, today=TODAY)
    texts = [text for _level, text in passages(proposal.notice.body)]
    assert texts[0].startswith("为贯彻落实《关于开展“灯火相伴”")
    assert texts[1] == "一、时间安排"
    assert texts[2] == "于2026年12月16日17:30前报送总结，11月24日前完成部署；2月30日前不算，12月20日开展活动。"
    assert proposal.terms == [("2026年12月18日", "2026年12月16日")]
    assert (proposal.notice.organ, proposal.notice.parent) == (places.county, row.receipt.notice)
    assert proposal.notice.recipients == "各乡镇（街道）团委"
    assert "唐小禾" in proposal.notice.contact


def test_forwarded_paper_carries_the_whole_source_as_its_attachment(row, who):
    notice = forwarding.compose(row, Mode.FORWARD, user=who.county_drafter)
    source = row.receipt.notice
    assert notice.title == f"转发《{source.plain_title}》的通知"
    (annex,) = notice.attachments.all()
    texts = [text for _level, text in passages(annex.body)]
    assert annex.title == source.plain_title
    assert texts[:2] == [source.number, f"{source.recipients}："]
    assert BODY[2][1] in texts
    assert engine.instance_of(notice, "issue").state == "draft"
    assert notice.latest_revision is not None


def test_last_papers_recipients_contact_and_mark_are_proposed_again(row, places, who):
    factories.draft(
        places.county, who.county_drafter, recipients="各乡镇团委、各学校团委", mark="团鹭发", contact="联系人：甲"
    )
    factories.draft(places.county, who.county_drafter, recipients="团澈湖市委", mark="团鹭报", kind="报告")
    notice = forwarding.propose(row, Mode.OWN, user=who.county_drafter, today=TODAY).notice
    assert (notice.recipients, notice.mark, notice.contact) == ("各乡镇团委、各学校团委", "团鹭发", "联系人：甲")


def test_paper_from_outside_and_strangers_make_no_draft(row, places, who):
    with pytest.raises(ForwardingError):
        forwarding.propose(row, Mode.OWN, user=who.foreign_drafter)
    with pytest.raises(ForwardingError):
        forwarding.propose(outside(places.county, who.county_drafter), Mode.OWN, user=who.county_drafter)


@pytest.mark.django_db(transaction=True)
def test_two_presses_make_one_draft() -> None:
    places = factories.tree()
    who = factories.people(places)
    row = signed(issued(places, who, places.county), places.county, who.county_drafter)
    press = lambda: forwarding.compose(row, Mode.OWN, user=who.county_drafter)  # noqa: E731
    first, second = at_once(press, press, refusal=engine.Refused)
    assert first.pk == second.pk


@pytest.fixture
def forwarded(places: SimpleNamespace, who: SimpleNamespace) -> Incoming:
    """At the county: the city's 转发 of the province's paper, with an earlier term and a sentence of its own."""
    top = issued(places, who, places.city, body=BODY)
    Notice.objects.filter(pk=top.pk).update(signed_on=date(2026, 11, 5))
    row = signed(top, places.city, who.city_clerk)
    proposal = forwarding.propose(row, Mode.FORWARD, user=who.city_drafter, today=TODAY)
    cover = proposal.notice
    first, *others = cover.body.get_prep_value()
    first["value"] += "城区小屋先行。"
    own = {"type": "paragraph", "value": "各县（区）明确一名联络员。"}
    cover.body = cover._meta.get_field("body").to_python([first, own, *others])
    cover.save()
    engine.start(cover, "issue", actor=who.city_drafter)
    factories.carry(cover, who, "issued", route=factories.CITY_ROUTE, recipients=(places.county,))
    return signed(Notice.objects.get(pk=cover.pk), places.county, who.county_drafter)


def test_own_paper_opens_a_forwarded_one_and_goes_by_its_terms(forwarded, who):
    proposal = forwarding.propose(forwarded, Mode.OWN, user=who.county_drafter, today=TODAY)
    city, top = forwarded.notice, forwarded.notice.parent
    texts = [text for _level, text in passages(proposal.notice.body)]
    assert proposal.notice.title == f"关于贯彻落实《{top.plain_title}》的通知"
    assert f"《{top.plain_title}》（{top.number}）、" in texts[0]
    assert f"（{city.number}）" in texts[0]
    assert texts[1:] == [
        "城区小屋先行。",
        "各县（区）明确一名联络员。",
        "一、时间安排",
        "于2026年12月14日17:30前报送总结，11月24日前完成部署；2月30日前不算，12月20日开展活动。",
    ]
    assert proposal.terms == [("2026年12月16日", "2026年12月14日")]
    assert list(proposal.notice.attachments.all()) == []


def test_own_paper_is_compared_with_the_text_that_was_enclosed(forwarded, who):
    own = forwarding.compose(forwarded, Mode.OWN, user=who.county_drafter)
    body = [block["value"] for block in layers.received_text(forwarded.notice)]
    compared = comparing.compared(forwarded.notice, own)
    assert compared.opened
    changed = {
        one.title: "".join(span.text for span in one.spans if span.kind == "added") for one in compared.differences
    }
    assert "一、时间安排" in body
    assert "一、时间安排" not in changed["正文"]
    assert not any(title.startswith("附件") for title in changed)


def test_forwarded_paper_is_compared_with_what_its_cover_asks_beyond_the_source(forwarded):
    cover = forwarded.notice
    compared = comparing.compared(cover.parent, cover)
    (body,) = compared.differences
    added = "".join(span.text for span in body.spans if span.kind == "inserted")
    assert compared.forwarded
    assert "城区小屋先行。" in added
    assert "各县（区）明确一名联络员。" in added
    assert "14" in added or "16" in added  # the earlier term of the cover, in the sentence that had the later one
    assert "一、时间安排" not in added


def test_paper_forwarded_twice_keeps_the_name_of_the_first(forwarded, who):
    proposal = forwarding.propose(forwarded, Mode.FORWARD, user=who.county_drafter, today=TODAY)
    top = forwarded.notice.parent
    assert proposal.notice.title == f"转发《{top.plain_title}》的通知"
    assert [row.title for row in proposal.notice.attachments.all()] == [forwarded.notice.plain_title, top.plain_title]


def test_forwarded_paper_is_printed_behind_its_cover_with_number_signature_and_day(row, who):
    notice = forwarding.compose(row, Mode.FORWARD, user=who.county_drafter)
    source = row.receipt.notice
    printed = paper(notice, sample=True)
    (enclosed,) = printed.attached
    assert printed.attachments == ()
    assert (enclosed.label, enclosed.title, enclosed.number) == ("", source.plain_title, source.number)
    assert enclosed.signatures == tuple(source.signature_lines())
    assert enclosed.date == date(2026, 11, 5)
    (difference,) = comparing.compared(source, notice).differences
    assert difference.after == layers.replaced(difference.before, layers.moved_terms(notice))
