"""Ledgers: heads on every page, sheets counted, a thousand rows without loss."""

from itertools import pairwise

import pytest

from documents.printing import InvalidPaperError, Table
from documents.printing.fonts import FontSet
from documents.printing.ledgers import ledger
from documents.printing.measuring.reading import Seen

HEAD = ("序号", "单位", "小屋", "人次")


def rows(count: int) -> Table:
    return Table((HEAD, *((str(n), "鹭汀县晚渡镇", f"{n}号小屋", "1,138") for n in range(1, count + 1))))


def test_every_page_has_the_heads_and_its_number(fonts: FontSet) -> None:
    printed = ledger(rows(60), title="“灯火小屋”台账", head="共青团鹭汀县委", meta="2026-11-30")
    document = Seen(printed.pdf, fonts)
    assert printed.pages == len(document.sheets) > 1
    for page in range(printed.pages):
        texts = [row.text for row in document.rows if row.page == page]
        assert "共青团鹭汀县委2026-11-30" in texts
        assert "".join(HEAD) in texts
        assert "".join(char.text for char in document.folio(page)) == f"第{page + 1}页共{printed.pages}页"


def test_no_row_is_lost(fonts: FontSet) -> None:
    text = "".join(char.text for char in Seen(ledger(rows(120), title="台账").pdf, fonts).stream)
    for number in (1, 57, 120):
        assert f"{number}鹭汀县晚渡镇{number}号小屋1,138" in text


def test_ledger_without_rows_or_title_is_refused() -> None:
    with pytest.raises(InvalidPaperError, match="缺少标题或内容"):
        ledger(Table(()), title="台账")
    with pytest.raises(InvalidPaperError, match="缺少标题或内容"):
        ledger(rows(1), title="")


def test_same_rows_give_the_same_bytes() -> None:
    assert ledger(rows(5), title="台账").sha256 == ledger(rows(5), title="台账").sha256


def test_long_head_is_shortened_before_it_meets_the_date(fonts: FontSet) -> None:
    head = "团曦联〔2026〕3号《" + "关于开展陪伴行动的通知" * 8 + "》"
    document = Seen(ledger(rows(2), title="签收单", head=head, meta="2026-11-30制表").pdf, fonts)
    row = next(row for row in document.rows if row.text.endswith("2026-11-30制表"))
    assert row.text.startswith("团曦联〔2026〕3号《关于")
    assert "……2026-11-30制表" in row.text
    edges = [(char.x0, char.x1) for char in row.chars]
    assert all(left[1] <= right[0] + 0.5 for left, right in pairwise(edges))
