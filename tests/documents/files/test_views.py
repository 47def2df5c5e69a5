"""Handing out: to readers, with closed headers; 404 to everybody else."""

from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image

from documents.files import readers
from documents.files.receiving import receive
from tests.documents.files import samples
from workflows.organisations.models import User


@pytest.fixture
def paper(organ, reporter, monkeypatch):
    monkeypatch.setitem(readers._RULES, "test", lambda user, upload: user == upload.uploaded_by)
    return receive(samples.upload("试点 方案.pdf", b"%PDF-1.7"), user=reporter, organ=organ, purpose="test")


@pytest.fixture
def get(client, reporter):
    client.force_login(reporter)
    responses = []

    def get(address):
        responses.append(client.get(address))
        return responses[-1]

    yield get
    for response in responses:
        response.close()


def test_a_reader_gets_the_file_with_closed_headers(get, paper):
    response = get(f"/files/{paper.pk}/")
    assert b"".join(response.streaming_content) == b"%PDF-1.7"
    assert {
        name: response[name]
        for name in ("Content-Type", "X-Content-Type-Options", "Cache-Control", "Content-Disposition")
    } == {
        "Content-Type": "application/pdf",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Content-Disposition": "inline; filename*=utf-8''%E8%AF%95%E7%82%B9%20%E6%96%B9%E6%A1%88.pdf",
    }
    assert response["Content-Security-Policy"].startswith("default-src 'none'")


def test_download_is_an_attachment(get, paper):
    assert get(f"/files/{paper.pk}/download/")["Content-Disposition"].startswith("attachment;")


def test_kinds_that_browsers_might_run_are_attachments_in_a_sandbox(get, paper, organ, reporter):
    word = receive(samples.upload("方案.docx", samples.docx()), user=reporter, organ=organ, purpose="test")
    response = get(f"/files/{word.pk}/")
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Security-Policy"].endswith("sandbox")


def test_a_picture_has_a_small_view_that_is_made_once(get, organ, reporter, paper):
    photo = receive(
        samples.upload("a.jpg", samples.picture(size=(900, 600))), user=reporter, organ=organ, purpose="test"
    )
    sizes = [Image.open(BytesIO(b"".join(get(photo.thumb).streaming_content))).size for _time in range(2)]
    assert (sizes, paper.thumb) == ([(168, 112), (168, 112)], "")
    assert get(f"/files/{paper.pk}/thumb/").status_code == 404


@pytest.mark.parametrize("address", ["/files/{}/", "/files/{}/download/", "/files/{}/thumb/"])
def test_a_stranger_cannot_tell_a_foreign_file_from_none(client, paper, address, db):
    client.force_login(User.objects.create_user("other", name="别县干事"))
    assert [client.get(address.format(pk)).status_code for pk in (paper.pk, uuid4())] == [404, 404]


def test_an_administrator_is_a_stranger_too(client, paper):
    client.force_login(User.objects.create_superuser("root", name="管理员"))
    assert client.get(f"/files/{paper.pk}/").status_code == 404


def test_nobody_reads_an_upload_of_an_unknown_purpose(client, organ, reporter):
    stray = receive(samples.upload("a.pdf", b"%PDF-1"), user=reporter, organ=organ, purpose="unknown")
    client.force_login(reporter)
    assert client.get(f"/files/{stray.pk}/").status_code == 404


def test_a_guest_is_sent_to_the_login(client, paper):
    assert client.get(f"/files/{paper.pk}/").url == f"/login/?next=/files/{paper.pk}/"


def test_files_are_not_written_to(client, paper, reporter):
    client.force_login(reporter)
    assert client.post(f"/files/{paper.pk}/").status_code == 405


def test_a_lost_file_is_not_found(get, paper):
    paper.file.storage.delete(paper.file.name)
    assert get(f"/files/{paper.pk}/").status_code == 404
