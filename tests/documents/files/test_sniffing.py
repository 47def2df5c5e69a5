"""What a file is, told from its bytes."""

import zipfile
from io import BytesIO

import pytest

from documents.files.sniffing import DAMAGED, LOCKED, MACRO, HarmfulError, sniff
from tests.documents.files import samples


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (samples.picture("JPEG"), "jpeg"),
        (samples.picture("PNG"), "png"),
        (samples.picture("WEBP"), "webp"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "heic"),
        (b"Rar!\x1a\x07\x01\x00", "rar"),
        (samples.docx(), "docx"),
        (samples.archive("xl/workbook.xml"), "xlsx"),
        (samples.archive("ppt/presentation.xml"), "pptx"),
        (samples.archive("OFD.xml", "Doc_0/Document.xml"), "ofd"),
        (samples.archive("材料/说明.txt"), "zip"),
        (samples.compound("WordDocument", "1Table"), "doc"),
        (samples.compound("a", "b", "c", "d", "Workbook"), "xls"),
        (samples.compound("PowerPoint Document"), "ppt"),
    ],
)
def test_sniff_recognises(data, kind):
    assert sniff(BytesIO(data)).key == kind


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"#!/bin/sh\nrm -rf /\n",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<html></html>",
        b"MZ\x90\x00",
        b"GIF89a",
        samples.compound("Installer"),
    ],
)
def test_sniff_knows_nothing_else(data):
    assert sniff(BytesIO(data)) is None


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (samples.bomb(), "压缩内容展开后过大，请拆成几个文件分别上传。"),
        (samples.archive(*(f"{n}.txt" for n in range(2001))), "压缩内容展开后过大，请拆成几个文件分别上传。"),
        (samples.archive("../../etc/cron"), "压缩包里的路径不正常，请重新打包后再上传。"),
        (samples.archive("word/document.xml", "word/vbaProject.bin"), MACRO),
        (samples.compound("WordDocument", "Macros"), MACRO),
        (samples.compound("EncryptedPackage", "EncryptionInfo"), LOCKED),
        (samples.docx()[:40], DAMAGED),
        (samples.compound("WordDocument")[:700], DAMAGED),
        (samples.compound("WordDocument")[:300], DAMAGED),
    ],
)
def test_sniff_refuses_traps(data, reason):
    with pytest.raises(HarmfulError) as caught:
        sniff(BytesIO(data))
    assert str(caught.value) == reason


def test_sniff_refuses_an_archive_with_a_password():
    data = bytearray(samples.archive("a.txt"))
    with zipfile.ZipFile(BytesIO(data)) as box:
        directory = box.start_dir
    data[directory + 8] |= 1
    with pytest.raises(HarmfulError) as caught:
        sniff(BytesIO(bytes(data)))
    assert str(caught.value) == LOCKED


def test_sniff_refuses_a_chain_that_bites_its_tail():
    data = bytearray(samples.compound("a", "b", "c", "d", "Workbook"))
    data[512 + 8 : 512 + 12] = (1).to_bytes(4, "little")
    with pytest.raises(HarmfulError):
        sniff(BytesIO(bytes(data)))


def test_sniff_leaves_the_file_at_its_beginning():
    file = BytesIO(samples.docx())
    sniff(file)
    assert file.tell() == 0
