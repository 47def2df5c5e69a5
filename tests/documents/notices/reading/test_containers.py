"""Files that cannot be read: each is refused with a reason and a remedy, never with a traceback."""

import io
import zipfile

import pytest

from documents.notices.reading import ReadError, read_file
from documents.notices.reading.containers import MAX_BYTES

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.txt", b"", "空的"),
        ("a.txt", b" \r\n\t ", "空的"),
        ("a.docx", b"", "空的"),
        ("a.txt", bytes(5000), "空的"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "取消密码"),
        ("a.doc", OLE, "另存为 docx"),
        ("a.wps", OLE, "另存为 docx"),
        ("a.wps", b"any bytes", "另存为 docx"),
        ("a.docx", OLE, "另存为 docx"),
        ("a.docx", b"\x89PNG\r\n\x1a\n" + bytes(80), "图片"),
        ("a.docx", b"\xff\xd8\xff\xe0" + bytes(80), "图片"),
        ("a.docx", b"RIFF\x00\x00\x00\x00WEBPVP8 ", "图片"),
        ("a.pdf", b"%PDF-1.7 ...", "PDF"),
        ("a.txt", b"%PDF-1.7 ...", "PDF"),
        ("a.rtf", b"{\\rtf1 ...", "RTF"),
        ("a.ofd", b"any bytes", "OFD"),
        ("a.et", b"any bytes", "表格"),
        ("a.rar", b"Rar!\x1a\x07\x00", "压缩包"),
        ("a.docx", "各市团委：".encode(), "内容却不是 docx"),
        ("a.docx", zipped(note=b"x"), "压缩包"),
        ("a.docx", zipped(**{"OFD.xml": b"x"}), "OFD"),
        ("a.docx", zipped(**{"[Content_Types].xml": b"x", "xl__workbook.xml": b"x"}), "表格"),
        ("a.docx", zipped(**{"[Content_Types].xml": b"x", "word__document.xml": b"<broken"}), "已损坏"),
        ("a.docx", zipped(**{"[Content_Types].xml": b"x", "word__styles.xml": b"<a/>"}), "已损坏"),
        ("a.docx", b"PK\x03\x04 cut off", "已损坏"),
    ],
)  # fmt: skip
def test_unreadable_file_is_refused_with_a_reason(name: str, data: bytes, words: str) -> None:
    with pytest.raises(ReadError, match=words):
        read_file(name, data)


def test_file_over_the_limit_is_refused() -> None:
    with pytest.raises(ReadError, match="20 MB"):
        read_file("a.txt", b"a" * (MAX_BYTES + 1))


def test_twenty_megabytes_of_letters_are_no_paper() -> None:
    with pytest.raises(ReadError, match="万字"):
        read_file("a.txt", b"noise " * (MAX_BYTES // 6))


def test_entity_bomb_is_refused() -> None:
    xml = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><w:document xmlns:w="w"><w:body>&b;</w:body></w:document>'

    with pytest.raises(ReadError, match="已损坏"):
        read_file("a.docx", zipped(**{"[Content_Types].xml": b"x", "word__document.xml": xml}))


def test_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zipped(**{"[Content_Types].xml": b"x", "word__document.xml": b" " * (12 * 1024 * 1024)})

    with pytest.raises(ReadError, match="异常庞大"):
        read_file("a.docx", bomb)
