from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from portal.desk.spreadsheets import answer, workbook


def sheet(rows):
    return load_workbook(BytesIO(workbook("登记簿", [("标题", 20), ("日期", 12)], rows))).active


@pytest.mark.parametrize("text", ["=1+1", "+8613800000000", "-2", "@SUM(A1)", "\t=1", '=HYPERLINK("x")'])
def test_text_that_looks_like_a_formula_stays_text(text):
    cell = sheet([(text, None)])["A2"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)


def test_head_is_frozen_and_values_keep_their_types():
    found = sheet([("关于开展行动的通知", date(2026, 11, 5)), ("二", datetime(2026, 11, 5, 1, 30, tzinfo=UTC))])
    assert found.freeze_panes == "A2"
    assert [cell.value for cell in found[1]] == ["标题", "日期"]
    assert [found[cell].value.isoformat() for cell in ("B2", "B3")] == ["2026-11-05T00:00:00", "2026-11-05T09:30:00"]


def test_control_characters_do_not_break_the_file():
    assert sheet([("通\x0b知", None)])["A2"].value == "通知"


def test_download_carries_its_chinese_name_and_is_not_guessed_at():
    response = answer("发文登记簿.xlsx", b"x")
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%8F%91")
    assert response["X-Content-Type-Options"] == "nosniff"
