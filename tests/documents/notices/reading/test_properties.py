"""Whatever comes in: no bytes raise anything but ReadError, every text gives the same keys."""

import io
import zipfile
from contextlib import suppress
from datetime import date

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.notices.lint import checked
from documents.notices.reading import ReadError, Reading, read_file, read_text

KEYS = {
    "title", "kind", "document_number", "issuers", "recipients", "cc", "attachments", "body", "contacts", "signed_on",
    "printed_on", "deadlines", "parent_documents", "findings",
}  # fmt: skip
NAMES = st.sampled_from(["a.txt", "a.docx", "公文.doc", "a", "a.wps", ""])
SCRAPS = st.sampled_from(
    [
        "关于做好有关工作的通知", "各市团委：", "团曦发〔2026〕8号", "一、", "（一）", "1.", "（1）", "2026年11月5日", "请于11月27日前报送。", "\n", "\n\n",
        "　　", "联系人：林予安，电话：0000-0000103", "附件：1.申报表", "附件1", "抄送：市教育局。", "2026年11月6日印发", "《", "》", "“", "冶", "摇", "（", "）",
        "共青团曦原省委", "，", "。", "共40间：新建35间、改建4间", "79月", "秘密★1年", "\t", "|", "#", "**", "——", "〔 〕号", "99月99日", "25:61", "30%",
    ]
)  # fmt: skip
PAPERS = st.lists(SCRAPS | st.text(max_size=6), max_size=40).map("".join)


def assert_whole(reading: Reading) -> None:
    found = checked(reading, today=date(2026, 11, 21)).to_json()
    assert set(found) == KEYS
    assert all(set(block) == {"level", "text"} and 0 <= block["level"] <= 4 for block in found["body"])
    assert all(set(item) == {"code", "severity", "message", "excerpt"} for item in found["findings"])


@pytest.mark.heavy
@given(st.text(max_size=400))
@settings(max_examples=200)
def test_any_text_gives_the_keys(text: str) -> None:
    assert_whole(read_text(text))


@pytest.mark.heavy
@given(PAPERS)
@settings(max_examples=300)
def test_any_heap_of_scraps_gives_the_keys(text: str) -> None:
    assert_whole(read_text(text))


@pytest.mark.heavy
@given(NAMES, st.binary(max_size=600))
@settings(max_examples=200)
def test_any_bytes_are_read_or_refused(name: str, data: bytes) -> None:
    with suppress(ReadError):
        assert_whole(read_file(name, data))


@pytest.mark.heavy
@given(st.data())
@settings(max_examples=100)
def test_damaged_docx_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(DOCX)
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with suppress(ReadError):
        assert_whole(read_file("a.docx", bytes(whole)))


@pytest.mark.heavy
@given(st.binary(max_size=300))
@settings(max_examples=100)
def test_docx_with_any_document_part_is_read_or_refused(part: bytes) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr("word/document.xml", part)
    with pytest.raises(ReadError):
        read_file("a.docx", buffer.getvalue())


@pytest.mark.heavy
@given(PAPERS)
@settings(max_examples=100)
def test_reading_the_same_text_twice_gives_the_same(text: str) -> None:
    assert read_text(text) == read_text(text)


@pytest.mark.parametrize(
    "scrap",
    [
        "（",
        "《",
        "“",
        "一、",
        "1.",
        "各",
        "、",
        "12月",
        "2026年",
        "附件",
        "：",
        "<",
        "\u3000",
        "a@",
        "联系人",
        "进",
        "（一",
    ],
)
def test_long_repetition_is_read(scrap: str) -> None:
    """No pattern may take time that grows faster than the text: this test would not end."""
    assert_whole(read_text("关于测试的通知\n各县：\n" + scrap * (20_000 // len(scrap))))


def _docx() -> bytes:
    document = Document()
    for line in ("关于做好有关工作的通知", "各市团委：", "请于11月27日前报送。", "共青团曦原省委", "2026年11月5日"):
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


DOCX = _docx()
