"""The heaviest pages about papers: at most fifteen questions to the database, and a hundred kilobytes (design.md §6)."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.files.models import Upload
from documents.notices.models import CoIssuer, Notice, NoticeAttachment
from tests import factories
from tests.documents.incoming.making import outside, signed
from workflows import engine

MOST = 15


@pytest.fixture
def weigh(as_user):
    """`weigh(reader, address)`: how many queries the page takes, opened for the first time (which is noted) or again."""

    def count(reader, address):
        browser, counted = as_user(reader), []
        with transaction.atomic():  # what the process keeps in memory is warm, what was read is unread again
            browser.get(address)
            transaction.set_rollback(True)
        for _view in range(2):
            with CaptureQueriesContext(connection) as seen:
                response = browser.get(address)
            assert response.status_code == 200, address
            assert len(response.content) < 100 * 1024
            counted.append(len(seen))
        return max(counted)

    return count


def with_file(place, user, **fields):
    """A paper with an attachment, before its way begins."""
    paper = factories.draft(place, user, **fields)
    upload = Upload.objects.create(
        name="值守表.pdf", purpose="notice", subject_id=paper.pk, organ=paper.organ, uploaded_by=user, size=4, sha256="a" * 64,
        kind="pdf", file=ContentFile(b"%PDF", name="a.pdf"),
    )  # fmt: skip
    NoticeAttachment.objects.create(notice=paper, title="值守表", upload=upload)
    paper = Notice.objects.get(pk=paper.pk)
    engine.start(paper, "issue", actor=user)
    return paper


@pytest.fixture
def chain(places, who):
    """The province's paper with an attachment, the city's that passes it on, and both received below."""
    first = with_file(places.youth, who.drafter)
    factories.carry(first, who, "issued", recipients=(places.city, places.other_city))
    first = Notice.objects.get(pk=first.pk)
    second = with_file(places.city, who.city_drafter, parent=first)
    factories.carry(second, who, "issued", route=factories.CITY_ROUTE, recipients=(places.county, places.sister))
    return first, Notice.objects.get(pk=second.pk)


@pytest.mark.parametrize("reader", ["city_drafter", "city_clerk", "city_secretary", "secretary"])
def test_issued_paper_that_cites_another(chain, who, weigh, reader):
    assert weigh(getattr(who, reader), reverse("desk:notice", args=[chain[1].pk])) <= MOST


@pytest.mark.parametrize("reader", ["county_drafter", "county_secretary"])
def test_received_paper_with_an_attachment(chain, places, who, weigh, reader):
    row = signed(chain[1], places.county, who.county_drafter)
    assert weigh(getattr(who, reader), reverse("desk:received", args=[row.pk])) <= MOST


def test_paper_from_outside_while_it_is_arranged(places, who, weigh):
    row = outside(places.county, who.county_drafter)
    assert weigh(who.county_drafter, reverse("desk:received", args=[row.pk])) <= MOST


@pytest.mark.parametrize("reader", ["clerk", "secretary", "city_clerk"])
@pytest.mark.parametrize("query", ["", "?show=tree", "?status=signed"])
def test_how_far_a_paper_has_come(chain, who, weigh, reader, query):
    assert weigh(getattr(who, reader), reverse("desk:receipts", args=[chain[0].pk]) + query) <= MOST


@pytest.mark.parametrize("reader", ["clerk", "city_clerk", "city_secretary"])
def test_what_a_local_paper_changed(chain, who, weigh, reader):
    assert weigh(getattr(who, reader), reverse("desk:receipts_changes", args=[chain[0].pk, chain[1].pk])) <= MOST


@pytest.mark.parametrize("reader", ["clerk", "city_clerk"])
def test_how_far_a_paper_has_come_in_one_county(chain, places, who, weigh, reader):
    third = factories.notice(places.county, who.county_drafter, parent=chain[1])
    recipients = (places.township, places.other_township, places.school)
    factories.carry(third, who, "issued", route=factories.COUNTY_ROUTE, recipients=recipients)
    address = reverse("desk:receipts", args=[chain[0].pk])
    for query in ("", "&show=tree", "&status=waiting", "&status=signed"):
        assert weigh(getattr(who, reader), f"{address}?at={places.county.pk}{query}") <= MOST, query


@pytest.mark.parametrize("more", [1, 3])
def test_wordings_of_a_joint_paper_compared(places, who, weigh, more):
    paper = with_file(places.youth, who.drafter)
    organs = [factories.partner(f"曦原省第{number}局", "province", "990000") for number in range(more)]
    for number, organ in enumerate(organs):
        CoIssuer.objects.create(notice=paper, organisation=organ, order=number)
    for title in ("关于做好值守工作的通知", "关于进一步做好值守工作的通知"):
        kept = Notice.objects.get(pk=paper.pk)
        kept.title = title
        kept.save()
        kept.save_revision(user=who.drafter)
    assert weigh(who.reviewer, reverse("desk:marked", args=[paper.pk])) <= MOST


@pytest.mark.parametrize("reader", ["office", "drafter", "liaison"])
def test_joint_paper_while_others_sign_along(places, who, weigh, reader):
    paper = factories.notice(places.youth, who.drafter)
    for number, organ in enumerate((places.education, places.civil)):
        CoIssuer.objects.create(notice=paper, organisation=organ, order=number)
    case = factories.carry(Notice.objects.get(pk=paper.pk), who, "cosign")
    assert case.state == "cosign"
    assert weigh(getattr(who, reader), reverse("desk:notice", args=[paper.pk])) <= MOST
    assert engine.verify(case) == []
