import pytest

from tests.browser.wording import english_in


@pytest.mark.parametrize(
    "text",
    [
        "导出Excel汇总表，上传 PDF 或 docx（不超过 20MB）",
        "联系人：林予安，邮箱：qnfz@xiyuan.example",
        "附件：list-2026.docx、灯火小屋 final.xlsx",
        "按 GB/T 9704-2012 排版，A4 纸，摘要 9f86d081884c7d65",
        "团曦联〔2026〕3号",
    ],
)
def test_english_in_accepts_what_stays_latin(text: str) -> None:
    assert english_in([text]) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Submit", ["Submit"]),
        ("点击Save draft按钮", ["Save draft"]),
        ("Excellent", ["Excellent"]),
        ("Dashboard，Dashboard", ["Dashboard"]),
    ],
)
def test_english_in_finds_words_left_over(text: str, words: list[str]) -> None:
    assert english_in([text]) == words
