import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from documents.files.models import Upload
from documents.notices.models import Notice, NoticeAttachment
from tests import factories
from tests.documents.files import samples
from workflows import engine


@pytest.fixture
def paper(places, who):
    paper = factories.notice(places.youth, who.drafter)
    with engine.editing(paper, actor=who.drafter) as locked:
        NoticeAttachment.objects.create(notice=locked, title="开放记录表")
    return paper


def sent(name="记录表.jpg", data=None):
    return SimpleUploadedFile(name, data or samples.picture())


def upload(browser, paper, row, file=None):
    address = reverse("desk:attach", args=[paper.pk])
    return browser.post(address, {"file": file or sent(), "row": row}, follow=True)


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_file_goes_to_the_attachment_that_the_paper_names(as_user, who, paper):
    row = paper.attachments.get()
    response = upload(as_user(who.drafter), paper, str(row.pk))
    assert said(response) == ["附件已上传。"]
    assert [file.name for file in response.context["own_files"]] == ["开放记录表.jpg"]
    assert Notice.objects.get(pk=paper.pk).attachments.get().upload.subject_id == paper.pk


def test_further_file_is_named_after_itself_and_stands_last(as_user, who, paper):
    upload(as_user(who.drafter), paper, "new", sent("试点申报表.jpg"))
    rows = Notice.objects.get(pk=paper.pk).attachments.order_by("order")
    assert [row.title for row in rows] == ["开放记录表", "试点申报表"]


def test_file_that_is_not_what_its_name_says_is_refused_with_a_sentence(as_user, who, paper):
    response = upload(as_user(who.drafter), paper, "new", sent("记录表.docx"))
    assert "和扩展名“.docx”不符" in said(response)[0]
    assert not Upload.objects.exists()


def test_new_attachment_voids_what_was_signed(as_user, who, paper):
    factories.carry(paper, who, "recheck")
    upload(as_user(who.clerk), paper, "new")
    case = engine.instance_of(paper, "issue")
    assert any(person.voided for station in engine.route(case) for person in station.people)


def test_taking_a_file_away_leaves_no_trace_in_the_paper(as_user, who, paper):
    browser = as_user(who.drafter)
    upload(browser, paper, "new")
    row = NoticeAttachment.objects.get(notice=paper, upload__isnull=False)
    browser.post(reverse("desk:detach", args=[paper.pk, row.pk]))
    assert [each.title for each in Notice.objects.get(pk=paper.pk).attachments.all()] == ["开放记录表"]


@pytest.mark.parametrize("actor", ["reviewer", "office", "foreign_drafter", "city_clerk"])
def test_only_who_may_edit_now_adds_or_removes_files(as_user, who, paper, actor):
    upload(as_user(who.drafter), paper, "new")
    row = NoticeAttachment.objects.get(notice=paper, upload__isnull=False)
    browser = as_user(getattr(who, actor))
    assert upload(browser, paper, "new").status_code == 404
    assert browser.post(reverse("desk:detach", args=[paper.pk, row.pk])).status_code == 404
    assert NoticeAttachment.objects.filter(notice=paper).count() == 2


def test_file_is_read_by_the_readers_of_the_paper_and_by_its_recipients(as_user, who, paper, places):
    upload(as_user(who.drafter), paper, "new")
    where = Upload.objects.get().get_absolute_url()
    assert as_user(who.city_secretary).get(where).status_code == 404
    factories.carry(paper, who, "issued", recipients=(places.city,))
    for reader in (who.office, who.city_secretary):
        assert as_user(reader).get(where).getvalue().startswith(b"\xff\xd8\xff")
    assert as_user(who.foreign_drafter).get(where).status_code == 404
    receipt = paper.receipts.get()
    shown = as_user(who.city_secretary).get(reverse("desk:receipt", args=[receipt.pk])).context["files"]
    assert [file.preview_url for file in shown] == [where]
