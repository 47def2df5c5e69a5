"""Plain text: what counts as such, how it is kept and handed out."""

import pytest

from documents.files import readers
from documents.files.kinds import SIZE_LIMITS, Group
from documents.files.models import Upload
from documents.files.receiving import RefusedFileError, receive
from documents.files.texts import encoding_of
from documents.notices.reading.containers import MAX_BYTES
from tests.documents.files import samples

TEXT = "关于开展“灯火相伴”行动的通知\r\n各乡镇团委：\r\n"


@pytest.fixture
def take(organ, reporter, monkeypatch):
    monkeypatch.setitem(readers._RULES, "test", lambda user, upload: user == upload.uploaded_by)

    def take(name, data):
        return receive(samples.upload(name, data), user=reporter, organ=organ, purpose="test", group=Group.SOURCE)

    return take


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("gb18030"), "gb18030"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16be"),
        (TEXT.encode("utf-16-le"), "utf-16le"),
        ((TEXT * 20).encode("gb18030") + b"\xff" + TEXT.encode("gb18030"), "gb18030"),
        (TEXT.encode() + b"\x0c", "utf-8"),
        (b"\xd0\xcf\x11\xe0" + bytes(range(256)) * 4, None),
        (b"\0" * 64, None),
        (b"\x80\xff" * 64, None),
    ],
)
def test_encoding_is_told_from_the_bytes(data, encoding):
    assert encoding_of(data) == encoding


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_text_is_kept_byte_for_byte_and_shown_in_its_encoding(take, client, reporter, encoding):
    upload = take("通知.txt", TEXT.encode(encoding))
    assert (upload.kind, samples.kept(upload)) == ("txt", TEXT.encode(encoding))
    client.force_login(reporter)
    response = client.get(upload.url)
    body = b"".join(response.streaming_content)
    response.close()
    charset = response["Content-Type"].removeprefix("text/plain; charset=")
    assert body.decode("utf-16" if charset == "utf-16le" else charset) == TEXT
    assert response["Content-Disposition"].startswith("inline")
    assert response["Content-Security-Policy"].endswith("sandbox")


@pytest.mark.parametrize("name", ["方案.pdf", "方案.docx", "方案.md"])
def test_text_under_another_name_is_refused(take, name):
    with pytest.raises(RefusedFileError, match="内容是纯文本，和扩展名"):
        take(name, TEXT.encode())
    assert not Upload.objects.exists()


def test_what_is_no_source_is_refused_there(take):
    with pytest.raises(RefusedFileError, match=r"这里只能上传：Word 文档（\.docx）和纯文本（\.txt）"):
        take("方案.pdf", b"%PDF-1.7")


def test_text_is_no_attachment(organ, reporter):
    with pytest.raises(RefusedFileError, match="不是可以接收的文件"):
        receive(samples.upload("通知.txt", TEXT.encode()), user=reporter, organ=organ, purpose="test")


def test_source_may_be_as_large_as_what_can_be_read():
    assert SIZE_LIMITS[Group.SOURCE] == MAX_BYTES
