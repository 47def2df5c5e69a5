"""Encodings that people save text in."""

import codecs
import random

import pytest

from documents.notices.reading import ReadError, read_file

TEXT = "关于做好冬季“灯火小屋”安全检查工作的通知\r\n各县（区）团委：\r\n　　请于2026年11月20日前完成自查。\r\n共青团栀林市委\r\n2026年11月2日\r\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8"),
        codecs.BOM_UTF8 + TEXT.encode("utf-8"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("gb18030"),
        TEXT.encode("gbk"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16", "utf-16-le bare", "utf-16-be bare", "utf-16-be", "gb18030", "gbk"],
)
def test_same_text_is_read_from_every_encoding(data: bytes) -> None:
    reading = read_file("a.txt", data)

    assert reading.title == "关于做好冬季“灯火小屋”安全检查工作的通知"
    assert reading.deadlines[0].iso == "2026-11-20"


def test_foreign_encoding_is_told() -> None:
    assert "repair.encoding" in {f.code for f in read_file("a.txt", TEXT.encode("gb18030")).findings}


def test_rare_characters_of_gb18030_survive() -> None:
    reading = read_file("a.txt", TEXT.replace("自查", "自查，联系人谢珺玥、赵昇喆").encode("gb18030"))

    assert "谢珺玥、赵昇喆" in reading.text()


def test_cut_file_is_read_and_the_loss_is_told() -> None:
    reading = read_file("a.txt", TEXT.encode("utf-8")[:-8])

    assert reading.title is not None
    assert "read.lossy" in {f.code for f in reading.findings}


@pytest.mark.parametrize("size", [200, 5000, 200_000])
def test_random_bytes_are_no_text(size: int) -> None:
    with pytest.raises(ReadError):
        read_file("a.txt", random.Random(7).randbytes(size))


def test_latin_text_is_no_paper() -> None:
    with pytest.raises(ReadError, match="不是中文文字"):
        read_file("a.txt", b"Lorem ipsum dolor sit amet.")
