"""Papers that a text rests on or cites."""

import pytest

from documents.notices.reading.citations import read_parents


def cited(text: str, *own: str, number: str | None = None) -> list[tuple[str | None, str | None, str | None]]:
    return [(parent.number, parent.title, parent.organ) for parent in read_parents([text], own, number)]


@pytest.mark.parametrize(
    ("text", "parent"),
    [
        ("根据《全省工作要点》（团曦发〔2026〕8号）要求，", ("团曦发〔2026〕8号", "全省工作要点", None)),
        ("根据《全省工作要点》（团曦发[2026]8 号）要求，", ("团曦发〔2026〕8号", "全省工作要点", None)),
        (
            "按照团省委《关于开展行动的通知》（团曦发〔2026〕8号，以下简称《通知》）",
            ("团曦发〔2026〕8号", "关于开展行动的通知", "团省委"),
        ),
        ("落实团曦发〔2026〕8号《关于开展行动的通知》精神，", ("团曦发〔2026〕8号", "关于开展行动的通知", None)),
        ("贯彻《国务院关于加强保护工作的意见》精神，", (None, "国务院关于加强保护工作的意见", "国务院")),
        ("国务院《关于加强保护工作的意见》（国发〔 〕号）", (None, "关于加强保护工作的意见", "国务院")),
        ("根据省民政厅、省教育厅联合印发的《关于做好工作的通知》", (None, "关于做好工作的通知", "省民政厅、省教育厅")),
        ("根据《中华人民共和国未成年人保护法》，", (None, "中华人民共和国未成年人保护法", None)),
        ("按照团曦发〔2026〕8号文件要求，", ("团曦发〔2026〕8号", None, None)),
        (
            "根据《关于印发〈开放管理办法〉的通知》（团曦发〔2026〕8号），",
            ("团曦发〔2026〕8号", "关于印发〈开放管理办法〉的通知", None),
        ),
        ("根据《关于转发《管理办法》的通知》要求，", (None, "关于转发《管理办法》的通知", None)),
        ("现将团澈湖市委等5部门《关于开展行动的通知》转发给你们", (None, "关于开展行动的通知", "团澈湖市委等部门")),
        ("同时废止《小屋管理办法》（团曦发〔2020〕3号）。", ("团曦发〔2020〕3号", "小屋管理办法", None)),
    ],
)
def test_paper_is_cited(text: str, parent: tuple[str | None, str | None, str | None]) -> None:
    assert cited(text) == [parent]


@pytest.mark.parametrize(
    "text",
    [
        "请填写《试点申报表》，并签订《责任书》。",
        "现将《开放管理办法》印发给你们，请遵照执行。",
        "阅读《红星照耀中国》。",
        "各地要制定《实施方案》。",
        "（以下简称《意见》）",
        "满分〔100〕分。",
    ],
)
def test_forms_books_and_what_is_issued_here_are_not_cited(text: str) -> None:
    assert cited(text) == []


def test_own_title_and_number_are_not_cited() -> None:
    assert cited("《关于开展行动的通知》附后。", "关于开展行动的通知") == []
    assert cited("本通知（团曦发〔2026〕8号）由办公室解释。", number="团曦发〔2026〕8号") == []


def test_paper_cited_twice_is_listed_once_with_all_that_is_known() -> None:
    text = (
        "根据团省委《关于开展行动的通知》要求……《关于开展行动的通知》（团曦发〔2026〕8号）规定……团曦发〔2026〕8号文件"
    )

    assert cited(text) == [("团曦发〔2026〕8号", "关于开展行动的通知", "团省委")]


def test_two_numbers_in_a_row_are_both_cited() -> None:
    text = "按照团曦字[2026]4号、团曦函[2026]3号文件要求，"

    assert [number for number, _, _ in cited(text)] == ["团曦字〔2026〕4号", "团曦函〔2026〕3号"]
