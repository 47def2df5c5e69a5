"""Taking files in: content counts, names do not, pictures lose their place."""

import hashlib
import zlib
from io import BytesIO

import pytest
from PIL import Image

from documents.files.kinds import SIZE_LIMITS, Group
from documents.files.models import Upload
from documents.files.receiving import RefusedFileError, clean_name, receive
from tests.documents.files import samples


@pytest.fixture
def take(organ, reporter):
    def take(name, data, group=Group.ATTACHMENT):
        return receive(samples.upload(name, data), user=reporter, organ=organ, purpose="test", group=group)

    return take


def refusal(take, *args):
    with pytest.raises(RefusedFileError) as caught:
        take(*args)
    assert Upload.objects.count() == 0
    return str(caught.value)


def test_receive_keeps_the_bytes_under_a_random_key(take):
    data = b"%PDF-1.7 plan"
    upload = take("试点方案.pdf", data)
    assert (upload.name, upload.kind, upload.size, upload.sha256) == (
        "试点方案.pdf",
        "pdf",
        len(data),
        hashlib.sha256(data).hexdigest(),
    )
    assert upload.file.name == f"uploads/test/{upload.created_at:%Y/%m}/{upload.pk}.pdf"
    assert samples.kept(upload) == data


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("方案.wps", samples.compound("WordDocument")),
        ("名册.et", samples.compound("Workbook")),
        ("旧方案.doc", samples.compound("WordDocument")),
        ("方案.rar", b"Rar!\x1a\x07\x00"),
        ("公函.ofd", samples.archive("OFD.xml")),
        ("方案.docx", samples.docx()),
    ],
)
def test_receive_takes_what_offices_really_send(take, name, data):
    assert take(name, data).name == name


def test_receive_refuses_a_picture_named_docx(take):
    assert refusal(take, "方案.docx", samples.picture()) == (
        "“方案.docx”的内容是JPEG 图片，和扩展名“.docx”不符。请用原来的软件另存，或把扩展名改为“.jpg”后再上传。"
    )


def test_receive_refuses_a_script_named_jpg(take):
    assert refusal(take, "照片.jpg", b"#!/bin/sh\ncurl x|sh\n", Group.PICTURE) == (
        "“照片.jpg”不是可以接收的文件。这里可以上传：JPG、PNG、WebP、HEIC 图片。"
    )


def test_receive_refuses_a_drawing_that_may_run_scripts(take):
    assert "不是可以接收的文件" in refusal(
        take, "照片.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', Group.PICTURE
    )


def test_receive_refuses_an_archive_bomb(take):
    assert refusal(take, "方案.docx", samples.bomb()) == "“方案.docx”：压缩内容展开后过大，请拆成几个文件分别上传。"


def test_receive_refuses_an_empty_file(take):
    assert refusal(take, "方案.docx", b"") == "“方案.docx”是空文件，请检查后重新上传。"


def test_receive_refuses_what_is_too_large(take, monkeypatch):
    monkeypatch.setitem(SIZE_LIMITS, Group.ATTACHMENT, 1024 * 1024)
    assert refusal(take, "方案.pdf", b"%PDF-" + b"0" * 1_100_000) == (
        "“方案.pdf”有2兆，超过1兆的上限，请压缩或拆分后再上传。"
    )


def test_receive_refuses_a_document_where_a_picture_is_asked_for(take):
    assert refusal(take, "方案.docx", samples.docx(), Group.PICTURE) == (
        "“方案.docx”是Word 文档，这里只能上传：JPG、PNG、WebP、HEIC 图片。"
    )


def test_receive_strips_place_and_camera_and_turns_the_picture_upright(take):
    upload = take("小屋.jpg", samples.located_picture((64, 48)), Group.PICTURE)
    kept = Image.open(BytesIO(samples.kept(upload)))
    assert (dict(kept.getexif()), "exif" in kept.info, kept.size) == ({}, False, (48, 64))
    assert (upload.width, upload.height) == (48, 64)


def test_receive_shrinks_large_pictures(take):
    assert take("小屋.jpg", samples.picture(size=(4000, 1000)), Group.PICTURE).width == 2560


def test_receive_writes_other_formats_as_jpeg_and_names_them_so(take):
    upload = take("小屋.webp", samples.picture("WEBP"), Group.PICTURE)
    assert (upload.name, upload.kind) == ("小屋.jpg", "jpeg")


def test_receive_keeps_transparency(take):
    upload = take("标志.png", samples.picture("PNG", mode="RGBA", colour=(0, 0, 0, 0)), Group.PICTURE)
    assert (upload.name, upload.kind) == ("标志.png", "png")


def test_receive_understands_pictures_of_apple_phones(take):
    from pillow_heif import from_pillow

    out = BytesIO()
    from_pillow(Image.new("RGB", (64, 48))).save(out)
    assert take("IMG_01.HEIC", out.getvalue(), Group.PICTURE).name == "IMG_01.jpg"


@pytest.mark.parametrize("data", [samples.picture()[:200], b"\x89PNG\r\n\x1a\n" + b"0" * 50])
def test_receive_refuses_broken_pictures(take, data):
    assert "图片打不开" in refusal(take, "照片.jpg", data, Group.PICTURE)


@pytest.mark.parametrize("edge", [10_000, 40_000])
def test_receive_refuses_pictures_of_absurd_size(take, edge):
    header = bytearray(samples.picture("PNG"))
    header[16:24] = edge.to_bytes(4, "big") * 2
    header[29:33] = zlib.crc32(header[12:29]).to_bytes(4, "big")
    assert refusal(take, "照片.png", bytes(header), Group.PICTURE) == (
        "“照片.png”：图片超过8000万像素，太大了，请缩小后再上传。"
    )


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\桌面\\方案.docx", "方案.docx"),
        ("方案\u202efdp.exe", "方案fdp.exe"),
        ('a"b\r\nc.pdf', "abc.pdf"),
        ("  ", "未命名"),
        ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_clean_name_is_safe_to_show_and_send(given, kept):
    assert clean_name(given) == kept
